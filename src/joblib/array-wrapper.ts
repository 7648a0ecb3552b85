import type { DumpContext } from '../codec/context.ts';
import type { Reduction } from '../codec/reduction.ts';
import { bytesOf } from '../numpy/array-reduction.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import { Global } from '../values/global.ts';
import { Tuple } from '../values/tuple.ts';
import { PADDING } from './read-wrapped.ts';

const WRAPPER = /* @__PURE__ */ Global.of('joblib.numpy_pickle.NumpyArrayWrapper');
const RECONSTRUCTOR = /* @__PURE__ */ Global.of('copyreg._reconstructor');
const OBJECT = /* @__PURE__ */ Global.of('builtins.object');
const NDARRAY = /* @__PURE__ */ Global.of('numpy.ndarray');
/** What joblib aligns elements to, in bytes. */
const ALIGNMENT = 16;
/** The protocol of the pickles of arrays of objects, before joblib 1.5 and since. */
const OBJECTS_BEFORE = 2;
const OBJECTS = 5;

/** Whose bytes are written: joblib 0.10 to 1.1 knew no padding, and take it for elements. */
export type JoblibVersion = '1.1' | '1.6';
export const JOBLIB_VERSIONS: readonly JoblibVersion[] = ['1.1', '1.6'];

/** How arrays are written. */
export interface WrapperForm {
  readonly version: JoblibVersion;
  /** Whether joblib may map the elements into memory: not those of a file that is compressed. */
  readonly allowMmap: boolean;
}

/** Whether joblib puts a wrapper in the place of an array: of these classes, and of elements that have bytes. */
export function isWrapped({ subclass, extra, dtype }: NdArray): boolean {
  if (extra !== undefined || dtype.itemsize === 0) return false;
  if (subclass === undefined) return true;
  return subclass instanceof Global && subclass.module === 'numpy' && /^(?:matrix|memmap)$/.test(subclass.name);
}

/** An array as joblib writes it: a wrapper, and the elements behind it. */
export function reduceWrapped(array: NdArray, context: DumpContext, { version, allowMmap }: WrapperForm): Reduction {
  const { shape, dtype, subclass } = array;
  const isPadded = version !== '1.1';
  const order = array.isFContiguous && !array.isCContiguous ? 'F' : 'C';
  return {
    ...newWrapper(context),
    // What reads it puts the array in the place of the wrapper, and the memo keeps the wrapper.
    isShared: false,
    state: new Map<string, unknown>([
      ['subclass', subclass ?? NDARRAY],
      ['shape', Tuple.from<unknown>(shape.map((size) => BigInt(size)))],
      ['order', order],
      ['dtype', dtype],
      ['allow_mmap', allowMmap && !dtype.hasObject],
      ...(isPadded ? [['numpy_array_alignment_bytes', BigInt(ALIGNMENT)] as const] : []),
    ]),
    trailer(offset) {
      if (dtype.hasObject) return [context.dumps(array, isPadded ? OBJECTS : OBJECTS_BEFORE)];
      const elements = bytesOf(array.packed(order), dtype);
      return isPadded ? [paddingAt(offset), elements] : [elements];
    },
  };
}

/** A wrapper without a state, as Python's default `__reduce_ex__` makes objects at each protocol. */
function newWrapper({ protocol }: DumpContext): Reduction {
  if (protocol >= 2) return { callable: WRAPPER, args: [], how: 'new' };
  return { callable: RECONSTRUCTOR, args: [WRAPPER, OBJECT, null] };
}

/** The length of the padding and the padding, which is never empty, up to where the elements begin. */
function paddingAt(offset: number): Uint8Array {
  const length = ALIGNMENT - ((offset + 1) % ALIGNMENT);
  const bytes = new Uint8Array(1 + length).fill(PADDING);
  bytes[0] = length;
  return bytes;
}
