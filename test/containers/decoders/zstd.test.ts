import { expect, test } from 'vitest';
import { Ceiling } from '../../../src/ceiling.ts';
import { decompress } from '../../../src/cli/compression.ts';
import { Progress } from '../../../src/cli/progress.ts';
import { Xxh64 } from '../../../src/containers/checksums/xxh64.ts';
import { unpackedBytes } from '../../../src/containers/unpacked.ts';
import { SHORT_ROWS } from '../fixtures.ts';

const progress = new Progress(undefined, 'unpacking', undefined);
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

/** Frames that Node 24 wrote: with a checksum, a short one, and one without. */
const LINES = base64(
  'KLUv/WQOEE0IAALHExWgKR2A7dub2wFgYCllkinJ3OzdagU9k8677aitK7Kecer/RlL5sxmTWc2NkEv7VxqSauneqfKU5p9fmvNMQCkQAgVilEFiCA6' +
    'DjGIoCgF4qBFC378D4EKRGTIPEkgQ+K/18ev/nwHhKiFRhtAingAiQA7hQozQ4bCBFADetdmByLhqMEPDXlg9MJv8yYXdCydNkLqnpHfHa7yr2EXMv' +
    'bkMOS7ccCo4pjKWFtETiYiVQwTgYfwgE0Ddb2wjEbZaL9PA5FpaFUie+O7vZ+YmnKXxwaTfyWXo7V8/xwBaI7go2Yln3vDjB88V5BYkRZk33uY/6cI' +
    'BdgYMYI8yY841pvPpkE8ErCqv/MTR',
);
const SECOND = base64('KLUv/SQMYQAAc2Vjb25kIGZyYW1lF2QHtg==');
const UNCHECKED = base64('KLUv/SALWQAAbm8gY2hlY2tzdW0=');
const SKIPPED = Buffer.from('502a4d180500000068656c6c6f', 'hex');

const lines = Array.from({ length: 200 }, (_, i) => `line ${(i * i) % 97} of the pickle\n`).join('');

/** What the decoder makes of all frames. */
function decoded(bytes: Uint8Array): Buffer {
  return Buffer.concat([...unpackedBytes('zstd', bytes, new Ceiling({ unpacked: 1e9, ratio: 1e6 }, 'zstd data'))]);
}

/** A frame of so many blocks of one byte each, which stands for 128 KiB of it. */
function runs(count: number, checksum: readonly number[]): Uint8Array {
  const header = [0x28, 0xb5, 0x2f, 0xfd, checksum.length > 0 ? 0x04 : 0x00, 0x58];
  const size = ((2 ** 17) << 3) | 2;
  const bytes = new Uint8Array(header.length + 4 * count + checksum.length);
  bytes.set(header);
  for (let i = 0; i < count; i++) {
    const block = size | (i === count - 1 ? 1 : 0);
    bytes.set([block & 0xff, (block >> 8) & 0xff, block >> 16, 0x4e], header.length + 4 * i);
  }
  bytes.set(checksum, header.length + 4 * count);
  return bytes;
}

test.for([
  ['one frame', [LINES], lines],
  ['one without checksum', [UNCHECKED], 'no checksum'],
  ['several frames', [LINES, SECOND, UNCHECKED], `${lines}second frameno checksum`],
  ['frames to be skipped', [LINES, SKIPPED, SKIPPED, SECOND, SKIPPED], `${lines}second frame`],
] as const)('%s', async ([, frames, expected]) => {
  const bytes = Buffer.concat(frames);
  expect(decoded(bytes).toString()).toBe(expected);
  expect(Buffer.from(await decompress(bytes, 'zstd', progress)).toString()).toBe(expected);
});

test('a flipped bit is found, or changes nothing', () => {
  const expected = Buffer.from(lines);
  let passed = 0;
  for (let bit = 0; bit < 8 * LINES.length; bit++) {
    const flipped = Uint8Array.from(LINES);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    try {
      expect(decoded(flipped).equals(expected)).toBe(true);
      passed++;
    } catch (error) {
      expect(String(error)).not.toMatch(/AssertionError/);
    }
  }
  // Bits that no decoder uses: 30 of 2,232 for Node's.
  expect(passed).toBeLessThan(40);
});

