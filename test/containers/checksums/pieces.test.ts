/** Hashes of bytes that come in pieces. */
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Blocks } from '../../../src/containers/checksums/blocks.ts';
import { Sha256 } from '../../../src/containers/checksums/sha256.ts';
import { Xxh32 } from '../../../src/containers/checksums/xxh32.ts';

const pieces = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 });

test('blocks come in order and are complete, and what is left is shorter than one', () => {
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 70 }), (parts, size) => {
      const blocks = new Blocks(size);
      const runs: Buffer[] = [];
      for (const part of parts) for (const run of blocks.add(part)) runs.push(Buffer.from(run));
      expect(runs.every((run) => run.length > 0 && run.length % size === 0)).toBe(true);
      expect(blocks.incomplete.length).toBeLessThan(size);
      expect(blocks.length).toBe(Buffer.concat(parts).length);
      expect(Buffer.concat([...runs, blocks.incomplete])).toEqual(Buffer.concat(parts));
    }),
  );
});

test("SHA-256 is that of Node's crypto, however the bytes are cut", () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const hash = new Sha256();
      for (const part of parts) hash.update(part);
      expect(Buffer.from(hash.digest()).toString('hex')).toBe(
        createHash('sha256').update(Buffer.concat(parts)).digest('hex'),
      );
    }),
  );
});

/** From the specification of xxHash, and of xxhash 3.6.0 for Python. */
test.for([
  ['', 0x02cc_5d05],
  ['a', 0x550d_7456],
  ['abc', 0x32d1_53ff],
  ['Nobody inspects the spammish repetition', 0xe229_3b2f],
] as const)('the XXH32 of %j, cut anywhere, is %i', ([text, expected]) => {
  const bytes = new TextEncoder().encode(text);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const hash = new Xxh32();
    hash.update(bytes.subarray(0, cut));
    hash.update(bytes.subarray(cut));
    expect(hash.value).toBe(expected);
  }
});
