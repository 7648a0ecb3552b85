import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';

/**
 * Bytes with random access: in memory, in a file, or on a server.
 *
 * @example
 * ```ts
 * import { bytesSource } from 'brine/containers';
 *
 * const source = bytesSource(new Uint8Array([1, 2, 3, 4]));
 * await source.read(1, 3); // Uint8Array(2) [2, 3]
 * ```
 */
export interface ByteSource {
  /** The size in bytes. */
  readonly size: number;
  /** Whether all bytes are in memory, so that a read is a view and costs nothing. */
  readonly isInMemory?: boolean;
  /**
   * The bytes from `start` up to, not including, `end`: all of them. Several reads may run at once.
   *
   * @throws RangeError unless `0 <= start <= end <= size`.
   */
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * The same bytes, written to memory of the caller: where there is one, it saves a copy.
   *
   * @param target - As many bytes as are read, from `start` on.
   */
  readInto?(start: number, target: Uint8Array): Promise<void>;
  /** Releases the underlying resource, if there is one. */
  close?(): Promise<void>;
}

/** @throws RangeError unless `0 <= start <= end <= size`. */
export function checkRange(start: number, end: number, size: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= size) return;
  throw new RangeError(`bytes ${String(start)} to ${String(end)} are not a range of ${size} bytes`);
}

/**
 * Bytes in memory as a source. Reads give views, not copies.
 *
 * @throws TypeError if they are not bytes.
 * @example
 * ```ts
 * import { bytesSource } from 'brine/containers';
 *
 * bytesSource(new Uint8Array(8)).size; // 8
 * ```
 */
export function bytesSource(data: Bytes): ByteSource {
  const bytes = stableBytes(data);
  return {
    size: bytes.length,
    isInMemory: true,
    async read(start, end) {
      checkRange(start, end, bytes.length);
      return bytes.subarray(start, end);
    },
  };
}

/**
 * A part of a source, as a source. It need not be closed.
 *
 * @throws RangeError if the part is not inside the source.
 * @example
 * ```ts
 * import { bytesSource, partOf } from 'brine/containers';
 *
 * const part = partOf(bytesSource(new Uint8Array([1, 2, 3, 4])), 1, 3);
 * Array.from(await part.read(0, part.size)); // [2, 3]
 * ```
 */
export function partOf(source: ByteSource, start: number, end: number): ByteSource {
  checkRange(start, end, source.size);
  const size = end - start;
  return {
    size,
    isInMemory: source.isInMemory === true,
    async read(from, to) {
      checkRange(from, to, size);
      return await source.read(start + from, start + to);
    },
    ...(source.readInto && {
      async readInto(from: number, target: Uint8Array) {
        checkRange(from, from + target.length, size);
        await source.readInto?.(start + from, target);
      },
    }),
  };
}

/** Reads bytes to where they are to be. @throws RangeError if the source does not have them. */
export async function readInto(source: ByteSource, start: number, target: Uint8Array): Promise<void> {
  if (source.readInto !== undefined) return await source.readInto(start, target);
  target.set(await source.read(start, start + target.length));
}

/** How many bytes are read at a time. */
const CHUNK = 2 ** 18;

/**
 * A source from its beginning to its end, in chunks, as `load` takes it.
 *
 * @example
 * ```ts
 * import { dumps, load } from 'brine';
 * import { bytesSource, chunksOf } from 'brine/containers';
 *
 * await load(chunksOf(bytesSource(dumps([1, 2])))); // [1, 2]
 * ```
 */
export async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array, void, unknown> {
  for (let at = 0; at < source.size; at += CHUNK) yield await source.read(at, Math.min(source.size, at + CHUNK));
}
