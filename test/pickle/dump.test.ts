/** Pickles in chunks. */
import { describe, expect, test } from 'vitest';
import { dump, dumps, Global, load, loads, Pickler, pythonClass, Tuple, Unpickler } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

/** The chunks of one dump. */
async function dumpToChunks(value: unknown, options = {}): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  await dump(value, { write: (chunk) => void chunks.push(chunk) }, options);
  return chunks;
}

const pairs = String.fromCodePoint(0x1f600).repeat(100_000);

describe.for([0, 1, 2, 3, 4, 5] as const)('protocol %d', (protocol) => {
  test.for<[string, unknown]>([
    ['None', null],
    ['many small values', Array.from({ length: 15_000 }, (_, i) => ({ i, s: `s${i}` }))],
    ['a long str', `x${'spam'.repeat(50_000)}`],
    ['a long str of pairs', `x${pairs}${'\ud800'.repeat(70_000)}`],
    ['long bytes', [new Uint8Array(200_000).fill(200), new Uint8Array(65_535), new Uint8Array(65_536)]],
    ['a long int', protocol < 2 ? 1n : 2n ** 1_000_000n],
  ])('the chunks of %s are the bytes of dumps', async ([, value]) => {
    const pickle = dumps(value, { protocol });
    const chunks = await dumpToChunks(value, { protocol });
    expect(Buffer.concat(chunks).equals(pickle)).toBe(true);
    expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
    if (pickle.length > 200_000 && typeof value === 'object') expect(chunks.length).toBeGreaterThan(2);
  });
});

test('a frame leaves as soon as it is done', async () => {
  const chunks = await dumpToChunks(Array.from({ length: 100_000 }, (_, i) => i));
  for (const chunk of chunks.slice(0, -1)) {
    expect(chunk.length).toBeGreaterThan(65_536);
    expect(chunk.length).toBeLessThan(65_536 + 20);
  }
});

test('long bytes are passed through without a copy', async () => {
  const bytes = new Uint8Array(100_000).fill(5);
  const chunks = await dumpToChunks(['before', bytes, 'after']);
  expect(chunks.filter((chunk) => chunk === bytes || chunk.buffer === bytes.buffer)).toHaveLength(1);
});

test('a chunk is memory of its own: what is written later does not change it', async () => {
  const chunks: Uint8Array[] = [];
  const copies: Uint8Array[] = [];
  const value = Array.from({ length: 100_000 }, (_, i) => i * i);
  await dump(value, {
    write(chunk) {
      chunks.push(chunk);
      copies.push(chunk.slice());
    },
  });
  expect(Buffer.concat(chunks).equals(Buffer.concat(copies))).toBe(true);
});

test('what a callback throws reaches the caller as it is', async () => {
  const failure = new Error('from persistentId');
  const persistentId = (value: unknown): undefined => {
    if (value === 70_000) throw failure;
  };
  await expect(
    dumpToChunks(
      Array.from({ length: 80_000 }, (_, i) => i),
      { persistentId },
    ),
  ).rejects.toBe(failure);
});

test('what has no pickle is refused with its path, after the chunks before it', async () => {
  const chunks: Uint8Array[] = [];
  const value = [...Array.from({ length: 80_000 }, (_, i) => i), Symbol('no')];
  await expect(dump(value, { write: (chunk) => void chunks.push(chunk) })).rejects.toMatchObject({
    code: 'cannot-pickle',
    path: '$[80000]',
  });
  expect(chunks.length).toBeGreaterThan(0);
});

test('a dump into a TransformStream is a load at its other end', async () => {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const value = [Array.from({ length: 50_000 }, (_, i) => `item ${i}`), new Uint8Array(100_000)];
  const [back] = await Promise.all([load(readable), dump(value, writable)]);
  expect(Buffer.from(dumps(back)).equals(dumps(value))).toBe(true);
});

describe('a Pickler', () => {
  test('writes several pickles with one memo, to memory and to sinks, and CPython reads them with one memo', async () => {
    const pickler = new Pickler();
    const shared = ['shared'];
    const chunks: Uint8Array[] = [];
    await pickler.dumpTo([shared, 1], { write: (chunk) => void chunks.push(chunk) });
    chunks.push(pickler.dump([shared, 2]));
    await pickler.dumpTo([shared, 3], { write: (chunk) => void chunks.push(chunk) });
    const bytes = Buffer.concat(chunks);
    expect(chunks[2]?.length).toBeLessThan(25);
    const unpickler = new Unpickler(bytes);
    const values = [1, 2, 3].map(() => unpickler.load<[unknown, number]>());
    expect(values.map(([, number]) => number)).toEqual([1, 2, 3]);
    expect(values[1]?.[0]).toBe(values[0]?.[0]);
    expect(values[2]?.[0]).toBe(values[0]?.[0]);
    const python = await oracle();
    python.run(`
import io
unpickler = pickle.Unpickler(io.BytesIO(base64.b64decode('${bytes.toString('base64')}')))
values = [unpickler.load() for _ in range(3)]
`);
    expect(python.evaluate('[values, values[0][0] is values[2][0]]')).toEqual([
      [1, 2, 3].map((number) => [['shared'], number]),
      true,
    ]);
  });

  test('has a memo that another pickler goes on with, as in Python', () => {
    class Point {}
    const codecs = [pythonClass('m.Point', Point)];
    const shared = { name: 'spam' };
    for (const count of [1, 20]) {
      const values = Array.from({ length: count }, (_, i) => [
        shared,
        `text ${i}`,
        Tuple.of('a', i),
        new Point(),
        new Map(),
      ]);
      const [one, two] = [new Pickler({ codecs }), new Pickler({ codecs })];
      one.dump(values);
      expect([...one.memo.keys()]).toEqual([...one.memo.keys()].sort((a, b) => a - b));
      expect([...one.memo.values()]).toEqual(expect.arrayContaining([shared, 'spam', 'text 0', Global.of('m.Point')]));
      two.memo = one.memo;
      expect(two.memo).toEqual(one.memo);
      const more = [values, 'spam', 'new', Point];
      expect(two.dump(more)).toEqual(one.dump(more));
      expect(two.dump('new')).toEqual(one.dump('new'));
    }
  });

  test.for<[string, unknown, string]>([
    ['a key that is not an index', [[-1, 'a']], 'memo: -1 is not an index'],
    ['a value that is never remembered', [[0, 5]], 'memo: only strings, objects and Globals are remembered'],
  ])('a memo with %s is refused', ([, memo, message]) => {
    expect(() => {
      new Pickler().memo = memo as Map<number, unknown>;
    }).toThrow(message);
  });

  test('forgets with clearMemo', async () => {
    const pickler = new Pickler();
    const chunks: Uint8Array[] = [];
    const sink = { write: (chunk: Uint8Array) => void chunks.push(chunk) };
    await pickler.dumpTo(['spam'], sink);
    expect(pickler.memo.size).toBe(2);
    pickler.clearMemo();
    await pickler.dumpTo(['spam'], sink);
    expect(chunks[1]).toEqual(chunks[0]);
    expect(loads(chunks[1] ?? new Uint8Array())).toEqual(['spam']);
  });
});
