import { describe, expect, test } from 'vitest';
import {
  type ClassHooks,
  Dict,
  dumpInto,
  dumps,
  loads,
  NoRoomError,
  PicklingError,
  pythonClass,
} from '../../src/index.ts';

const VALUES: readonly (readonly [string, unknown])[] = [
  ['nothing', null],
  ['a message', { id: 12345, type: 'created', items: [{ sku: 'a-1', n: 2 }] }],
  ['one byte less than what is copied byte by byte', 'x'.repeat(100)],
  ['many frames', Array.from({ length: 30_000 }, (_, at) => `text ${at}`)],
  ['large bytes, which are copied once', [new Uint8Array(100_000).fill(7), 'behind', new Uint8Array(70_000)]],
];

describe('the bytes of dumps, in memory of the caller', () => {
  test.each(VALUES)('%s', (_name, value) => {
    for (const protocol of [0, 2, 4, 5] as const) {
      const expected = dumps(value, { protocol });
      const target = new Uint8Array(expected.length + 10).fill(0xee);
      expect(dumpInto(value, target, { protocol })).toBe(expected.length);
      expect(Buffer.from(target.subarray(0, expected.length)).equals(expected)).toBe(true);
      expect(target.subarray(expected.length)).toEqual(new Uint8Array(10).fill(0xee));
    }
  });

  test('a target of just the size is enough', () => {
    const expected = dumps(['a', 1]);
    const target = new Uint8Array(expected.length);
    expect(dumpInto(['a', 1], target)).toBe(target.length);
    expect(target).toEqual(expected);
  });

  test('a part of other memory, and a Buffer', () => {
    const memory = new Uint8Array(100);
    const size = dumpInto([1], memory.subarray(20, 60));
    expect(loads(memory.subarray(20, 20 + size))).toEqual([1]);
    expect(memory.subarray(0, 20)).toEqual(new Uint8Array(20));
    const buffer = Buffer.alloc(100);
    expect(loads(buffer.subarray(0, dumpInto({ a: 1 }, buffer)))).toEqual(new Dict([['a', 1]]));
  });

  test('bytes that are in the target themselves', () => {
    const memory = new Uint8Array(300_000).map((_, at) => at & 0xff);
    const expected = dumps([memory.slice(100, 200_000), 'behind']);
    const size = dumpInto([memory.subarray(100, 200_000), 'behind'], memory);
    expect(Buffer.from(memory.subarray(0, size)).equals(expected)).toBe(true);
  });
});

describe('no room', () => {
  test.each(VALUES)('%s: the error has the size, and the target is unchanged', (_name, value) => {
    const needed = dumps(value).length;
    const target = new Uint8Array(needed - 1).fill(0xee);
    let error: unknown;
    try {
      dumpInto(value, target);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(NoRoomError);
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toMatchObject({ name: 'NoRoomError', needed });
    expect(String(error)).toContain(`the pickle has ${needed} bytes and the target ${needed - 1}`);
    expect(target.every((byte) => byte === 0xee)).toBe(true);
    expect(dumpInto(value, new Uint8Array(needed))).toBe(needed);
  });
});

test('what cannot be pickled is refused as by dumps', () => {
  const target = new Uint8Array(100);
  expect(() => dumpInto([Symbol('s')], target)).toThrow(PicklingError);
  expect(target).toEqual(new Uint8Array(100));
  // @ts-expect-error: not bytes.
  expect(() => dumpInto(1, [])).toThrow(TypeError);
  // @ts-expect-error: not a protocol.
  expect(() => dumpInto(1, target, { protocol: 9 })).toThrow(RangeError);
});

test('a hook may dump meanwhile', () => {
  class Box {
    text = 'x';
  }
  const hooks: ClassHooks<Box> = {
    getState: (box) => {
      const inner = new Uint8Array(50);
      return { text: box.text, size: dumpInto([1], inner) };
    },
  };
  const codecs = [pythonClass('m.Box', Box, hooks)];
  const target = new Uint8Array(200);
  const size = dumpInto([new Box(), new Box()], target, { codecs });
  expect(target.subarray(0, size)).toEqual(dumps([new Box(), new Box()], { codecs }));
});
