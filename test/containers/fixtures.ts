/** Data that CPython, zstandard and lz4 compressed, and what is inside of it: see conformance/containers.py. */
import type { Compression } from '../../src/bytes/signature.ts';
import { dumps } from '../../src/index.ts';
import { fixture } from '../fixtures.ts';

interface Row {
  readonly format: Compression;
  /** `bz2, two streams: lines`. */
  readonly name: string;
  readonly packed: Uint8Array;
  readonly content: Uint8Array;
}

const raw = fixture<{
  readonly compressed: readonly (readonly [Compression, string, string, string])[];
  readonly zip: readonly (readonly [string, string])[];
}>('containers.json.gz');

function lines(count: number): Uint8Array {
  return Buffer.from(Array.from({ length: count }, (_, i) => `line ${(i * i) % 97} of the pickle\n`).join(''));
}

function noise(count: number): Uint8Array {
  let state = 1n;
  return Uint8Array.from({ length: count }, () => {
    state = (state * 1_103_515_245n + 12_345n) % 2n ** 31n;
    return Number((state >> 16n) & 0xffn);
  });
}

/** What is pickled in the rows that end with `: pickle`. */
export const PICKLED: unknown = ['spam', Array.from({ length: 100 }, (_, i) => i)];

export const CONTENTS: ReadonlyMap<string, Uint8Array> = new Map<string, Uint8Array>([
  ['empty', new Uint8Array(0)],
  ['one byte', Buffer.from('N')],
  ['lines', lines(200)],
  ['noise', noise(1500)],
  ['pickle', dumps(PICKLED, { protocol: 4, python: '3.13' })],
  ['long', Buffer.concat([lines(2500), noise(500), lines(2500)])],
  ['runs', Buffer.from('a'.repeat(300_000) + 'b'.repeat(5) + 'c'.repeat(4) + 'd'.repeat(259))],
]);

export const COMPRESSED: readonly Row[] = raw.compressed.map(([format, writer, of, packed]) => ({
  format,
  name: `${format}, ${writer}: ${of}`,
  packed: Buffer.from(packed, 'base64'),
  content: CONTENTS.get(of) ?? new Uint8Array(0),
}));

export const ARCHIVES: ReadonlyMap<string, Uint8Array> = new Map(
  raw.zip.map(([name, bytes]) => [name, Buffer.from(bytes, 'base64')]),
);

/** One row of each writer, short enough to be read many times. */
export const SHORT_ROWS: readonly Row[] = COMPRESSED.filter(({ name }) => name.endsWith(': lines'));

/** Chunks in memory that is used again for the next. */
export function* lentChunks(bytes: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  const memory = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    memory.fill(0xff);
    memory.set(part);
    yield memory.subarray(0, part.length);
  }
}
