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
/** The protocols with which joblib pickles arrays of objects: before 1.5, and since. */
const OBJECTS_BEFORE = 2;
const OBJECTS = 5;

/** Which joblib the bytes are for. joblib 0.10 to 1.1 would read padding as elements. */
export type JoblibVersion = '1.1' | '1.6';
export const JOBLIB_VERSIONS: readonly JoblibVersion[] = ['1.1', '1.6'];

/** How arrays are written. */
export interface WrapperForm {
  readonly version: JoblibVersion;
  /** Whether joblib may map the elements into memory, which is `false` for a compressed file. */
  readonly allowMmap: boolean;
}

/** Whether joblib writes a wrapper in place of an array: it does for these classes, unless the elements have no bytes. */
export function isWrapped({ subclass, extra, dtype }: NdArray): boolean {
  if (extra !== undefined || dtype.itemsize === 0) return false;
  if (subclass === undefined) return true;
  return subclass instanceof Global && subclass.module === 'numpy' && /^(?:matrix|memmap)$/.test(subclass.name);
}

/** An array as joblib writes it: a wrapper followed by the elements. */
export function reduceWrapped(array: NdArray, context: DumpContext, { version, allowMmap }: WrapperForm): Reduction {
  const { shape, dtype, subclass } = array;
  const isPadded = version !== '1.1';
  const order = array.isFContiguous && !array.isCContiguous ? 'F' : 'C';
  return {
    ...newWrapper(context),
    // joblib replaces the wrapper by the array when it reads, but the memo keeps the wrapper.
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

/** The bytes before the elements: the length of the padding, and the padding, which is never empty. */
function paddingAt(offset: number): Uint8Array {
  const length = ALIGNMENT - ((offset + 1) % ALIGNMENT);
  const bytes = new Uint8Array(1 + length).fill(PADDING);
  bytes[0] = length;
  return bytes;
}
