import { describe, expect, test } from 'vitest';
import {
  ByteArray,
  Complex,
  Dict,
  dumps,
  Ellipsis,
  Float,
  FrozenSet,
  Global,
  Instance,
  loads,
  PyRange,
  PySet,
  pythonClass,
  Slice,
  Tuple,
} from '../../src/index.ts';
import { PyPartial } from '../../src/stdlib.ts';
import { repr } from '../../src/tools.ts';
import { oracle } from '../oracle.ts';

class Point {
  x: unknown = 3;
  y: unknown = 'a';
}
class Stack extends Array<unknown> {}
class Flags extends PySet {}
class Frozen extends FrozenSet {}

const user = new Instance(Global.of('app.models.User'), 'new', new Tuple());
user.build(new Dict([['id', 7]]));
const full = new Instance(Global.of('m.C'), 'new', Tuple.of<unknown>(1), new Dict([['k', 2]]));
full.build(null);
full.build(2);
full.build(new Dict([['k', 3]]));
const empty = new Instance(Global.of('m.C'));
empty.build(new Dict());
full.append('i');
full.setItem('a', 1);
full.add(5);
full.setter = { callable: Global.of('m.f'), state: [] };

describe('values that have no Python to ask', () => {
  test.for<[unknown, string]>([
    [undefined, 'None'],
    [1, '1'],
    [new Float(1), '1.0'],
    [-0, '-0.0'],
    [10n ** 4299n, `1${'0'.repeat(4299)}`],
    [-(10n ** 4300n), `-0x${(10n ** 4300n).toString(16)}`],
    [{ a: [Ellipsis] }, "{'a': [Ellipsis]}"],
    [{}, '{}'],
    [new Map([[1, new Set([1])]]), '{1: {1}}'],
    [Global.of('app.models.User'), "<class 'app.models.User'>"],
    [Global.of('builtins.int'), "<class 'int'>"],
    [new Global('m', "C'>\n\u001b[31m"), '<class "m.C\'>\\n\\x1b[31m">'],
    [user, "<app.models.User object state={'id': 7}>"],
    [new Instance(Global.of('m.C')), '<m.C object>'],
    [empty, '<m.C object>'],
    [new Instance(Global.of('m.P'), 'new', Tuple.of<unknown>(Tuple.of(1, 2))), '<m.P object args=(1, 2)>'],
    [new Instance(Global.of('m.f'), 'call', Tuple.of<unknown>(Tuple.of(1, 2))), '<m.f object args=((1, 2),)>'],
    [new Instance(new Global('m', '\u001b')), '<m.\\x1b object>'],
    [new Instance(new Instance(Global.of('m.C'), 'call', Tuple.of(1)), 'call'), '<m.C object>'],
    [
      full,
      "<m.C object args=(1,) kwargs={'k': 2} state=2 state={'k': 3} items=['i'] entries=[('a', 1)] members=[5]" +
        " setter=<class 'm.f'> state=[]>",
    ],
    [new Point(), "<Point object state={'x': 3, 'y': 'a'}>"],
    [Point, "<class 'Point'>"],
    [Stack.from([1]), '[1]'],
    [new Flags([1]), 'Flags({1})'],
    [new Flags(), 'Flags()'],
    [new Frozen([1]), 'Frozen({1})'],
    [new Frozen(), 'Frozen()'],
    [new FrozenSet(), 'frozenset()'],
    [new PySet(), 'set()'],
    [new Set(), 'set()'],
  ])('%o is %s', ([value, expected]) => {
    expect(repr(value)).toBe(expected);
  });
});

describe('cycles', () => {
  test('are shown as Python shows them', () => {
    const list: unknown[] = [1];
    list.push(list);
    const dict = new Dict<unknown, unknown>();
    dict.set('d', dict);
    const inner: unknown[] = [];
    const tuple = Tuple.of(inner);
    inner.push(tuple);
    const self = new Instance(Global.of('m.C'));
    self.build(new Dict([['me', self]]));
    expect([list, dict, tuple, inner, self].map((value) => repr(value))).toEqual([
      '[1, [...]]',
      "{'d': {...}}",
      '([(...)],)',
      '[([...],)]',
      "<m.C object state={'me': <m.C object ...>}>",
    ]);
  });

  test('sharing is none', () => {
    const shared = [1];
    expect(repr([shared, shared])).toBe('[[1], [1]]');
  });
});

/** An object with so many states. */
function stated(count: number): Instance {
  const object = new Instance(new Global('m', 'C'), 'new');
  for (let state = 1; state <= count; state++) object.build(state);
  return object;
}

