import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { PickleError } from '../errors.ts';
import { limitExceeded, resolveLimits } from '../limits.ts';
import type { DType } from '../numpy/dtype.ts';
import { numpy } from '../numpy/family.ts';
import { NdArray } from '../numpy/nd-array.ts';
import type { LoadOptions } from '../options.ts';
import { loads } from '../pickle/loads.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { badNpy, located, type NpyHeader, PREAMBLE_BYTES, parseHeader, readPreamble } from './npy-header.ts';

/**
 * Reads a `.npy` file, as `numpy.load`. An array of objects is a pickle in it, which is read as `loads` does, with
 * `options` and the codec {@link numpy}. Nothing that it names is run, so there is no `allow_pickle`.
 *
 * @param data - The file. The array is a view of it where it can be, as with {@link NdArray.fromBytes}: the data begin
 *   at a multiple of 64 bytes in it.
 * @returns The array; of the class that an array of objects has in its pickle.
 * @throws PickleError `bad-npy` if it is not such a file or is cut, `limit` if it needs more than `options.limits`
 *   allows; what `loads` throws for an array of objects.
 * @example
 * ```ts
 * import { NdArray, readNpy, writeNpy } from 'brine/numpy';
 *
 * const file = writeNpy(NdArray.from([[1.5, 2], [3, 4]]));
 * readNpy(file).at(0, 0); // 1.5
 * ```
 */
export function readNpy(data: Bytes, options: LoadOptions = {}): NdArray {
  const bytes = stableBytes(data);
  const limits = resolveLimits(options.limits, bytes.length);
  const preamble = readPreamble(bytes.subarray(0, PREAMBLE_BYTES), bytes.length, limits);
  const header = parseHeader(bytes.subarray(preamble.start, preamble.end), preamble);
  return arrayOf(header, bytes.subarray(preamble.end, preamble.end + needed(header, bytes.length, options)), options);
}

/**
 * Opens a `.npy` file: reads its header, and the elements when they are asked for.
 *
 * @param source - The file, for example `fileSource` of `brine/node` or `httpSource` of `brine/containers`.
 * @param options - As for {@link readNpy}.
 * @throws PickleError `bad-npy` if it is not such a file, or is truncated.
 * @example
 * ```ts
 * import { bytesSource } from 'brine/containers';
 * import { NdArray, openNpy, writeNpy } from 'brine/numpy';
 *
 * const file = await openNpy(bytesSource(writeNpy(NdArray.from([[1, 2], [3, 4], [5, 6]]))));
 * file.shape; // [3, 2]
 * (await file.rows(1, 2)).toNested(); // [[3, 4]]
 * ```
 */
export async function openNpy(source: ByteSource, options: LoadOptions = {}): Promise<NpyFile> {
  const { size } = source;
  const limits = resolveLimits(options.limits, size);
  const preamble = readPreamble(await source.read(0, Math.min(size, PREAMBLE_BYTES)), size, limits);
  const header = parseHeader(await source.read(preamble.start, preamble.end), preamble);
  checkData(header, size);
  return new NpyFile(source, header, options);
}

/** A `.npy` file whose header was read. */
export class NpyFile implements NpyHeader {
  readonly version: 1 | 2 | 3;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  readonly dataOffset: number;
  private readonly source: ByteSource;
  private readonly header: NpyHeader;
  private readonly options: LoadOptions;

  /** Made by {@link openNpy}. */
  constructor(source: ByteSource, header: NpyHeader, options: LoadOptions) {
    this.source = source;
    this.header = header;
    this.options = options;
    ({
      version: this.version,
      dtype: this.dtype,
      shape: this.shape,
      order: this.order,
      dataOffset: this.dataOffset,
    } = header);
  }

  /** The whole array. */
  async read(): Promise<NdArray> {
    const { header, options, source } = this;
    const end = this.dataOffset + needed(header, source.size, options);
    return arrayOf(header, await source.read(this.dataOffset, end), options);
  }

  /**
   * A part of the array along its first axis; along its last, where the order is `'F'`: the direction in which
   * parts are contiguous in the file. Only the part is read.
   *
   * @param start - The first index.
   * @param stop - The index after the last.
   * @throws RangeError if an index is out of range, or the array has no axes.
   * @throws TypeError for an array of objects, which cannot be read in parts.
   */
  async rows(start: number, stop: number): Promise<NdArray> {
    const { header, options, source, dtype, shape, order, dataOffset } = this;
    if (dtype.hasObject) throw new TypeError('an array of objects is one pickle: read() reads it');
    const axis = order === 'C' ? 0 : shape.length - 1;
    const count = shape[axis] ?? -1;
    if (!(Number.isInteger(start) && Number.isInteger(stop) && 0 <= start && start <= stop && stop <= count)) {
      throw new RangeError(`${start} to ${stop} are not indexes of an axis of ${Math.max(count, 0)}`);
    }
    const part = { ...header, shape: shape.map((size, at) => (at === axis ? stop - start : size)) };
    const row = bytesOfRow(header, axis);
    return arrayOf(part, await source.read(dataOffset + start * row, dataOffset + stop * row), options);
  }
}

function bytesOfRow({ shape, dtype }: NpyHeader, axis: number): number {
  return shape.reduce((bytes, size, at) => (at === axis ? bytes : bytes * size), dtype.itemsize);
}

/** How many bytes the data have. @throws PickleError if the file has fewer. */
function checkData({ dtype, shape, dataOffset }: NpyHeader, size: number): number {
  const left = size - dataOffset;
  if (dtype.hasObject) return left;
  const bytes = shape.reduce((product, length) => product * length, dtype.itemsize);
  if (bytes <= left) return bytes;
  const what = `${dtype} of the shape (${shape.join(', ')})`;
  throw badNpy(`the data of ${what} have ${bytes} bytes, and ${left} are left`, dataOffset);
}

/** The same, and checked against the limits. */
function needed(header: NpyHeader, size: number, { limits }: LoadOptions): number {
  const bytes = checkData(header, size);
  const { memory } = resolveLimits(limits, size);
  if (bytes > memory) throw limitExceeded('memory', memory, `an array of ${bytes} bytes`);
  return bytes;
}

function arrayOf({ dtype, shape, order, dataOffset }: NpyHeader, bytes: Uint8Array, options: LoadOptions): NdArray {
  if (!dtype.hasObject) return located(() => NdArray.fromBytes(bytes, dtype, shape, order), dataOffset);
  const codecs = [numpy, ...(options.codecs ?? [])];
  const value = inPickle(() => loads<unknown>(bytes, { ...options, codecs }), dataOffset);
  if (value instanceof NdArray) return value;
  throw badNpy('the pickle of an array of objects contains something else', dataOffset);
}

/** Adds to errors where the pickle begins, because their offsets count from there. */
function inPickle<T>(read: () => T, dataOffset: number): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    const where = `in the pickle of an array of objects, which begins at byte ${dataOffset} of the .npy`;
    throw new PickleError(error.code, `${error.message}, ${where}`, { cause: error });
  }
}
