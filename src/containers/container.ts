import type { Compression } from '../bytes/signature.ts';
import { type Limits, resolveLimits } from '../limits.ts';
import type { ByteSource } from '../sources/byte-source.ts';

/** The formats that are read. */
export type ContainerFormat = Compression | 'zip';

/** How much a container may ask for. */
export interface ContainerLimits extends Pick<Limits, 'unpacked' | 'ratio'> {
  /** Members of an archive. @defaultValue 1,000,000 */
  readonly entries: number;
}

/** How a container is opened. */
export interface ContainerOptions {
  /** What is more is an error with the code `limit`. `unpacked` and `ratio` hold for each member. */
  readonly limits?: Partial<ContainerLimits> | undefined;
}

/** How a member is read. */
export interface ReadOptions {
  /** Whether the checksum is compared. @defaultValue `true` */
  readonly check?: boolean | undefined;
}

/** One thing in a container. */
export interface ContainerEntry {
  /** In an archive; `undefined` for what is in a compressed file. */
  readonly name: string | undefined;
  /** In bytes, unpacked, as the container says; `undefined` if it does not say. */
  readonly size: number | undefined;
  /** In bytes, as it is stored. */
  readonly packedSize: number;
  /** What is in it, piece by piece. */
  chunks(options?: ReadOptions): AsyncGenerator<Uint8Array, void, undefined>;
  /** What is in it. */
  bytes(options?: ReadOptions): Promise<Uint8Array>;
  /** What is in it, to be read in ranges: of the file itself where it is stored there as it is, else of memory. */
  source(): Promise<ByteSource>;
}

/** A file that others are in. */
export interface Container {
  /** What it is, by its content. */
  readonly format: ContainerFormat;
  /** In the order of the directory. One, for a compressed file. */
  readonly entries: readonly ContainerEntry[];
}

const ENTRIES = 1_000_000;

/** Fills the defaults. */
export function containerLimits(options: ContainerOptions): ContainerLimits {
  const { entries = ENTRIES } = options.limits ?? {};
  if (!(typeof entries === 'number' && entries >= 0)) {
    throw new RangeError(`options.limits.entries needs a number of at least 0, got ${String(entries)}`);
  }
  const { unpacked, ratio } = resolveLimits(options.limits, 0);
  return { unpacked, ratio, entries };
}
