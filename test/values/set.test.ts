import { expect, test } from 'vitest';
import { dumps, FrozenSet, loads, PySet, Tuple } from '../../src/index.ts';

test.for<[string, new (members: unknown[]) => Set<unknown>]>([
  ['PySet', PySet],
  ['FrozenSet', FrozenSet],
])('a %s tells a tuple and the string that it is spelled as apart', ([, Type]) => {
  const members = [Tuple.of(1), 't1(n1;)', 'other'];
  expect([...new Type(members)]).toEqual(members);
  expect([...loads<Set<unknown>>(dumps(new Type(members)))]).toEqual(members);
  expect(new Type(members).has('t1(n1;)')).toBe(true);
  expect(new Type([Tuple.of(1)]).has('t1(n1;)')).toBe(false);
});

test('deleting a string leaves the tuple that it spells', () => {
  const set = new PySet<unknown>([Tuple.of(1), 't1(n1;)']);
  expect(set.delete('t1(n1;)')).toBe(true);
  expect(set.has(Tuple.of(1))).toBe(true);
});

test.for<[string, unknown[], number]>([
  ['equal ints', [1, 2, 1], 2],
  ['an int and its float, bool and bigint', [1, true, 1n, Tuple.of(1), 1], 2],
  ['numbers on both sides of a tuple', [1, Tuple.of(1), 2, 1, 'a', 2], 4],
])('members read from a pickle: %s', ([, items, size]) => {
  // EMPTY_SET MARK items ADDITEMS STOP, of items that are written by themselves
  const parts = items.map((item) => [...dumps(item, { protocol: 2 })].slice(2, -1));
  const bytes = Uint8Array.of(0x80, 4, 0x8f, 0x28, ...parts.flat(), 0x90, 0x2e);
  expect(loads<Set<unknown>>(bytes).size).toBe(size);
});
