/**
 * Tar archives.
 *
 * @see {@link https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html | POSIX.1-2024, pax}
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { type ByteSource, partOf } from '../sources/byte-source.ts';
import { type ContainerOptions, containerLimits } from './container.ts';

/** A file in a tar archive. */
export interface TarEntry {
  /** Its name, with its folders. */
  readonly name: string;
  /** Where its content begins in the source, in bytes. */
  readonly start: number;
  /** Where its content ends. */
  readonly end: number;
}

/** Everything is in blocks of so many bytes. */
const BLOCK = 512;
/** Where the checksum of a header is. */
const [CHECKSUM, CHECKSUM_END] = [148, 156];

/** Whether bytes begin as a tar archive: with a header whose checksum is right. 512 bytes are enough. */
export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && head[0] !== 0 && checksumOf(head) === octal(head, CHECKSUM, CHECKSUM_END);
}

/**
 * The files in a tar archive. Its headers are read, but none of the files.
 *
 * @returns The regular files, in the order of the archive. Long names (of GNU and pax) are not put together.
 * @throws PickleError `bad-archive` if it is cut or broken; `limit` if it has more files than `options.limits.entries`.
 *   Errors of the source are unchanged.
 * @example
 * ```ts
 * import { bytesSource, openTar } from 'brine/containers';
 *
 * await openTar(bytesSource(new Uint8Array(1024))); // []
 * ```
 */
export async function openTar(source: ByteSource, options: ContainerOptions = {}): Promise<TarEntry[]> {
  const limits = containerLimits(options);
  const entries: TarEntry[] = [];
  let headers = 0;
  for (let at = 0; at + BLOCK <= source.size; ) {
    const header = await source.read(at, at + BLOCK);
    // Two empty blocks are its end.
    if (header.every((byte) => byte === 0)) return entries;
    if (checksumOf(header) !== octal(header, CHECKSUM, CHECKSUM_END)) throw broken(`no header at byte ${at}`);
    if (++headers > limits.entries) throw tooMany(limits.entries);
    const size = octal(header, 124, 136);
    const start = at + BLOCK;
    if (size === undefined || start + size > source.size) throw broken(`a file at byte ${at} does not end`);
    const type = header[156] ?? 0;
    if (type === 0 || type === 0x30) entries.push({ name: nameIn(header), start, end: start + size });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return entries;
}

/**
 * The content of a file in a tar archive, as a source.
 *
 * @example
 * ```ts
 * import { bytesSource, tarSource } from 'brine/containers';
 *
 * tarSource(bytesSource(new Uint8Array(2048)), { name: 'a', start: 512, end: 515 }).size; // 3
 * ```
 */
export function tarSource(source: ByteSource, { start, end }: TarEntry): ByteSource {
  return partOf(source, start, end);
}

function nameIn(header: Uint8Array): string {
  const isPosix = decodeLatin1(header, 257, 262) === 'ustar';
  const prefix = isPosix ? textIn(header, 345, 500) : '';
  const name = textIn(header, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textIn(header: Uint8Array, start: number, end: number): string {
  const zero = header.subarray(start, end).indexOf(0);
  return new TextDecoder().decode(header.subarray(start, zero < 0 ? end : start + zero));
}

/** A number in octal digits; `undefined` for anything else. */
function octal(header: Uint8Array, start: number, end: number): number | undefined {
  const [, digits] = /^ *([0-7]+)[ \0]*$/.exec(decodeLatin1(header, start, end)) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

/** The sum of the bytes of a header, of which those of the sum count as blanks. */
function checksumOf(header: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= CHECKSUM && at < CHECKSUM_END ? 0x20 : (header[at] ?? 0);
  return sum;
}

function tooMany(most: number): PickleError {
  const what = `the tar archive has more than limits.entries files (${most})`;
  return new PickleError('limit', `${what}; raise options.limits.entries`);
}

function broken(what: string): PickleError {
  return new PickleError('bad-archive', `the tar archive is cut or broken: ${what}`);
}
