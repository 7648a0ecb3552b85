import { type Bytes, toUint8Array } from '../../bytes/bytes-like.ts';
import { joined } from '../../bytes/joined.ts';
import { oneOf } from '../../option-check.ts';
import { crc32 } from '../checksums/crc32.ts';
import { gathered } from '../gathered.ts';
import { packed } from '../packed.ts';

/** A file to be written into an archive. */
export interface ZipMember {
  /** The name, with `/` between folders. If it ends in `/`, the member is a folder. */
  readonly name: string;
  /** The content, before it is compressed. */
  readonly data: Bytes;
  /** Whether the data are stored or deflated. @defaultValue the method of the archive */
  readonly method?: 'stored' | 'deflate' | undefined;
}

/** Options for writing an archive. */
export interface ZipOptions {
  /** The method of members that have none of their own. @defaultValue `'stored'` */
  readonly method?: 'stored' | 'deflate' | undefined;
  /**
   * The alignment of the data of stored members, in bytes, so that typed arrays can view them: 64 in files of PyTorch.
   *
   * @defaultValue 1
   */
  readonly alignment?: number | undefined;
}

const [VERSION, VERSION_64] = [20, 45];
/** The first day of the format's calendar. With a fixed date, an archive depends only on its contents. */
const DATE = 0x21;
const [FULL, FULL_16] = [0xffff_ffff, 0xffff];
const UTF8 = 0x800;
/** The field that PyTorch pads with. */
const [PADDING, PADDING_BYTE] = [0x4246, 0x5a];
const [STORED, DEFLATED] = [0, 8];

/** The directory's data about a member that was written. */
interface Written {
  readonly name: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * A zip archive, in chunks. The same members give the same bytes, except that `deflate` depends on the runtime. Members
 * or archives of 4 GiB and more, and more than 65,534 members, have the fields of zip64.
 *
 * @param members - Each is requested when the one before it is written.
 * @throws TypeError, RangeError if a name or an option is invalid.
 * @example
 * ```ts
 * import { zipChunks } from 'brine/containers';
 *
 * const names: number[] = [];
 * for await (const chunk of zipChunks([{ name: 'a', data: new Uint8Array(3) }])) names.push(chunk.length);
 * names; // [31, 3, 69]
 * ```
 */
export async function* zipChunks(
  members: Iterable<ZipMember> | AsyncIterable<ZipMember>,
  options: ZipOptions = {},
): AsyncGenerator<Uint8Array, void, unknown> {
  const { alignment = 1 } = options;
  if (!Number.isInteger(alignment) || alignment < 1 || alignment > 0x8000) {
    throw new RangeError(`options.alignment needs a whole number from 1 to 32768, got ${String(alignment)}`);
  }
  const usual = oneOf('method', options.method, ['stored', 'deflate'], 'stored');
  const written: Written[] = [];
  let offset = 0;
  for await (const member of members) {
    const name = nameOf(member);
    const data = toUint8Array(member.data);
    const isStored = oneOf('method', member.method, ['stored', 'deflate'], usual) === 'stored';
    const content = isStored ? data : await gathered(packed('deflate', [data]));
    const record: Written = {
      name,
      flags: name.length === member.name.length ? 0 : UTF8,
      method: isStored ? STORED : DEFLATED,
      crc: crc32(data),
      packedSize: content.length,
      size: data.length,
      offset,
    };
    const header = localHeader(record, isStored ? alignment : 1);
    written.push(record);
    yield header;
    if (content.length > 0) yield content;
    offset += header.length + content.length;
  }
  yield directoryOf(written, offset);
}

/**
 * A zip archive, like {@link zipChunks}, as one array of bytes.
 *
 * @example
 * ```ts
 * import { bytesSource, openZip, zip } from 'brine/containers';
 *
 * const bytes = await zip([{ name: 'a.txt', data: new Uint8Array(100) }], { method: 'deflate' });
 * (await openZip(bytesSource(bytes))).entries.map(({ name, size }) => [name, size]); // [['a.txt', 100]]
 * ```
 */
export async function zip(
  members: Iterable<ZipMember> | AsyncIterable<ZipMember>,
  options: ZipOptions = {},
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of zipChunks(members, options)) chunks.push(chunk);
  return joined(chunks);
}

