/**
 * What numpy says of the values of `cases.py`, and whether Brine reads the same.
 *
 * @module
 */
import { dumps, loads } from 'brine';
import { DType, MaskedArray, NdArray, NumpyScalar, numpy, randomStateOf } from 'brine/numpy';

/** What numpy says of a value. */
export interface Summary {
  readonly shape?: readonly number[];
  readonly str?: string;
  readonly text?: string;
  readonly c?: boolean;
  readonly f?: boolean;
  readonly writable?: boolean;
  readonly bytes?: string;
  readonly items?: unknown;
  readonly scalar?: string;
  readonly dtype?: string;
  readonly itemsize?: number;
  readonly alignment?: number;
  readonly random?: string;
  readonly key?: readonly number[];
  readonly bit_generator?: string;
  readonly masked?: Summary;
  readonly mask?: string;
}

/** A value as one numpy pickles it. */
export interface Row {
  readonly name: string;
  readonly protocol: 0 | 1 | 2 | 3 | 4 | 5;
  readonly pickle: string;
  /** What numpy writes of what it reads. */
  readonly again: string;
  /** What numpy writes of the same elements one after another, if they are not: what is read, in its byte order. */
  readonly packed?: string;
  readonly packedBuffers?: readonly string[];
  readonly buffers?: readonly string[];
  readonly readonly?: readonly boolean[];
  readonly summary?: Summary | null;
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

/** The elements in C's order as numpy keeps them, longdoubles without their padding. */
export function bytesOf(array: NdArray): Uint8Array {
  const chunks: Uint8Array[] = [];
  const isLong = /^.(f16|c32)$/.test(array.dtype.str);
  const pickled = dumps(
    new NdArray({ ...array, data: array.packed(), strides: undefined, offset: 0, subclass: undefined }),
    {
      codecs: [numpy.like('1.26')],
      protocol: 4,
    },
  );
  const bytes = loads<{ states: readonly (readonly unknown[])[] }>(pickled).states[0]?.[4];
  if (!(bytes instanceof Uint8Array)) throw new Error('no bytes');
  if (array.dtype.fields !== undefined) return withoutGaps(bytes, array.dtype);
  if (!isLong) return bytes;
  for (let at = 0; at < bytes.length; at += 16) chunks.push(bytes.subarray(at, at + 10));
  return Buffer.concat(chunks);
}

/** Structured elements with zeros between the fields. */
function withoutGaps(bytes: Uint8Array, dtype: DType): Uint8Array {
  const clear = new Uint8Array(bytes.length);
  const leaves = leavesOf(dtype, 0);
  for (let at = 0; at < bytes.length; at += dtype.itemsize) {
    for (const [start, end] of leaves) clear.set(bytes.subarray(at + start, at + end), at + start);
  }
  return clear;
}

function leavesOf({ fields, base, shape = [], itemsize }: DType, offset: number): (readonly [number, number])[] {
  if (base !== undefined) {
    const count = shape.reduce((all, size) => all * size, 1);
    return Array.from({ length: count }, (_, at) => leavesOf(base, offset + at * base.itemsize)).flat();
  }
  if (fields === undefined) return [[offset, offset + itemsize]];
  return fields.flatMap((field) => leavesOf(field.dtype, offset + field.offset));
}

/** A value as the summaries have it. */
function plain(value: unknown): unknown {
  if (value instanceof NdArray) return plain(value.toNested());
  if (value instanceof NumpyScalar) return plain(value.value);
  if (Number.isNaN(value)) return 'nan';
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, part]) => [String(key), plain(part)]));
  return Array.isArray(value) ? value.map(plain) : value;
}

/** What differs from the summary; `undefined` for nothing. */
export function differs(value: unknown, summary: Summary | null | undefined): string | undefined {
  if (summary === null || summary === undefined) return undefined;
  if (summary.random !== undefined) return randomDiffers(value, summary);
  if (summary.dtype !== undefined) {
    if (!(value instanceof DType)) return 'not a DType';
    const found = [value.itemsize, value.alignment];
    const expected = [summary.itemsize, summary.alignment];
    const isSame = String(found) === String(expected) && sameText(value.toString(), summary.dtype);
    return isSame ? undefined : `${value} ${found}, not ${summary.dtype} ${expected}`;
  }
  if (summary.scalar !== undefined) {
    if (!(value instanceof NumpyScalar)) return 'not a NumpyScalar';
    const bytes = base64(/^.(f16|c32)$/.test(value.dtype.str) ? longParts(value.bytes) : value.bytes);
    return bytes === summary.bytes ? undefined : `${bytes}, not ${summary.bytes}`;
  }
  if (summary.masked !== undefined) {
    if (!(value instanceof MaskedArray)) return 'not a MaskedArray';
    const mask = base64(bytesOf(value.mask));
    return mask === summary.mask ? differs(value.data, summary.masked) : `mask ${mask}, not ${summary.mask}`;
  }
  if (!(value instanceof NdArray)) return `not an NdArray: ${String(value)}`;
  return arrayDiffers(value, summary);
}

function randomDiffers(value: unknown, { random, key, bit_generator: algorithm }: Summary): string | undefined {
  const found = randomStateOf(value);
  if (found === undefined || found.kind !== random) return `not a ${random}`;
  if (algorithm !== undefined) return found.bitGenerator === algorithm ? undefined : `not ${algorithm}`;
  // A dict, or the tuple of get_state() in numpy 1.16.
  const { state } = found;
  const inner = state instanceof Map ? state.get('state') : undefined;
  const words = inner instanceof Map ? inner.get('key') : Array.isArray(state) ? state[1] : undefined;
  const own = words instanceof NdArray ? [...words].slice(0, 5) : undefined;
  return JSON.stringify(own) === JSON.stringify(key) ? undefined : `key ${String(own)}, not ${key}`;
}

/** numpy 1.16 has fewer blanks. */
function sameText(found: string, expected = ''): boolean {
  const squeezed = (text: string): string => text.replaceAll(' ', '').replaceAll(",'aligned':True", '');
  return found === expected || squeezed(found) === squeezed(expected);
}

function longParts(bytes: Uint8Array): Uint8Array {
  return bytes.length === 16 ? bytes.subarray(0, 10) : Buffer.concat([bytes.subarray(0, 10), bytes.subarray(16, 26)]);
}

function arrayDiffers(value: NdArray, summary: Summary): string | undefined {
  const found = [value.shape, value.isCContiguous, value.isFContiguous, value.isWritable];
  const expected = [summary.shape, summary.c, summary.f, summary.writable];
  if (JSON.stringify(found) !== JSON.stringify(expected))
    return `${JSON.stringify(found)}, not ${JSON.stringify(expected)}`;
  if (summary.items !== undefined) {
    const items = JSON.stringify(plain(value.toNested()));
    return items === JSON.stringify(summary.items) ? undefined : `${items}, not ${JSON.stringify(summary.items)}`;
  }
  // numpy makes bytes native when it reads _reconstruct, and Brine leaves their order.
  const native = value.dtype.byteorder === '>' && !summary.str?.startsWith('>');
  const bytes = base64(
    bytesOf(native ? new NdArray({ ...value, dtype: value.dtype.with({ byteorder: '<' }) }) : value),
  );
  if (bytes !== summary.bytes) return `${bytes}, not ${summary.bytes}`;
  const text = native ? value.dtype.with({ byteorder: '<' }).toString() : value.dtype.toString();
  return sameText(text, summary.text) ? undefined : `dtype ${text}, not ${summary.text}`;
}
