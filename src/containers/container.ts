import type { Compression } from '../bytes/signature.ts';
import { type Limits, resolveLimits } from '../limits.ts';
import type { ByteSource } from '../sources/byte-source.ts';

/** The formats that are read. */
export type ContainerFormat = Compression | 'zip';

/** Limits on the contents of a container. */
export interface ContainerLimits extends Pick<Limits, 'unpacked' | 'ratio'> {
  /** The most members of an archive. @defaultValue 1,000,000 */
  readonly entries: number;
}

/** Options for opening a container. */
export interface ContainerOptions {
  /** Exceeding a limit is an error with the code `limit`. `unpacked` and `ratio` apply to each member. */
  readonly limits?: Partial<ContainerLimits> | undefined;
}

/** Options for reading a member. */
export interface ReadOptions {
  /** Whether the checksum is compared. @defaultValue `true` */
  readonly check?: boolean | undefined;
}

/** A member of an archive, or the content of a compressed file. */
export interface ContainerEntry {
  /** The name in an archive; `undefined` for a compressed file. */
  readonly name: string | undefined;
  /** The unpacked size in bytes, as the container states it; `undefined` if it does not. */
  readonly size: number | undefined;
  /** The size in the container, in bytes. */
  readonly packedSize: number;
  /** Its content, in chunks. */
  chunks(options?: ReadOptions): AsyncGenerator<Uint8Array, void, unknown>;
  /** Its content. */
  bytes(options?: ReadOptions): Promise<Uint8Array>;
  /** Its content as a source for ranges: of the file itself if it is stored uncompressed, else of memory. */
  source(): Promise<ByteSource>;
}

/** A file that contains others: an archive or a compressed file. */
export interface Container {
  /** The format, by its content. */
  readonly format: ContainerFormat;
  /** The entries, in the order of the directory; one for a compressed file. */
  readonly entries: readonly ContainerEntry[];
}

const ENTRIES = 1_000_000;

/** Fills in the defaults. */
export function containerLimits(options: ContainerOptions): ContainerLimits {
  const { entries = ENTRIES } = options.limits ?? {};
  if (!(typeof entries === 'number' && entries >= 0)) {
    throw new RangeError(`options.limits.entries needs a number of at least 0, got ${String(entries)}`);
  }
  const { unpacked, ratio } = resolveLimits(options.limits, 0);
  return { unpacked, ratio, entries };
}
