import type { OwnBytes } from '../bytes/bytes-like.ts';
import { joined } from '../bytes/joined.ts';
import { openSink, type Sink } from '../dump/sink.ts';
import { PickleError } from '../errors.ts';
import { bytesOf } from '../numpy/array-reduction.ts';
import type { DType } from '../numpy/dtype.ts';
import { numpy } from '../numpy/family.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import type { DumpOptions } from '../options.ts';
import { dumps } from '../pickle/dumps.ts';
import { pythonRepr } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';

/**
 * Writes a `.npy` file: the bytes that `numpy.save` writes. Arrays of objects and of StringDType are a pickle in it, of
 * protocol 4 as in numpy 2 if `options.protocol` is not given, which `numpy.load` reads with `allow_pickle=True`. As
 * with numpy, a file keeps neither metadata, `align` nor the class of a dtype.
 *
 * @param array - The array.
 * @param sink - A stream, a file or anything with a `write` method, which stays open. Elements are not copied
 *   if memory has them as the file does.
 * @param options - For the pickle of an array of objects: `codecs: [numpy.like('2.4')]` gives the bytes of that numpy.
 * @returns The file, if there is no `sink`.
 * @throws RangeError for fields that overlap or are not in order, which numpy refuses too.
 * @throws PicklingError for objects that cannot be pickled.
 * @example
 * ```ts
 * import { NdArray, writeNpy } from 'brine/numpy';
 *
 * writeNpy(NdArray.from(new Float32Array([1, 2]))).length; // 136
 * const sizes: number[] = [];
 * await writeNpy(NdArray.from([1, 2, 3]), { write: (chunk) => void sizes.push(chunk.length) });
 * sizes; // [128, 24]
 * ```
 */
export function writeNpy(array: NdArray, sink: Sink, options?: DumpOptions): Promise<void>;
export function writeNpy(array: NdArray, sink?: undefined, options?: DumpOptions): OwnBytes;
export function writeNpy(array: NdArray, sink?: Sink, options: DumpOptions = {}): OwnBytes | Promise<void> {
  const parts = npyParts(array, options);
  return sink === undefined ? joined(parts) : writeAll(parts, sink);
}

/** Writes chunks to a sink, which stays open. */
export async function writeAll(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, sink: Sink): Promise<void> {
  const target = openSink(sink);
  try {
    for await (const chunk of chunks) if (chunk.length > 0) await target.write(chunk);
    await target.finish();
  } catch (error) {
    target.abandon();
    throw error;
  }
}

/** The header and the data of a file. */
export function npyParts(array: NdArray, options: DumpOptions): Uint8Array[] {
  const order = array.isFContiguous && !array.isCContiguous ? 'F' : 'C';
  const header = headerBytes(headerText(array, order));
  if (!array.dtype.hasObject) return [header, bytesOf(array.packed(order), array.dtype)];
  return [header, dumps(array, { protocol: 4, ...options, codecs: [numpy, ...(options.codecs ?? [])] })];
}

/** Room for the digits of a larger size, which a program that appends to the file writes over the old one. */
const GROWTH_DIGITS = 21;
/** The data begin at a multiple of this many bytes. */
const ALIGNMENT = 64;

/** `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }`, and blanks for a larger size. */
function headerText({ dtype, shape }: NdArray, order: 'C' | 'F'): string {
  const ints = Tuple.from(shape.map((size) => BigInt(size)));
  const fields = `'descr': ${descrText(dtype)}, 'fortran_order': ${order === 'F' ? 'True' : 'False'}`;
  const growing = order === 'F' ? shape.at(-1) : shape[0];
  const spare = growing === undefined ? 0 : GROWTH_DIGITS - String(growing).length;
  return `{${fields}, 'shape': ${pythonRepr(ints)}, }${' '.repeat(spare)}`;
}

/** StringDType is written as objects, as in numpy: the pickle has the true dtype. */
function descrText(dtype: DType): string {
  if (dtype.kind === 'T') return "'|O'";
  const { descr } = dtype;
  return typeof descr === 'string' ? pythonRepr(descr) : pythonRepr(descr.map(tupleOfField));
}

/** A field as Python has it: a tuple, in which a label with a title and a shape are tuples too. */
function tupleOfField(field: unknown): unknown {
  if (!Array.isArray(field)) return field;
  const [label, descr, ...shape]: readonly unknown[] = field;
  return Tuple.from<unknown>([
    Array.isArray(label) ? Tuple.from<unknown>(label) : label,
    Array.isArray(descr) ? descr.map(tupleOfField) : descr,
    ...shape.map((sizes) => (Array.isArray(sizes) ? Tuple.from(sizes.map((size) => BigInt(Number(size)))) : sizes)),
  ]);
}

/** The magic, the version that the text needs, its length and the text, with blanks up to the next multiple of 64. */
function headerBytes(text: string): Uint8Array {
  const isLatin1 = !/[^\0-\xff]/.test(text);
  const encoded = isLatin1 ? Uint8Array.from(text, (char) => char.charCodeAt(0)) : new TextEncoder().encode(text);
  const sizeWith = (prefix: number): number => {
    const used = prefix + encoded.length + 1;
    // As in numpy, a whole block of blanks if the length is a multiple already.
    return used + ALIGNMENT - (used % ALIGNMENT);
  };
  const isShort = isLatin1 && sizeWith(10) - 10 <= 0xffff;
  const prefix = isShort ? 10 : 12;
  const size = sizeWith(prefix);
  if (size - prefix > 0xffff_ffff)
    throw new PickleError('too-large', 'the header of the .npy would have 4 GiB or more');
  const header = new Uint8Array(size).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, isShort ? 1 : isLatin1 ? 2 : 3, 0]);
  const view = new DataView(header.buffer);
  if (isShort) view.setUint16(8, size - prefix, true);
  else view.setUint32(8, size - prefix, true);
  header.set(encoded, prefix);
  header[size - 1] = 0x0a;
  return header;
}
