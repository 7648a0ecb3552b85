/** Pickles that arrive in chunks. */
import { connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  ByteArray,
  Dict,
  dumps,
  load,
  loadAll,
  loads,
  PickleBuffer,
  Pickler,
  type Source,
  StreamUnpickler,
  UnpicklingError,
} from '../../src/index.ts';
import { cut, later, lent, streamOf } from '../chunks.ts';
import { hex } from '../fixtures.ts';

/** Every form of argument: short and long lines, counts of 1, 4 and 8 bytes, frames, and bytes longer than a carry. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['small values', [null, true, 1, 300, 70_000, -1, 2n ** 70n, 1.5, 'spam', 'é'.repeat(300), new Uint8Array(3)]],
  [
    'a dict',
    new Dict<unknown, unknown>([
      ['a', [1]],
      [2, 'b'],
    ]),
  ],
  ['many frames', Array.from({ length: 30_000 }, (_, i) => `item ${i}`)],
  ['long bytes', [new Uint8Array(700_000).fill(7), 'x', ByteArray.from(new Uint8Array(300_000).fill(9))]],
  ['a long str', ['é'.repeat(200_000), 'tail']],
  ['a long int', [2n ** 3_000_000n, 2n ** 2_000n]],
];

/** What a source may be. */
const SOURCES: readonly (readonly [string, (chunks: Uint8Array[]) => Source])[] = [
  ['an iterable', (chunks) => lent(chunks)],
  ['an async iterable', (chunks) => later(chunks)],
  ['an array of chunks', (chunks) => chunks],
  ['a ReadableStream', (chunks) => streamOf(chunks)],
  ['a Node stream', (chunks) => Readable.from(chunks)],
  ['a Blob', (chunks) => new Blob(chunks as Uint8Array<ArrayBuffer>[])],
  ['bytes', (chunks) => Buffer.concat(chunks)],
  ['an ArrayBuffer', (chunks) => new Uint8Array(Buffer.concat(chunks)).buffer],
];

describe.for(SOURCES)('%s', ([, sourceOf]) => {
  test.for(VALUES)('gives %s', async ([, value]) => {
    const pickle = dumps(value);
    expect(isDeepStrictEqual(await load(sourceOf(cut(pickle, [0, 4096, 1]))), loads(pickle))).toBe(true);
  });

  test('gives pickles one after another', async () => {
    const pickles = Buffer.concat([dumps([1]), dumps('two', { protocol: 0 }), dumps(new Uint8Array(70_000))]);
    expect(await all(loadAll(sourceOf(cut(pickles, [5]))))).toEqual([[1], 'two', new Uint8Array(70_000)]);
  });

  test('gives a pickle and the bytes behind it', async () => {
    const bytes = Buffer.concat([dumps([1]), Buffer.from('behind'), dumps([2]), Buffer.from('rest of it')]);
    const unpickler = new StreamUnpickler(sourceOf(cut(bytes, [4])));
    expect(await unpickler.load()).toEqual([1]);
    expect(unpickler.offset).toBe(dumps([1]).length);
    expect(await unpickler.readBytes(6)).toEqual(new Uint8Array(Buffer.from('behind')));
    expect(await unpickler.load()).toEqual([2]);
    const rest: Uint8Array[] = [];
    for await (const chunk of unpickler.rest()) rest.push(Uint8Array.from(chunk));
    expect(Buffer.concat(rest).toString()).toBe('rest of it');
    expect(unpickler.offset).toBe(bytes.length);
  });

  test('refuses a pickle that is cut', async () => {
    const pickle = dumps(['spam', 'eggs']);
    await expect(load(sourceOf(cut(pickle.subarray(0, 15), [4])))).rejects.toThrow(/truncated \(at byte 2\)$/);
    await expect(load(sourceOf([]))).rejects.toThrow(/^Ran out of input \(at byte 0\)$/);
  });
});

test.for(VALUES)('%s may be cut anywhere', async ([, value]) => {
  for (const protocol of [0, 2, 4, 5] as const) {
    if (protocol === 0 && value === VALUES[5]?.[1]) continue; // No text of so many digits.
    const pickle = dumps(value, { protocol });
    const whole = loads(pickle);
    const sizes = pickle.length > 100_000 ? [65_536, 65_537, 3 * 65_536, 1000] : [1, 2, 3, 65];
    for (const size of sizes) expect(isDeepStrictEqual(await load(lent(cut(pickle, [size, 0]))), whole)).toBe(true);
  }
});

test('nothing in the result shares memory with a chunk, and long bytes have no more than their own', async () => {
  const chunk = dumps([new Uint8Array(3), new Uint8Array(400_000), ByteArray.from(new Uint8Array(400_000))]);
  for (const size of [chunk.length, 1000]) {
    const [short, long, array] = await load<Uint8Array[]>(lent(cut(chunk, [size])));
    expect(short).toEqual(new Uint8Array(3));
    expect(isDeepStrictEqual(long, new Uint8Array(400_000))).toBe(true);
    expect(isDeepStrictEqual(array, ByteArray.from(new Uint8Array(400_000)))).toBe(true);
    for (const bytes of [long, array]) expect(bytes?.buffer.byteLength).toBeLessThan(400_100);
    expect(long?.buffer).not.toBe(array?.buffer);
  }
});

