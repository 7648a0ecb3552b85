/** Where the chunks of a pickle go. */
import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { dump, dumps, PicklingError, type Sink } from '../../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-sink-'));
afterAll(() => rmSync(folder, { recursive: true }));

const VALUE = [
  'spam',
  new Uint8Array(300_000).fill(1),
  Array.from({ length: 50_000 }, (_, i) => i),
  'é'.repeat(100_000),
];
const PICKLE = dumps(VALUE);
const failure = new Error('the disk is full');

/** What a sink may be, each with what it has received. */
const SINKS: readonly (readonly [string, () => Promise<{ sink: Sink; received(): Promise<Uint8Array> }>])[] = [
  [
    'an object with a write method',
    async () => {
      const chunks: Uint8Array[] = [];
      return { sink: { write: (chunk) => chunks.push(chunk) }, received: async () => Buffer.concat(chunks) };
    },
  ],
  [
    'an object whose write gives a Promise',
    async () => {
      const chunks: Uint8Array[] = [];
      const write = async (chunk: Uint8Array): Promise<void> => {
        await new Promise((resolve) => setImmediate(resolve));
        chunks.push(chunk);
      };
      return { sink: { write }, received: async () => Buffer.concat(chunks) };
    },
  ],
  [
    'a WritableStream',
    async () => {
      const chunks: Uint8Array[] = [];
      const sink = new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk) });
      return {
        sink,
        async received() {
          expect(sink.locked).toBe(false);
          await sink.close();
          return Buffer.concat(chunks);
        },
      };
    },
  ],
  [
    'a Node stream',
    async () => {
      const stream = new PassThrough();
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      return {
        sink: stream,
        async received() {
          expect(['drain', 'error', 'close'].map((name) => stream.listenerCount(name))).toEqual(
            ['drain', 'error', 'close'].map((name) => new PassThrough().on('data', () => {}).listenerCount(name)),
          );
          expect(stream.writableEnded).toBe(false);
          return Buffer.concat(chunks);
        },
      };
    },
  ],
  [
    'a FileHandle',
    async () => {
      const path = join(folder, 'handle');
      const sink = await open(path, 'w');
      return {
        sink,
        async received() {
          await sink.close();
          return readFileSync(path);
        },
      };
    },
  ],
  [
    'a sink that takes a part of a chunk at a time, as a FileHandle may',
    async () => {
      const chunks: Uint8Array[] = [];
      const write = async (chunk: Uint8Array): Promise<{ bytesWritten: number }> => {
        const part = chunk.slice(0, 1 + Math.floor(chunk.length / 2));
        chunks.push(part);
        return { bytesWritten: part.length };
      };
      return { sink: { write }, received: async () => Buffer.concat(chunks) };
    },
  ],
];

describe.for(SINKS)('%s', ([, make]) => {
  test('gets the bytes of dumps', async () => {
    const { sink, received } = await make();
    await dump(VALUE, sink);
    expect(isDeepStrictEqual(new Uint8Array(await received()), PICKLE)).toBe(true);
  });

  test('stays open for the next pickle, also after a value that has none', async () => {
    const { sink, received } = await make();
    await dump([1], sink);
    await expect(dump([Symbol('no')], sink)).rejects.toThrow(PicklingError);
    await dump([2], sink, { protocol: 2 });
    expect(Buffer.from(await received())).toEqual(Buffer.concat([dumps([1]), dumps([2], { protocol: 2 })]));
  });
});

test.for<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a string', 'file'],
  ['an object without write', {}],
  ['an array', []],
])('%s is no sink', async ([, sink]) => {
  await expect(dump(1, sink as Sink)).rejects.toThrow(TypeError);
});

test('wrong options leave the sink untouched', async () => {
  const sink = new WritableStream<Uint8Array>();
  await expect(dump(1, sink, { protocol: 9 as 5 })).rejects.toThrow(RangeError);
  expect(sink.locked).toBe(false);
});

