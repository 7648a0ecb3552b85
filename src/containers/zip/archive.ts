import { Ceiling } from '../../ceiling.ts';
import { PickleError } from '../../errors.ts';
import { type ByteSource, bytesSource, chunksOf, partOf } from '../../sources/byte-source.ts';
import type { PackedFormat } from '../broken.ts';
import { crc32 } from '../checksums/crc32.ts';
import {
  type Container,
  type ContainerEntry,
  type ContainerLimits,
  type ContainerOptions,
  containerLimits,
  type ReadOptions,
} from '../container.ts';
import { gathered } from '../gathered.ts';
import { badArchive, type DirectoryRecord, readDirectory, shown } from './directory.ts';

const STORED = 0;
const LZMA = 14;
/** The compression methods. */
const METHODS: ReadonlyMap<number, PackedFormat> = new Map([
  [8, 'deflate'],
  [12, 'bz2'],
  [LZMA, 'lzma'],
  [93, 'zstd'],
  [95, 'xz'],
]);
const [ENCRYPTED, LZMA_MARKER, PATCHED, STRONG] = [1, 2, 0x20, 0x40];
const HEADER = 0x0403_4b50;
const HEADER_BYTES = 30;
const WRONG_CHECKSUM = 'does not have the announced checksum';

/**
 * Opens a zip archive, zip64 included: reads its directory, but none of its members.
 *
 * @throws PickleError `bad-archive` if it is cut or broken, or one of several parts; `limit` if it has more members
 *   than `options.limits.entries`. Errors of the source are unchanged.
 * @example
 * ```ts
 * import { bytesSource, openZip, zip } from 'brine/containers';
 *
 * const bytes = await zip([{ name: 'data.pkl', data: new Uint8Array([128, 4, 78, 46]) }]);
 * const archive = await openZip(bytesSource(bytes));
 * await archive.entry('data.pkl')?.bytes(); // Uint8Array(4) [128, 4, 78, 46]
 * ```
 */
export async function openZip(source: ByteSource, options: ContainerOptions = {}): Promise<ZipArchive> {
  const limits = containerLimits(options);
  const { records, start, comment } = await readDirectory(source, limits.entries);
  const ends = endsOf(records, start);
  const entries = records.map((record) => new ZipEntry(source, record, ends.get(record) ?? start, limits));
  return new ZipArchive(entries, comment);
}

/** Where each member must end: where the next one begins. A member at the same offset as another has no room. */
function endsOf(records: readonly DirectoryRecord[], start: number): ReadonlyMap<DirectoryRecord, number> {
  const ends = new Map<DirectoryRecord, number>();
  const sorted = [...records].sort((a, b) => b.headerOffset - a.headerOffset);
  let next = start;
  for (const [i, record] of sorted.entries()) {
    const isShared = [sorted[i - 1], sorted[i + 1]].some((other) => other?.headerOffset === record.headerOffset);
    ends.set(record, isShared ? record.headerOffset : next);
    next = record.headerOffset;
  }
  return ends;
}

/** A zip archive that was opened. */
export class ZipArchive implements Container {
  /** Always `'zip'`. */
  readonly format = 'zip';
  /** All members, in the order of the directory, including folders and members of the same name. */
  readonly entries: readonly ZipEntry[];
  /** The comment at the end of the archive, as bytes. */
  readonly comment: Uint8Array;
  private byName: ReadonlyMap<string, readonly ZipEntry[]> | undefined;

  /** Made by {@link openZip}. */
  constructor(entries: readonly ZipEntry[], comment: Uint8Array) {
    this.entries = entries;
    this.comment = comment;
  }

  /**
   * The member with a name.
   *
   * @returns `undefined` if there is none.
   * @throws PickleError `bad-archive` if there are several: programs do not agree on which of them counts.
   */
  entry(name: string): ZipEntry | undefined {
    this.byName ??= grouped(this.entries, (entry) => entry.name);
    const [found, another] = this.byName.get(name) ?? [];
    if (another !== undefined) throw badArchive(`several members are called ${shown(name)}`);
    return found;
  }

