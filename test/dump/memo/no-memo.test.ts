/** `memo: 'none'` against CPython's `Pickler.fast`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type DumpOptions,
  dump,
  dumps,
  Float,
  FrozenSet,
  loads,
  Pickler,
  PySet,
  pythonClass,
  Tuple,
} from '../../../src/index.ts';
import { Decimal, OrderedDict, PyDate } from '../../../src/stdlib.ts';
import { parse, write } from '../../../src/tools.ts';
import { oracle } from '../../oracle.ts';

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
const FAST = `
import io
def fast(value, protocol):
    file = io.BytesIO()
    pickler = pickle.Pickler(file, protocol)
    pickler.fast = True
    pickler.dump(value)
    return file.getvalue()
`;

const list = [1, 2];
const ROWS: readonly (readonly [string, unknown, string])[] = [
  ['a list twice', [list, list], '[[1, 2]] * 2'],
  ['a str twice', ['spam', 'spam'], "['spam'] * 2"],
  ['a long str twice', ['x'.repeat(300), 'x'.repeat(300)], "['x' * 300] * 2"],
  ['a str that is not ASCII twice', ['h\xe9', 'h\xe9'], "['h\\xe9'] * 2"],
  [
    'records',
    [
      { a: 1, b: 'x' },
      { a: 2, b: 'y' },
    ],
    "[{'a': 1, 'b': 'x'}, {'a': 2, 'b': 'y'}]",
  ],
  ['tuples', Tuple.of<unknown>(Tuple.of(1, 2), Tuple.of(1, 2, 3, 4), new Tuple()), '((1, 2), (1, 2, 3, 4), ())'],
  ['sets', [new PySet([1]), new FrozenSet([2])], '[{1}, frozenset({2})]'],
  ['bytes twice', [Uint8Array.of(1, 2), new Uint8Array(0)], "[b'\\1\\2', b'']"],
  ['numbers', [1, 1.5, new Float(2), 2 ** 40, null, true], '[1, 1.5, 2.0, 2**40, None, True]'],
  ['dates', [new PyDate(2024, 1, 2), new PyDate(2024, 1, 2)], '[__import__("datetime").date(2024, 1, 2)] * 2'],
  ['Decimals', [new Decimal('1.5'), new Decimal('2')], '[__import__("decimal").Decimal(x) for x in ("1.5", "2")]'],
  ['an OrderedDict', new OrderedDict([['a', [1]]]), '__import__("collections").OrderedDict(a=[1])'],
];

test.each(ROWS)('%s: the bytes of Pickler.fast at every protocol', async (_name, value, expression) => {
  const python = await oracle();
  python.run(FAST);
  for (const protocol of PROTOCOLS) {
    const expected = python.evaluate(`fast(${expression}, ${protocol}).hex()`);
    expect(Buffer.from(dumps(value, { protocol, memo: 'none' })).toString('hex')).toBe(expected);
    const chunks: Uint8Array[] = [];
    await dump(value, { write: (chunk: Uint8Array) => chunks.push(chunk) }, { protocol, memo: 'none' });
    expect(Buffer.concat(chunks).toString('hex')).toBe(expected);
  }
});

test('objects of a registered class are written in full each time', async () => {
  class Point {
    x = 1;
    y = [2];
  }
  const python = await oracle();
  python.run(FAST);
  python.define('nomemo', 'class Point:\n    def __init__(self):\n        self.x = 1\n        self.y = [2]\n');
  const point = new Point();
  const codecs = [pythonClass('nomemo.Point', Point)];
  for (const protocol of PROTOCOLS) {
    const expected = python.evaluate(`fast([sys.modules['nomemo'].Point()] * 2, ${protocol}).hex()`);
    const pickle = dumps([point, point], { codecs, protocol, memo: 'none' });
    expect(Buffer.from(pickle).toString('hex')).toBe(expected);
    expect(loads(pickle, { codecs })).toEqual([point, point]);
  }
});

test('what was shared is not shared any more, and a Pickler remembers nothing', () => {
  const [first, second] = loads<unknown[]>(dumps([list, list], { memo: 'none' }));
  expect(first).toEqual(second);
  expect(first).not.toBe(second);
  const pickler = new Pickler({ memo: 'none' });
  expect(pickler.dump(list)).toEqual(pickler.dump(list));
  expect(pickler.memo.size).toBe(0);
});

test('any JSON is what it is with a memo', () => {
  const same = (options: DumpOptions) => (value: unknown) => {
    expect(loads(dumps(value, { ...options, memo: 'none' }))).toEqual(loads(dumps(value, options)));
  };
  fc.assert(fc.property(fc.jsonValue(), same({})));
  fc.assert(fc.property(fc.jsonValue(), same({ protocol: 0 })));
});

test('write gives a graph without references', () => {
  const pickle = dumps([list, list]);
  expect(write(parse(pickle), { memo: 'none' })).toEqual(dumps([list, list], { memo: 'none' }));
});

test('another value of the option is refused', () => {
  // @ts-expect-error: not one of the two.
  expect(() => dumps(1, { memo: 'fast' })).toThrow(RangeError);
});
