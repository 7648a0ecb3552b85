/** `toString()` of every class of the standard library is Python's `str`, `repr` and inspection are its `repr`. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as index from '../../src/index.ts';
import * as stdlib from '../../src/stdlib.ts';

const brine = { ...index, ...stdlib };

import { repr } from '../../src/tools.ts';
import { oracle } from '../oracle.ts';

/** Expressions of Python by the class that their values become. This Python makes none of a class with none. */
const EXPRESSIONS: Readonly<Record<string, readonly string[]>> = {
  AttrGetter: ["operator.attrgetter('a')", "operator.attrgetter('a.b', 'c')"],
  BoundMethod: ["'a'.join", '[].append'],
  BytesIO: ["io.BytesIO(b'ab')"],
  CallableAlias: [
    'collections.abc.Callable[[int], str]',
    'collections.abc.Callable[..., list[int]]',
    'collections.abc.Callable[[], None]',
    'collections.abc.Callable[typing.Concatenate[int, ...], int]',
  ],
  ChainMap: ["collections.ChainMap({'a': 1}, {2: []})", 'collections.ChainMap()'],
  Complex: ['1+2j', '-0j', 'complex(0.5, float("inf"))'],
  Counter: ["collections.Counter('abracadabra')", 'collections.Counter()'],
  Decimal: ["decimal.Decimal('1.10')", "decimal.Decimal('-0')", "decimal.Decimal('1E+5')", "decimal.Decimal('sNaN12')"],
  DecimalContext: ['decimal.Context(prec=5)', 'decimal.ExtendedContext'],
  DefaultDict: ["collections.defaultdict(list, {'a': [1]})", 'collections.defaultdict(None, {})'],
  Deque: ["collections.deque([1, 'a'])", 'collections.deque([], 3)'],
  EnumMember: ['http.HTTPStatus.OK', 'http.HTTPMethod.GET', 're.I | re.M', 'calendar.MONDAY', 'plistlib.FMT_XML'],
  Float: [],
  FrozenDict: [],
  Fraction: ['fractions.Fraction(1, -3)', 'fractions.Fraction(2**70)'],
  GenericAlias: ['list[int]', 'dict[str, list[int]]', 'tuple[int, ...]', 'tuple[()]'],
  IPv4Address: ["ipaddress.ip_address('10.0.0.1')"],
  IPv4Interface: ["ipaddress.ip_interface('10.0.0.1/8')"],
  IPv4Network: ["ipaddress.ip_network('10.0.0.0/8')"],
  IPv6Address: [
    "ipaddress.ip_address('2001:db8::1')",
    "ipaddress.ip_address('::ffff:1.2.3.4')",
    "ipaddress.ip_address('fe80::1%eth0')",
  ],
  IPv6Interface: ["ipaddress.ip_interface('2001:db8::1/32')"],
  IPv6Network: ["ipaddress.ip_network('2001:db8::/32')"],
  ItemGetter: ['operator.itemgetter(1)', "operator.itemgetter('a', (1, 2))"],
  LazyIterator: ["enumerate('ab')", 'map(int, [])'],
  Logger: [],
  LibraryZone: [],
  LogRecord: ["logging.LogRecord('n', 20, 'p', 1, 'm', (), None)"],
  MethodCaller: ["operator.methodcaller('f', 1, 'a', k=2)", "operator.methodcaller('f')"],
  NamedTuple: [],
  OrderedDict: ['collections.OrderedDict(a=1)', 'collections.OrderedDict()'],
  PyParameter: ["inspect.Parameter('a', inspect.Parameter.KEYWORD_ONLY, default=1, annotation=int)"],
  PyPartial: ["functools.partial(int, '1', base=2)"],
  Pattern: [
    "re.compile('a\\n', re.I | re.S)",
    "re.compile(b'a', re.X)",
    "re.compile('a' * 300)",
    "re.compile('\\'\"')",
  ],
  PosixPath: ["pathlib.PosixPath('/a', 'b')", 'pathlib.PosixPath()'],
  PurePosixPath: ["pathlib.PurePosixPath('a//b/./c')", 'pathlib.PurePosixPath("it\'s")'],
  PureWindowsPath: ["pathlib.PureWindowsPath('c:/a', 'b')"],
  WindowsPath: [],
  PyArray: ["array.array('i', [1, -2])", "array.array('d', [1, 0.5])", "array.array('w', 'aé')", "array.array('b')"],
  PyDate: ['datetime.date(2024, 2, 29)'],
  PyDateTime: [
    'datetime.datetime(2024, 2, 29)',
    'datetime.datetime(2024, 2, 29, 1, 2, 3, 4, fold=1)',
    'datetime.datetime(2024, 2, 29, 1, 2, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30), "X"))',
    'datetime.datetime(2024, 2, 29, fold=1, tzinfo=datetime.timezone.utc)',
  ],
  PyError: [
    "ValueError('a')",
    'KeyError()',
    "OSError(1000, 'x', 'f')",
    "ExceptionGroup('g', [ValueError(1)])",
    "UnicodeDecodeError('ascii', b'\\xff', 0, 1, 'r')",
  ],
  PyIterator: [
    'iter([1, 2])',
    'reversed([1])',
    'iter((1,))',
    "iter('ab')",
    "iter('é')",
    'iter(range(3))',
    "iter(b'a')",
    'iter(bytearray(b"a"))',
  ],
  PyTime: ['datetime.time()', 'datetime.time(1, 2, 3, 4, fold=1, tzinfo=datetime.timezone.utc)'],
  Random: ['random.Random(1)'],
  PyRange: ['range(5)', 'range(1, 2**70, 3)'],
  PySignature: [
    'inspect.signature(lambda a, /, b, *c, d=1, **e: 0)',
    'inspect.Signature()',
    'inspect.signature(abs)',
    'inspect.signature(len).replace(return_annotation=int)',
  ],
  SimpleNamespace: ["types.SimpleNamespace(a=1, b='x')", 'types.SimpleNamespace()'],
  Slice: ['slice(1, None, 2)'],
  StatResult: ['os.stat("/")'],
  StringIO: ["io.StringIO('ab')"],
  StructTime: ['time.gmtime(0)'],
  TimeDelta: ['datetime.timedelta()', 'datetime.timedelta(-1, 2, 3)', 'datetime.timedelta(weeks=1)'],
  TimeZone: [
    'datetime.timezone(datetime.timedelta(hours=5, minutes=30), "X")',
    'datetime.timezone.utc',
    'datetime.timezone(datetime.timedelta(minutes=-90))',
    "datetime.timezone(datetime.timedelta(0), 'it\\'s')",
  ],
  TypingAlias: [
    'typing.List[int]',
    'typing.Dict[str, typing.List[int]]',
    'typing.Callable[[int], str]',
    'int | str',
    'list[int] | None',
  ],
  UnionType: [],
  UserDict: ["collections.UserDict({'a': 1})"],
  UserList: ['collections.UserList([1, [2]])'],
  UserString: ["collections.UserString('a\\n')"],
  UUID: ["uuid.UUID('12345678-1234-5678-1234-567812345678')"],
  ZoneInfo: [],
};

