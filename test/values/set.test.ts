import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dict, dumps, FrozenSet, loads, PySet, Tuple } from '../../src/index.ts';

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

const COMPOSITES: readonly (() => unknown)[] = [
  () => 1,
  () => true,
  () => Tuple.of(1),
  () => Tuple.of(1n),
  () => Tuple.of(Tuple.of('a')),
  () => new FrozenSet([1, 2]),
  () => new FrozenSet([2n, true]),
  () => Uint8Array.of(1, 2),
  () => Number.NaN,
  () => 2n ** 70n,
  () => null,
  () => 'a',
];

test('sets of none, one and several composites are found in, added to and deleted from as a list is', () => {
  const step = fc.tuple(fc.constantFrom('add', 'delete', 'has', 'clear'), fc.nat(COMPOSITES.length - 1));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const set = new PySet<unknown>();
      const dict = new Dict<unknown, number>();
      let model: unknown[] = [];
      for (const [what, at] of steps) {
        const member = COMPOSITES[at]?.();
        const same = (other: unknown): boolean => pythonEquals(member, other);
        if (what === 'add') {
          set.add(member);
          dict.set(member, at);
          if (!model.some(same)) model.push(member);
        } else if (what === 'delete') {
          expect([set.delete(member), dict.delete(member)]).toEqual([model.some(same), model.some(same)]);
          model = model.filter((other) => !same(other));
        } else if (what === 'has')
          expect([set.has(member), dict.has(member)]).toEqual([model.some(same), model.some(same)]);
        else {
          set.clear();
          dict.clear();
          model = [];
        }
        expect([...set]).toEqual(model);
        expect([...dict.keys()]).toEqual(model);
      }
    }),
  );
});

/** Python's equality of what stands in {@link COMPOSITES}, but for NaN, which is one object here. */
function pythonEquals(one: unknown, other: unknown): boolean {
  const isNumber = (value: unknown): value is number | bigint | boolean =>
    /^(?:number|bigint|boolean)$/.test(typeof value);
  if (isNumber(one) && isNumber(other)) return Object.is(one, other) || Number(one) === Number(other);
  if (one instanceof FrozenSet && other instanceof FrozenSet) {
    return one.size === other.size && [...one].every((member) => other.has(member));
  }
  const parts = (value: unknown): unknown[] | undefined =>
    value instanceof Tuple || value instanceof Uint8Array ? [...value] : undefined;
  const [ones, others] = [parts(one), parts(other)];
  if (ones === undefined || others === undefined) return one === other;
  const isSameType = one instanceof Tuple === other instanceof Tuple;
  return isSameType && ones.length === others.length && ones.every((part, at) => pythonEquals(part, others[at]));
}
