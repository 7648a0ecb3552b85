import type { Bytes } from './bytes/bytes-like.ts';
import type { LegacyEncoding, TextErrors } from './bytes/legacy-text.ts';
import type { Codec } from './codec/codec.ts';
import type { Protocol } from './codec/context.ts';
import type { Reduction } from './codec/reduction.ts';
import type { Limits } from './limits.ts';
import type { PythonVersion } from './python-version.ts';
import type { Global } from './values/global.ts';
import type { PickleBuffer } from './values/pickle-buffer.ts';

/** What a name of a pickle is that no codec names: inert, an error, or what a codec ties it to. */
export type FindClass = (name: Global) => 'keep' | 'error' | Codec;

/** What `loads` and its kin understand. */
export interface LoadOptions {
  /** Classes and functions by name, added to the default ones; later ones win. */
  readonly codecs?: readonly Codec[] | undefined;
  /**
   * What a class or function that no codec names becomes: an inert `Global` or `Instance`, never code; or an error. A
   * function is Python's `find_class`: it is asked once for each such name, and may give a codec for it, by which the
   * rest of the pickle is read too. What it throws reaches the caller as it is.
   *
   * @defaultValue `'keep'`
   */
  readonly unknown?: 'keep' | 'error' | FindClass | undefined;
  /**
   * What a dict becomes. `'object'` refuses keys that are no str, and `__proto__`. A plain object has keys that are array
   * indices, such as `'10'`, before all others and in numeric order, whatever their order in the dict.
   *
   * @defaultValue `'map'`: a `Dict`
   */
  readonly dicts?: 'map' | 'object' | undefined;
  /**
   * `'plain'` is for those who want the data and will not write it back: every mapping is a plain object, with keys as
   * Python's `json` makes them (a Map where that would join two keys, where a key is a tuple or such, or `__proto__`);
   * tuples, lists, sets and deques are Arrays; named tuples and objects are plain objects of their fields; subclasses of
   * list, dict and set are what they derive from. Dates, Decimals, UUIDs and the like stay objects of their classes, and
   * an object that is more than its fields stays an `Instance`. Shared references and cycles are kept.
   *
   * @defaultValue `'python'`
   */
  readonly values?: 'python' | 'plain' | undefined;
  /**
   * Whether `dicts: 'object'` refuses keys that a plain object would put in another place: array indices, such as
   * `'10'`. With `'map'` the order is kept in any case.
   *
   * @defaultValue `false`
   */
  readonly keepOrder?: boolean | undefined;
  /**
   * What an int becomes: a number when that is exact, else a bigint; or always a bigint.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /**
   * What a float becomes: a number; or, with `'exact'`, a `Float` where it is a whole number, which `dumps` would write
   * as an int otherwise. -0 is a number.
   *
   * @defaultValue `'number'`
   */
  readonly floats?: 'number' | 'exact' | undefined;
  /**
   * How the strings of Python 2 are decoded; `'bytes'` leaves them bytes.
   *
   * @defaultValue `'ASCII'`
   */
  readonly encoding?: LegacyEncoding | 'bytes' | undefined;
  /** What happens to bytes that `encoding` cannot decode. @defaultValue `'strict'` */
  readonly errors?: TextErrors | undefined;
  /** Whether names of Python 2 become those of Python 3, at protocols 0 to 2. @defaultValue `true` */
  readonly fixImports?: boolean | undefined;
  /** Gives the object that a persistent id stands for. What it throws reaches the caller as it is. */
  readonly persistentLoad?: ((id: unknown) => unknown) | undefined;
  /** What the codes of `copyreg.add_extension` mean. */
  readonly extensions?: ReadonlyMap<number, Global> | undefined;
  /** Buffers that were kept out of band, in order (protocol 5). */
  readonly buffers?: Iterable<Bytes> | undefined;
  /** Ceilings on what the pickle may cost. */
  readonly limits?: Partial<Limits> | undefined;
}

/** The part of the web's `AbortSignal` that is used. */
export interface AbortSignalLike {
  /** Whether the reading is to end. */
  readonly aborted: boolean;
  /** What the Promise is rejected with. */
  readonly reason?: unknown;
  /** Called before each wait for bytes. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** Called after each wait for bytes. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** What functions understand that open what is compressed. */
export interface UnpackingLoadOptions extends LoadOptions {
  /**
   * `'auto'`: what begins as gzip, zlib, zstd, bz2, xz, lzma or lz4 data is decompressed while it is read, in every
   * runtime, up to `limits.unpacked` and `limits.ratio`. The `offset` of an error, and the bytes that `onProgress` is
   * told, are then those of the decompressed data.
   *
   * @defaultValue `'none'`
   */
  readonly decompress?: 'none' | 'auto' | undefined;
}

/** What `load` and its kin understand, which wait for their bytes. */
export interface AsyncLoadOptions extends UnpackingLoadOptions {
  /**
   * Ends the reading between two opcodes, within 50 ms, with the signal's `reason` as the error. The source is let go.
   */
  readonly signal?: AbortSignalLike | undefined;
  /**
   * Told how far the reading is, at most every 50 ms; the end is told by the Promise. What it throws reaches the caller.
   *
   * @param bytesRead - Bytes of the source that were taken in.
   * @param total - Bytes of the source, where that is known: for bytes in memory, a `Blob`, a file.
   */
  readonly onProgress?: ((bytesRead: number, total?: number) => void) | undefined;
}

/** How `dumps` and its kin write. */
export interface DumpOptions {
  /** The protocol; -1 is the highest. @defaultValue that of `python`: 5 for 3.14 and later, else 4 */
  readonly protocol?: Protocol | -1 | undefined;
  /** Whose bytes to write, where CPythons differ. @defaultValue `'3.14'` */
  readonly python?: PythonVersion | undefined;
  /** Classes and functions by name, added to the default ones; later ones win. */
  readonly codecs?: readonly Codec[] | undefined;
  /** Whether protocols 0 to 2 use the names of Python 2. @defaultValue `true` */
  readonly fixImports?: boolean | undefined;
  /**
   * Asked for every value. What it gives, unless `undefined` or `null`, is written in place of the value, for the
   * reader's `persistent_load`. What it throws reaches the caller as it is.
   */
  readonly persistentId?: ((value: unknown) => unknown) | undefined;
  /** Asked for every object that is no list, dict, str and the like, before its codec. `undefined`: as usual. */
  readonly reducerOverride?: ((value: unknown) => Reduction | undefined) | undefined;
  /** Given each `PickleBuffer`; a falsy answer keeps the buffer out of the pickle. Needs protocol 5. */
  readonly bufferCallback?: ((buffer: PickleBuffer) => unknown) | undefined;
  /** Codes of `copyreg.add_extension` to write in place of names. */
  readonly extensions?: ReadonlyMap<number, Global> | undefined;
  /**
   * Whether equal strings are one object in the memo, or each occurrence its own.
   *
   * @defaultValue `'value'`
   */
  readonly strings?: 'value' | 'distinct' | undefined;
  /**
   * Which numbers are ints: bigints and safe integers but -0; or, with `'bigint'`, bigints alone, and every number of
   * yours is a float. What `loads` reads with `ints: 'bigint'` is written as it was.
   *
   * @defaultValue `'auto'`
   */
  readonly ints?: 'auto' | 'bigint' | undefined;
}
