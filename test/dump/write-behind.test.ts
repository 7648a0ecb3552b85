/** Long files, written while what follows is being made. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeBehind } from '../../src/dump/write-behind.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-write-behind-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MB = 2 ** 20;
/** Lengths of chunks, and of the writes that a sink without `writev` gets. */
const ROWS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['short chunks together', [10, 20, 0, 30], [60]],
  ['a long chunk as it is, short ones around it together', [10, 20, MB, 30, 40], [30, MB, 70]],
  ['many short chunks in pieces', Array.from({ length: 100 }, () => 1000), [66_000, 34_000]],
  ['nothing if there is nothing', [0], []],
  ['chunks of several batches', [3 * MB, 6 * MB, 10, 9 * MB], [3 * MB, 6 * MB, 10, 9 * MB]],
];
const chunksOf = (lengths: readonly number[]): Uint8Array[] =>
  lengths.map((length, i) => new Uint8Array(length).fill(i + 1));

describe('writeBehind', () => {
  test.for(ROWS)('writes %s', async ([, lengths, writes]) => {
    const chunks = chunksOf(lengths);
    const written: Uint8Array[] = [];
    await writeBehind(chunks, { write: (chunk) => void written.push(chunk) });
    expect(written.map(({ length }) => length)).toEqual(writes);
    expect(Buffer.concat(written).equals(Buffer.concat(chunks))).toBe(true);
  });

  test.for(ROWS)('writes %s to a FileHandle', async ([, lengths]) => {
    const path = join(folder, 'file');
    const handle = await open(path, 'w');
    await writeBehind(chunksOf(lengths), handle);
    await handle.close();
    expect(readFileSync(path).equals(Buffer.concat(chunksOf(lengths)))).toBe(true);
  });

  test('goes on where a file took a part of what it was given', async () => {
    const taken: Uint8Array[] = [];
    const take = (bytes: Uint8Array): { bytesWritten: number } => {
      taken.push(bytes.slice(0, 100_000));
      return { bytesWritten: Math.min(bytes.length, 100_000) };
    };
    const sink = {
      fd: 3,
      write: async (chunk: Uint8Array) => take(chunk),
      writev: async (chunks: readonly Uint8Array[]) => take(Buffer.concat(chunks)),
    };
    const chunks = chunksOf([70_000, 80_000, 250_000]);
    await writeBehind(chunks, sink);
    expect(Buffer.concat(taken).equals(Buffer.concat(chunks))).toBe(true);
  });

  test('asks for the next chunks while a batch is being written, and writes no two batches at once', async () => {
    const events: string[] = [];
    let underway = 0;
    const sink = {
      async write(chunk: Uint8Array) {
        expect(++underway).toBe(1);
        events.push(`begin ${chunk[0]}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        events.push(`end ${chunk[0]}`);
        underway--;
      },
    };
    await writeBehind(
      (function* () {
        for (const i of [1, 2]) {
          events.push(`make ${i}`);
          yield new Uint8Array(9 * MB).fill(i);
        }
      })(),
      sink,
    );
    expect(events).toEqual(['make 1', 'begin 1', 'make 2', 'end 1', 'begin 2', 'end 2']);
  });

  test('gives the error of the sink, and closes what makes the chunks', async () => {
    let isClosed = false;
    const failure = new Error('the disk is full');
    const chunks = function* () {
      try {
        for (;;) yield new Uint8Array(9 * MB);
      } finally {
        isClosed = true;
      }
    };
    await expect(writeBehind(chunks(), { write: () => Promise.reject(failure) })).rejects.toBe(failure);
    expect(isClosed).toBe(true);
  });

  test('gives an error of what makes the chunks when no write is under way any more', async () => {
    let isWriting = false;
    const failure = new Error('the source is gone');
    const chunks = function* () {
      yield new Uint8Array(9 * MB);
      throw failure;
    };
    const sink = {
      async write() {
        isWriting = true;
        await new Promise((resolve) => setTimeout(resolve, 20));
        isWriting = false;
      },
    };
    await expect(writeBehind(chunks(), sink)).rejects.toBe(failure);
    expect(isWriting).toBe(false);
  });
});
