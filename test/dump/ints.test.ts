/** `ints: 'bigint'`: bigints are ints, and every number is a float, but for those that Python's own classes are made of. */
import { expect, test } from 'vitest';
import {
  Complex,
  Dict,
  type DumpOptions,
  dump,
  dumps,
  FrozenSet,
  type LoadOptions,
  loads,
  Pickler,
  PyRange,
  PySet,
  pythonClass,
  pythonEnum,
  Slice,
  Tuple,
} from '../../src/index.ts';
import {
  BytesIO,
  DecimalContext,
  Deque,
  Fraction,
  IPv4Address,
  Pattern,
  PyArray,
  PyDate,
  PyDateTime,
  PyError,
  PyIterator,
  Random,
  TimeDelta,
  UUID,
  ZoneInfo,
} from '../../src/stdlib.ts';
import { localPythons, runPython } from '../oracle.ts';

const floats = { ints: 'bigint' } as const;
const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

class Point {
  x = 1;
  y = 2n;
}

const Color = pythonEnum('app.Color', { RED: 1 }, { base: 'int' });

/** What JavaScript has, and what Python reads. */
const YOURS: readonly (readonly [value: unknown, python: string])[] = [
  [1, '1.0'],
  [-0, '-0.0'],
  [2 ** 40, '1099511627776.0'],
  [1.5, '1.5'],
  [1n, '1'],
  [2n ** 70n, '1180591620717411303424'],
  [true, 'True'],
  [[1, 1n, [2]], '[1.0, 1, [2.0]]'],
  [Tuple.of<unknown>(1, 1n), '(1.0, 1)'],
  [{ a: 1, b: 1n }, "{'a': 1.0, 'b': 1}"],
  [
    new Dict<unknown, unknown>([
      [1, 2],
      [3n, 4n],
    ]),
    '{1.0: 2.0, 3: 4}',
  ],
  [new PySet<unknown>([1]), '{1.0}'],
  [new FrozenSet<unknown>([1n]), 'frozenset({1})'],
  [new Deque([1, 1n], 3), 'deque([1.0, 1], maxlen=3)'],
  [new Slice(1, 2n), 'slice(1.0, 2, None)'],
  [new PyError('ValueError', [1, 1n]), 'ValueError(1.0, 1)'],
];

/** What Python's own classes are made of. */
const PYTHONS: readonly (readonly [value: unknown, python: string])[] = [
  [new PyRange(1, 9, 2), 'range(1, 9, 2)'],
  [new Complex(1, 2), '(1+2j)'],
  [new TimeDelta(1, 2, 3), 'datetime.timedelta(days=1, seconds=2, microseconds=3)'],
  [new PyDate(2024, 2, 3), 'datetime.date(2024, 2, 3)'],
  [new PyDateTime(2024, 2, 3, 4), 'datetime.datetime(2024, 2, 3, 4, 0)'],
  [new Date(0), 'datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)'],
  [new Fraction(1, 3), 'Fraction(1, 3)'],
  [new PyArray('i', Int32Array.of(1, 2)), "array('i', [1, 2])"],
  [new PyArray('d', Float64Array.of(1)), "array('d', [1.0])"],
  [Int8Array.of(1), "array('b', [1])"],
  [new IPv4Address('1.2.3.4'), "IPv4Address('1.2.3.4')"],
  [new UUID(5n), "UUID('00000000-0000-0000-0000-000000000005')"],
  [new Pattern('a', 34), "re.compile('a', re.IGNORECASE)"],
];

const [local] = localPythons().slice(-1);
if (local === undefined) console.warn('no python3 here: what Python reads is not asked');

test.runIf(local !== undefined).for(PROTOCOLS)('Python reads it, at protocol %i', (protocol) => {
  if (local === undefined) return;
  const rows = [...YOURS, ...PYTHONS];
  const hexes = rows.map(([value]) => Buffer.from(dumps(value, { ...floats, protocol })).toString('hex'));
  const script = `import pickle\nfor h in ${JSON.stringify(hexes)}: print(repr(pickle.loads(bytes.fromhex(h))))`;
  const shown = runPython(local, script).toString().trim().split('\n');
  expect(shown).toEqual(rows.map(([, python]) => python));
});

test('what Python’s own classes are made of has the bytes that it has by default', () => {
  const random = new Random();
  random.words = Array.from({ length: 624 }, (_, i) => i);
  random.gaussNext = 1;
  const values = [
    ...PYTHONS.map(([value]) => value),
    random,
    new DecimalContext(),
    new ZoneInfo('UTC'),
    new UUID(5n, 'safe'),
    new Deque([], 3),
    new PyIterator([], 1),
    Color.members.RED,
  ];
  for (const protocol of PROTOCOLS) {
    for (const value of values) {
      const options: DumpOptions = { protocol, codecs: [Color] };
      expect(dumps(value, { ...options, ...floats })).toEqual(dumps(value, options));
    }
  }
  expect(dumps(new BytesIO(Uint8Array.of(1), 1), floats)).toEqual(dumps(new BytesIO(Uint8Array.of(1), 1)));
});

test.for([
  ['loads', {}],
  ['exact', { floats: 'exact' }],
] as const satisfies readonly (readonly [string, LoadOptions])[])(
  'what is read with bigints is written as it was, %s',
  ([, options]) => {
    const value = [1n, 2n ** 60n, 1.5, 2, -0, Tuple.of<unknown>(1, 1n), new Map<unknown, unknown>([[1, 2n]])];
    const pickle = dumps(value, floats);
    expect(dumps(loads(pickle, { ...options, ints: 'bigint' }), floats)).toEqual(pickle);
  },
);

test('a Pickler, a stream and objects of your classes have it too', async () => {
  const codecs = [pythonClass('m.Point', Point)];
  const expected = dumps([new Point(), 1, 1n], { codecs, ...floats });
  expect(new Pickler({ codecs, ...floats }).dump([new Point(), 1, 1n])).toEqual(expected);
  const chunks: Uint8Array[] = [];
  await dump([new Point(), 1, 1n], { write: (chunk: Uint8Array) => void chunks.push(chunk) }, { codecs, ...floats });
  expect(Buffer.concat(chunks)).toEqual(Buffer.from(expected));
  const [point] = loads<[Point]>(expected, { codecs, ints: 'bigint' });
  expect(point).toEqual(new Point());
});

test('a number as persistent id is a float, which text does not have', () => {
  const id = (value: unknown): unknown => (value === null ? 7 : undefined);
  expect(loads(dumps(null, { persistentId: id, protocol: 1, ...floats }), { persistentLoad: (at) => at })).toBe(7);
  expect(dumps(null, { persistentId: id, protocol: 1, ...floats })[0]).toBe(0x47);
  expect(() => dumps(null, { persistentId: id, protocol: 0, ...floats })).toThrow('persistent IDs in protocol 0');
  expect(Buffer.from(dumps(null, { persistentId: () => 7n, protocol: 0, ...floats })).toString()).toBe('P7\n.');
});

test('an option of another word is refused', () => {
  expect(() => dumps(1, { ints: 'float' as 'bigint' })).toThrow('options.ints needs one of auto, bigint, got float');
});