function nameOf({ name }: ZipMember): Uint8Array {
  if (typeof name !== 'string' || name === '' || name.includes('\0')) throw new TypeError('a member needs a name');
  const bytes = new TextEncoder().encode(name);
  if (bytes.length > FULL_16) throw new RangeError(`a name of ${bytes.length} bytes, more than 65535`);
  return bytes;
}

function localHeader(record: Written, alignment: number): Uint8Array {
  const fields = new Fields();
  const isWide = record.size >= FULL || record.packedSize >= FULL;
  fields.u32(0x0403_4b50).u16(isWide ? VERSION_64 : VERSION);
  common(fields, record);
  fields.u32(isWide ? FULL : record.packedSize).u32(isWide ? FULL : record.size);
  const unpadded = record.offset + 30 + record.name.length + (isWide ? 20 : 0);
  let padding = (alignment - (unpadded % alignment)) % alignment;
  // The field that holds the padding takes four bytes itself.
  while (padding > 0 && padding < 4) padding += alignment;
  fields
    .u16(record.name.length)
    .u16((isWide ? 20 : 0) + padding)
    .bytes(record.name);
  if (isWide) fields.u16(1).u16(16).u64(record.size).u64(record.packedSize);
  if (padding > 0) {
    fields
      .u16(PADDING)
      .u16(padding - 4)
      .bytes(new Uint8Array(padding - 4).fill(PADDING_BYTE));
  }
  return fields.done();
}

/** The beginning that the header of a member and its record in the directory share. */
function common(fields: Fields, { flags, method, crc }: Written): void {
  fields.u16(flags).u16(method).u16(0).u16(DATE).u32(crc);
}

function directoryOf(written: readonly Written[], offset: number): Uint8Array {
  const fields = new Fields();
  for (const record of written) {
    const wide = [record.size, record.packedSize, record.offset].filter((value) => value >= FULL);
    const version = wide.length > 0 ? VERSION_64 : VERSION;
    fields.u32(0x0201_4b50).u16(version).u16(version);
    common(fields, record);
    for (const value of [record.packedSize, record.size]) fields.u32(Math.min(value, FULL));
    fields.u16(record.name.length).u16(wide.length > 0 ? 4 + 8 * wide.length : 0);
    // No comment, the first disk, and no attributes.
    fields.u16(0).u16(0).u16(0).u32(0).u32(Math.min(record.offset, FULL)).bytes(record.name);
    if (wide.length > 0) fields.u16(1).u16(8 * wide.length);
    for (const value of wide) fields.u64(value);
  }
  const { length } = fields;
  const count = written.length;
  if (count >= FULL_16 || length >= FULL || offset >= FULL) {
    fields.u32(0x0606_4b50).u64(44).u16(VERSION_64).u16(VERSION_64).u32(0).u32(0);
    fields.u64(count).u64(count).u64(length).u64(offset);
    fields
      .u32(0x0706_4b50)
      .u32(0)
      .u64(offset + length)
      .u32(1);
  }
  fields.u32(0x0605_4b50).u16(0).u16(0).u16(Math.min(count, FULL_16)).u16(Math.min(count, FULL_16));
  fields.u32(Math.min(length, FULL)).u32(Math.min(offset, FULL)).u16(0);
  return fields.done();
}

/** Writes little-endian numbers one after another. */
class Fields {
  private all = new Uint8Array(256);
  length = 0;

  u16(value: number): this {
    return this.number(value, 2);
  }

  u32(value: number): this {
    return this.number(value, 4);
  }

  u64(value: number): this {
    return this.number(value, 8);
  }

  bytes(bytes: Uint8Array): this {
    this.reserve(bytes.length);
    this.all.set(bytes, this.length);
    this.length += bytes.length;
    return this;
  }

  done(): Uint8Array {
    return this.all.slice(0, this.length);
  }

  private number(value: number, width: number): this {
    this.reserve(width);
    let rest = value;
    for (let i = 0; i < width; i++) {
      this.all[this.length++] = rest % 256;
      rest = Math.floor(rest / 256);
    }
    return this;
  }

  private reserve(length: number): void {
    if (this.length + length <= this.all.length) return;
    const larger = new Uint8Array(2 * (this.length + length));
    larger.set(this.all);
    this.all = larger;
  }
}
