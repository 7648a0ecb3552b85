/** The short ways of the machine against the general way, which is taken where the bytes at hand end everywhere. */

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Dict, dumps, loads, pythonClass, pythonFunction, Unpickler, UnpicklingError } from '../../src/index.ts';
import { loadSync } from '../../src/load/stream/pump.ts';
import type { LoadOptions } from '../../src/options.ts';
import { standardCodecs } from '../../src/stdlib/standard-codecs.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** Byte by byte: no opcode ever finds the next one at hand. */
function byteByByte(bytes: Uint8Array, options: LoadOptions = {}): unknown {
  let at = 0;
  return loadSync(() => (at < bytes.length ? bytes.slice(at, ++at) : undefined), bytes.length, options, standardCodecs);
}

function outcome(run: () => unknown): { value: unknown } | string {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return `${error.code} ${error.message}`;
  }
}

/** Whether both ways give the same, shared parts and all, or fail in the same way at the same place. */
function expectSame(bytes: Uint8Array, limits = {}, options: LoadOptions = {}): void {
  const whole = outcome(() => loads(bytes, { ...options, limits }));
  const cut = outcome(() => byteByByte(bytes, { ...options, limits }));
  if (typeof whole === 'string' || typeof cut === 'string') {
    expect(whole).toBe(cut);
    return;
  }
  expect(isDeepStrictEqual(whole.value, cut.value)).toBe(true);
  const { codecs = [] } = options;
  expect(dumps(whole.value, { codecs })).toEqual(dumps(cut.value, { codecs }));
}

const PIECES = [
  ...[
    ']\x94(',
    ']\x94(',
    ']\x94(',
    ']q\x00(',
    ']q\x01(',
    ']q\x02(',
    ']r\x01\x00\x00\x00(',
    '}r\x01\x00\x00\x00(',
    '](',
    ']',
    '}\x94(',
    '}(',
    '}',
    '(',
    '(',
  ],
  ...['e', 'e', 'e', 'e(', 'e(', 'u', 'u', 'a', 's', 't', '\x94', '\x94', 'q\x00', 'q\x05', 'r\x01\x00\x00\x00'],
  ...['K\x01', 'K\x02', 'M\x01\x02', 'J\xff\xff\xff\xff', 'N', '\x88', '\x8a\x02\x00\x80', '\x8a\x00'],
  ...['h\x00', 'h\x01', 'h\x02', 'j\x03\x00\x00\x00', 'h\x04', '0', '1', '2', ')', '\x85', '\x86', '\x87', 'l', 'd'],
  ...['G?\xf8\x00\x00\x00\x00\x00\x00', 'G@\x00\x00\x00\x00\x00\x00\x00', '\x8f\x94', '\x90', '\x91'],
  ...['\x8c\x01a\x94', '\x8c\x01b', '\x8c\x02\xc3\xa9', 'X\x03\x00\x00\x00abc\x94', 'C\x02xy', 'I5\n', 'p7\n', 'g7\n'],
];

/** A linear congruential generator: the same programs on every run. */
function* numbers(seed: number): Generator<number, never, undefined> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

class Box {
  get fixed(): string {
    return 'by the class';
  }
}
const BOX: LoadOptions = { codecs: [pythonClass('m.Box', Box)] };
const OBJECTS = [
  ...['cm\nBox\n)\x81', 'cm\nBox\n)\x81\x94', 'cm\nBox\n)\x81\x94}\x94(', 'cm\nBox\n)\x81q\x00}q\x01(', 'h\x00}\x94('],
  ...['\x8c\x01a', '\x8c\x01b', '\x8c\x05fixed', 'K\x01', 'K\x02', 'h\x00', 'h\x01', 'h\x02', 'N', ']\x94(', 'e', '}'],
  ...['ub', 'ub', 'ub', 'u', 'b', 's', '}\x94(', '}\x94', '(', '\x94', '0', '1', 't', '\x86', 'e(', 'a'],
];

function program(seed: number, pieces: readonly string[] = PIECES): Uint8Array {
  const random = numbers(seed);
  const pick = (bound: number): number => Math.floor(random.next().value * bound);
  const length = 2 + pick(seed % 2 === 0 ? 8 : 40);
  const body = Array.from({ length }, () => pieces[pick(pieces.length)] ?? '').join('');
  return bytesOf(`\x80\x04(${body}t.`);
}

test('programs at random give the same in one piece and byte by byte', () => {
  let values = 0;
  for (let seed = 0; seed < 5000; seed++) {
    const bytes = program(seed);
    expectSame(bytes);
    expectSame(bytes, { memo: 3 });
    // Bytes of a stream are copies, which cost more.
    if (!bytes.includes(0x43)) expectSame(bytes, { memory: 300 });
    if (typeof outcome(() => loads(bytes)) !== 'string') values++;
  }
  expect(values).toBeGreaterThan(200);
});