describe('limits', () => {
  const nested = [1, [2, [3, []]], Tuple.of(new Dict([['a', new PySet([1])]]))];
  test.for<[Parameters<typeof repr>[1], unknown, string]>([
    [{ depth: 0 }, nested, '[...]'],
    [{ depth: 1 }, nested, '[1, [...], (...)]'],
    [{ depth: 2 }, nested, '[1, [2, [...]], ({...},)]'],
    [{ depth: 3 }, nested, "[1, [2, [3, []]], ({'a': {...}},)]"],
    [{ depth: 0 }, [], '[]'],
    [{ depth: 0 }, user, '<app.models.User object ...>'],
    [{ items: 2 }, [1, 2, 3], '[1, 2, ...]'],
    [{ items: 2 }, [1, 2], '[1, 2]'],
    [{ items: 0 }, [1, 2], '[...]'],
    [{ items: 1.9 }, Tuple.of(1, 2), '(1, ...)'],
    [{ items: 1 }, Tuple.of(1), '(1,)'],
    [{ items: 1 }, new FrozenSet([1, 2]), 'frozenset({1, ...})'],
    [
      { items: 1 },
      new Dict([
        ['a', 1],
        ['b', 2],
      ]),
      "{'a': 1, ...}",
    ],
    [{ items: 2 }, stated(3), '<m.C object state=1 state=2 ...>'],
    [{ items: 2 }, stated(2), '<m.C object state=1 state=2>'],
    [{ items: 0 }, stated(1), '<m.C object ...>'],
    [{ items: 0 }, { a: 1 }, '{...}'],
    [{ length: 0 }, 'abc', '...'],
    [{ length: 3 }, 'abc', "'ab..."],
    [{ length: 5 }, 'abc', "'abc'"],
    [{ length: 4 }, [1, 2, 3], '[1, ...'],
    [{ length: 3 }, Uint8Array.of(97, 98, 99), "b'a..."],
    [{ length: 4 }, ByteArray.of(97), 'byte...'],
    [{ length: 2 }, '😀', "'..."],
    [{}, 'abc', "'abc'"],
  ])('%o of %o is %s', ([options, value, expected]) => {
    expect(repr(value, options)).toBe(expected);
  });

  test.for([{ depth: -1 }, { items: Number.NaN }, { length: '3' }])('%o is refused', (options) => {
    expect(() => repr([], options as object)).toThrow(RangeError);
  });

  test('sharing cannot make the text endless, nor a long text', () => {
    let value: unknown = 'x';
    for (let i = 0; i < 100; i++) value = [value, value];
    expect(repr(value)).toHaveLength(2 ** 23 + 3);
    expect(repr('x'.repeat(2 ** 25), { length: Number.POSITIVE_INFINITY })).toHaveLength(2 ** 25 + 3);
  });
});

test('a list nested 1,000,000 deep is shown, and no deeper than is asked for', () => {
  let value: unknown[] = [];
  for (let i = 1; i < 1_000_000; i++) value = [value];
  expect(repr(value)).toBe('['.repeat(1_000_000) + ']'.repeat(1_000_000));
  expect(repr(value, { depth: 2 })).toBe('[[[...]]]');
});

test('other things nest as deep', () => {
  const start = new Instance(Global.of('m.C'));
  let [called, state, partial]: [Instance, Instance, PyPartial] = [start, start, new PyPartial(start)];
  for (let i = 0; i < 50_000; i++) {
    called = new Instance(called, 'call');
    const outer = new Instance(Global.of('m.C'));
    outer.build(state);
    state = outer;
    partial = new PyPartial(1, [], [[partial, 2]]);
  }
  expect(repr(called)).toBe('<m.C object>');
  expect(repr(state)).toHaveLength(12 + 50_000 * 19);
  expect(repr(partial)).toMatch(/^(functools\.partial\(1, ){50000}functools\.partial\(<m\.C object>\)(=2\)){50000}$/);
});

test('a pickle cannot choose what is called', () => {
  let called = false;
  const trap = (): string => {
    called = true;
    return 'trap';
  };
  const point = Object.assign(new Point(), { toString: trap, constructor: trap });
  expect(repr(point)).toBe(
    "<Point object state={'x': 3, 'y': 'a', 'toString': <function trap>, 'constructor': <function trap>}>",
  );
  expect(called).toBe(false);
});

test('a registered class may show itself', () => {
  class Money {
    amount = 1;
    toString(): string {
      return `Money(${this.amount})`;
    }
  }
  const codecs = [pythonClass('shop.Money', Money)];
  expect(repr(loads(dumps([new Money()], { codecs }), { codecs }))).toBe('[Money(1)]');
});

test('which characters are printable is what Python says', async () => {
  const python = await oracle();
  python.run('import unicodedata');
  const kinds = python.evaluate(
    "''.join('p' if c.isprintable() else 'u' if unicodedata.category(c) == 'Cn' else '-' for c in map(chr, range(0x110000)))",
  ) as string;
  const differing: number[] = [];
  for (let code = 0; code < 0x11_0000; code++) {
    const char = String.fromCodePoint(code);
    const isShown = repr(char).length === char.length + 2;
    // One of the two may know a newer Unicode.
    const isKnown = kinds[code] !== 'u' && !/\p{Cn}/u.test(char);
    if (isShown !== (kinds[code] === 'p') && isKnown && char !== '\\') differing.push(code);
  }
  expect(differing).toEqual([]);
});

