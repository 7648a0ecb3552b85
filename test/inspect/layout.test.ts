/** `layout` gives what Python's `pprint.pformat` gives. */
import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads } from '../../src/index.ts';
import { layout } from '../../src/inspect/layout.ts';
import { oracle } from '../oracle.ts';

const OPTIONS = { width: 80, depth: Number.POSITIVE_INFINITY, sortDicts: true, longest: 2 ** 25 };

function laidOut(pickle: Uint8Array, options: Partial<typeof OPTIONS> = {}): string {
  return [...layout(loads(pickle, { ints: 'bigint' }), { ...OPTIONS, ...options })].join('\n');
}

const EXPRESSIONS = [
  '1',
  '[2.0, 2, None, True]',
  'list(range(40))',
  'tuple(range(40))',
  '(list(range(40)),)',
  '{i: str(i) * 5 for i in range(20, 0, -1)}',
  "{'b': [1] * 30, 'a': {'z': 1.0, 'y': (1, 2)}, 3: None, (1, 'x'): 5, (0, 2): 6, None: 1, b'k': 2, 1.5: 'f'}",
  "{'é': 1, '\\U0001f600': 2, '\\uffff': 3, 'a' * 70: 4}",
  'set(range(50))',
  'frozenset(range(50))',
  '[set(), frozenset(), {1, 2}, []] * 8',
  "'lorem ipsum dolor sit amet ' * 10",
  "['lorem ipsum dolor sit amet ' * 10, 'x' * 100, 'a\\nb\\r\\nc' * 20]",
  "{'key': 'one two three ' * 9}",
  "'\\U0001f600 é\\x00' * 30",
  "b'0123456789' * 12",
  "[b'01\\xff' * 33, b'abcd', bytearray(b'xyz' * 40)]",
  "bytearray(b'0' * 90)",
  "collections.OrderedDict((i, 'x' * i) for i in range(20))",
  'collections.OrderedDict()',
  "collections.defaultdict(int, {i: 'x' * i for i in range(20, 0, -1)})",
  "collections.Counter('the quick brown fox jumps over the lazy dog' * 3)",
  'collections.deque(range(60))',
  'collections.deque(range(60), 99)',
  "types.SimpleNamespace(a=list(range(40)), b='x' * 60, c=None)",
  "collections.ChainMap({'a': list(range(40))}, {'b': 'y' * 70})",
  "[collections.UserDict({'a': list(range(40))}), collections.UserList(range(40)), collections.UserString('a b ' * 30)]",
  '[datetime.datetime(2020, 1, 2, 3, 4, 5, 6), decimal.Decimal("1.50"), fractions.Fraction(1, 3)] * 3',
  "[[[[['deep', {'x': [1] * 30}]]]]]",
];

test.for(EXPRESSIONS)('%s', async (expression) => {
  const python = await oracle();
  python.run('import collections, datetime, decimal, fractions, pprint, types');
  expect(laidOut(python.dumps(expression, 5))).toBe(python.evaluate(`pprint.pformat(${expression})`));
});

test('random values, at several widths', async () => {
  const python = await oracle();
  python.run(`
import pprint, random
def _value(r, depth):
    kind = r.randrange(9 if depth else 6)
    if kind == 0: return r.randrange(-10**6, 10**6)
    if kind == 1: return r.choice([0.5, 2.0, -1e300, 1e-7])
    if kind == 2: return ' '.join('word' * r.randrange(3) for _ in range(r.randrange(30)))
    if kind == 3: return bytes(r.randrange(256) for _ in range(r.randrange(60)))
    if kind == 4: return r.choice([None, True, False])
    if kind == 5: return 'k%d' % r.randrange(1000)
    n = r.randrange(12)
    if kind == 6: return [_value(r, depth - 1) for _ in range(n)]
    if kind == 7: return tuple(_value(r, depth - 1) for _ in range(n))
    return {r.choice([r.randrange(99), 'k%d' % r.randrange(99)]): _value(r, depth - 1) for _ in range(n)}
_values = [_value(random.Random(i), 4) for i in range(150)]
`);
  const pickles = python.dumpsAll(
    Array.from({ length: 150 }, (_, i) => `_values[${i}]`),
    5,
  );
  for (const width of [40, 80, 120]) {
    const expected = python.evaluate(`[pprint.pformat(v, width=${width}) for v in _values]`);
    expect(pickles.map((pickle) => laidOut(pickle, { width }))).toEqual(expected);
  }
});

test('a depth cuts as pprint does, and dicts keep their order where that is asked for', async () => {
  const python = await oracle();
  python.run('import pprint');
  const expression = "{'b': [1, [2, [3]]], 'a': ({'c': {}}, 1), 'l': 'x' * 70}";
  const pickle = python.dumps(expression, 5);
  for (const depth of [1, 2, 3]) {
    const expected = python.evaluate(`pprint.pformat(${expression}, depth=${depth}, sort_dicts=False)`);
    expect(laidOut(pickle, { depth, sortDicts: false })).toBe(expected);
  }
});

test('what no codec knows is shown with all that the pickle says, over lines', () => {
  const user = new Instance(new Global('app', 'User'));
  user.build({ name: 'x'.repeat(30), tags: ['y'.repeat(30)] });
  expect(laidOut(dumps([user]), { width: 50 })).toBe(
    `[<app.User object state={'name': '${'x'.repeat(30)}',\n                         'tags': ['${'y'.repeat(30)}']}>]`,
  );
});

test('a value in itself, and a very deep one', () => {
  const list: unknown[] = ['x'.repeat(80)];
  list.push(list);
  expect(laidOut(dumps(list))).toMatch(/<Recursion on list>\]$/);
  let deep: unknown = 'x'.repeat(90);
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(laidOut(dumps(deep)).length).toBeGreaterThan(200_000);
});

test('long texts are cut where that is asked for', () => {
  expect(laidOut(dumps(['x'.repeat(1000)]), { longest: 10 })).toBe("['xxxxxxxxxx'...]");
});

test('an object that is in each of its many states is laid out in linear time', () => {
  const time = (count: number): number => {
    const object = new Instance(new Global('m', 'C'), 'new');
    for (let i = 0; i < count; i++) object.build(new Map([[1, object]]));
    const before = process.cpuUsage();
    let length = 0;
    for (const piece of layout(object, OPTIONS)) length += piece.length;
    expect(length).toBeGreaterThan(20 * count);
    return process.cpuUsage(before).user / 1e6;
  };
  time(1000);
  // 20,000 took 26 seconds when each state had all the others looked at.
  expect(time(20_000)).toBeLessThan(8);
});
