import type { LoadContext } from '../codec/context.ts';
import type { Following } from '../codec/following.ts';
import { become, NdArray } from '../numpy/nd-array.ts';
import { refusal } from '../numpy/pickled-arguments.ts';
import { arrayOfBytes } from '../numpy/pickled-array.ts';
import { pythonTypeName } from '../values/kind.ts';
import { badWrapper, bytesOfElements, type WrappedArray } from './wrapper-state.ts';

/** The byte of which joblib's padding consists. */
export const PADDING = 0xff;

/** Reads the elements that follow a `NumpyArrayWrapper`, and makes an array of it. */
export function* readWrapped(self: NdArray, wrapped: WrappedArray, context: LoadContext): Following<void> {
  const made = wrapped.dtype.hasObject ? yield* readObjects(context) : yield* readElements(wrapped, context);
  become(self, made, made.extra);
  // A pickle of objects has its own dtype. Other arrays may share the dtype of the wrapper.
  const dtype = wrapped.dtype.equals(made.dtype) ? wrapped.dtype : made.dtype;
  Object.assign(self, { dtype, subclass: wrapped.subclass ?? made.subclass });
}

/** Reads an array of objects, which is a separate pickle. */
export function* readObjects(context: LoadContext): Following<NdArray> {
  const made = yield* context.readPickle();
  if (made instanceof NdArray) return made;
  throw badWrapper(`no array in the pickle behind it, but a ${pythonTypeName(made)}`);
}

function* readElements(wrapped: WrappedArray, context: LoadContext): Following<NdArray> {
  const { shape, order, dtype, alignment } = wrapped;
  const length = bytesOfElements(wrapped);
  if (alignment !== undefined) yield* skipPadding(alignment, context);
  const bytes = yield* context.readBytes(length);
  try {
    return arrayOfBytes(bytes, dtype, shape, order, context);
  } catch (cause) {
    throw refusal(cause, 'bad-state');
  }
}

/** Reads the padding: one byte with its length, and that many bytes. */
export function* skipPadding(alignment: number, context: LoadContext): Following<void> {
  const [length = 0] = yield* context.readBytes(1);
  if (length > alignment) {
    throw badWrapper(`${length} bytes of padding behind it, and an alignment of ${alignment}`);
  }
  const padding = yield* context.readBytes(length);
  if (!padding.every((byte) => byte === PADDING)) throw badWrapper('bytes behind it that are not padding');
}
