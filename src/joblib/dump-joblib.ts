import { type Bytes, type OwnBytes, toUint8Array } from '../bytes/bytes-like.ts';
import { joined } from '../bytes/joined.ts';
import { packed } from '../containers/packed.ts';
import type { Sink } from '../dump/sink.ts';
import type { TextIdentities } from '../dump/text-identities.ts';
import { writeAll } from '../npy/write-npy.ts';
import { numpy } from '../numpy/family.ts';
import { oneOf } from '../option-check.ts';
import type { DumpOptions } from '../options.ts';
import { dumpChunks } from '../pickle/dump.ts';
import { JOBLIB_VERSIONS, type JoblibVersion } from './array-wrapper.ts';
import { inForm, joblibFamily } from './family.ts';
import { textIdentitiesOf } from './text-identities.ts';
import { unpacked } from './unpacked.ts';

const FORMATS = ['gzip', 'zlib'] as const;

/** The options of {@link dumpJoblib}. */
export interface DumpJoblibOptions extends DumpOptions {
  /** How the file is compressed. joblib recognises it by its first bytes. @defaultValue not compressed */
  readonly compress?: 'gzip' | 'zlib' | undefined;
  /**
   * Which joblib the file is for. joblib 0.10 and later read `'1.1'`, in which elements do not begin at multiples of 16
   * bytes. Only joblib 1.2 and later read `'1.6'`; older ones would read its padding as elements.
   *
   * @defaultValue `'1.6'`
   */
  readonly joblib?: JoblibVersion | undefined;
  /**
   * The file that the value was read from, which may be compressed. Equal strs that are several objects in it are then
   * written as several objects. Python tells such strs apart, and JavaScript does not.
   *
   * @defaultValue equal strs are one object
   */
  readonly original?: Bytes | undefined;
}

/**
 * Writes a file of joblib, as `joblib.dump` does. It is a pickle in which the elements of arrays stand between the
 * opcodes. They begin at multiples of 16 bytes, so that `joblib.load` can map them into memory with `mmap_mode`. joblib
 * 1.2 and later load the file; for older versions, set `options.joblib`. The protocol is the default one of
 * `options.python`, as in joblib.
 *
 * With the codec `joblib.like('2.4')`, the bytes are those of joblib 1.6 with numpy 2.4. The option `original` also keeps
 * equal strs apart that were several objects. joblib leaves scalars and arrays of some classes to numpy. Unless
 * `options.codecs` says otherwise, these are written in the form that every numpy reads.
 *
 * @param value - As for `dumps`; an array that occurs twice is written twice, as joblib does.
 * @param sink - A stream, a file or anything with a `write` method, which stays open. Elements that are in memory as in
 *   the file are not copied.
 * @returns The file, if there is no `sink`.
 * @throws PicklingError if the value cannot be pickled; errors of the sink, unchanged.
 * @throws TypeError, RangeError if an argument is invalid. If `original` cannot be read, the errors of `loadJoblib`.
 * @example
 * ```ts
 * import { dumpJoblib, loadJoblib } from 'brine/joblib';
 * import { NdArray } from 'brine/numpy';
 *
 * const file = await dumpJoblib(NdArray.from([[1, 2], [3, 4]]));
 * (await loadJoblib<NdArray>(file)).at(1, 1); // 4
 * const chunks: Uint8Array[] = [];
 * await dumpJoblib(['spam'], { write: (chunk) => void chunks.push(chunk) }, { compress: 'gzip' });
 * ```
 */
export function dumpJoblib(value: unknown, sink: Sink, options?: DumpJoblibOptions): Promise<void>;
export function dumpJoblib(value: unknown, sink?: undefined, options?: DumpJoblibOptions): Promise<OwnBytes>;
export function dumpJoblib(
  value: unknown,
  sink?: Sink,
  options: DumpJoblibOptions = {},
): Promise<void> | Promise<OwnBytes> {
  return sink === undefined ? gatheredOf(value, options) : writeTo(sink, value, options);
}

async function writeTo(sink: Sink, value: unknown, options: DumpJoblibOptions): Promise<void> {
  await writeAll(chunksOf(value, options, await textsOf(options)), sink);
}

async function gatheredOf(value: unknown, options: DumpJoblibOptions): Promise<OwnBytes> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunksOf(value, options, await textsOf(options))) all.push(chunk);
  return joined(all);
}

/** Which equal strs are several objects in `options.original`. */
async function textsOf({ original }: DumpJoblibOptions): Promise<TextIdentities | undefined> {
  return original && textIdentitiesOf(await unpacked(toUint8Array(original), {}));
}

function chunksOf(
  value: unknown,
  { compress, original: _, joblib, ...options }: DumpJoblibOptions,
  texts: TextIdentities | undefined,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const format = compress === undefined ? undefined : oneOf('compress', compress, FORMATS, 'zlib');
  // joblib does not map what is compressed.
  const form = { version: oneOf('joblib', joblib, JOBLIB_VERSIONS, '1.6'), allowMmap: format === undefined };
  const given = (options.codecs ?? []).map((codec) => inForm(codec, form));
  const codecs = [joblibFamily({ numpy, ...form }), ...given];
  const pickle = dumpChunks(value, { ...options, codecs }, texts);
  return format === undefined ? pickle : packed(format, pickle);
}
