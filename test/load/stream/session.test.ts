/** Cancelling, progress, errors of the source. */
import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { dumps, load, loadAll, loads, pythonModule, type Source, StreamUnpickler } from '../../../src/index.ts';
import { Session } from '../../../src/load/stream/session.ts';
import type { ChunkSource } from '../../../src/load/stream/source.ts';
import { standardCodecs } from '../../../src/stdlib/standard-codecs.ts';
import { cut } from '../../chunks.ts';

const failure = new Error('the disk is on fire');

/** A pickle that takes a second or so to read: 10 MB of small values. */
const LONG = longPickle();

function longPickle(): Uint8Array {
  const one = dumps(Array.from({ length: 20_000 }, (_, i) => [i, `value ${i}`]));
  // Each is popped at once, but for the last: the result is small, the work is not.
  const body = one.subarray(2, -1);
  return Buffer.concat([
    one.subarray(0, 2),
    ...Array.from({ length: 25 }, () => [body, Buffer.from('0')]).flat(),
    Buffer.from('N.'),
  ]);
}

describe('signal', () => {
  test.for<[string, () => Source]>([
    ['one huge chunk', () => [LONG]],
    ['bytes in memory', () => LONG],
    ['a Blob', () => new Blob([new Uint8Array(LONG)])],
    ['small chunks', () => cut(LONG, [4096])],
  ])('ends the reading of %s within 50 ms', async ([, sourceOf]) => {
    let fastest = Number.POSITIVE_INFINITY;
    // A machine that is busy with other things may need more than one attempt.
    for (let attempt = 0; attempt < 5 && fastest >= 50; attempt++) {
      const controller = new AbortController();
      const reason = new Error('cancelled by the user');
      const reading = load(sourceOf(), { signal: controller.signal });
      let aborted = Number.POSITIVE_INFINITY;
      setTimeout(() => {
        aborted = performance.now();
        controller.abort(reason);
      }, 30);
      await expect(reading).rejects.toBe(reason);
      expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
      fastest = Math.min(fastest, performance.now() - aborted);
    }
    expect(fastest).toBeLessThan(50);
  });

  test('that is aborted already is the error, and the source is not read but let go', async () => {
    const log: string[] = [];
    await expect(load(logged(log, [dumps(1)]), { signal: AbortSignal.abort('no') })).rejects.toBe('no');
    expect(log).toEqual(['return']);
  });

  test('aborted by onProgress ends the reading of a source that is silent from then on', async () => {
    const controller = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array, void, undefined> {
      const pickle = dumps('spam'.repeat(10_000));
      yield pickle.subarray(0, 100);
      await new Promise((resolve) => setTimeout(resolve, 60));
      yield pickle.subarray(100, 200);
      await new Promise(() => {});
    }
    const onProgress = (): void => controller.abort('seen enough');
    await expect(load(silent(), { signal: controller.signal, onProgress })).rejects.toBe('seen enough');
  });

  test('leaves no listener behind', async () => {
    const { signal } = new AbortController();
    await load(cut(dumps(['spam', 1]), [1]), { signal });
    for await (const _ of loadAll(cut(Buffer.concat([dumps(1), dumps(2)]), [1]), { signal }));
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test.for([5, 'now', null, {}])('%o is none', async (signal) => {
    await expect(load([dumps(1)], { signal: signal as AbortSignal })).rejects.toThrow(TypeError);
  });
});

describe('onProgress', () => {
  test('is told at most every 50 ms how far the reading is, and the total where that is known', async () => {
    const reports: { at: number; bytes: number; total: number | undefined }[] = [];
    const onProgress = (bytes: number, total?: number): void => void reports.push({ at: Date.now(), bytes, total });
    const begun = Date.now();
    await load(LONG, { onProgress });
    expect(reports.length).toBeGreaterThan(2);
    for (const [i, { at, bytes, total }] of reports.entries()) {
      const before = reports[i - 1] ?? { bytes: 0 };
      expect(at - begun).toBeGreaterThanOrEqual(50 * (i + 1));
      expect(bytes).toBeGreaterThan(before.bytes);
      expect(bytes).toBeLessThanOrEqual(LONG.length);
      expect(total).toBe(LONG.length);
    }
    reports.length = 0;
    await load([LONG], { onProgress });
    expect(reports.at(0)).toMatchObject({ total: undefined });
  });

  test('what it throws reaches the caller, and the source is let go', async () => {
    const log: string[] = [];
    const onProgress = (): never => {
      throw new Error('from onProgress');
    };
    await expect(load(logged(log, cut(LONG, [65_536])), { onProgress })).rejects.toThrow('from onProgress');
    expect(log.at(-1)).toBe('return');
  });

  test('it needs a function', async () => {
    await expect(load([dumps(1)], { onProgress: 5 as unknown as () => void })).rejects.toThrow(TypeError);
  });

  test('other work of the thread has its turn during one huge chunk', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await load([LONG]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(3);
  });
});

describe('a value with a function as its then, which a Promise would call', () => {
  test.for<[string, string]>([
    ['a dict as an object', '}X\x04\0\0\0thencm\nhostile\ns.'],
    ['attributes, and a class', 'ctypes\nSimpleNamespace\n)R}X\x04\0\0\0thencdecimal\nDecimal\nsb.'],
  ])('is refused: %s', async ([, text]) => {
    let calls = 0;
    const hostile = (): void => void calls++;
    const options = { codecs: [pythonModule('m', { hostile })], dicts: 'object' } as const;
    const pickle = Buffer.from(text, 'latin1');
    const refused = expect.objectContaining({ code: 'bad-operand', offset: pickle.length - 1, opcode: 0x2e });
    await expect(load([pickle], options)).rejects.toThrow(refused);
    await expect(loadAll([pickle], options).next()).rejects.toThrow(refused);
    await expect(new StreamUnpickler([pickle], options).load()).rejects.toThrow(refused);
    expect([typeof loads<{ then: unknown }>(pickle, options).then, calls]).toEqual(['function', 0]);
  });

  test('and any other then is a value', async () => {
    const value = await load([Buffer.from('}X\x04\0\0\0thenI1\ns.')], { dicts: 'object' });
    expect(Object.entries(value ?? {})).toEqual([['then', 1]]);
  });
});

describe('errors', () => {
  test.for<[string, (log: string[]) => Source, readonly string[]]>([
    [
      'an iterator that throws',
      (log) => logged(log, [dumps(['spam', 'eggs']).subarray(0, 9)], failure),
      ['next', 'next'],
    ],
    ['a stream that errs', (log) => erring(log), ['pull', 'pull']],
    ['a Node stream that is destroyed', () => destroyed(), []],
  ])('of %s reach the caller once, as they are', async ([, sourceOf, calls]) => {
    const log: string[] = [];
    await expect(load(sourceOf(log))).rejects.toBe(failure);
    expect(log).toEqual(calls);
    const values = loadAll(sourceOf([]));
    await expect(values.next()).rejects.toBe(failure);
    expect(await values.next()).toEqual({ done: true, value: undefined });
  });

  test.for<[string, (log: string[], bytes: Uint8Array) => Source, string]>([
    ['an iterator is closed', (log, bytes) => logged(log, [bytes, bytes]), 'return'],
    ['a stream is cancelled', (log, bytes) => cancellable(log, bytes), 'cancel'],
  ])('after a wrong pickle, a right one and a break: %s', async ([, sourceOf, last]) => {
    const log: string[] = [];
    await expect(load(sourceOf(log, Uint8Array.of(0x80, 4, 0x3f)))).rejects.toThrow(/invalid load key/);
    expect(log.at(-1)).toBe(last);
    log.length = 0;
    expect(await load(sourceOf(log, dumps(1)))).toBe(1);
    expect(log.at(-1)).toBe(last);
    log.length = 0;
    for await (const _ of loadAll(sourceOf(log, dumps(1)))) break;
    expect(log.at(-1)).toBe(last);
    log.length = 0;
    const unpickler = new StreamUnpickler(sourceOf(log, Buffer.from('rest')));
    for await (const _ of unpickler.rest()) break;
    expect(log.at(-1)).toBe(last);
  });

  test('a stream is unlocked at its end and after an error, and refused while it is locked', async () => {
    for (const bytes of [dumps(1), Buffer.from('?')]) {
      const stream = cancellable([], bytes);
      const reading = load(stream);
      expect(stream.locked).toBe(true);
      await expect(load(stream)).rejects.toThrow(TypeError);
      await reading.catch(() => {});
      expect(stream.locked).toBe(false);
    }
  });

  test('wrong options leave the source untouched', async () => {
    const log: string[] = [];
    const stream = cancellable(log, dumps(1));
    await expect(load(stream, { ints: 'float' as 'auto' })).rejects.toThrow(RangeError);
    expect(stream.locked).toBe(false);
  });

  test('an error while letting go does not hide the first', async () => {
    const source = {
      [Symbol.iterator]: () => ({
        next: () => ({ done: false, value: Buffer.from('?') }),
        return: (): never => {
          throw new Error('second');
        },
      }),
    };
    await expect(load(source as Iterable<Uint8Array>)).rejects.toThrow(/invalid load key/);
  });

  test('what a callback throws reaches the caller as it is', async () => {
    const persistentLoad = (): never => {
      throw failure;
    };
    await expect(load([Buffer.from('Pid\n.')], { persistentLoad })).rejects.toBe(failure);
  });
});

/** Chunks, with the calls of the iterator. */
function logged(log: string[], chunks: readonly Uint8Array[], error?: Error): Iterable<Uint8Array> {
  let at = 0;
  return {
    [Symbol.iterator]: () => ({
      next() {
        log.push('next');
        const value = chunks[at++];
        if (value === undefined && error !== undefined) throw error;
        return value === undefined ? { done: true, value } : { done: false, value };
      },
      return() {
        log.push('return');
        return { done: true, value: undefined };
      },
    }),
  };
}

function erring(log: string[]): ReadableStream<Uint8Array> {
  let given = false;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        log.push('pull');
        if (given) controller.error(failure);
        else controller.enqueue(dumps(['spam', 'eggs']).subarray(0, 9));
        given = true;
      },
      cancel: () => void log.push('cancel'),
    },
    { highWaterMark: 0 },
  );
}

