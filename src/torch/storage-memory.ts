import { PickleError } from '../errors.ts';
import type { ByteSource } from '../sources/byte-source.ts';

/** A part of a source: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The bytes of a storage in its file, before they are read. */
export interface StoredBytes {
  /** How many bytes the storage has. */
  readonly size: number;
  /** The file that contains them; `undefined` if they are compressed in it. */
  readonly source: ByteSource | undefined;
  /** The part of the file that has to be read to get all of them. */
  readonly span: Span;
  /**
   * A view of them in bytes of the file, the first of which is at the offset `base`. Only the first {@link HEADER_BYTES}
   * of the span need to have been read, or all of it if it is shorter.
   */
  take(bytes: Uint8Array, base: number): Uint8Array;
  /** Begins to compare their checksum. Missing if there is no checksum to compare. */
  readonly checking?: (() => Checking) | undefined;
  /** A part of them. */
  read(start: number, end: number): Promise<Uint8Array>;
  /** A part of them, in pieces. @defaultValue pieces read by {@link StoredBytes.read} */
  chunks?(start: number, end: number): AsyncIterable<Uint8Array>;
}

/** Checks the bytes of a storage, one piece after another. Refuses the last piece if the checksum is wrong. */
export type Checking = (piece: Uint8Array) => void;

/** The longest header before the bytes of a storage: in a zip archive, 30 bytes and a name of 64 KiB. */
export const HEADER_BYTES = 2 ** 17;
/** The length of the pieces in which a storage is read, in bytes. */
const PIECE = 2 ** 24;

/** Bytes that are in a file without compression. */
export function storedAt(source: ByteSource, span: Span): StoredBytes {
  return {
    size: span.end - span.start,
    source,
    span,
    take: (bytes, base) => bytes.subarray(span.start - base, span.end - base),
    read: (start, end) => source.read(span.start + start, span.start + end),
  };
}

/** A part of a storage in pieces. */
export async function* piecesOf(
  stored: Pick<StoredBytes, 'read'>,
  start: number,
  end: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = start; at < end; at += PIECE) yield await stored.read(at, Math.min(end, at + PIECE));
}

/** The memory of one or more storages, which is in a file until it is read. Storages of one file can share bytes. */
export class StorageMemory {
  /** How many bytes there are. */
  readonly size: number;
  /** Whether numbers are in the order of a big-endian machine. */
  readonly isBigEndian: boolean;
  /** Where the bytes are, if they are not in memory. */
  readonly stored: StoredBytes | undefined;
  private resident: Uint8Array | undefined;

  /**
   * @param bytes - The bytes, or where they are.
   * @param isBigEndian - {@link StorageMemory.isBigEndian}
   */
  constructor(bytes: Uint8Array | StoredBytes, isBigEndian = false) {
    const isResident = bytes instanceof Uint8Array;
    this.size = isResident ? bytes.length : bytes.size;
    this.stored = isResident ? undefined : bytes;
    this.resident = isResident ? bytes : undefined;
    this.isBigEndian = isBigEndian;
  }

  /** The bytes, if they are in memory. */
  get bytes(): Uint8Array | undefined {
    return this.resident;
  }

  /** Keeps the bytes after they were read. */
  keep(bytes: Uint8Array): void {
    this.resident = bytes;
  }

  /** A part of the bytes. It is a view if they are in memory. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (this.resident !== undefined) return this.resident.subarray(start, end);
    if (this.stored !== undefined) return await this.stored.read(start, end);
    throw noData();
  }

  /** A part of the bytes in pieces, which needs little memory. */
  async *chunks(start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
    const { stored } = this;
    if (this.resident !== undefined || stored === undefined) yield await this.read(start, end);
    else yield* stored.chunks?.(start, end) ?? piecesOf(stored, start, end);
  }
}

/** The error for the data of a tensor that has none. */
export function noData(): PickleError {
  return new PickleError('no-data', "the file has no data for it: a tensor of the device 'meta' has only a shape");
}
