/** What `console.log` and `JSON.stringify` show of the values. */
import { Session } from 'node:inspector/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as index from '../../src/index.ts';
import * as stdlib from '../../src/stdlib.ts';

const brine = { ...index, ...stdlib };

import { repr } from '../../src/tools.ts';

const { Dict, Global, NamedTuple, Tuple } = brine;
const INT = Global.of('builtins.int');

const user = new brine.Instance(Global.of('app.models.User'));
user.build(new Dict([['id', 7]]));
const called = new brine.Instance(new Global('app', 'Outer.Inner'), 'call', Tuple.of<unknown>(1));

/** Value | JSON.stringify. What console.log shows is the `repr`, and for what a codec could make known a hint. */
const ROWS: readonly (readonly [object, string])[] = [
  [new brine.PyArray('i', Int32Array.of(1, 2)), '[1,2]'],
  [new brine.DefaultDict(INT, [['a', 1]]), '{"a":1}'],
  [new brine.OrderedDict([['a', 1]]), '{"a":1}'],
  [new brine.Counter([['a', 2]]), '{"a":2}'],
  [new brine.Deque([1, 2], 3), '[1,2]'],
  [new brine.PyDate(2024, 2, 29), '"2024-02-29"'],
  [new brine.PyDateTime(2024, 2, 29, 1), '"2024-02-29T01:00:00"'],
  [new brine.PyTime(1, 2), '"01:02:00"'],
  [new brine.TimeDelta(1, 2), '"P1DT2S"'],
  [brine.TimeZone.utc, '"UTC"'],
  [new brine.ZoneInfo('Europe/Paris'), '"Europe/Paris"'],
  [new brine.Decimal('1.10'), '"1.10"'],
  [new brine.Fraction(2, 6), '"1/3"'],
  [new brine.PyPartial(INT, ['1'], [['base', 2]]), '{"func":"builtins.int","args":["1"],"keywords":{"base":2}}'],
  [new brine.BytesIO(Uint8Array.of(1, 2), 1), '[1,2]'],
  [new brine.StringIO('ab'), '"ab"'],
  [new brine.IPv4Address('10.0.0.1'), '"10.0.0.1"'],
  [new brine.IPv4Interface('10.0.0.1/8'), '"10.0.0.1/8"'],
  [new brine.IPv4Network('10.0.0.0/8'), '"10.0.0.0/8"'],
  [new brine.IPv6Address('::1'), '"::1"'],
  [new brine.IPv6Interface('::1/8'), '"::1/8"'],
  [new brine.IPv6Network('::/8'), '"::/8"'],
  [new brine.PyIterator([1, 2], 1), '[2]'],
  [new brine.AttrGetter('a.b'), '{"names":["a.b"]}'],
  [new brine.ItemGetter(1), '{"items":[1]}'],
  [new brine.MethodCaller('f', [1], [['k', 2]]), '{"name":"f","args":[1],"keywords":{"k":2}}'],
  [new brine.PosixPath('/a', 'b'), '"/a/b"'],
  [new brine.PurePosixPath('a'), '"a"'],
  [new brine.PureWindowsPath('a'), '"a"'],
  [new brine.WindowsPath('c:/a'), '"c:\\\\a"'],
  [new brine.PyError('ValueError', ['x']), '{"type":"ValueError","message":"x"}'],
  [
    new brine.PyError('ExceptionGroup', ['g', [new brine.PyError('KeyError')]]),
    '{"type":"ExceptionGroup","message":"g (1 sub-exception)","exceptions":[{"type":"KeyError","message":""}]}',
  ],
  [new brine.Random(), '{"words":[],"position":0,"gaussNext":null}'],
  [new brine.Pattern('a+', 34), '{"pattern":"a+","flags":34}'],
  [new brine.StructTime([2024, 2]), '{"tm_year":2024,"tm_mon":2}'],
  [new brine.StatResult([1], [['st_blocks', 8]]), '{"st_mode":1,"st_blocks":8}'],
  [new brine.SimpleNamespace({ a: 1 }), '{"a":1}'],
  [new brine.GenericAlias(Global.of('builtins.list'), [INT]), '"list[int]"'],
  [new brine.ChainMap(new Dict([['a', 1]])), '[{"a":1}]'],
  [new brine.UserDict(new Dict([['a', 1]])), '{"a":1}'],
  [new brine.UserDict({ a: 1 }), '{"a":1}'],
  [new brine.UserList([1]), '[1]'],
  [new brine.UserString('a'), '"a"'],
  [new brine.UUID(1n), '"00000000-0000-0000-0000-000000000001"'],
  [new brine.Complex(1, 2), '{"re":1,"im":2}'],
  [
    new Dict<unknown, unknown>(
      [
        ['a', 1],
        [1, 2],
        [null, 3],
        [true, 4],
      ].slice(0, 3) as [unknown, unknown][],
    ),
    '{"1":2,"a":1,"null":3}',
  ],
  [brine.Ellipsis, '"Ellipsis"'],
  [new brine.Float(2), '2'],
  [INT, '"builtins.int"'],
  [Global.of('app.models.User'), '"app.models.User"'],
  [new Global('m', "*/\n'"), '"m.*/\\n\'"'],
  [user, '{"class":"app.models.User","state":{"id":7}}'],
  [called, '{"class":"app.Outer.Inner","args":[1]}'],
  [new brine.Instance(new Global('m', "*/'\n")), '{"class":"m.*/\'\\n"}'],
  [
    new brine.DecimalContext(5, 'ROUND_UP', -9, 9, 1, 0, [], [INT]),
    '{"prec":5,"rounding":"ROUND_UP","Emin":-9,"Emax":9,"capitals":1,"clamp":0,"flags":[],"traps":["builtins.int"]}',
  ],
  [new brine.EnumMember(Global.of('app.Color'), 'RED', 1), '1'],
  [new brine.LazyIterator(Global.of('itertools.count'), Tuple.of(3)), '{"class":"itertools.count","args":[3]}'],
  [new brine.BoundMethod('a', 'join'), '{"self":"a","method":"join"}'],
  [
    new brine.CallableAlias(Global.of('collections.abc.Callable'), [INT], INT),
    '"collections.abc.Callable[[int], int]"',
  ],
  [new brine.FrozenDict([['a', 1]]), '{"a":1}'],
  [new brine.Logger('app'), '"app"'],
  [Object.assign(new brine.LogRecord(), { name: 'app', msg: 'x' }), '{"name":"app","msg":"x"}'],
  [brine.pythonNamedTuple('app.P', ['x', 'y']).make(1, 2), '{"x":1,"y":2}'],
  [new brine.PyParameter('a', 1), '{"name":"a","kind":1}'],
  [new brine.PySignature(), '{"parameters":[]}'],
  [new brine.TypingAlias(Global.of('typing.List'), INT), '"typing.List[int]"'],
  [new brine.UnionType([INT, Global.of('builtins.str')]), '"int | str"'],
  [new brine.PyRange(0, 3), '{"start":0,"stop":3,"step":1}'],
  [new brine.FrozenSet([1]), '[1]'],
  [new brine.PySet([1]), '[1]'],
  [new brine.Slice(1), '{"start":1,"stop":null,"step":null}'],
  [Tuple.of(1, 2), '[1,2]'],
  [brine.ByteArray.of(97, 255), '"Yf8="'],
  [new brine.LibraryZone(Global.of('pytz._UTC')), '"UTC"'],
];

