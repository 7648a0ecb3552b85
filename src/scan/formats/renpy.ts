/**
 * What Ren'Py writes: archives with an index that is a compressed pickle, and scripts in slots.
 *
 * @module
 */
import { PickleError } from '../../errors.ts';
import { loads } from '../../pickle/loads.ts';
import { type ByteSource, partOf } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText, viewOf } from './format.ts';
import { unpack } from './packed.ts';

const HEADER_BYTES = 64;
const SLOT_BYTES = 12;
const MAGIC = 'RENPY RPC2';

/** Archives, `.rpa`: `RPA-3.0 0000000000000123 42424242\n`. */
export const rpa: Format = {
  name: 'rpa',
  isAtStart: true,
  matches: ({ head }) => /^RPA-[234]\.\d /.test(String.fromCharCode(...head.subarray(0, 8))),
  inspect: async (source, part, session) => {
    const line = new TextDecoder('latin1').decode(await source.read(0, Math.min(source.size, HEADER_BYTES)));
    const [, place = '', keys = ''] = /^RPA-\S+ ([\da-f]{1,16})((?: [\da-f]{1,8})*)/i.exec(line) ?? [];
    const offset = Number.parseInt(place, 16);
    if (!(offset < source.size)) throw new PickleError('bad-archive', 'the archive has no index where it says');
    const index = await unpack('zlib', source, offset, source.size, part, session);
    session.add({ path: [...part.path, 'index'], role: 'loaded', content: index });
    const key = keys.split(' ').reduce((all, text) => all ^ (text === '' ? 0 : Number.parseInt(text, 16)), 0) >>> 0;
    addFiles(index, key, source, part, session);
  },
};

/** The files of an archive: names with lists of `(offset, length, beginning)`, where the numbers are masked by a key. */
function addFiles(index: Uint8Array, key: number, source: ByteSource, part: Part, session: Session): void {
  const files = loads<unknown>(index, { encoding: 'latin1' });
  if (!(files instanceof Map)) throw new PickleError('bad-archive', 'the index of the archive is not a dict');
  for (const [name, places] of files) {
    const [first] = Array.isArray(places) ? (places as unknown[]) : [];
    const [at, length] = Array.isArray(first) ? (first as unknown[]) : [];
    if (typeof name !== 'string' || typeof at !== 'number' || typeof length !== 'number') {
      session.report(part, found('unread', 'incomplete', undefined, 'An entry of the archive is not understood.'));
      continue;
    }
    const start = unmasked(at, key);
    const end = start + unmasked(length, key);
    const path = [...part.path, name];
    if (start < 0 || end > source.size || start > end) {
      session.report({ path }, found('unread', 'incomplete', undefined, 'It lies outside of the archive.'));
    } else session.add({ path, role: 'member', content: partOf(source, start, end) });
  }
}

/** The lower 32 bits are masked. */
function unmasked(value: number, key: number): number {
  const high = Math.floor(value / 2 ** 32) * 2 ** 32;
  return high + ((value - high) ^ key) - (((value - high) ^ key) < 0 ? -(2 ** 32) : 0);
}

/** Compiled scripts, `.rpyc`: slots of compressed pickles. */
export const rpyc: Format = {
  name: 'rpyc',
  isAtStart: true,
  matches: ({ head }) => hasText(head, 0, MAGIC),
  inspect: async (source, part, session) => {
    for (let at = MAGIC.length; at + SLOT_BYTES <= source.size; at += SLOT_BYTES) {
      const slot = viewOf(await source.read(at, at + SLOT_BYTES));
      const [id, start, length] = [slot.getUint32(0, true), slot.getUint32(4, true), slot.getUint32(8, true)];
      if (id === 0) return;
      if (start + length > source.size) throw new PickleError('bad-archive', `the slot ${id} lies outside of the file`);
      const path = [...part.path, `slot ${id}`];
      const content = await unpack('zlib', source, start, start + length, { ...part, path }, session);
      session.add({ path, role: 'loaded', content });
    }
  },
};
