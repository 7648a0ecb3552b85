import { isZip } from '../../bytes/signature.ts';
import { decodeLatin1 } from '../../bytes/text.ts';
import { Ceiling } from '../../ceiling.ts';
import type { PackedFormat } from '../../containers/broken.ts';
import { type DirectoryRecord, readDirectory } from '../../containers/zip/directory.ts';
import { decodeName } from '../../containers/zip/names.ts';
import { PickleError } from '../../errors.ts';
import { type ByteSource, chunksOf, partOf } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText, viewOf } from './format.ts';
import { asFarAsItGoes } from './packed.ts';
import type { ZipMember } from './zip-member.ts';
import { modelMembers } from './zip-models.ts';

const HEADER = 0x0403_4b50;
const HEADER_BYTES = 30;
const [STORED, LZMA] = [0, 14];
const [ENCRYPTED, LZMA_MARKER, DESCRIBED, UTF8] = [1, 2, 8, 0x800];
const RATIO = 100;
/** Gaps between members are searched for more, up to so many bytes. */
const MOST_SEARCHED = 2 ** 28;

const METHODS: ReadonlyMap<number, PackedFormat> = new Map([
  [8, 'deflate'],
  [12, 'bz2'],
  [LZMA, 'lzma'],
  [93, 'zstd'],
  [95, 'xz'],
]);

/** Zip archives, also those behind something else: every entry of the directory, and every header in the file. */
export const zip: Format = {
  name: 'zip',
  isAtStart: true,
  matches: ({ head }) => isZip(head),
  inspect: inspectZip,
};

/** A zip archive with something before it. */
export const appendedZip: Format = {
  name: 'zip',
  isAtStart: false,
  matches: ({ head, tail }) => !isZip(head) && endRecord(tail) >= 0,
  inspect: async (source, part, session) => {
    const reason = 'A zip archive stands behind something else, and readers take the one or the other.';
    session.report(part, found('archive-anomaly', 'suspicious', 0, reason));
    await inspectZip(source, part, session);
  },
};

/** Where an end record begins whose comment goes to the end of the file. */
function endRecord(tail: Uint8Array): number {
  for (let at = tail.length - 22; at >= 0; at--) {
    if (!hasText(tail, at, 'PK\x05\x06')) continue;
    if (at + 22 + viewOf(tail).getUint16(at + 20, true) === tail.length) return at;
  }
  return -1;
}

async function inspectZip(source: ByteSource, part: Part, session: Session): Promise<void> {
  const members: ZipMember[] = [];
  let records: readonly DirectoryRecord[] = [];
  let end = source.size;
  try {
    ({ records, start: end } = await readDirectory(source, session.settings.limits.members));
  } catch (error) {
    if (!(error instanceof PickleError) || error.code === 'changed' || error.code === 'bad-response') throw error;
    session.report(part, found('unread', 'incomplete', undefined, `${error.message}.`));
  }
  for (const record of records) {
    const member = await memberOf(source, record, part, session);
    if (member !== undefined) members.push(member);
  }
  for (const hidden of await hiddenMembers(source, members, end, part, session)) members.push(hidden);
  clashes(members, part, session);
  const rest = modelMembers(members, part, session);
  for (const member of rest) await addMember(source, member, part, session);
}

/** An entry of the directory, with what its own header says otherwise. */
async function memberOf(
  source: ByteSource,
  record: DirectoryRecord,
  part: Part,
  session: Session,
): Promise<ZipMember | undefined> {
  const { headerOffset, name, method, flags, packedSize, size } = record;
  const own = await headerAt(source, headerOffset);
  if (own === undefined) {
    const reason = `The member ${JSON.stringify(name)} has no header where the directory says.`;
    session.report(part, found('archive-anomaly', 'suspicious', headerOffset, reason));
    return undefined;
  }
  const isDifferent = own.name !== name || own.method !== method || ((own.flags ^ flags) & ENCRYPTED) !== 0;
  if (isDifferent) {
    const reason = `The member ${JSON.stringify(name)} is another one in its own header (${JSON.stringify(own.name)}).`;
    session.report(part, found('archive-anomaly', 'suspicious', headerOffset, reason));
  }
  const end = own.start + packedSize;
  if (end > source.size) {
    session.report(part, found('unread', 'incomplete', headerOffset, `The member ${JSON.stringify(name)} is cut.`));
    return undefined;
  }
  // What is packed by one method may be read by another if the two headers do not agree: the own header is taken by some.
  return { name, method: isDifferent ? own.method : method, flags: own.flags & flags, start: own.start, end, size };
}

