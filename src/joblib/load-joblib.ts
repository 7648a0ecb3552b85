import type { Bytes } from '../bytes/bytes-like.ts';
import { compressionOf } from '../bytes/signature.ts';
import { numpy } from '../numpy/family.ts';
import { callbackOf, oneOf } from '../option-check.ts';
import type { LoadOptions } from '../options.ts';
import { loads } from '../pickle/loads.ts';
import { type ByteSource, bytesSource } from '../sources/byte-source.ts';
import type { PickleValue } from '../values/pickle-value.ts';
import { joblibFamily, MAPPED, MODULES } from './family.ts';
import { lazyFamily } from './lazy-array.ts';
import { loadSkipping } from './load-skipping.ts';
import { noSibling, Siblings, siblingFiles } from './sibling.ts';
import { type JoblibSource, rangesOf, wholeBytes } from './source.ts';
import { unpacked } from './unpacked.ts';
import { isZFile } from './zfile.ts';

/** The options of {@link loadJoblib}. */
export interface LoadJoblibOptions extends LoadOptions {
  /**
   * Whether arrays are read later. Each is then a `LazyArray`, whose `read()` and `rows()` read its elements. If the file
   * is not compressed, its elements are skipped, which is fast with a source that reads ranges. The source has to stay
   * open.
   *
   * @defaultValue `false`
   */
  readonly lazy?: boolean | undefined;
  /**
   * Returns the bytes of another file in the same folder. joblib before 0.10 wrote each array to a file of its own. The
   * function is called with the name of each of these files. A name that leads to another folder is refused before.
   *
   * @defaultValue such arrays are an error
   */
  readonly sibling?: ((name: string) => Bytes | Promise<Bytes>) | undefined;
}

/**
 * Reads a file of joblib, as `joblib.load` does. It reads files of every version, and plain pickles. The file may be
 * compressed with zlib, gzip, bz2, xz, lzma or lz4, which is recognised by its first bytes. Nothing that the file names
 * is run.
 *
 * Arrays of an uncompressed file are views of its bytes. Since joblib 1.2 they begin at multiples of 16 bytes. If the
 * given bytes also begin at such a place in their `ArrayBuffer`, nothing is copied. An array that occurs twice becomes
 * two arrays, because joblib writes it twice.
 *
 * @param source - The file: bytes, a `Blob`, or a source such as `fileSource` of `brine/node`.
 * @param options - As for `loads`; `limits.unpacked` and `limits.ratio` apply to compressed files.
 * @throws UnpicklingError if it is not such a file, with the offset in the unpacked bytes; PickleError
 *   `bad-compression`, `limit`, `no-sibling`. Errors of the source and of `options.sibling` are unchanged.
 * @throws TypeError, RangeError if an argument is invalid.
 * @example
 * ```ts
 * import { dumpJoblib, loadJoblib } from 'brine/joblib';
 * import { NdArray } from 'brine/numpy';
 *
 * const file = await dumpJoblib({ weights: NdArray.from([1, 2]) }, undefined, { compress: 'zlib' });
 * const model = await loadJoblib<Map<string, NdArray>>(file);
 * model.get('weights')?.toNested(); // [1, 2]
 * ```
 */
export async function loadJoblib<T = PickleValue>(source: JoblibSource, options: LoadJoblibOptions = {}): Promise<T> {
  const { sibling, lazy = false, ...rest } = options;
  callbackOf('sibling', sibling);
  if (oneOf('lazy', lazy, [true, false], false)) return await loadLazily(source, rest);
  const bytes = await unpacked(await wholeBytes(source), rest);
  const load = (siblings: Siblings): T => {
    const codecs = [joblibFamily({ numpy, ...MAPPED, siblings }), ...(rest.codecs ?? [])];
    return loads<T>(bytes, { ...rest, codecs });
  };
  const asked = new Siblings(rest);
  const value = load(asked);
  if (asked.names.size === 0) return value;
  if (sibling === undefined) throw noSibling(asked.names, 'pass options.sibling, (name) => bytes');
  return load(new Siblings(rest, await siblingFiles(asked.names, sibling, rest)));
}

async function loadLazily<T>(source: JoblibSource, options: LoadOptions): Promise<T> {
  const ranges = await uncompressed(rangesOf(source), options);
  const codecs = [numpy, lazyFamily(MODULES, ranges, options), ...(options.codecs ?? [])];
  return await loadSkipping<T>(ranges, { ...options, codecs });
}

/** How many bytes are read to recognise how a file is compressed. */
const HEAD = 16;

async function uncompressed(source: ByteSource, options: LoadOptions): Promise<ByteSource> {
  const head = await source.read(0, Math.min(source.size, HEAD));
  if (compressionOf(head) === undefined && !isZFile(head)) return source;
  return bytesSource(await unpacked(await source.read(0, source.size), options));
}