describe('no chunk is made before the sink wants it', () => {
  test('a WritableStream', async () => {
    let release: () => void = () => {};
    const sizes: number[] = [];
    const sink = new WritableStream<Uint8Array>({
      write(chunk) {
        sizes.push(chunk.length);
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    });
    await pacedBy(sink, sizes, () => release());
  });

  test('a Node stream', async () => {
    let release: () => void = () => {};
    const sizes: number[] = [];
    const sink = new Writable({
      highWaterMark: 1,
      write(chunk: Uint8Array, _encoding, callback) {
        sizes.push(chunk.length);
        release = callback;
      },
    });
    await pacedBy(sink, sizes, () => release());
  });

  /** A value whose parts are counted as they are written: a chunk made too early would count too many. */
  async function pacedBy(sink: Sink, sizes: number[], release: () => void): Promise<void> {
    let seen = 0;
    const value = Array.from({ length: 100_000 }, (_, i) => ({ i }));
    const done = dump(value, sink, { persistentId: () => void seen++ });
    let chunks = 0;
    const isDone = done.then(() => true);
    while (!(await Promise.race([isDone, new Promise((resolve) => setTimeout(resolve, 2, false))]))) {
      if (sizes.length === chunks) continue;
      expect(sizes.length).toBe(chunks + 1);
      chunks = sizes.length;
      // Of 300,001 values no more than the chunks given and the one that waits can have been looked at.
      expect(seen).toBeLessThan((chunks + 1) * 40_000);
      release();
    }
    expect(seen).toBe(300_001);
    expect(chunks).toBeGreaterThan(8);
  }
});

describe('what a sink fails with reaches the caller once, and nobody else', () => {
  test.for<[string, () => Sink]>([
    [
      'a write that throws',
      () => ({
        write() {
          throw failure;
        },
      }),
    ],
    ['a write that rejects', () => ({ write: () => Promise.reject(failure) })],
    ['a WritableStream that errs', () => new WritableStream({ write: () => Promise.reject(failure) })],
    ['a WritableStream that errs later', () => failingLater()],
    ['a WritableStream that has erred', () => new WritableStream({ start: (controller) => controller.error(failure) })],
    ['a Node stream that fails', () => new Writable({ write: (_chunk, _encoding, callback) => callback(failure) })],
    ['a Node stream that fails with the last bytes', () => failingAtEnd()],
    ['a Node stream that is destroyed', () => destroyedLater()],
  ])('%s', async ([, make]) => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    process.on('uncaughtException', note);
    await expect(dump(VALUE, make())).rejects.toBe(failure);
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.removeListener('unhandledRejection', note);
    process.removeListener('uncaughtException', note);
    expect(unhandled).toEqual([]);
  });

  test('a Node stream that closes without an error', async () => {
    const sink = new Writable({ highWaterMark: 1, write() {} });
    setTimeout(() => sink.destroy(), 5);
    await expect(dump(VALUE, sink)).rejects.toThrow('the sink was closed before the pickle was written');
  });

  test('a Node stream that was ended', async () => {
    const sink = new PassThrough();
    sink.end();
    await expect(dump(VALUE, sink)).rejects.toMatchObject({ code: 'ERR_STREAM_WRITE_AFTER_END' });
  });

  test('a sink that takes nothing', async () => {
    await expect(dump(VALUE, { write: async () => ({ bytesWritten: 0 }) })).rejects.toThrow('the sink took no bytes');
  });

  test.runIf(existsSync('/dev/full'))('a full disk', async () => {
    const sink = await open('/dev/full', 'w');
    await expect(dump(VALUE, sink)).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'write' });
    await sink.close();
  });

  test('an error of the value leaves no listener on a Node stream, even with bytes on their way', async () => {
    let finish: () => void = () => {};
    const sink = new Writable({
      highWaterMark: 2 ** 20,
      write(_chunk, _encoding, callback) {
        finish = callback;
      },
    });
    await expect(dump([new Uint8Array(100_000), Symbol('no')], sink)).rejects.toThrow(PicklingError);
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    finish();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sink.listenerCount('error')).toBe(0);
  });
});

test('an emitter that is no stream is written to as any object', async () => {
  const chunks: Uint8Array[] = [];
  const sink = Object.assign(new EventEmitter(), { write: (chunk: Uint8Array) => void chunks.push(chunk) });
  await dump(VALUE, sink);
  expect(Buffer.concat(chunks).equals(PICKLE)).toBe(true);
});

function failingLater(): WritableStream<Uint8Array> {
  let chunks = 0;
  return new WritableStream({ write: () => (++chunks > 2 ? Promise.reject(failure) : Promise.resolve()) });
}

function failingAtEnd(): Writable {
  return new Writable({
    highWaterMark: 2 ** 22,
    write(_chunk, _encoding, callback) {
      setTimeout(() => callback(failure), 5);
    },
  });
}

function destroyedLater(): Writable {
  const sink = new Writable({ highWaterMark: 1, write() {} });
  setTimeout(() => sink.destroy(failure), 5);
  return sink;
}
