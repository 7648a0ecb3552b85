/**
 * SQLite databases, which hold the pickles of `shelve` from Python 3.13 on: every value that is bytes is looked at.
 *
 * @see {@link https://www.sqlite.org/fileformat2.html | Database File Format}
 * @module
 */
import { PickleError } from '../../errors.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText, viewOf, wholeOf } from './format.ts';

const LEAF = 0x0d;
const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;

export const sqlite: Format = {
  name: 'sqlite',
  isAtStart: true,
  matches: ({ head }) => hasText(head, 0, MAGIC),
  inspect: async (source, part, session) => {
    const bytes = await wholeOf(source, part, session);
    if (bytes === undefined || bytes.length < HEADER_BYTES) return;
    new Database(bytes).values(part, session);
  },
};

class Database {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly pageSize: number;
  /** The part of a page that is used, in bytes. */
  private readonly usable: number;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = viewOf(bytes);
    const size = this.view.getUint16(16);
    this.pageSize = size === 1 ? 65_536 : size;
    this.usable = this.pageSize - (bytes[20] ?? 0);
    if (this.pageSize < 512 || (this.pageSize & (this.pageSize - 1)) !== 0 || this.usable < 480) throw cut();
  }

  /** Goes over all pages that are leaves of tables, also those that are free: what was deleted is there still. */
  values(part: Part, session: Session): void {
    for (let page = 0; (page + 1) * this.pageSize <= this.bytes.length; page++) {
      const header = page * this.pageSize + (page === 0 ? HEADER_BYTES : 0);
      if (this.bytes[header] !== LEAF) continue;
      const cells = this.view.getUint16(header + 3);
      for (let i = 0; i < cells && header + 8 + 2 * i + 2 <= this.bytes.length; i++) {
        const at = page * this.pageSize + this.view.getUint16(header + 8 + 2 * i);
        this.cell(at, (page + 1) * this.pageSize, part, session);
      }
    }
  }

  private cell(from: number, pageEnd: number, part: Part, session: Session): void {
    const [length, afterLength] = this.varint(from);
    const [row, start] = this.varint(afterLength);
    if (!session.spend(part, length)) return;
    const record = this.payload(start, length, pageEnd);
    if (record === undefined) {
      session.report(part, found('unread', 'incomplete', from, `The row ${row} is cut.`));
      return;
    }
    for (const [column, value] of blobsOf(record).entries()) {
      session.add({ path: [...part.path, `row ${row} value ${column}`], role: 'passed', content: value });
    }
  }

  /** The bytes of a record, which may go on in other pages. */
  private payload(start: number, length: number, pageEnd: number): Uint8Array | undefined {
    const most = this.usable - 35;
    if (length <= most) return start + length <= pageEnd ? this.bytes.subarray(start, start + length) : undefined;
    const least = Math.floor(((this.usable - 12) * 32) / 255) - 23;
    const fitting = least + ((length - least) % (this.usable - 4));
    const local = fitting <= most ? fitting : least;
    if (length > this.bytes.length || start + local + 4 > this.bytes.length) return undefined;
    const record = new Uint8Array(length);
    record.set(this.bytes.subarray(start, start + local));
    let next = this.view.getUint32(start + local);
    for (let at = local; at < length; ) {
      const page = (next - 1) * this.pageSize;
      if (next === 0 || page + this.pageSize > this.bytes.length) return undefined;
      const piece = Math.min(this.usable - 4, length - at);
      record.set(this.bytes.subarray(page + 4, page + 4 + piece), at);
      at += piece;
      next = this.view.getUint32(page);
    }
    return record;
  }

  private varint(at: number): readonly [value: number, end: number] {
    return varintAt(this.bytes, at);
  }
}

function varintAt(bytes: Uint8Array, from: number): readonly [value: number, end: number] {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw cut();
    if (i === 8) return [value * 256 + byte, from + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, from + i + 1];
  }
  return [value, from + 9];
}

/** The values of a record that are bytes or texts. */
function blobsOf(record: Uint8Array): Uint8Array[] {
  const [headerEnd, first] = varintAt(record, 0);
  const blobs: Uint8Array[] = [];
  let at = headerEnd;
  for (let next = first; next < Math.min(headerEnd, record.length); ) {
    const [type, end] = varintAt(record, next);
    next = end;
    const length = type >= 12 ? Math.floor((type - 12) / 2) : ([0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0);
    if (type >= 12 && type % 2 === 0) blobs.push(record.subarray(at, at + length));
    at += length;
  }
  return blobs;
}

function cut(): PickleError {
  return new PickleError('bad-archive', 'the SQLite database is cut or broken');
}