const RANDOM = `
import random, sys
r = random.Random(20240229)
def text():
    pool = ['a', "'", '"', '\\\\', '\\n', '\\t', '\\r', '\\x00', '\\x7f', '\\x85', '\\xa0', '\\xad', 'é', '日', '\\u2028',
        '\\ufeff', '\\udfff', '😀', '\\U000e0001', '\\U0010ffff', '{', '%', ' ', '\\u3000', '\\u0301']
    return ''.join(r.choice(pool) for _ in range(r.choice([0, 1, 2, 5, 20])))
def number():
    return r.choice([
        lambda: r.randint(-300, 300), lambda: r.randint(-2**70, 2**70), lambda: r.randint(-2**400, 2**400),
        lambda: r.random() - 0.5, lambda: r.uniform(-1, 1) * 10.0 ** r.randint(-320, 308),
        lambda: r.choice([-0.0, float('inf'), float('-inf'), float('nan'), 1e16, 1e22, 1e-5, 1e-4, 5e-324, 1.5e300, 0.1]),
        lambda: complex(r.choice([0.0, -0.0, 1.5, 1e20, float('nan')]), r.choice([0.0, -0.0, -2.5, float('inf')])),
    ])()
def plain(n):
    return not (isinstance(n, float) and n.is_integer() and abs(n) < 2**53 and str(n) != '-0.0')
def atom():
    while True:
        v = r.choice([number, number, text, lambda: None, lambda: True, lambda: False, lambda: r.randbytes(r.randint(0, 9)),
            lambda: bytearray(r.randbytes(3)), lambda: ..., lambda: NotImplemented, lambda: range(r.randint(-9, 9), r.randint(-9, 9), r.choice([1, -2])),
            lambda: int, lambda: ValueError, lambda: slice(1, None, 'a')])()
        if plain(v): return v
def key():
    while True:
        v = r.choice([text, number, lambda: None, lambda: (text(), r.randint(0, 9)), lambda: r.randbytes(2), lambda: frozenset([r.randint(0, 99)])])()
        if plain(v) and v == v: return v
def value(depth, above):
    if depth == 0 or r.random() < 0.2: return atom()
    kind = r.randint(0, 6)
    size = r.choice([0, 1, 2, 3, 8])
    if kind == 0: return set(r.randint(0, 10**r.randint(1, 9)) for _ in range(size * 4))
    if kind == 1: return frozenset(r.randint(0, 50) for _ in range(size))
    if kind == 2: return tuple(value(depth - 1, above) for _ in range(size))
    if kind == 3:
        made = {}
        for _ in range(size): made[key()] = value(depth - 1, above + [made])
        return made
    if above and r.random() < 0.1: return r.choice(above)
    made = []
    made.extend(value(depth - 1, above + [made]) for _ in range(size))
    return made
`;

test('thousands of random values are shown as by Python', async () => {
  const python = await oracle();
  python.run(RANDOM);
  let shown = 0;
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    python.run(`many = [value(4, []) for _ in range(700)]\nagain = pickle.loads(pickle.dumps(many, ${protocol}))`);
    const expected = python.evaluate('[repr(v) for v in again]') as string[];
    const values = loads<unknown[]>(python.dumps('many', protocol));
    for (const [i, value] of values.entries()) expect(repr(value)).toBe(expected[i]);
    shown += values.length;
  }
  expect(shown).toBe(4200);
});

test('sets of str are in the order of the pickle', async () => {
  const python = await oracle();
  python.run('words = [set(map(str, range(n))) for n in range(30)]');
  const values = loads<unknown[]>(python.dumps('words', 4));
  expect(values.map((value) => repr(value))).toEqual(python.evaluate('[repr(v) for v in words]'));
});

test.for([
  [new Complex(1, -0), '(1-0j)'],
  [new PyRange(0, 3), 'range(0, 3)'],
  [new Slice(1), 'slice(1, None, None)'],
])('the class of %s prints it too: %s', ([value, expected]) => {
  expect(String(value)).toBe(expected);
  expect(repr(value)).toBe(expected);
});

test('what shares doubles no time: small pickles of long texts end at the limit at once', () => {
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const value = loads(latin1(`\x80\x04)${'2\x86'.repeat(1300)}.`));
  const before = process.cpuUsage();
  expect(repr(value)).toHaveLength(2 ** 23 + 3);
  expect(String(value)).toHaveLength(2 ** 23 + 3);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(2);
});

test('what is shared is shown at each place, cycles as Python shows them', () => {
  const shared = [1, ['a']];
  const cycle: unknown[] = [shared];
  cycle.push(cycle);
  expect(repr([shared, shared, shared, cycle, cycle, [cycle]])).toBe(
    "[[1, ['a']], [1, ['a']], [1, ['a']], [[1, ['a']], [...]], [[1, ['a']], [...]], [[[1, ['a']], [...]]]]",
  );
});