  /**
   * Members whose names are equal or differ only in case, so that some systems take them for one.
   *
   * @returns A list of groups.
   */
  clashes(): readonly (readonly ZipEntry[])[] {
    const groups = grouped(this.entries, ({ name }) => name.toLowerCase().normalize());
    return [...groups.values()].filter((group) => group.length > 1);
  }
}

function grouped(
  entries: readonly ZipEntry[],
  keyOf: (entry: ZipEntry) => string,
): ReadonlyMap<string, readonly ZipEntry[]> {
  const groups = new Map<string, ZipEntry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** A member of a zip archive. Sizes are in bytes. */
export class ZipEntry implements ContainerEntry {
  readonly name: string;
  /** The name as bytes, as it is in the archive. */
  readonly rawName: Uint8Array;
  readonly size: number;
  readonly packedSize: number;
  /** The compression method: 0 stored, 8 deflated, 12 bz2, 14 LZMA, 93 zstd, 95 xz. */
  readonly method: number;
  /** The checksum of the unpacked data, 0 to 2³² - 1. */
  readonly crc32: number;
  /** Whether the data are encrypted, which cannot be read. */
  readonly isEncrypted: boolean;
  /** The extra field of the directory. */
  readonly extra: Uint8Array;
  /** The comment in the directory, as bytes. */
  readonly comment: Uint8Array;
  private readonly archive: ByteSource;
  private readonly record: DirectoryRecord;
  /** The offset in the source at which it must have ended. */
  private readonly end: number;
  private readonly limits: ContainerLimits;
  private place: Promise<{ readonly start: number; readonly end: number }> | undefined;

  /** Made by {@link openZip}. */
  constructor(archive: ByteSource, record: DirectoryRecord, end: number, limits: ContainerLimits) {
    ({
      name: this.name,
      rawName: this.rawName,
      size: this.size,
      packedSize: this.packedSize,
      method: this.method,
      crc32: this.crc32,
      extra: this.extra,
      comment: this.comment,
    } = record);
    this.isEncrypted = (record.flags & (ENCRYPTED | STRONG)) !== 0;
    this.archive = archive;
    this.record = record;
    this.end = end;
    this.limits = limits;
  }

  /** Whether it is a folder, by its name. */
  get isFolder(): boolean {
    return this.name.endsWith('/');
  }

  /** Whether it is stored uncompressed and not encrypted. */
  get isStored(): boolean {
    return this.method === STORED && !this.isEncrypted;
  }

  /**
   * Where its packed data are in the source, in bytes. This reads its header.
   *
   * @throws PickleError `bad-archive` if the header differs from the directory, or if it overlaps another member.
   */
  range(): Promise<{ readonly start: number; readonly end: number }> {
    this.place ??= this.find().catch((error: unknown) => {
      // The next attempt may succeed.
      this.place = undefined;
      throw error;
    });
    return this.place;
  }

  /** The bytes of the source from its header to where the next member begins, which have all of it. */
  get span(): { readonly start: number; readonly end: number } {
    return { start: this.record.headerOffset, end: Math.max(this.record.headerOffset, this.end) };
  }

  /**
   * Its content in bytes of the source that were read already, if it is stored: a view.
   *
   * @param bytes - Bytes of the source that have {@link ZipEntry.span}.
   * @param base - The offset of the first of them in the source.
   * @throws RangeError if they do not have it; PickleError as {@link ZipEntry.source}.
   */
  within(bytes: Uint8Array, base: number): Uint8Array {
    const { start, end } = this.span;
    if (base > start || base + bytes.length < end) throw new RangeError(`the bytes do not have ${start} to ${end}`);
    if (!this.isStored) throw this.bad('is compressed: it is not in the file as it is');
    if (end - start < HEADER_BYTES) throw this.bad('overlaps another member');
    const at = start - base;
    const nameEnd = this.nameEnd(bytes.subarray(at, at + HEADER_BYTES));
    const place = this.placed(bytes.subarray(at, at + HEADER_BYTES), bytes.subarray(at + HEADER_BYTES, nameEnd - base));
    this.checkLength(place.end - place.start);
    return bytes.subarray(place.start - base, place.end - base);
  }

  /**
   * Compares the checksum of its content, read by {@link ZipEntry.within}.
   *
   * @param bytes - The content, or what is left of it.
   * @param crc - The checksum of the content before that.
   * @throws PickleError `bad-archive` if it is another.
   */
  verify(bytes: Uint8Array, crc = 0): void {
    if (crc32(bytes, crc) !== this.crc32) throw this.bad(WRONG_CHECKSUM);
  }

  async *chunks({ check = true }: ReadOptions = {}): AsyncGenerator<Uint8Array, void, unknown> {
    let length = 0;
    let crc = 0;
    for await (const chunk of await this.unpacked()) {
      length += chunk.length;
      if (length > this.size) throw this.bad(`is longer than announced (${this.size} bytes)`);
      if (check) crc = crc32(chunk, crc);
      yield chunk;
    }
    if (length !== this.size) throw this.bad(`has ${length} bytes, but ${this.size} are announced`);
    if (check && crc !== this.crc32) throw this.bad(WRONG_CHECKSUM);
  }

  async bytes(options?: ReadOptions): Promise<Uint8Array> {
    return await gathered(this.chunks(options));
  }

  async source(): Promise<ByteSource> {
    if (!this.isStored) return bytesSource(await this.bytes());
    const { start, end } = await this.range();
    this.checkLength(end - start);
    return partOf(this.archive, start, end);
  }

  private async unpacked(): Promise<AsyncIterable<Uint8Array>> {
    const { method, size, limits } = this;
    const format = METHODS.get(method);
    if (this.isEncrypted) throw this.bad('is encrypted, which is not supported');
    if (this.record.flags & PATCHED || (format === undefined && method !== STORED)) {
      throw this.bad(`is compressed by a method that is not supported (${method})`);
    }
    const { start, end } = await this.range();
    const packed = chunksOf(partOf(this.archive, start, end));
    if (format === undefined) return packed;
    if (size > limits.unpacked) {
      const what = `the member ${shown(this.name)} has ${size} bytes: more than limits.unpacked allows`;
      throw new PickleError('limit', `${what} (${limits.unpacked}); raise options.limits.unpacked`);
    }
    const ceiling = new Ceiling(limits, `member ${shown(this.name)}`);
    const { memberOfZip, unpacked, unpackedBy } = await import('../unpacked.ts');
    if (method !== LZMA) return unpacked(format, packed, ceiling);
    const length = this.record.flags & LZMA_MARKER ? undefined : size;
    return unpackedBy(memberOfZip(length), format, packed, ceiling);
  }

  private async find(): Promise<{ readonly start: number; readonly end: number }> {
    const { headerOffset } = this.record;
    if (this.end - headerOffset < HEADER_BYTES) throw this.bad('overlaps another member');
    const header = await this.archive.read(headerOffset, headerOffset + HEADER_BYTES);
    const nameEnd = this.nameEnd(header);
    if (nameEnd > this.end) throw this.bad('overlaps what follows it');
    return this.placed(header, await this.archive.read(headerOffset + HEADER_BYTES, nameEnd));
  }

  /** Where the name in its header ends. */
  private nameEnd(header: Uint8Array): number {
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    if (view.getUint32(0, true) !== HEADER) throw this.bad('has no header');
    return this.record.headerOffset + HEADER_BYTES + view.getUint16(26, true);
  }

  /** Where its data are, by its header, which must agree with the directory. */
  private placed(header: Uint8Array, name: Uint8Array): { readonly start: number; readonly end: number } {
    const { rawName, packedSize } = this.record;
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const start = this.nameEnd(header) + view.getUint16(28, true);
    const end = start + packedSize;
    if (end > this.end) throw this.bad('overlaps what follows it');
    const isSame = name.length === rawName.length && name.every((byte, i) => byte === rawName[i]);
    if (!isSame) throw this.bad('has a different name in its own header');
    if (view.getUint16(8, true) !== this.method) throw this.bad('has a different method in its own header');
    return { start, end };
  }

  private checkLength(length: number): void {
    if (this.size !== length) throw this.bad('has two lengths');
  }

  private bad(what: string): PickleError {
    return badArchive(`the member ${shown(this.name)} ${what}`);
  }
}
