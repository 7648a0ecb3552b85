/**
 * The directory at the end of a zip archive, which lists its members and where they are.
 *
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT | APPNOTE.TXT 6.3.10}
 * @module
 */
import { PickleError } from '../../errors.ts';
import type { ByteSource } from '../../sources/byte-source.ts';
import { decodeName } from './names.ts';

/** The record of a member in the directory. */
export interface DirectoryRecord {
  readonly name: string;
  /** The name as bytes, as it is in the archive. */
  readonly rawName: Uint8Array;
  readonly flags: number;
  /** 0 stored, 8 deflated... */
  readonly method: number;
  readonly crc32: number;
  readonly packedSize: number;
  readonly size: number;
  /** The offset of its header in the source. */
  readonly headerOffset: number;
  readonly extra: Uint8Array;
  readonly comment: Uint8Array;
}

export interface Directory {
  readonly records: readonly DirectoryRecord[];
  /** The offset of the directory in the source, after all members. */
  readonly start: number;
  readonly comment: Uint8Array;
}

const END = 0x0605_4b50;
const END_BYTES = 22;
const LOCATOR = 0x0706_4b50;
const LOCATOR_BYTES = 20;
const END_64 = 0x0606_4b50;
const END_64_BYTES = 56;
const RECORD = 0x0201_4b50;
const RECORD_BYTES = 46;
const LONGEST_COMMENT = 0xffff;
/** The largest directory that is read, in bytes. */
const LONGEST_DIRECTORY = 2 ** 28;
const ZIP64_EXTRA = 1;
const [IS_UTF8, FULL, FULL_16] = [0x800, 0xffff_ffff, 0xffff];

/** The error for an archive that is damaged or not supported. */
export function badArchive(what: string): PickleError {
  return new PickleError('bad-archive', `the zip archive is cut or broken: ${what}`);
}

/** Reads the directory, with at most this many members. */
export async function readDirectory(source: ByteSource, most: number): Promise<Directory> {
  const end = await findEnd(source);
  if (end.count > most) throw tooMany(most);
  // Other bytes may precede the archive. Offsets in it then do not count from the beginning of the source.
  const start = end.recordsEnd - end.length;
  const before = start - end.offset;
  if (before < 0) throw badArchive('the directory is not where it should be');
  if (end.length > LONGEST_DIRECTORY)
    throw badArchive(`its directory has ${end.length} bytes, more than ${LONGEST_DIRECTORY}`);
  const bytes = await source.read(start, start + end.length);
  const records: DirectoryRecord[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (records.length === most) throw tooMany(most);
    const { record, next } = recordAt(bytes, at, before);
    if (record.headerOffset >= start) throw badArchive(`${shown(record.name)} begins after the directory`);
    records.push(record);
    at = next;
  }
  if (records.length !== end.count && (end.isZip64 || records.length % 0x1_0000 !== end.count)) {
    throw badArchive(`it has ${records.length} members, but announces ${end.count}`);
  }
  return { records, start, comment: end.comment };
}

function tooMany(most: number): PickleError {
  return new PickleError(
    'limit',
    `the zip archive has more than limits.entries members (${most}); raise options.limits.entries`,
  );
}

/** A name for an error message. Characters that a terminal could interpret are escaped. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 100 ? `${name.slice(0, 100)}...` : name);
}

interface End {
  readonly count: number;
  readonly length: number;
  /** The offset of the directory from the beginning of the archive. */
  readonly offset: number;
  /** The offset in the source at which the directory ends. */
  readonly recordsEnd: number;
  readonly isZip64: boolean;
  readonly comment: Uint8Array;
}

/** The end record, which is the last one in the source that can be it, as in Python's `zipfile`. */
async function findEnd(source: ByteSource): Promise<End> {
  const tailStart = Math.max(0, source.size - END_BYTES - LONGEST_COMMENT);
  const tail = await source.read(tailStart, source.size);
  const view = viewOf(tail);
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END) continue;
    const commentEnd = at + END_BYTES + view.getUint16(at + 20, true);
    if (commentEnd > tail.length) continue;
    if (view.getUint16(at + 4, true) !== view.getUint16(at + 6, true))
      throw badArchive('it is part of a split archive');
    const end: End = {
      count: view.getUint16(at + 10, true),
      length: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
      recordsEnd: tailStart + at,
      isZip64: false,
      comment: tail.slice(at + END_BYTES, commentEnd),
    };
    return (await findEnd64(source, end)) ?? end;
  }
  throw badArchive('it has no directory at its end');
}