/** Members with a header that is not in the directory. */
async function hiddenMembers(
  source: ByteSource,
  known: readonly ZipMember[],
  end: number,
  part: Part,
  session: Session,
): Promise<readonly ZipMember[]> {
  const hidden: ZipMember[] = [];
  let searched = 0;
  for (const [from, to] of gapsOf(known, end)) {
    searched += to - from;
    if (searched > MOST_SEARCHED) {
      session.report(part, found('limit', 'incomplete', from, 'There is too much between the members of the archive.'));
      break;
    }
    const bytes = await source.read(from, to);
    for (let at = bytes.indexOf(0x50); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
      if (!hasText(bytes, at, 'PK\x03\x04')) continue;
      const own = await headerAt(source, from + at);
      if (own === undefined || known.some(({ start }) => start === own.start)) continue;
      if (known.length > 0) {
        const reason = `The member ${JSON.stringify(own.name)} is not in the directory.`;
        session.report(part, found('archive-anomaly', 'suspicious', from + at, reason));
      }
      // Where it does not say how long it is, it ends at the next header: the rest of the file would be looked at in each.
      const isOpen = own.method === STORED && own.end === source.size;
      hidden.push(isOpen ? { ...own, end: Math.max(own.start, from + nextHeader(bytes, own.start - from)) } : own);
    }
  }
  return hidden;
}

/** Where the next header or descriptor of a zip archive stands, from an offset on. */
function nextHeader(bytes: Uint8Array, start: number): number {
  for (let at = bytes.indexOf(0x50, start); at >= 0; at = bytes.indexOf(0x50, at + 1)) {
    if (/^PK(?:\x01\x02|\x03\x04|\x05\x06|\x07\x08)$/.test(decodeLatin1(bytes, at, Math.min(bytes.length, at + 4))))
      return at;
  }
  return bytes.length;
}

/** What is not packed data of a member. */
function gapsOf(members: readonly ZipMember[], end: number): (readonly [from: number, to: number])[] {
  const gaps: [number, number][] = [];
  let at = 0;
  for (const member of [...members].sort((a, b) => a.start - b.start)) {
    if (member.start > at) gaps.push([at, member.start]);
    at = Math.max(at, member.end);
  }
  if (end > at) gaps.push([at, end]);
  return gaps;
}

/** The member whose header begins at an offset; its end is that of the file if the header does not say. */
async function headerAt(source: ByteSource, offset: number): Promise<ZipMember | undefined> {
  if (offset < 0 || offset + HEADER_BYTES > source.size) return undefined;
  const header = viewOf(await source.read(offset, offset + HEADER_BYTES));
  if (header.getUint32(0, true) !== HEADER) return undefined;
  const flags = header.getUint16(6, true);
  const nameEnd = offset + HEADER_BYTES + header.getUint16(26, true);
  const start = nameEnd + header.getUint16(28, true);
  if (start > source.size) return undefined;
  const name = decodeName(await source.read(offset + HEADER_BYTES, nameEnd), (flags & UTF8) !== 0);
  const packedSize = header.getUint32(18, true);
  const isSaid = packedSize > 0 && packedSize < 0xffff_ffff && (flags & DESCRIBED) === 0;
  const end = isSaid ? Math.min(source.size, start + packedSize) : source.size;
  return { name, method: header.getUint16(8, true), flags, start, end, size: header.getUint32(22, true) };
}

/** Members that some reader takes for one another. */
function clashes(members: readonly ZipMember[], part: Part, session: Session): void {
  const names = new Set<string>();
  for (const { name, start } of members) {
    const key = name.toLowerCase().normalize();
    if (names.has(key) && !name.endsWith('/')) {
      const reason = `There are several members ${JSON.stringify(name)}, and readers do not take the same one.`;
      session.report(part, found('archive-anomaly', 'suspicious', start, reason));
    }
    names.add(key);
    if (/(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]|^[A-Za-z]:/.test(name)) {
      const reason = `The name ${JSON.stringify(name)} leads out of the folder that it is unpacked to.`;
      session.report(part, found('archive-anomaly', 'suspicious', start, reason));
    }
  }
}

async function addMember(source: ByteSource, member: ZipMember, part: Part, session: Session): Promise<void> {
  const { name, method, flags, start, end, size } = member;
  const inner: Part = { path: [...part.path, name], role: 'member', content: new Uint8Array(0) };
  if (name.endsWith('/') && end === start) return;
  const format = METHODS.get(method);
  if ((flags & ENCRYPTED) !== 0) {
    session.report(inner, found('unread', 'incomplete', undefined, 'It is encrypted.'));
  } else if (method === STORED) session.add({ ...inner, content: partOf(source, start, end) });
  else if (format === undefined) {
    const reason = `It is compressed by a method that is not supported (${method}).`;
    session.report(inner, found('unread', 'incomplete', undefined, reason));
  } else if (session.spend(inner, end - start)) {
    const { memberOfZip, unpacked, unpackedBy } = await import('../../containers/unpacked.ts');
    const ceiling = new Ceiling({ unpacked: Math.max(0, session.left), ratio: RATIO }, 'member');
    const packed = chunksOf(partOf(source, start, end));
    const chunks =
      method === LZMA
        ? unpackedBy(memberOfZip(flags & LZMA_MARKER ? undefined : size), format, packed, ceiling)
        : unpacked(format, packed, ceiling);
    session.add({ ...inner, content: await asFarAsItGoes(chunks, inner, session) });
  }
}
