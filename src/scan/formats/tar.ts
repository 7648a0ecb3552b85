import { decodeLatin1, decodeUtf8 } from '../../bytes/text.ts';
import { type ByteSource, partOf } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText } from './format.ts';

const BLOCK = 512;
/** Longer names and headers are not read. */
const LONGEST_NAME = 65_536;

/** Tar archives, as PyTorch wrote them before 0.1.10. */
export const tar: Format = {
  name: 'tar',
  isAtStart: true,
  matches: ({ head }) => hasText(head, 257, 'ustar') || (head.length >= BLOCK && head[0] !== 0 && isSummed(head)),
  inspect: async (source, part, session) => {
    let at = 0;
    let longName: string | undefined;
    while (at + BLOCK <= source.size) {
      const header = await source.read(at, at + BLOCK);
      if (header.every((byte) => byte === 0)) break;
      const size = numberAt(header, 124, 12);
      const start = at + BLOCK;
      if (!isSummed(header) || size === undefined || start + size > source.size) {
        session.report(part, found('unread', 'incomplete', at, 'The tar archive is cut or broken.'));
        return;
      }
      const type = String.fromCharCode(header[156] ?? 0);
      const name = longName ?? nameAt(header);
      longName = undefined;
      if (type === 'L' && size <= LONGEST_NAME) longName = textOf(await source.read(start, start + size));
      else if (type === 'x' && size <= LONGEST_NAME) longName = paxName(await source.read(start, start + size));
      else if (type === '1' || type === '2') linked(name, at, part, session);
      else if (size > 0 && type !== 'g') {
        session.add({ path: [...part.path, name], role: 'member', content: partOf(source, start, start + size) });
      }
      at = start + Math.ceil(size / BLOCK) * BLOCK;
    }
    await behind(source, at, part, session);
  },
};

/** What follows the end of the archive is zeros. */
async function behind(source: ByteSource, from: number, part: Part, session: Session): Promise<void> {
  for (let at = from; at < source.size; at += 2 ** 20) {
    const bytes = await source.read(at, Math.min(source.size, at + 2 ** 20));
    const other = bytes.findIndex((byte) => byte !== 0);
    if (other < 0) continue;
    session.report(part, found('unaccounted-bytes', 'suspicious', at + other, 'Bytes follow the tar archive.'));
    return;
  }
}

function linked(name: string, at: number, part: Part, session: Session): void {
  const reason = `The member ${JSON.stringify(name)} is a link to another file.`;
  session.report(part, found('archive-anomaly', 'unknown', at, reason));
}

function nameAt(header: Uint8Array): string {
  const name = fieldAt(header, 0, 100);
  const prefix = hasText(header, 257, 'ustar\0') ? fieldAt(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function fieldAt(header: Uint8Array, at: number, length: number): string {
  return textOf(header.subarray(at, at + length));
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end < 0 ? bytes : bytes.subarray(0, end);
  return text.some((byte) => byte > 0x7f) ? decodeLatin1(text, 0, text.length) : decodeUtf8(text, 0, text.length);
}

/** `30 path=models/a.pkl\n` among the records of a pax header. */
function paxName(bytes: Uint8Array): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(textOf(bytes))?.[1];
}

/** A number in octal digits, or in base 256. */
function numberAt(header: Uint8Array, at: number, length: number): number | undefined {
  if (((header[at] ?? 0) & 0x80) !== 0) {
    let value = (header[at] ?? 0) & 0x7f;
    for (let i = at + 1; i < at + length; i++) value = value * 256 + (header[i] ?? 0);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  const text = fieldAt(header, at, length).trim();
  return /^[0-7]*$/.test(text) ? Number.parseInt(text || '0', 8) : undefined;
}

/** Whether the checksum of a header is right, with its own bytes taken for blanks. */
function isSummed(header: Uint8Array): boolean {
  const said = numberAt(header, 148, 8);
  if (said === undefined || said === 0) return false;
  let sum = 8 * 0x20;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i] ?? 0;
  return sum === said;
}