test('each bit of the checksum and of the content counts', () => {
  for (const [from, end] of [
    [SECOND.length - 4, SECOND.length],
    [9, SECOND.length - 4],
  ] as const) {
    for (let bit = 8 * from; bit < 8 * end; bit++) {
      const flipped = Uint8Array.from(SECOND);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => decoded(flipped)).toThrow('the checksum is wrong');
    }
  }
});

test('the checksum is that of all blocks', async () => {
  const hash = new Xxh64();
  const content = Buffer.alloc(3 * 2 ** 17, 'N');
  hash.update(content);
  const checksum = [0, 8, 16, 24].map((bits) => (hash.low >>> bits) & 0xff);
  expect(decoded(runs(3, checksum)).equals(content)).toBe(true);
  expect(Buffer.from(await decompress(runs(3, checksum), 'zstd', progress)).equals(content)).toBe(true);
  expect(() => decoded(runs(3, [...checksum].reverse()))).toThrow('the checksum is wrong');
});

test.for([
  ['a cut checksum', LINES.subarray(0, -1), 'unexpected end of file'],
  ['a cut block', LINES.subarray(0, 100), 'unexpected end of file'],
  ['a cut header', LINES.subarray(0, 5), 'unexpected end of file'],
  ['a cut frame to be skipped', Buffer.concat([LINES, SKIPPED.subarray(0, -1)]), 'unexpected end of file'],
  ['what is no frame', Buffer.concat([LINES, Buffer.from('N.N.')]), `no zstd frame begins at byte ${LINES.length}`],
  [
    'a length that is wrong',
    Buffer.concat([UNCHECKED.subarray(0, 5), Uint8Array.of(12), UNCHECKED.subarray(6)]),
    'a frame of 11 bytes announces 12',
  ],
  [
    'a block of a kind that is none',
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x58, 7, 0, 0),
    'no zstd block begins at byte 6',
  ],
] as const)('%s is refused', async ([, bytes, reason]) => {
  expect(() => decoded(bytes)).toThrow(reason);
  await expect(decompress(bytes, 'zstd', progress)).rejects.toThrow('the zstd data is cut or broken');
});

test('33 kB that stand for a gigabyte are not unpacked', async () => {
  await expect(decompress(runs(8192, []), 'zstd', progress)).rejects.toThrow(
    'more than 100 times as large when unpacked, and more than 16.0 MB: --max-ratio allows more',
  );
});

/** The bits of {@link LINES} that Node 24.21 (zstd 1.5.7) does not mind: flipped, they leave the content as it is. */
const IDLE: ReadonlySet<number> = new Set([
  34, 36, 133, 134, 135, 136, 137, 140, 141, 786, 787, 788, 789, 790, 791, 836, 837, 838, 839, 921, 922, 923, 924, 925,
  926, 927, 953, 968, 982, 996,
]);

test('what Node refuses, the decoder refuses or reads rightly', () => {
  const refused: number[] = [];
  for (let bit = 0; bit < 8 * LINES.length; bit++) {
    const flipped = Uint8Array.from(LINES);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const found = outcome(() => decoded(flipped));
    expect([undefined, lines]).toContain(found);
    if (IDLE.has(bit) && found === undefined) refused.push(bit);
  }
  // The flag of the checksum: without it, four bytes are left, which Node does not look at.
  expect(refused).toEqual([34]);
});

function outcome(act: () => Uint8Array): string | undefined {
  try {
    return Buffer.from(act()).toString('latin1');
  } catch {
    return undefined;
  }
}

test('changed data on which fzstd ran forever are refused', () => {
  const row = SHORT_ROWS.find(({ name }) => name.startsWith('zstd, without a length'));
  const bytes = Uint8Array.from(row?.packed ?? []);
  bytes[13] = (bytes[13] ?? 0) ^ (1 << 6);
  expect(() => decoded(bytes)).toThrow('the zstd data is cut or broken');
});
