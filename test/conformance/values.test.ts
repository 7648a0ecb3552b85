/** Values of every kind, through a real CPython in both directions, at every protocol. */
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
  loads,
  NotImplemented,
  PyRange,
  PySet,
  Slice,
  Tuple,
} from '../../src/index.ts';
import { DefaultDict } from '../../src/stdlib.ts';
import { localPythons, oracle, runPython } from '../oracle.ts';

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
const shared = [1];

/** Python's expression, and the value that `loads` gives for it and `dumps` takes for it. */
const ROWS: readonly (readonly [string, unknown])[] = [
  ['None', null],
  ['True', true],
  ['False', false],
  ['0', 0],
  ['-1', -1],
  ['255', 255],
  ['256', 256],
  ['65536', 65536],
  ['-2**31', -(2 ** 31)],
  ['2**31', 2 ** 31],
  ['2**53 - 1', Number.MAX_SAFE_INTEGER],
  ['2**53', 2n ** 53n],
  ['-2**63', -(2n ** 63n)],
  ['2**70', 2n ** 70n],
  ['10**600', 10n ** 600n],
  ['1.5', 1.5],
  ['-0.0', -0],
  ['1e300', 1e300],
  ['5e-324', 5e-324],
  ['float("inf")', Number.POSITIVE_INFINITY],
  ['-float("inf")', Number.NEGATIVE_INFINITY],
  ['3.5 - 4j', new Complex(3.5, -4)],
  ['""', ''],
  ['"spam"', 'spam'],
  ['"h\\u00e9llo \\u20ac \\U0001f600"', 'héllo € 😀'],
  ['"\\ud800 lone"', '\ud800 lone'],
  ['"line\\nfeed\\\\ \\x1a\\x00\\r"', 'line\nfeed\\ \x1a\0\r'],
  ['"x" * 70000', 'x'.repeat(70000)],
  ['b""', new Uint8Array(0)],
  ['b"\\x00\\xff\\n"', Uint8Array.of(0, 255, 10)],
  ['bytes(range(256)) * 2', Uint8Array.from({ length: 512 }, (_, i) => i & 255)],
  ['bytearray(b"spam")', ByteArray.from([115, 112, 97, 109])],
  ['bytearray()', new ByteArray(0)],
  ['[]', []],
  ['[1, [2, [3]]]', [1, [2, [3]]]],
  ['list(range(2001))', Array.from({ length: 2001 }, (_, i) => i)],
  ['()', new Tuple()],
  ['(1,)', Tuple.from([1])],
  ['(1, 2)', Tuple.of(1, 2)],
  ['(1, 2, 3)', Tuple.of(1, 2, 3)],
  ['(1, 2, 3, 4)', Tuple.of(1, 2, 3, 4)],
  ['{}', new Dict()],
  [
    '{"a": 1, "b": [2]}',
    new Dict<unknown, unknown>([
      ['a', 1],
      ['b', [2]],
    ]),
  ],
  [
    '{1: "int", 2.5: "float", None: 0, (1, 2): 3, b"k": 4}',
    new Dict<unknown, unknown>([
      [1, 'int'],
      [2.5, 'float'],
      [null, 0],
      [Tuple.of(1, 2), 3],
      [Uint8Array.of(107), 4],
    ]),
  ],
  ['{i: i for i in range(1001)}', new Dict(Array.from({ length: 1001 }, (_, i) => [i, i] as const))],
  ['set()', new PySet()],
  ['{3, 1, 2}', new PySet([1, 2, 3])],
  ['frozenset()', new FrozenSet()],
  ['frozenset([b"x"])', new FrozenSet([Uint8Array.of(120)])],
  ['...', Ellipsis],
  ['NotImplemented', NotImplemented],
  ['range(1, 10, 3)', new PyRange(1, 10, 3)],
  ['range(2**70, 2**70 + 3)', new PyRange(2n ** 70n, 2n ** 70n + 3n)],
  ['slice(1, None, -2)', new Slice(1, null, -2)],
  ['len', new Global('builtins', 'len')],
  ['type(None)', new Global('builtins', 'NoneType')],
  ['type(...)', new Global('builtins', 'ellipsis')],
  ['collections.defaultdict(list, {"a": 1})', new DefaultDict(new Global('builtins', 'list'), [['a', 1]])],
  ['collections.defaultdict(None)', new DefaultDict()],
  ['[s, s]', [shared, shared]],
];