const BESIDES =
  /^(BlobLike|Byte|Constant|Dict|FrozenSet|Global|Instance|NoRoomError|PickleBuffer|Pickl|Unpickl|PySet|StreamUnpickler|Tuple|PurePath$|Ellipsis|NotImplemented)/;

test('there are expressions for every class', () => {
  const classes = Object.entries(brine).filter(
    ([, value]) => typeof value === 'function' && /^class /.test(String(value)),
  );
  const names = classes.map(([name]) => name).filter((name) => !BESIDES.test(name));
  expect(names.filter((name) => !Object.hasOwn(EXPRESSIONS, name))).toEqual([]);
  expect(Object.keys(EXPRESSIONS).filter((name) => !names.includes(name) && !BESIDES.test(name))).toEqual([]);
});

test.for(Object.entries(EXPRESSIONS).flatMap(([name, list]) => list.map((expression) => [name, expression] as const)))(
  '%s: %s',
  async ([name, expression]) => {
    const python = await oracle();
    python.run(
      'import array, calendar, collections.abc, datetime, decimal, fractions, functools, http, inspect, io, ipaddress, logging, operator, os, pathlib, plistlib, random, re, time, types, typing, uuid',
    );
    const answers = ['repr', 'str'].map((name) =>
      String(python.evaluate(`${name}(${expression})`)).replaceAll(/ at 0x[0-9a-f]+/g, ''),
    );
    const [expected = '', text = ''] = answers;
    const type: unknown = Reflect.get(brine, name);
    for (const protocol of [4, 5]) {
      const value = brine.loads(python.dumps(expression, protocol));
      expect(typeof type === 'function' && value instanceof type, expression).toBe(true);
      expect([String(value), `${value}`]).toEqual([text, text]);
      expect(inspect(value)).toBe(expected);
      expect(repr([value])).toBe(`[${expected}]`);
      const exact = brine.loads(python.dumps(expression, protocol), { ints: 'bigint' });
      expect(repr([exact], { ints: 'bigint' })).toBe(`[${expected}]`);
    }
  },
);