test('options hold as for loads', async () => {
  const buffers = [new Uint8Array([1, 2])];
  const pickle = dumps([new PickleBuffer(buffers[0] ?? new Uint8Array()), { a: 2n ** 3n }], {
    bufferCallback: () => false,
  });
  const options = { buffers, dicts: 'object', ints: 'bigint' } as const;
  const [buffer, record] = await load<[ByteArray, object]>([pickle], options);
  expect(buffer.buffer).toBe(buffers[0]?.buffer);
  expect(record).toEqual({ a: 8n });
  await expect(load([pickle], { dicts: 'list' as 'map' })).rejects.toThrow(RangeError);
});

test.for<[string, unknown]>([
  ['nothing', undefined],
  ['null', null],
  ['a number', 5],
  ['a string', 'spam'],
  ['an object', {}],
  ['an array of numbers', [128, 4]],
  ['a stream of text', Readable.from(['spam'])],
])('%s is no source', async ([, source]) => {
  await expect(load(source as Source)).rejects.toThrow(TypeError);
});

describe('a frame must lie in the source', () => {
  const long = Buffer.concat([
    hex('80 04 95 00 00 03 00 00 00 00 00'),
    new Uint8Array(0x3_0000 - 2).fill(0x4e),
    hex('30 2e'),
  ]);

  test('a frame longer than what is read ahead is read', async () => {
    expect(await load(lent(cut(long, [1000])))).toBeNull();
    expect(await load(new Blob([long]))).toBeNull();
  });

  test.for<[string, Uint8Array]>([
    ['the frame is cut', long.subarray(0, 150_000)],
    [
      'the pickle ends before its frame, and the source too',
      Buffer.concat([long.subarray(0, 11), hex('4e 2e'), Buffer.alloc(50)]),
    ],
    [
      'an error comes before the end of the frame',
      Buffer.concat([long.subarray(0, 11), hex('4e 30 30'), Buffer.alloc(50)]),
    ],
    ['a frame claims 2 ** 62 bytes', hex('80 04 95 00 00 00 00 00 00 00 40 4e 2e')],
  ])('%s', async ([, bytes]) => {
    const whole = failureOf(() => loads(bytes));
    for (const size of [1, 1000, 200_000]) {
      await expect(load(lent(cut(bytes, [size])))).rejects.toMatchObject(whole);
      await expect(all(loadAll(lent(cut(bytes, [size]))))).rejects.toMatchObject(whole);
    }
    await expect(load(new Blob([new Uint8Array(bytes)]))).rejects.toMatchObject(whole);
  });

  test('bytes behind a pickle that ends before its frame are not lost', async () => {
    const bytes = Buffer.concat([hex('80 04 95 00 00 03 00 00 00 00 00 4e 2e'), Buffer.alloc(0x3_0000, 5)]);
    const unpickler = new StreamUnpickler(lent(cut(bytes, [1000])));
    expect(await unpickler.load()).toBeNull();
    expect(unpickler.offset).toBe(13);
    expect(isDeepStrictEqual(await unpickler.readBytes(0x4_0000), new Uint8Array(0x3_0000).fill(5))).toBe(true);
  });
});

describe('limits', () => {
  test('a claim of more than limits.memory is refused when so much has come, and not kept', async () => {
    let given = 0;
    function* endless(): Generator<Uint8Array, void, undefined> {
      yield hex('8e 00 00 00 00 00 01 00 00');
      for (;;) {
        given += 65_536;
        yield new Uint8Array(65_536);
      }
    }
    await expect(load(endless(), { limits: { memory: 2 ** 20 } })).rejects.toMatchObject({
      code: 'limit',
      offset: 0,
      opcode: 0x8e,
    });
    expect(given).toBeLessThan(2 ** 20 + 3 * 65_536);
  });

  test('an endless line is refused', async () => {
    function* endless(): Generator<Uint8Array, void, undefined> {
      for (;;) yield new Uint8Array(65_536).fill(0x49);
    }
    await expect(load(endless(), { limits: { memory: 2 ** 20 } })).rejects.toMatchObject({ code: 'limit', offset: 0 });
  });

  test('more than an array can hold is an UnpicklingError', async () => {
    const header = hex('8e 00 00 00 00 00 00 10 00'); // 2 ** 52 bytes, and a Blob that says it has them.
    const blob = { size: 2 ** 52 + 9, stream: () => streamOf([header, new Uint8Array(2000)]) };
    await expect(load(blob)).rejects.toMatchObject({ code: 'limit', offset: 0 });
  });

  test('limits hold for each pickle of loadAll', async () => {
    const pickles = Buffer.concat(Array.from({ length: 20 }, () => dumps(new Uint8Array(1000))));
    expect(await all(loadAll([pickles], { limits: { memory: 2000 } }))).toHaveLength(20);
    await expect(load([dumps(new Uint8Array(3000))], { limits: { memory: 2000 } })).rejects.toMatchObject({
      code: 'limit',
    });
  });
});