test.for(ROWS)('%s', ([value, json]) => {
  const [shown, ...hint] = inspect(value).split(' /* ');
  expect([shown, inspect([value], { breakLength: Number.POSITIVE_INFINITY })]).toEqual([
    oneLine(repr(value)),
    `[ ${inspect(value)} ]`,
  ]);
  const isUnknown = value instanceof brine.Instance || (value instanceof Global && value.module === 'app.models');
  expect(hint.length).toBe(isUnknown ? 1 : 0);
  expect(JSON.stringify(value)).toBe(json);
});

/** Line ends in names that a pickle gives. */
const oneLine = (text: string): string => text.replaceAll('\n', '\\n');

test.for<readonly [object, string]>([
  [user, "<app.models.User object state={'id': 7}> /* pythonClass('app.models.User', User) gives objects of yours */"],
  [
    called,
    "<app.Outer.Inner object args=(1,)> /* pythonEnum('app:Outer.Inner', {...}) or pythonClass('app:Outer.Inner', Inner, { call: (args) => ... }) gives objects of yours */",
  ],
  [Global.of('app.models.User'), "<class 'app.models.User'> /* pythonModule('app.models', { User }) gives yours */"],
  [
    new brine.Instance(new Global('m', "*/'\n")),
    "<m.*/'\\n object> /* pythonClass('m.?/??n', ...) gives objects of yours */",
  ],
  [
    new Dict<unknown, unknown>([
      ['a', 1],
      [Tuple.of(2), [null, true]],
    ]),
    "{'a': 1, (2,): [None, True]}",
  ],
  [brine.ByteArray.from([97, 39]), 'bytearray(b"a\\\'")'],
  [
    [brine.Slice, Global.of('builtins.len'), brine.PyDateTime],
    "[ <class 'slice'>, <built-in function len>, <class 'datetime.datetime'> ]",
  ],
])('console.log shows %o', ([value, shown]) => {
  brine.loads(brine.dumps([brine.Slice, brine.PyDateTime]));
  expect(inspect(value, { breakLength: Number.POSITIVE_INFINITY })).toBe(shown);
  expect(repr(value)).toBe((shown.split(' /* ')[0] ?? '').replace('[ <', '[<').replace('> ]', '>]'));
});

