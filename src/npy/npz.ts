import type { OwnBytes } from '../bytes/bytes-like.ts';
import { joined } from '../bytes/joined.ts';
import { containerLimits } from '../containers/container.ts';
import { openZip, type ZipArchive, type ZipEntry } from '../containers/zip/archive.ts';
import { type ZipMember, zipChunks } from '../containers/zip/write.ts';
import type { Sink } from '../dump/sink.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import type { DumpOptions, LoadOptions } from '../options.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { type NpyFile, openNpy, readNpy } from './read-npy.ts';
import { npyParts, writeAll } from './write-npy.ts';

const NPY = '.npy';

/**
 * Opens a `.npz` file: reads the list of its arrays, and each array when it is asked for.
 *
 * @param source - The file, for example `fileSource` of `brine/node` or `httpSource` of `brine/containers`.
 * @param options - As for {@link readNpy}; `limits.unpacked` and `limits.ratio` apply to each compressed array.
 * @throws PickleError `bad-archive` if it is not a zip archive.
 * @example
 * ```ts
 * import { bytesSource } from 'brine/containers';
 * import { NdArray, openNpz, writeNpz } from 'brine/numpy';
 *
 * const file = await openNpz(bytesSource(await writeNpz({ weights: NdArray.from([1, 2]), bias: NdArray.from([3]) })));
 * file.names; // ['weights', 'bias']
 * (await file.read('bias')).toNested(); // [3]
 * ```
 */
export async function openNpz(source: ByteSource, options: LoadOptions = {}): Promise<NpzFile> {
  return new NpzFile(await openZip(source, { limits: containerLimitsOf(options) }), options);
}

function containerLimitsOf({ limits }: LoadOptions): ReturnType<typeof containerLimits> {
  const { unpacked, ratio } = limits ?? {};
  return containerLimits({
    limits: { ...(unpacked === undefined ? {} : { unpacked }), ...(ratio === undefined ? {} : { ratio }) },
  });
}

/** A `.npz` file whose list of arrays was read. */
export class NpzFile {
  /** The names of the arrays, in the order of the file, as `numpy.load` gives them: without `.npy`. */
  readonly names: readonly string[];
  /** The archive, which may have other members. */
  readonly archive: ZipArchive;
  private readonly options: LoadOptions;

  /** Made by {@link openNpz}. */
  constructor(archive: ZipArchive, options: LoadOptions) {
    this.archive = archive;
    this.options = options;
    this.names = archive.entries.filter(({ name }) => name.endsWith(NPY)).map(({ name }) => name.slice(0, -NPY.length));
  }

  /**
   * Reads an array.
   *
   * @throws RangeError if there is none of this name.
   * @throws PickleError `bad-archive` if its checksum is wrong, or several have the name; else as {@link readNpy}.
   */
  async read(name: string): Promise<NdArray> {
    return readNpy(await this.entry(name).bytes(), this.options);
  }

  /**
   * Opens an array: reads only its header if it is stored uncompressed, else unpacks it into memory. Parts are read
   * without checking the checksum, which covers the whole array; {@link NpzFile.read} checks it.
   *
   * @throws RangeError if there is none of this name.
   */
  async open(name: string): Promise<NpyFile> {
    return await openNpy(await this.entry(name).source(), this.options);
  }

  private entry(name: string): ZipEntry {
    const entry = this.archive.entry(`${name}${NPY}`);
    if (entry === undefined) throw new RangeError(`there is no array '${name}' in the .npz; see its names`);
    return entry;
  }
}

/** Options for writing a `.npz`. */
export interface NpzOptions extends DumpOptions {
  /** Whether arrays are deflated, as by `numpy.savez_compressed`. @defaultValue `false` */
  readonly compress?: boolean | undefined;
}

/** Arrays and their names: an object, a Map, or pairs, each of which is asked for when the one before it is written. */
export type NamedArrays =
  | Readonly<Record<string, NdArray>>
  | Iterable<readonly [string, NdArray]>
  | AsyncIterable<readonly [string, NdArray]>;

/**
 * Writes a `.npz` file, as `numpy.savez`.
 *
 * @param arrays - The arrays. Data of those that are stored begin at multiples of 64 bytes in the file.
 * @param sink - A stream, a file or anything with a `write` method, which stays open.
 * @returns The file, if there is no `sink`.
 * @throws TypeError or RangeError if a name or an option is invalid; what {@link writeNpy} throws.
 * @example
 * ```ts
 * import { NdArray, writeNpz } from 'brine/numpy';
 *
 * const file = await writeNpz({ a: NdArray.from([1, 2]), b: NdArray.from([3]) }, undefined, { compress: true });
 * ```
 */
export function writeNpz(arrays: NamedArrays, sink: Sink, options?: NpzOptions): Promise<void>;
export function writeNpz(arrays: NamedArrays, sink?: undefined, options?: NpzOptions): Promise<OwnBytes>;
export function writeNpz(
  arrays: NamedArrays,
  sink?: Sink,
  options: NpzOptions = {},
): Promise<void> | Promise<OwnBytes> {
  const chunks = chunksOf(arrays, options);
  return sink === undefined ? gatheredOf(chunks) : writeAll(chunks, sink);
}

async function gatheredOf(chunks: AsyncIterable<Uint8Array>): Promise<OwnBytes> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

/** Aligned so that stored data can be views, as those of a `.npy` in memory. */
const ALIGNMENT = 64;

function chunksOf(arrays: NamedArrays, { compress = false, ...options }: NpzOptions): AsyncGenerator<Uint8Array, void> {
  if (typeof compress !== 'boolean') throw new TypeError(`options.compress needs a boolean, got ${String(compress)}`);
  return zipChunks(members(arrays, options), { method: compress ? 'deflate' : 'stored', alignment: ALIGNMENT });
}

async function* members(arrays: NamedArrays, options: DumpOptions): AsyncGenerator<ZipMember> {
  const names = new Set<string>();
  for await (const [name, array] of pairsOf(arrays)) {
    if (names.has(name)) throw new RangeError(`two arrays of a .npz have the name '${name}'`);
    names.add(name);
    yield { name: `${name}${NPY}`, data: joined(npyParts(array, options)) };
  }
}

function pairsOf(
  arrays: NamedArrays,
): Iterable<readonly [string, NdArray]> | AsyncIterable<readonly [string, NdArray]> {
  return isPairs(arrays) ? arrays : Object.entries(arrays);
}

function isPairs(
  arrays: NamedArrays,
): arrays is Iterable<readonly [string, NdArray]> | AsyncIterable<readonly [string, NdArray]> {
  return Symbol.iterator in arrays || Symbol.asyncIterator in arrays;
}
