import { expect, test } from 'vitest';
import { dumps, FrozenSet, Global, Instance, loads, loadsAll, PickleError, PySet, Tuple } from '../../src/index.ts';
import { pickleEnds, survey } from '../../src/inspect/survey.ts';
import { dis } from '../../src/tools.ts';

const user = new Instance(new Global('app', 'User'));
user.build({ name: 'Ada', list: [1, 2, 3], more: { a: Tuple.of(1, 2, 3, 4) } });
const VALUES: readonly unknown[] = [
  Array.from({ length: 50 }, (_, i) => ({ id: i, tags: [i, 'x'], pair: Tuple.of<unknown>(i, [i]) })),
  new Map(Array.from({ length: 30 }, (_, i) => [i, Tuple.of(...'abcdef'.slice(0, i % 5))])),
  [user, user, [user]],
  Tuple.of([1], [2], [3], [4]),
  new PySet(Array.from({ length: 20 }, (_, i) => `m${i}`)),
  [new FrozenSet([1, 2, 3, 4])],
  new Date(0),
  [[[[[[[1, 2], 3], 4], 5], 6], 7], 8],
];

test('the whole pickle is its excerpt if it is short, and the numbers are those of dis', () => {
  const pickle = dumps(VALUES, { protocol: 2 });
  const found = survey(pickle, 0, 1e6);
  expect(found.excerpt).toEqual(pickle);
  const lines = [...dis(pickle)];
  expect(found.opcodes).toBe(lines.length - 1);
  expect(`highest protocol among opcodes = ${found.needed}\n`).toBe(lines.at(-1));
  expect([found.announced, found.start, found.end]).toEqual([2, 0, pickle.length]);
});

test.for([0, 1, 2, 3, 4, 5] as const)(
  'protocol %d: after each opcode, the excerpt is a pickle or there is none',
  (protocol) => {
    for (const value of VALUES) {
      const pickle = dumps(value, { protocol });
      const { opcodes } = survey(pickle, 0, 1e6);
      let made = 0;
      for (let most = 1; most < opcodes; most++) {
        const { excerpt, end } = survey(pickle, 0, most);
        expect(end).toBe(pickle.length);
        if (excerpt === undefined) continue;
        try {
          loads(excerpt);
          made++;
        } catch (error) {
          // Classes of the standard library refuse arguments that are cut.
          expect(error).toBeInstanceOf(PickleError);
        }
      }
      expect(made).toBeGreaterThan(opcodes / 3);
    }
  },
);

test('an excerpt holds what was put in until then', () => {
  const list = Array.from({ length: 5000 }, (_, i) => [i]);
  const { excerpt = new Uint8Array() } = survey(dumps(list, { protocol: 4 }), 0, 10_000);
  const value = loads<unknown[]>(excerpt);
  expect(value.length).toBeGreaterThan(2000);
  expect(value).toEqual(list.slice(0, value.length));
  const inner = loads<Map<string, unknown[]>>(survey(dumps({ a: list, b: 1 }), 0, 100).excerpt ?? new Uint8Array());
  const start = inner.get('a') ?? [];
  expect([inner.size, start.length > 10]).toEqual([1, true]);
  expect(start.slice(0, -1)).toEqual(list.slice(0, start.length - 1));
});

test('what is no pickle is refused as loads refuses it', () => {
  for (const bytes of [
    dumps([1, 2]).subarray(0, 9),
    Uint8Array.of(255),
    new TextEncoder().encode('a.'),
    new TextEncoder().encode('t.'),
  ]) {
    let message = '';
    try {
      loads(bytes);
    } catch (error) {
      message = String(error);
    }
    expect(message).not.toBe('');
    expect(() => survey(bytes, 0, 10)).toThrow(PickleError);
  }
});

test('a pickle behind another', () => {
  const two = Buffer.concat([dumps(1), dumps(['b'])]);
  const first = survey(two, 0, 10);
  expect(survey(two, first.end, 10)).toMatchObject({ start: first.end, end: two.length });
  expect([...loadsAll(two)]).toEqual([1, ['b']]);
});

test('where pickles end that stand one after another', () => {
  const pickles = [dumps(VALUES), dumps(1), dumps([2], { protocol: 0 }), Buffer.from('(N.N.')];
  const ends = pickles.slice(0, 3).map((_, i) => Buffer.concat(pickles.slice(0, i + 1)).length);
  const all = Buffer.concat(pickles);
  expect([...pickleEnds(all, 0)]).toEqual([...ends, all.length - 2, all.length]);
  expect([...pickleEnds(all, all.length)]).toEqual([]);
});

test('what is no pickle ends that', () => {
  const ends: number[] = [];
  const count = (): void => {
    for (const end of pickleEnds(Buffer.from('N.(0.t'), 0)) ends.push(end);
  };
  expect(count).toThrow(PickleError);
  expect(ends).toEqual([2, 5]);
});

test('a pickle for each two bytes takes no memory', () => {
  let count = 0;
  for (const end of pickleEnds(Buffer.alloc(1_000_000, 'N.'), 0)) count += end > 0 ? 1 : 0;
  expect(count).toBe(500_000);
});
