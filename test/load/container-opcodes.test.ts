/** FROZENSET, ADDITEMS, extension codes and TUPLE3: what they take off the stack, and what they leave. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/graph/parse.ts';
import { FrozenSet, Global, Instance, load, loads, PySet, Tuple } from '../../src/index.ts';
import { cut, lent, SIZES } from '../chunks.ts';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
/** A str that is no short way's. */
const str = (text: string): string => `\x8c${String.fromCharCode(text.length)}${text}`;

test.for([
  ['an empty one', '(\x91.', []],
  ['one member', '(K\x01\x91.', [1]],
  ['equal members once', '(K\x01K\x02K\x01\x88\x91.', [1, 2]],
  ['strs', `(${str('a')}${str('b')}\x91.`, ['a', 'b']],
  ['what lies above the newest mark alone', '(K\x07(K\x01\x910(K\x02\x91.', [2]],
  ['a member that is a frozenset', '((K\x01\x91\x91.', [new FrozenSet([1])]],
  ['after a list of ints that was not closed', '](K\x05K\x06(K\x01\x910e0(K\x03\x91.', [3]],
] as const)('FROZENSET makes %s', ([, pickle, members]) => {
  const set = loads(latin1(pickle));
  expect(set).toBeInstanceOf(FrozenSet);
  expect([...(set as FrozenSet)]).toEqual([...members]);
});

test.for([
  ['nothing', '\x8f(\x90.', []],
  ['one', '\x8f(K\x01\x90.', [1]],
  ['several', `\x8f(K\x01${str('a')}N\x90.`, [1, 'a', null]],
  ['more to what is in it', '\x8f(K\x01K\x02\x90(K\x03K\x02\x90.', [1, 2, 3]],
  ['to the set below the mark and to no other', '\x8f\x8f(K\x01\x900(K\x02\x90.', [2]],
  ['after a nested one', '\x8f((K\x01\x91K\x02\x90.', [new FrozenSet([1]), 2]],
  ['through the memo', '\x8f\x94(K\x01\x900h\0(K\x02\x90.', [1, 2]],
] as const)('ADDITEMS adds %s', ([, pickle, members]) => {
  const set = loads(latin1(pickle));
  expect(set).toBeInstanceOf(PySet);
  expect([...(set as PySet)]).toEqual([...members]);
});

test.for([
  ['FROZENSET without a mark', 'K\x01\x91.', 'could not find MARK'],
  ['FROZENSET of a list', '(]\x91.', "unhashable type: 'list'"],
  ['ADDITEMS without a mark', '\x8fK\x01\x90.', 'could not find MARK'],
  ['ADDITEMS without a set', '(K\x01\x90.', 'unpickling stack underflow'],
  ['ADDITEMS of a dict', '\x8f(}\x90.', "unhashable type: 'dict'"],
  ['ADDITEMS to a frozenset', '(\x91(K\x01\x90.', "'frozenset' object has no attribute 'add'"],
  ['ADDITEMS to a list', '](K\x01\x90.', "'list' object has no attribute 'add'"],
] as const)('%s is refused with the words of C', async ([, pickle, words]) => {
  expect(() => loads(latin1(pickle))).toThrow(words);
  expect(() => parse(latin1(pickle))).toThrow(words);
  await expect(load([latin1(pickle)])).rejects.toThrow(words);
});

test('ADDITEMS to an object of an unknown class keeps the members, batch after batch', () => {
  const object = loads(latin1('cm\nC\n)R(K\x01K\x02K\x03\x90(K\x04\x90.'));
  expect(object).toBeInstanceOf(Instance);
  expect((object as Instance).members).toEqual([1, 2, 3, 4]);
});

test.for([
  ['EXT1', '\x82\xff.', 255],
  ['EXT2', '\x83\x00\x01.', 256],
  ['EXT2 of two bytes of ones', '\x83\xff\xff.', 65_535],
  ['EXT4', '\x84\x00\x00\x01\x00.', 65_536],
  ['EXT4 at its largest', '\x84\xff\xff\xff\x7f.', 2 ** 31 - 1],
] as const)('%s stands for what is registered under its code', ([, pickle, code]) => {
  const extensions = new Map([[code, new Global('m', `C${code}`)]]);
  expect(loads(latin1(pickle), { extensions })).toEqual(new Global('m', `C${code}`));
  expect(() => loads(latin1(pickle))).toThrow(`unregistered extension code ${code}`);
});