/** The zip64 end record, which precedes the end record in large archives. */
async function findEnd64(source: ByteSource, { recordsEnd, comment }: End): Promise<End | undefined> {
  const locatorStart = recordsEnd - LOCATOR_BYTES;
  const recordStart = locatorStart - END_64_BYTES;
  if (locatorStart < 0) return undefined;
  const locator = viewOf(await source.read(locatorStart, recordsEnd));
  if (locator.getUint32(0, true) !== LOCATOR) return undefined;
  if (recordStart < 0) throw badArchive('its zip64 record is missing');
  const view = viewOf(await source.read(recordStart, locatorStart));
  if (view.getUint32(0, true) !== END_64) throw badArchive('its zip64 record is missing');
  return {
    count: long(view, 32),
    length: long(view, 40),
    offset: long(view, 48),
    recordsEnd: recordStart,
    isZip64: true,
    comment,
  };
}

function recordAt(
  bytes: Uint8Array,
  at: number,
  before: number,
): { readonly record: DirectoryRecord; readonly next: number } {
  if (bytes.length - at < RECORD_BYTES) throw badArchive('a record of the directory is cut');
  const view = viewOf(bytes.subarray(at));
  if (view.getUint32(0, true) !== RECORD) throw badArchive('a record of the directory is missing');
  const nameEnd = RECORD_BYTES + view.getUint16(28, true);
  const extraEnd = nameEnd + view.getUint16(30, true);
  const next = at + extraEnd + view.getUint16(32, true);
  if (next > bytes.length) throw badArchive('a record of the directory is cut');
  const flags = view.getUint16(8, true);
  const rawName = bytes.slice(at + RECORD_BYTES, at + nameEnd);
  const extra = bytes.slice(at + nameEnd, at + extraEnd);
  const wide = new WideFields(extra);
  const size = wide.field(view.getUint32(24, true), FULL);
  const packedSize = wide.field(view.getUint32(20, true), FULL);
  const headerOffset = before + wide.field(view.getUint32(42, true), FULL);
  if (view.getUint16(34, true) !== 0 && view.getUint16(34, true) !== FULL_16)
    throw badArchive('it is part of a split archive');
  const name = decodeName(rawName, (flags & IS_UTF8) !== 0);
  const comment = bytes.slice(at + extraEnd, next);
  const crc32 = view.getUint32(16, true);
  const method = view.getUint16(10, true);
  return { record: { name, rawName, flags, method, crc32, packedSize, size, headerOffset, extra, comment }, next };
}

/** Reads the fields that do not fit into a record from its extra field, in their order there. */
class WideFields {
  private readonly extra: Uint8Array;
  private data: DataView | undefined;
  private at = 0;

  constructor(extra: Uint8Array) {
    this.extra = extra;
  }

  field(value: number, sentinel: number): number {
    if (value !== sentinel) return value;
    this.data ??= this.find();
    // Without the field, the value stands for itself.
    if (this.data === undefined) return value;
    if (this.at + 8 > this.data.byteLength) throw badArchive('a zip64 field is cut');
    this.at += 8;
    return long(this.data, this.at - 8);
  }

  private find(): DataView | undefined {
    const { extra } = this;
    const view = viewOf(extra);
    for (let at = 0; at + 4 <= extra.length; ) {
      const end = at + 4 + view.getUint16(at + 2, true);
      if (end > extra.length) throw badArchive('an extra field is cut');
      if (view.getUint16(at, true) === ZIP64_EXTRA) return viewOf(extra.subarray(at + 4, end));
      at = end;
    }
    return undefined;
  }
}

/** Reads a number of 64 bits. It is refused if it is not a safe integer. */
function long(view: DataView, at: number): number {
  const value = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  if (!Number.isSafeInteger(value)) throw badArchive(`a size or an offset of ${value}`);
  return value;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