function cancellable(log: string[], bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(bytes), cancel: () => void log.push('cancel') });
}

function destroyed(): Readable {
  const stream = new Readable({ read() {} });
  stream.push(dumps(['spam', 'eggs']).subarray(0, 9));
  setTimeout(() => stream.destroy(failure), 5);
  return stream;
}

describe('a source that puts bytes where they belong', () => {
  const pickle = dumps(new Uint8Array(1_000_000).fill(7));

  /** Fills what it is given, in parts, and else gives 1000 bytes. */
  function placing(isPlacing: boolean): { readonly source: ChunkSource; readonly rooms: Set<unknown> } {
    const rooms = new Set<unknown>();
    let at = 0;
    const source: ChunkSource = {
      total: pickle.length,
      async next(room) {
        if (at === pickle.length) return undefined;
        const isPlaced = room !== undefined && isPlacing;
        if (isPlaced) rooms.add(room.buffer);
        const target = isPlaced ? room.subarray(0, 300_000) : new Uint8Array(Math.min(1000, pickle.length - at));
        target.set(pickle.subarray(at, at + target.length));
        at += target.length;
        return target;
      },
      async close() {},
    };
    return { source, rooms };
  }

  test.for([true, false])('or does not (%s): the value is the same', async (isPlacing) => {
    const { source, rooms } = placing(isPlacing);
    const value = await new Session(() => source, {}, standardCodecs).load();
    expect(Buffer.compare(dumps(value), pickle)).toBe(0);
    expect(rooms.size).toBe(isPlacing ? 1 : 0);
    if (isPlacing && value instanceof Uint8Array) expect(rooms.has(value.buffer)).toBe(true);
  });
});
