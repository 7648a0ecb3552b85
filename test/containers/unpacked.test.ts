import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compressionOf } from '../../src/bytes/signature.ts';
import { Ceiling } from '../../src/ceiling.ts';
import { unpacked, unpackedBytes, unpackedSync } from '../../src/containers/unpacked.ts';
import { PickleError } from '../../src/index.ts';
import { COMPRESSED, lentChunks, SHORT_ROWS } from './fixtures.ts';

type Format = (typeof COMPRESSED)[number]['format'];
const FORMATS: readonly Format[] = ['gzip', 'zlib', 'zstd', 'bz2', 'xz', 'lzma', 'lz4'];
const ceiling = (): Ceiling => new Ceiling({ unpacked: 1e8, ratio: 1000 }, 'data');

function whole(format: Format, bytes: Uint8Array): Buffer {
  return Buffer.concat([...unpackedBytes(format, bytes, ceiling())]);
}

function inChunks(format: Format, bytes: Uint8Array, size: number): Buffer {
  const chunks = lentChunks(bytes, size);
  return Buffer.concat([...unpackedSync(format, () => chunks.next().value ?? undefined, ceiling())]);
}

async function arriving(format: Format, bytes: Uint8Array, size: number): Promise<Buffer> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield* lentChunks(bytes, size);
  }
  const found: Uint8Array[] = [];
  for await (const chunk of unpacked(format, chunks(), ceiling())) found.push(chunk);
  return Buffer.concat(found);
}

function outcome(run: () => Uint8Array): string {
  try {
    return Buffer.from(run()).toString('latin1');
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test('there are rows of every format', () => {
  expect([...new Set(COMPRESSED.map(({ format }) => format))].sort()).toEqual([...FORMATS].sort());
});

describe('what CPython, zstandard and lz4 wrote', () => {
  test.for(COMPRESSED)('$name', async ({ format, packed, content }) => {
    expect(compressionOf(packed)).toBe(format);
    expect(whole(format, packed).equals(content)).toBe(true);
    for (const size of [1, 7, 1000]) {
      if (packed.length / size > 3000) continue;
      expect(inChunks(format, packed, size).equals(content), `chunks of ${size}`).toBe(true);
    }
    expect((await arriving(format, packed, 999)).equals(content)).toBe(true);
  });
});

/** Rows that end with bytes which are not looked at. */
const LOOSE = /behind it|other bytes/;

describe('data that is cut anywhere is refused, whole and in chunks with the same words', () => {
  test.for(SHORT_ROWS.filter(({ name }) => !LOOSE.test(name)))('$name', ({ format, packed, name }) => {
    const step = Math.max(1, Math.floor(packed.length / 60));
    for (let length = 0; length < packed.length; length += step) {
      const cut = packed.subarray(0, length);
      const found = outcome(() => whole(format, cut));
      expect(
        outcome(() => inChunks(format, cut, 5)),
        `${length} bytes`,
      ).toBe(found);
      // Between two of them, several streams are one less.
      const mayEnd = length === 0 ? /^(zstd|lz4)/ : /two|padding/;
      if (!mayEnd.test(name))
        expect(found, `${length} bytes`).toMatch(/^bad-compression: the \w+ data is cut or broken/);
    }
  });
});

describe('a flipped bit is found, or changes nothing', () => {
  // Formats, or rows, that have no checksum: anything may come of it, but no other error.
  const UNCHECKED = /^lzma|no check|lz4.frame.compress|linked|lz4, two|zstd, (level (3|-5)|two)/;
  test.for(SHORT_ROWS)('$name', ({ format, packed, content, name }) => {
    const expected = Buffer.from(content).toString('latin1');
    const step = Math.max(1, Math.floor((8 * packed.length) / 400));
    let found = 0;
    for (let bit = 0; bit < 8 * packed.length; bit += step) {
      const flipped = Uint8Array.from(packed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const result = outcome(() => whole(format, flipped));
      if (/^(bad-compression|limit): /.test(result)) found++;
      else if (!UNCHECKED.test(name) && !LOOSE.test(name) && !/two|padding/.test(name))
        expect(result === expected, `bit ${bit}`).toBe(true);
    }
    expect(found).toBeGreaterThan(0);
  });
});

test.for(FORMATS)('any bytes give bytes or a PickleError: %s', (format) => {
  const heads = COMPRESSED.filter((row) => row.format === format).map(({ packed }) => packed);
  fc.assert(
    fc.property(
      fc.constantFrom(...heads),
      fc.nat(60),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(5),
      (head, kept, noise, size) => {
        const bytes = Buffer.concat([head.subarray(0, kept), noise]);
        const found = outcome(() => whole(format, bytes));
        expect(outcome(() => inChunks(format, bytes, size + 1))).toBe(found);
      },
    ),
    { numRuns: 500 },
  );
});

test('changed bytes in real data give bytes or a PickleError', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SHORT_ROWS),
      fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      ({ format, packed }, changes) => {
        const bytes = Uint8Array.from(packed);
        for (const [place, byte] of changes) bytes[Math.floor(place * bytes.length)] = byte;
        outcome(() => whole(format, bytes));
      },
    ),
    { numRuns: 1500 },
  );
});

test.for([
  ['gzip', 20],
  ['bz2', 14],
  ['xz', 32],
  ['zstd', 9],
  ['lz4', 15],
] as const)('100,000 empty streams of %s, one after another, take no more than a second or two', ([format, most]) => {
  const empty = COMPRESSED.filter((row) => row.format === format && row.content.length === 0);
  const shortest = empty.map(({ packed }) => packed).sort((a, b) => a.length - b.length)[0] ?? new Uint8Array(0);
  expect(shortest.length).toBeLessThanOrEqual(most);
  const many = new Uint8Array(shortest.length * 100_000);
  for (let at = 0; at < many.length; at += shortest.length) many.set(shortest, at);
  const began = performance.now();
  expect(whole(format, many).length).toBe(0);
  expect(performance.now() - began).toBeLessThan(10_000);
});