test('a class is its name in JSON, and shows by it, but not a class that derives from it', () => {
  class MyDate extends brine.PyDate {}
  const classes = brine.loads<unknown[]>(brine.dumps([brine.PyDate, brine.Slice, Global.of('builtins.len')]));
  expect(JSON.stringify([...classes, MyDate])).toBe('["datetime.date","builtins.slice","builtins.len",null]');
  expect(inspect(MyDate)).toBe('[class MyDate]');
  expect(repr([MyDate])).toBe("[<class 'MyDate'>]");
  class Point {}
  const codecs = [brine.pythonClass('geometry.Point', Point)];
  expect(repr(brine.loads(brine.dumps([Point], { codecs }), { codecs }))).toBe("[<class 'geometry.Point'>]");
});

test('what is shown is one line that fits a screen', () => {
  let shared: unknown[] = [1];
  for (let i = 0; i < 40; i++) shared = [shared, shared];
  const zone = new brine.Instance(Global.of('app.Zone'));
  zone.build(new Dict([['transitions', Array.from({ length: 10_000 }, (_, i) => i)]]));
  for (const value of [
    new brine.Deque([shared]),
    new Dict([['a', shared]]),
    new brine.UserString('line\n'.repeat(1000)),
    new Global('a'.repeat(5000), 'b\n'),
    new brine.Instance(new Global('a'.repeat(5000), 'b\n')),
    new brine.PyDateTime(2024, 1, 1, 0, 0, 0, 0, zone),
    brine.ByteArray.from({ length: 100_000 }),
    new brine.Decimal('1'.repeat(100_000)),
    new brine.PyError('ValueError', ['line\n'.repeat(1000)]),
  ]) {
    expect(inspect(value).length).toBeLessThan(1400);
    expect(inspect(value)).not.toMatch(/[\n\r]/);
  }
});

test('a browser, whose console knows of no inspection of ours, shows the class and what is in it', async () => {
  // The console of Chromium and of Node's debugger are one: V8's.
  const session = new Session();
  session.connect();
  for (const [value] of ROWS) {
    Reflect.set(globalThis, 'shown', value);
    const { result } = await session.post('Runtime.evaluate', { expression: 'shown', generatePreview: true });
    const names = result.preview?.properties.filter(({ value: text }) => text !== 'undefined').map(({ name }) => name);
    expect(result.description).toMatch(
      new RegExp(`^${value instanceof NamedTuple ? 'Named' : value.constructor.name}\\b`),
    );
    expect([...(names ?? []), ...(result.preview?.entries ?? [])], result.description).not.toEqual([]);
  }
  Reflect.deleteProperty(globalThis, 'shown');
  session.disconnect();
});

test('each class has a row', () => {
  const missing = Object.entries(brine).filter(
    ([name, type]) =>
      typeof type === 'function' &&
      /^class /.test(String(type)) &&
      !/^(.*[Pp]ickler|.*Error|Byte.*Writer|PickleBuffer|PurePath|NamedTuple)$/.test(name) &&
      !ROWS.some(([value]) => value.constructor === type),
  );
  expect(missing.map(([name]) => name)).toEqual([]);
});

test('all of them are short within others', () => {
  for (const [value] of ROWS) {
    const text = inspect([[[[value]]]], { depth: 3, breakLength: Number.POSITIVE_INFINITY });
    expect(text.length).toBeLessThan(100);
  }
});

test('a dict that JSON cannot hold is refused, not changed', () => {
  expect(() => JSON.stringify(new Dict([[Tuple.of(1), 1]]))).toThrow(/^keys must be str, int, float, bool or None/);
  expect(() =>
    JSON.stringify(
      new Dict<unknown, unknown>([
        [1, 'a'],
        ['1', 'b'],
      ]),
    ),
  ).toThrow("two keys of the dict are '1' in JSON");
  expect(
    JSON.stringify(
      new Dict([
        ['__proto__', 1],
        ['toString', 2],
      ]),
    ),
  ).toBe('{"__proto__":1,"toString":2}');
  expect(JSON.stringify(brine.loads(brine.dumps({ a: [new Map([['b', new Set([1])]])] })))).toBe('{"a":[{"b":[1]}]}');
});

test('what is nested deep is cut off, as Node does', () => {
  let instance = new brine.Instance(Global.of('m.C'));
  let deque = new brine.Deque<unknown>();
  let called = instance;
  for (let i = 0; i < 100_000; i++) {
    const outer = new brine.Instance(Global.of('m.C'));
    outer.build(new Dict([['inner', instance]]));
    instance = outer;
    deque = new brine.Deque([deque]);
    called = new brine.Instance(called, 'call');
  }
  for (const value of [instance, deque, called]) expect(inspect(value).length).toBeLessThan(500);
  expect(inspect(deque)).toBe('deque([deque([deque([[...]])])])');
  expect(brine.loads<unknown[]>(brine.dumps([called]))).toHaveLength(1);
});
