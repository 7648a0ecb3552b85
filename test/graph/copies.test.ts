/** What objects share is copied into each of them where the form wants that: the copies are counted, not made blindly. */
import { describe, expect, test } from 'vitest';
import type { Protocol } from '../../src/codec/context.ts';
import { dumps, loads, PicklingError } from '../../src/index.ts';
import { diff, parse, toJSON, write } from '../../src/tools.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const numbered = (count: number, item: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join('');
const index = (i: number): string => String.fromCharCode(i & 0xff, (i >> 8) & 0xff, 0, 0);

/** A dict of so many keys of four bytes, in protocol 2. */
const dictOf = (count: number): string => `}(${numbered(count, (i) => `X\x04\0\0\0${String(i).padStart(4, '0')}N`)}u`;
const listOf = (count: number): string => `](${numbered(count, (i) => `J${index(i)}`)}e`;

/** One object that is given one state again and again. */
const again = (step: string, count: number, state = `${dictOf(5000)}q\x010`): Uint8Array =>
  latin1(`\x80\x02cm\nC\n)\x81q\0${state}${step.repeat(count)}.`);

/** A list of many objects that are made of one shared thing. */
const many = (protocol: number, makers: string, shared: string, step: string, count: number): Uint8Array =>
  latin1(`\x80${String.fromCharCode(protocol)}](${makers}${shared}${step.repeat(count)}e.`);

describe('a state that one object is given again', () => {
  test.for([
    ['a dict', again('h\x01b', 20_000)],
    ['a pair with nothing', again('h\x01b', 20_000, `N${dictOf(5000)}\x86q\x010`)],
    ['a dict in a new pair each time', again('Nh\x01\x86b', 20_000)],
  ] as const)('%s is written once, and fetched from then on', ([, pickle]) => {
    for (const protocol of [0, 2, 4] as const) {
      const written = write(parse(pickle), { protocol });
      expect(written.length).toBeLessThan(8 * pickle.length);
      expect(parse(written).root).toHaveProperty('actions.length', 20_000);
    }
  });

  test('is the same object when it is read back', () => {
    const small = again('h\x01b', 2, '}X\x01\0\0\0aNsq\x010');
    const root = parse(write(parse(small))).root;
    const states = root.type === 'new' ? root.actions.map((action) => action.do === 'build' && action.state) : [];
    expect(states).toHaveLength(2);
    expect(states[0]).toBe(states[1]);
  });
});

/** Pickles of which the form at the protocol copies what is shared for each object, quadratically. */
const QUADRATIC: readonly (readonly [string, Protocol, Uint8Array])[] = [
  ['objects with one state', 4, many(2, 'cm\nC\nq\0', `0${dictOf(4000)}q\x010`, 'h\0)\x81h\x01b', 6000)],
  ['objects with one dict of keywords', 2, many(4, 'cm\nC\nq\0', `0${dictOf(4000)}q\x010`, 'h\0)h\x01\x92', 6000)],
  [
    'objects with one tuple of arguments',
    0,
    many(2, 'cm\nC\nq\0', `0(${'N'.repeat(20_000)}tq\x010`, 'h\0h\x01\x81', 6000),
  ],
  ['sets of one list', 4, many(2, 'c__builtin__\nset\nq\0', `0${listOf(20_000)}\x85q\x010`, 'h\0h\x01R', 6000)],
  [
    'bytes of one text',
    4,
    many(
      2,
      'c_codecs\nencode\nq\0',
      `0X\0\0\x02\0${'a'.repeat(0x2_0000)}X\x06\0\0\0latin1\x86q\x010`,
      'h\0h\x01R',
      6000,
    ),
  ],
  [
    'arrays of one list',
    4,
    many(2, 'carray\narray\nq\0', `0X\x01\0\0\0i${listOf(20_000)}\x86q\x010`, 'h\0h\x01R', 6000),
  ],
];

describe('what many objects share', () => {
  test.for(QUADRATIC)('%s, at protocol %d: refused before the memory is spent', ([, protocol, pickle]) => {
    const graph = parse(pickle);
    const before = process.memoryUsage().rss;
    expect(() => write(graph, { protocol })).toThrow(
      expect.objectContaining({ code: 'limit', message: expect.stringContaining('raise options.copies') }),
    );
    expect(process.memoryUsage().rss - before).toBeLessThan(500e6);
    expect(() => write(graph, { protocol, copies: 10 })).toThrow(PicklingError);
  });

  test('is written as before where the copies are few', () => {
    const pickle = many(2, 'cm\nC\nq\0', `0${dictOf(40)}q\x010`, 'h\0)\x81h\x01b', 600);
    const written = write(parse(pickle), { protocol: 4 });
    expect(parse(written).root).toHaveProperty('items.length', 600);
    expect(written.length).toBeGreaterThan(600 * 40);
    expect(() => write(parse(pickle), { copies: 600 * 40 - 1 })).toThrow('options.copies');
    expect(write(parse(pickle), { copies: 600 * 40 })).toEqual(write(parse(pickle)));
  });

  test('is compared within the same budget', () => {
    const pickle = many(2, 'c__builtin__\nset\nq\0', `0${listOf(20_000)}\x85q\x010`, 'h\0h\x01R', 6000);
    expect(() => [...diff(pickle, pickle.slice())]).toThrow(expect.objectContaining({ code: 'limit' }));
    expect(() => [...diff(dumps(1), dumps(1), { copies: Number.NaN })]).toThrow(RangeError);
  });

  test('costs tagged JSON nothing', () => {
    for (const [, , pickle] of QUADRATIC)
      expect(toJSON(pickle, { form: 'tagged' }).length).toBeLessThan(50 * pickle.length);
  });

  test('is looked through once by dumps', () => {
    const pickle = many(2, 'cm\nC\nq\0', `0(${'N'.repeat(100_000)}tq\x010`, 'h\0h\x01\x81', 50_000);
    expect(dumps(loads(pickle)).length).toBeLessThan(2 * pickle.length);
  });
});