describe.for(PROTOCOLS)('protocol %d', (protocol) => {
  test('what Python pickles, loads gives', async () => {
    const python = await oracle();
    python.run('import collections\ns = [1]');
    const pickles = python.dumpsAll(
      ROWS.map(([expression]) => expression),
      protocol,
    );
    for (const [i, [expression, value]] of ROWS.entries()) {
      const loaded: unknown = loads(pickles[i] ?? new Uint8Array());
      expect([expression, loaded]).toStrictEqual([expression, value]);
    }
  });

  test('what dumps writes, Python reads as the same value, and would have written itself', async () => {
    const python = await oracle();
    python.run('import collections\ns = [1]');
    const pickles = python.dumpsAll(
      ROWS.map(([expression]) => expression),
      protocol,
    );
    for (const [i, [expression, value]] of ROWS.entries()) {
      const pickle = dumps(value, { protocol });
      expect(
        python.check(
          pickle,
          `type(x) is type(${expression}) and x == ${expression} and repr(x) == repr(${expression})`,
        ),
        expression,
      ).toBe(true);
      expect(Buffer.compare(pickle, pickles[i] ?? new Uint8Array()), expression).toBe(0);
    }
  });

  test('nan and floats that are whole numbers', async () => {
    const python = await oracle();
    expect(loads(python.dumps('float("nan")', protocol))).toBeNaN();
    expect(python.check(dumps(Number.NaN, { protocol }), 'type(x) is float and x != x')).toBe(true);
    expect(python.check(dumps([new Float(2), new Float(-0)], { protocol }), 'repr(x) == "[2.0, -0.0]"')).toBe(true);
    expect(loads(python.dumps('2.0', protocol))).toBe(2);
    expect(loads(python.dumps('2', protocol), { ints: 'bigint' })).toBe(2n);
  });

  test('sharing and cycles are kept both ways', async () => {
    const python = await oracle();
    python.run('a = []; a.append(a); d = {}; d["self"] = (d, a); f = [a, d, a, d["self"]]');
    const [a, d, again, pair] = loads<[unknown[], Dict<string, unknown>, unknown, unknown]>(
      python.dumps('f', protocol),
    );
    expect(a[0]).toBe(a);
    expect(again).toBe(a);
    expect(d.get('self')).toBe(pair);
    expect(pair).toBeInstanceOf(Tuple);
    expect((pair as Tuple)[0]).toBe(d);
    const back = dumps([a, d, a, pair], { protocol });
    expect(python.check(back, 'x[0][0] is x[0] is x[2] and x[1]["self"] is x[3] and x[3][0] is x[1]')).toBe(true);
  });

  test('a tuple that is part of itself by way of a list, and a set by way of an instance', async () => {
    const python = await oracle();
    python.run('l = []; t = (1, l, 2); l.append(t)');
    const tuple = loads<Tuple>(python.dumps('t', protocol));
    expect((tuple[1] as unknown[])[0]).toBe(tuple);
    expect(Buffer.compare(dumps(tuple, { protocol }), python.dumps('t', protocol))).toBe(0);
  });
});

test.for(localPythons())('Python $version reads what dumps writes for it', (python) => {
  const values = ROWS.filter(([expression]) => !/range\(2\*\*70|defaultdict|\[s, s\]/.test(expression));
  const pickles = values.map(([, value]) =>
    PROTOCOLS.map((protocol) => Buffer.from(dumps(value, { protocol })).toString('base64')),
  );
  const script = `
import sys, json, pickle, base64
rows = json.load(sys.stdin)
bad = []
for expression, pickles in rows:
    value = eval(expression)
    for protocol, text in enumerate(pickles):
        if protocol > pickle.HIGHEST_PROTOCOL: continue
        back = pickle.loads(base64.b64decode(text))
        if repr(back) != repr(value) or type(back) is not type(value):
            bad.append([expression, protocol, repr(back)[:100]])
print(json.dumps(bad))
`;
  const input = Buffer.from(JSON.stringify(values.map(([expression], i) => [expression, pickles[i]])));
  expect(JSON.parse(runPython(python, script, input).toString())).toEqual([]);
});

test.for(localPythons())('what Python $version pickles, loads gives', (python) => {
  const script = `
import sys, json, pickle, base64, collections
s = [1]
print(json.dumps([[base64.b64encode(pickle.dumps(eval(e), p)).decode() for p in range(pickle.HIGHEST_PROTOCOL + 1)] for e in json.load(sys.stdin)]))
`;
  const input = Buffer.from(JSON.stringify(ROWS.map(([expression]) => expression)));
  const answers = JSON.parse(runPython(python, script, input).toString()) as string[][];
  for (const [i, [expression, value]] of ROWS.entries()) {
    for (const text of answers[i] ?? []) {
      expect([expression, loads(Buffer.from(text, 'base64'))]).toStrictEqual([expression, value]);
    }
  }
});

test('the strings of Python 2 are decoded as the options say', async () => {
  const pickle = Buffer.from('U\x03a\xe9b.', 'latin1');
  expect(() => loads(pickle)).toThrow("'ascii' codec can't decode byte 0xe9 in position 1");
  expect(loads(pickle, { encoding: 'latin1' })).toBe('aéb');
  expect(loads(pickle, { encoding: 'bytes' })).toEqual(Uint8Array.of(0x61, 0xe9, 0x62));
  expect(loads(pickle, { errors: 'replace' })).toBe('a\ufffdb');
  expect(loads(pickle, { errors: 'ignore' })).toBe('ab');
  const python = await oracle();
  expect(python.repr(pickle, { errors: 'surrogateescape' })).toBe("'a\\udce9b'");
  expect(loads(pickle, { errors: 'surrogateescape' })).toBe('a\udce9b');
});