describe('many pickles', () => {
  test('each has a fresh memo with loadAll, one memo with StreamUnpickler', async () => {
    const pickler = new Pickler();
    const shared = ['shared'];
    const first = pickler.dump(shared);
    const bytes = Buffer.concat([first, pickler.dump(shared)]);
    const unpickler = new StreamUnpickler(lent(cut(bytes, [3])));
    const one = await unpickler.load();
    expect(await unpickler.load()).toBe(one);
    expect(await unpickler.atEnd()).toBe(true);
    const values = loadAll(lent(cut(bytes, [3])));
    expect((await values.next()).value).toEqual(['shared']);
    await expect(values.next()).rejects.toThrow(`Memo value not found at index 0 (at byte ${first.length + 2})`);
  });

  test('the memo can be read and set', async () => {
    const unpickler = new StreamUnpickler([hex('4b 05 71 07 2e'), hex('68 08 2e')]);
    await unpickler.load();
    expect(unpickler.memo).toEqual(new Map([[7, 5]]));
    unpickler.memo = new Map([[8, 'eight']]);
    expect(await unpickler.load()).toBe('eight');
  });

  test('what stands behind the last pickle is an error where it stands', async () => {
    const pickle = dumps([1]);
    const values = loadAll(lent(cut(Buffer.concat([pickle, Buffer.from('?')]), [1])));
    expect((await values.next()).value).toEqual([1]);
    await expect(values.next()).rejects.toThrow(`invalid load key, '?'. (at byte ${pickle.length})`);
  });

  test('nothing is no pickle at all', async () => {
    expect(await all(loadAll([]))).toEqual([]);
    expect(await all(loadAll([new Uint8Array(0)]))).toEqual([]);
  });
});

describe('a socket that stays open', () => {
  test('each pickle is there before the next is sent', async () => {
    const { server, socket } = await pair();
    try {
      const received: unknown[] = [];
      for await (const value of loadAll(socket.client)) {
        received.push(value);
        if (received.length === 5) break;
        socket.server.write(dumps({ answer: received.length }));
      }
      expect(received).toEqual([['first'], ...[1, 2, 3, 4].map((answer) => new Dict([['answer', answer]]))]);
      expect(socket.client.destroyed).toBe(true);
    } finally {
      socket.server.destroy();
      server.close();
    }
  });

  test('an abort ends the wait for a silent peer, and the socket', async () => {
    const { server, socket } = await pair();
    const controller = new AbortController();
    const values = loadAll(socket.client, { signal: controller.signal });
    expect((await values.next()).value).toEqual(['first']);
    const next = values.next();
    controller.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
    expect(socket.client.destroyed).toBe(true);
    socket.server.destroy();
    server.close();
  });

  test('close ends a wait', async () => {
    const { server, socket } = await pair();
    const unpickler = new StreamUnpickler(socket.client);
    expect(await unpickler.load()).toEqual(['first']);
    const next = unpickler.load();
    await unpickler.close();
    await expect(next).rejects.toThrow();
    expect(socket.client.destroyed).toBe(true);
    socket.server.destroy();
    server.close();
  });
});

test('one call at a time', async () => {
  const unpickler = new StreamUnpickler(later(cut(dumps([1]), [1])));
  const first = unpickler.load();
  await expect(unpickler.load()).rejects.toThrow('the source is being read');
  expect(await first).toEqual([1]);
  await unpickler.close();
  await expect(unpickler.load()).rejects.toThrow('the source was released');
  await expect(unpickler.atEnd()).rejects.toThrow(TypeError);
});

test.for([-1, 1.5, Number.NaN, 2 ** 60])('a length of %d is none', async (length) => {
  await expect(new StreamUnpickler([dumps(1)]).readBytes(length)).rejects.toThrow(RangeError);
});

test('readBytes gives what there is, in memory of its own', async () => {
  const unpickler = new StreamUnpickler(lent(cut(new Uint8Array(600_000).fill(3), [1000])));
  expect(await unpickler.readBytes(0)).toEqual(new Uint8Array(0));
  const first = await unpickler.readBytes(300_000);
  const second = await unpickler.readBytes(400_000);
  for (const bytes of [first, second]) expect(isDeepStrictEqual(bytes, new Uint8Array(300_000).fill(3))).toBe(true);
  expect(await unpickler.readBytes(1)).toEqual(new Uint8Array(0));
  expect(await unpickler.atEnd()).toBe(true);
  expect(unpickler.offset).toBe(600_000);
});

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const value of values) list.push(value);
  return list;
}

function failureOf(run: () => unknown): { code: string; offset: number; opcode: number; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof UnpicklingError) {
      const { code, offset, opcode, message } = error;
      return { code, offset, opcode, message };
    }
  }
  throw new Error('no UnpicklingError');
}

/** Two ends of a connection; the server has sent `['first']`. */
async function pair(): Promise<{
  server: ReturnType<typeof createServer>;
  socket: { client: Socket; server: Socket };
}> {
  const server = createServer();
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const client = connect(address.port, '127.0.0.1');
  const other = await accepted;
  other.write(dumps(['first']));
  return { server, socket: { client, server: other } };
}
