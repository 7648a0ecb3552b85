import type { AbortSignalLike } from './abort.ts';
import type { Bytes } from './bytes/bytes-like.ts';
import type { LegacyEncoding, TextErrors } from './bytes/legacy-text.ts';
import type { Codec } from './codec/codec.ts';
import type { Protocol } from './codec/context.ts';
import type { Reduction } from './codec/reduction.ts';
import type { Limits } from './limits.ts';
import type { PythonVersion } from './python-version.ts';
import type { Global } from './values/global.ts';
import type { PickleBuffer } from './values/pickle-buffer.ts';

/** Says what becomes of a name that no codec knows: it is kept inert, it is an error, or a codec is given for it. */
export type FindClass = (name: Global) => 'keep' | 'error' | Codec;

/** The options of `loads` and its relatives. */
export interface LoadOptions {
  /** Codecs in addition to the default ones; later ones win. */
  readonly codecs?: readonly Codec[] | undefined;
  /**
   * What becomes of a class or function that no codec knows: `'keep'` gives an inert `Global` or `Instance`, never
   * code; `'error'` refuses it. A function is Python's `find_class`: it is called once for each such name, and may give
   * a codec for it, which applies to the rest of the pickle too. What it throws reaches the caller unchanged.
   *
   * @defaultValue `'keep'`
   */
  readonly unknown?: 'keep' | 'error' | FindClass | undefined;
  /**
   * What a dict becomes. `'object'` refuses `__proto__` and keys that are not strs. In a plain object, keys that are
   * array indices, such as `'10'`, come before all others and in numeric order, whatever their order in the dict.
   *
   * @defaultValue `'map'`: a `Dict`
   */
  readonly dicts?: 'map' | 'object' | undefined;
  /**
   * `'plain'` is for those who want the data and will not write it back: every mapping is a plain object, with keys as
   * Python's `json` makes them (a Map if that would join two keys, or if a key is `__proto__`, a tuple or the like);
   * tuples, lists, sets and deques are Arrays; named tuples and objects are plain objects of their fields; subclasses
   * of list, dict and set become what they derive from. Dates, Decimals, UUIDs and the like stay objects of their
   * classes, and an object that has more than fields stays an `Instance`. Shared references and cycles are kept.
   *
   * @defaultValue `'python'`
   */
  readonly values?: 'python' | 'plain' | undefined;
  /**
   * Whether `dicts: 'object'` refuses keys that a plain object would reorder: array indices, such as `'10'`. With
   * `'map'` the order is always kept.
   *
   * @defaultValue `false`
   */
  readonly keepOrder?: boolean | undefined;
  /**
   * What an int becomes: with `'auto'` a number if it is safe, else a bigint; with `'bigint'` always a bigint.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /**
   * What a float becomes: a number. With `'exact'`, a float that is a whole number becomes a `Float`, because `dumps`
   * would write the number as an int. -0 is always a number.
   *
   * @defaultValue `'number'`
   */
  readonly floats?: 'number' | 'exact' | undefined;
  /**
   * How the strings of Python 2 are decoded; `'bytes'` keeps them as bytes.
   *
   * @defaultValue `'ASCII'`
   */
  readonly encoding?: LegacyEncoding | 'bytes' | undefined;
  /** What happens to bytes that `encoding` cannot decode. @defaultValue `'strict'` */
  readonly errors?: TextErrors | undefined;
  /** Whether names of Python 2 become those of Python 3, at protocols 0 to 2. @defaultValue `true` */
  readonly fixImports?: boolean | undefined;
  /** Gives the object that a persistent id stands for. What it throws reaches the caller unchanged. */
  readonly persistentLoad?: ((id: unknown) => unknown) | undefined;
  /** The globals that the codes of `copyreg.add_extension` stand for. */
  readonly extensions?: ReadonlyMap<number, Global> | undefined;
  /** The out-of-band buffers, in order (protocol 5). */
  readonly buffers?: Iterable<Bytes> | undefined;
  /** Limits on what the pickle may cost. */
  readonly limits?: Partial<Limits> | undefined;
}

/** The options of functions that can open compressed data. */
export interface UnpackingLoadOptions extends LoadOptions {
  /**
   * `'auto'`: data that begins as gzip, zlib, zstd, bz2, xz, lzma or lz4 is decompressed while it is read, in every
   * runtime, up to `limits.unpacked` and `limits.ratio`. The `offset` of an error and the bytes reported to
   * `onProgress` then refer to the decompressed data.
   *
   * @defaultValue `'none'`
   */
  readonly decompress?: 'none' | 'auto' | undefined;
}

/** The options of `load` and its relatives, which wait for their bytes. */
export interface AsyncLoadOptions extends UnpackingLoadOptions {
  /**
   * Stops reading between two opcodes, within 50 ms, with the signal's `reason` as the error. The source is released.
   */
  readonly signal?: AbortSignalLike | undefined;
  /**
   * Called with the progress, at most every 50 ms; the Promise reports the end. What it throws reaches the caller.
   *
   * @param bytesRead - How many bytes of the source have been read.
   * @param total - The size of the source in bytes, if it is known: for bytes in memory, a `Blob`, a file.
   */
  readonly onProgress?: ((bytesRead: number, total?: number) => void) | undefined;
}

/** The options of `dumps` and its relatives. */
export interface DumpOptions {
  /** The protocol; -1 is the highest. @defaultValue that of `python`: 5 for 3.14 and later, else 4 */
  readonly protocol?: Protocol | -1 | undefined;
  /** The CPython whose bytes are written, where versions differ. @defaultValue `'3.14'` */
  readonly python?: PythonVersion | undefined;
  /** Codecs in addition to the default ones; later ones win. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Whether protocols 0 to 2 use the names of Python 2. @defaultValue `true` */
  readonly fixImports?: boolean | undefined;
  /**
   * Called for every value. What it gives, unless `undefined` or `null`, is written in place of the value, for the
   * reader's `persistent_load`. What it throws reaches the caller unchanged.
   */
  readonly persistentId?: ((value: unknown) => unknown) | undefined;
  /**
   * Called for every object that is not of a built-in type such as list, dict or str, before its codec. With
   * `undefined` the object is written as usual.
   */
  readonly reducerOverride?: ((value: unknown) => Reduction | undefined) | undefined;
  /** Called with each `PickleBuffer`; a falsy result keeps the buffer out of the pickle. Needs protocol 5. */
  readonly bufferCallback?: ((buffer: PickleBuffer) => unknown) | undefined;
  /** Codes of `copyreg.add_extension` that are written in place of names. */
  readonly extensions?: ReadonlyMap<number, Global> | undefined;
  /**
   * Whether equal strings are one object in the memo (`'value'`), or each occurrence is another (`'distinct'`).
   *
   * @defaultValue `'value'`
   */
  readonly strings?: 'value' | 'distinct' | undefined;
  /**
   * Whether an object that occurs again is written as a reference to the first. `'none'` is Python's `Pickler.fast`:
   * nothing is remembered, so that objects which are shared are written each time, and a cycle is an error. For trees
   * of data, such as what JSON can hold, the pickle is smaller and written faster.
   *
   * @defaultValue `'identity'`
   */
  readonly memo?: 'identity' | 'none' | undefined;
  /**
   * Which numbers are ints: with `'auto'` bigints and safe integers except -0; with `'bigint'` only bigints, and every
   * number is a float. What `loads` reads with `ints: 'bigint'` is then written as it was.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
}
