/**
 * The machine formats of `array._array_reconstructor`, which say how to read the bytes of an array.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';

/** A typed array of JavaScript that can be the memory of an `array.array`. */
export type ArrayValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

type ValuesClass = new (buffer: ArrayBuffer) => ArrayValues;

interface Format {
  readonly type: ValuesClass;
  readonly size: number;
  readonly bigEndian: boolean;
  /** The typecode to use if the named one has a different size in these bytes. */
  readonly typecode: string;
}

const CLASSES: readonly (readonly [ValuesClass, number, string])[] = [
  [Uint16Array, 2, 'H'],
  [Int16Array, 2, 'h'],
  [Uint32Array, 4, 'I'],
  [Int32Array, 4, 'i'],
  [BigUint64Array, 8, 'Q'],
  [BigInt64Array, 8, 'q'],
  [Float32Array, 4, 'f'],
  [Float64Array, 8, 'd'],
  [Uint16Array, 2, 'u'],
  [Uint32Array, 4, 'u'],
];

const IS_LITTLE_ENDIAN = /* @__PURE__ */ new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** What a machine format code means: 0 and 1 are bytes, then little and big endian alternate. */
function formatOf(code: number): Format | undefined {
  if (code === 0) return { type: Uint8Array, size: 1, bigEndian: false, typecode: 'B' };
  if (code === 1) return { type: Int8Array, size: 1, bigEndian: false, typecode: 'b' };
  const found = CLASSES[(code >> 1) - 1];
  return found === undefined
    ? undefined
    : { type: found[0], size: found[1], bigEndian: (code & 1) === 1, typecode: found[2] };
}

/** The values in bytes of a machine format, and the format's own typecode. */
export function readValues(code: number, bytes: Uint8Array): { values: ArrayValues; typecode: string } {
  const format = formatOf(code);
  if (format === undefined) {
    throw new PickleError('bad-call', 'third argument must be a valid machine format code.');
  }
  if (bytes.length % format.size !== 0) {
    throw new PickleError('bad-call', 'bytes length not a multiple of item size');
  }
  const copy = new Uint8Array(bytes);
  if (format.bigEndian === IS_LITTLE_ENDIAN) swapBytes(copy, format.size);
  return { values: new format.type(copy.buffer), typecode: format.typecode };
}

/** The bytes of values, little endian. */
export function writeValues(values: ArrayValues): Uint8Array {
  const copy = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
  if (!IS_LITTLE_ENDIAN) swapBytes(copy, values.BYTES_PER_ELEMENT);
  return copy;
}

/** The little-endian machine format code of the bytes that {@link writeValues} returns. */
export function formatCode(typecode: string, values: ArrayValues): number {
  if (values instanceof Uint8Array) return 0;
  if (values instanceof Int8Array) return 1;
  if (typecode === 'u' || typecode === 'w') return values.BYTES_PER_ELEMENT === 2 ? 18 : 20;
  return 2 * (1 + CLASSES.findIndex(([type]) => values instanceof type));
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}