test.for([
  '[2.0, 2, -0.0, 1e16, 2**70, float("inf")]',
  '{1: 1.0, 2.0: (3.0, {4.0})}',
  'collections.OrderedDict(a=2.0)',
  'collections.deque([2.0], 5)',
  'collections.Counter({1.0: 2})',
  'functools.partial(int, 2.0)',
  "array.array('d', [2.0])",
  "array.array('q', [2])",
  'complex(2.0, 3.0)',
  'slice(1.0, 2)',
  'datetime.timedelta(days=2.0)',
  'types.SimpleNamespace(a=2.0)',
  'ValueError(2.0)',
])('values loaded with bigints for ints tell 2.0 from 2: %s', async (expression) => {
  const python = await oracle();
  python.run('import array, collections, datetime, functools, types');
  const value = brine.loads(python.dumps(expression, 5), { ints: 'bigint' });
  expect(repr(value, { ints: 'bigint' })).toBe(python.evaluate(`repr(${expression})`));
});

test.for<[object, string, string?]>([
  [new brine.EnumMember(brine.Global.of('app.Color'), 'RED', 1), '<Color.RED: 1>', 'Color.RED'],
  [new brine.EnumMember(brine.Global.of('app.Color'), 'RED', 1, { base: 'int' }), '<Color.RED: 1>', '1'],
  [new brine.EnumMember(brine.Global.of('app.Color'), 'R', 'r', { base: 'str' }), "<Color.R: 'r'>", 'r'],
  [new brine.EnumMember(brine.Global.of('app.C'), 'R', 'r', { base: 'str', text: 'member' }), "<C.R: 'r'>", 'C.R'],
  [new brine.EnumMember(brine.Global.of('app.Perm'), '', 0), '<Perm: 0>', 'Perm(0)'],
  [new brine.Dict([['a', [1]]]), "{'a': [1]}"],
  [new brine.PySet(['a']), "{'a'}"],
  [new brine.FrozenSet(['a']), "frozenset({'a'})"],
  [new brine.PySet(), 'set()'],
  [brine.Tuple.of(1), '(1,)'],
  [brine.ByteArray.of(97), "bytearray(b'a')"],
  [new brine.Instance(brine.Global.of('app.User')), '<app.User object>'],
  [brine.Ellipsis, 'Ellipsis'],
  [new brine.FrozenDict([['a', 1]]), "frozendict({'a': 1})"],
  [brine.pythonNamedTuple('app.P', ['x', 'y']).make(1, 'a'), "P(x=1, y='a')"],
  [new brine.Logger('app.db'), '<Logger app.db>'],
  [new brine.UnionType([brine.Global.of('builtins.int'), brine.Global.of('builtins.str')]), 'int | str'],
  [new brine.Float(2), '2.0'],
  [new brine.WindowsPath('c:\\a'), "WindowsPath('c:/a')", 'c:\\a'],
  [new brine.ZoneInfo("it's"), 'zoneinfo.ZoneInfo(key="it\'s")', "it's"],
])('%o is %s', ([value, expected, text = expected]) => {
  expect([String(value), repr(value)]).toEqual([text, expected]);
});