test('TUPLE1, TUPLE2 and TUPLE3 take so many, in their order', () => {
  expect(loads(latin1('K\x09K\x01\x85\x86.'))).toEqual(Tuple.of<unknown>(9, Tuple.of(1)));
  expect(loads(latin1('K\x09K\x01K\x02\x86\x86.'))).toEqual(Tuple.of<unknown>(9, Tuple.of(1, 2)));
  expect(loads(latin1('K\x09K\x01K\x02K\x03\x87\x86.'))).toEqual(Tuple.of<unknown>(9, Tuple.of(1, 2, 3)));
});

/** Memo numbers of one byte, of four, sparse, and again for something else. */
const NUMBERS = fc.array(fc.oneof(fc.nat(6), fc.integer({ min: 250, max: 260 }), fc.nat(70_000)), { maxLength: 12 });

test('what is stored under a number is fetched by it, whichever opcode has the number', async () => {
  await fc.assert(
    fc.asyncProperty(NUMBERS, fc.boolean(), SIZES, async (numbers, isWide, sizes) => {
      const word = (number: number): string =>
        String.fromCharCode(...[0, 8, 16, 24].map((by) => (number >>> by) & 0xff));
      const opcode = (number: number, [short, long]: readonly [string, string]): string =>
        number < 256 && !isWide ? `${short}${String.fromCharCode(number)}` : `${long}${word(number)}`;
      const last = new Map(numbers.map((number, i) => [number, `v${i}`]));
      const stores = numbers.map((number, i) => `${str(`v${i}`)}${opcode(number, ['q', 'r'])}0`);
      const pickle = latin1(
        `${stores.join('')}](${[...last.keys()].map((number) => opcode(number, ['h', 'j'])).join('')}e.`,
      );
      expect(loads(pickle)).toEqual([...last.values()]);
      expect(await load(lent(cut(pickle, sizes)))).toEqual([...last.values()]);
      const root = parse(pickle).root;
      expect(root.type === 'list' && root.items.map((item) => item.type === 'str' && item.value)).toEqual([
        ...last.values(),
      ]);
    }),
    { numRuns: 500 },
  );
});

test('sets of any members keep each once, in one ADDITEMS or several, in FROZENSET, in chunks', async () => {
  const member = fc.oneof(
    fc.nat(20).map((n) => [n, `K${String.fromCharCode(n)}`] as const),
    fc.constantFrom('a', 'b', 'spam').map((text) => [text, str(text)] as const),
    fc.constant([null, 'N'] as const),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(member, { maxLength: 6 }), { maxLength: 4 }), SIZES, async (batches, sizes) => {
      const members = [...new Set(batches.flat().map(([value]) => value))];
      const codes = batches.map((batch) => batch.map(([, code]) => code).join(''));
      const added = latin1(`\x8f${codes.map((code) => `(${code}\x90`).join('')}.`);
      const frozen = latin1(`(${codes.join('')}\x91.`);
      for (const pickle of [added, frozen]) {
        for (const set of [loads(pickle), await load(lent(cut(pickle, sizes)))]) {
          expect([...(set as PySet | FrozenSet)]).toEqual(members);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test.for([0, 1, 127, 128, 200, 255])(
  'SHORT_BINBYTES of %d bytes is read whole, in whatever chunks it arrives',
  async (length) => {
    const bytes = Uint8Array.from({ length }, (_, i) => i);
    const pickle = Buffer.concat([latin1(`](C${String.fromCharCode(length)}`), bytes, latin1('Ne.')]);
    expect(loads(pickle)).toEqual([bytes, null]);
    for (const size of [1, 2, 100, 1000]) expect(await load(lent(cut(pickle, [size])))).toEqual([bytes, null]);
  },
);
