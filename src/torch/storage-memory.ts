import { PickleError } from '../errors.ts';
import type { ByteSource } from '../sources/byte-source.ts';

/** A part of a source: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the bytes of a storage are before they are read. */
export interface StoredBytes {
  /** How many bytes the storage has. */
  readonly size: number;
  /** The file they are in; `undefined` if they are not there as they are, but compressed. */
  readonly source: ByteSource | undefined;
  /** The part of the file that has to be read for all of them. */
  readonly span: Span;
  /** Their place in bytes of the file that were read, of which `base` is the offset of the first. A view. */
  take(bytes: Uint8Array, base: number): Uint8Array;
  /** A part of them. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** The memory of one or more storages: in a file until it is read. Several storages of one file can be the same bytes. */
export class StorageMemory {
  /** How many bytes there are. */
  readonly size: number;
  /** Whether numbers are in the order of a big-endian machine. */
  readonly isBigEndian: boolean;
  /** Where they are, if not in memory. */
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

  /** Keeps the bytes, which were read. */
  keep(bytes: Uint8Array): void {
    this.resident = bytes;
  }

  /** A part of the bytes: a view if they are in memory. */
  async read(start: number, end: number): Promise<Uint8Array> {
    if (this.resident !== undefined) return this.resident.subarray(start, end);
    if (this.stored !== undefined) return await this.stored.read(start, end);
    throw noData();
  }
}

/** The error for the data of a tensor that has none. */
export function noData(): PickleError {
  return new PickleError('no-data', "the file has no data for it: a tensor of the device 'meta' has a shape alone");
}