test.for<[string, readonly string[], LoadOptions]>([
  ['with plain objects', PIECES, { dicts: 'object' }],
  ['with objects of a class', OBJECTS, BOX],
  ['with objects of a class and plain objects', OBJECTS, { ...BOX, dicts: 'object' }],
])('programs at random give the same both ways %s', ([, pieces, options]) => {
  let values = 0;
  for (let seed = 0; seed < 2000; seed++) {
    const bytes = program(seed, pieces);
    expectSame(bytes, {}, options);
    expectSame(bytes, { memo: 3 }, options);
    if (!bytes.includes(0x43)) expectSame(bytes, { memory: 500 }, options);
    if (typeof outcome(() => loads(bytes, options)) !== 'string') values++;
  }
  expect(values).toBeGreaterThan(50);
});

describe('the state of an object that is met again is a dict of its own', () => {
  const one = 'cm\nBox\n)\x81\x94}\x94(\x8c\x01aK\x01\x8c\x01bK\x02ub';
  test.for<[string, string, unknown]>([
    [
      'by a GET behind it',
      `${one}h\x01\x86.`,
      [
        new Dict([
          ['a', 1],
          ['b', 2],
        ]),
      ],
    ],
    [
      'twice',
      `(${one}h\x01h\x01t.`,
      [
        new Dict([
          ['a', 1],
          ['b', 2],
        ]),
        new Dict([
          ['a', 1],
          ['b', 2],
        ]),
      ],
    ],
    [
      'and changed',
      `(${one}h\x01\x8c\x01cK\x03sh\x01t.`,
      Array(2).fill(
        new Dict([
          ['a', 1],
          ['b', 2],
          ['c', 3],
        ]),
      ),
    ],
    [
      'when the attributes have changed',
      `(${one}}(\x8c\x01aK\x05ubh\x01t.`,
      [
        new Dict([
          ['a', 1],
          ['b', 2],
        ]),
      ],
    ],
    [
      'when a name came twice',
      '(cm\nBox\n)\x81\x94}\x94(\x8c\x01aK\x01\x8c\x01aK\x02ubh\x01t.',
      [new Dict([['a', 2]])],
    ],
    [
      'of the second object',
      `(${one}${one.replace('\x01aK\x01', '\x01aK\x09')}h\x03t.`,
      [
        { a: 9, b: 2 },
        new Dict([
          ['a', 9],
          ['b', 2],
        ]),
      ],
    ],
  ])('%s', ([, text, rest]) => {
    const [box, ...others] = loads<unknown[]>(bytesOf(text), BOX);
    expect(box).toBeInstanceOf(Box);
    expect(others).toEqual(rest);
    for (const dict of others) if (dict instanceof Dict) expect(dict).toBe(others.at(-1));
    expectSame(bytesOf(text), {}, BOX);
    expectSame(bytesOf(text), {}, { ...BOX, dicts: 'object' });
  });

  test('in the memo of an Unpickler, and by its next pickle', () => {
    const unpickler = new Unpickler(bytesOf(`${one}.h\x01.${one}.h\x03.`), BOX);
    unpickler.load();
    expect(unpickler.load()).toEqual(
      new Dict([
        ['a', 1],
        ['b', 2],
      ]),
    );
    unpickler.load();
    const stored = unpickler.memo.get(3);
    expect(stored).toEqual(
      new Dict([
        ['a', 1],
        ['b', 2],
      ]),
    );
    expect(unpickler.load()).toBe(stored);
  });
});

describe('a list that is met before all its items are there is the same list', () => {
  test.for<[string, string]>([
    ['by a GET of itself', ']\x94(K\x01h\x00e.'],
    ['in its second batch', ']\x94(K\x01K\x02e(h\x00K\x03e.'],
    ['by a GET inside a list of its own', ']\x94(K\x01e(]\x94(h\x00K\x02e(h\x01h\x00eK\x03e.'],
    ['when APPEND follows its batches', ']\x94(K\x01e(K\x02eK\x03ah\x00\x86.'],
    ['below a mark that TUPLE closes', '(]\x94(K\x01e(K\x02t]\x94(h\x00et.'],
    ['below a mark that POP_MARK closes', ']\x94(K\x01e(K\x021h\x00\x86.'],
    ['when its memo entry is written again', ']q\x00(K\x01e(K\x02q\x00h\x00e.'],
    ['when it was put into the memo by BINPUT', ']q\x00(K\x01h\x00e.'],
    ['when it was put into the memo by LONG_BINPUT', ']r\x00\x00\x00\x00(K\x01h\x00e.'],
    ['when LONG_BINPUT leaves a gap', ']r\x00\x03\x00\x00(K\x01j\x00\x03\x00\x00e.'],
    ['by many at once, from within', `${']\x94(K\x01e('.repeat(50)}h\x00h\x31${'e'.repeat(50)}.`],
  ])('%s', ([, text]) => {
    const bytes = bytesOf(text);
    expect(typeof outcome(() => loads(bytes))).toBe('object');
    expectSame(bytes);
  });

  test('a call meets it with the batches that were appended, and no more', () => {
    const lengths = pythonFunction('m.length', undefined, {
      call: ([list]) => (Array.isArray(list) ? list.length : -1),
    });
    const text = ']\x94(K\x01K\x02e(K\x03cm\nlength\nh\x00\x85Re.';
    expect(loads(bytesOf(text), { codecs: [lengths] })).toEqual([1, 2, 3, 2]);
  });

  test('many of them, each met by the next, take linear time', () => {
    const depth = 200_000;
    const text = `${'](K\x01e('.repeat(depth)}]\x94(h\x00e${'e'.repeat(depth)}.`;
    const bytes = bytesOf(text);
    const start = performance.now();
    loads(bytes);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('lists of floats', () => {
  const float = 'G?\xf8\x00\x00\x00\x00\x00\x00';
  test.for<[string, string]>([
    ['of one batch', `]\x94(${float.repeat(3)}e.`],
    ['of batches', `]\x94(${float.repeat(3)}e(${float.repeat(2)}e(${float}e.`],
    ['with an int in the second batch', `]\x94(${float.repeat(3)}e(${float}K\x01e.`],
    ['with an int in the first batch', `]\x94(${float}K\x01${float}e.`],
    ['with frames in them', `]\x94(${float}\x95\x0a\x00\x00\x00\x00\x00\x00\x00${float}e(${float}e.`],
    ['with a frame at a batch', `]\x94(${float}e(\x95\x0a\x00\x00\x00\x00\x00\x00\x00${float}e.`],
    ['that are cut', `]\x94(${float}e(${float}`],
    ['that are cut in a float', `]\x94(${float}e(G?\xf8\x00`],
    ['with a frame that is too long', `]\x94(${float}e(${float}\x95\xff\x00\x00\x00\x00\x00\x00\x00${float}e.`],
    ['met again', `]\x94(${float}e(${float}eh\x00\x86.`],
    ['that are not memoized', `](${float}e.`],
  ])('%s', ([, text]) => {
    expectSame(bytesOf(text));
    expectSame(bytesOf(text), { memory: 60 });
    expectSame(bytesOf(text), { memo: 0 });
  });
});

describe('texts one behind another', () => {
  const text = '\x8c\x03abc\x94';
  const many = text.repeat(60);
  test.for<[string, string]>([
    ['in a list', `]\x94(${many}e.`],
    ['over several windows', `(${'\x8c\x20abcdefghijklmnopqrstuvwxyz012345\x94'.repeat(120)}t.`],
    ['with one that is not memoized', `(${many}\x8c\x02de${many}t.`],
    ['with one that is not ASCII', `(${many}\x8c\x02\xc3\xa9\x94${many}t.`],
    ['with one that is no UTF-8', `(${many}\x8c\x02\xc3\x28\x94${many}t.`],
    ['with an empty one and a long one', `(${many}\x8c\x00\x94\x8c\xc8${'x'.repeat(200)}\x94${many}t.`],
    ['that are met again', `(${many}h\x09h\x3bj\x20\x00\x00\x00t.`],
    ['behind a memo with a gap', `(${text}r\x00\x02\x00\x00${many}t.`],
    ['as members of sets', `(${many}\x91\x94${many}t.`],
    ['as keys', `}\x94(${text.repeat(40)}u.`],
    ['that are cut', `(${many}\x8c\x05ab`],
    ['that are cut before the length', `(${many}\x8c`],
  ])('%s', ([, text]) => {
    const bytes = bytesOf(text);
    expectSame(bytes);
    expectSame(bytes, {}, { dicts: 'object' });
    for (let memo = 0; memo < 130; memo += 13) expectSame(bytes, { memo });
    for (let memory = 100; memory < 6000; memory += 271) expectSame(bytes, { memory });
  });
});

test('a memo of a machine that failed has no list in the making', () => {
  expect(() => loads(bytesOf(']\x94(K\x01e(Z'))).toThrow("invalid load key, 'Z'. (at byte 7)");
  expect(loads(bytesOf(']\x94(K\x01e.'))).toEqual([1]);
});
