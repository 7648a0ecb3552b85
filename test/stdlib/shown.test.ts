/** What `console.log` and `JSON.stringify` show of the values. */
import { Session } from 'node:inspector/promises';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import * as brine from '../../src/index.ts';

const { Dict, Global, NamedTuple, Tuple } = brine;
const INT = Global.of('builtins.int');

const user = new brine.Instance(Global.of('app.models.User'));
user.build(new Dict([['id', 7]]));
const called = new brine.Instance(new Global('app', 'Outer.Inner'), 'call', Tuple.of<unknown>(1));

/** Value | console.log | JSON.stringify. */
const ROWS: readonly (readonly [object, string, string])[] = [
  [new brine.PyArray('i', Int32Array.of(1, 2)), "PyArray 'i' Int32Array(2) [ 1, 2 ]", '[1,2]'],
  [
    new brine.DefaultDict(INT, [['a', 1]]),
    "DefaultDict(1) [Map] { 'a' => 1, defaultFactory: Global <builtins.int> }",
    '{"a":1}',
  ],
  [new brine.OrderedDict([['a', 1]]), "OrderedDict(1) { 'a' => 1 }", '{"a":1}'],
  [new brine.Counter([['a', 2]]), "Counter(1) { 'a' => 2 }", '{"a":2}'],
  [new brine.Deque([1, 2], 3), 'Deque(2/3) [ 1, 2 ]', '[1,2]'],
  [new brine.PyDate(2024, 2, 29), 'PyDate 2024-02-29', '"2024-02-29"'],
  [new brine.PyDateTime(2024, 2, 29, 1), 'PyDateTime 2024-02-29T01:00:00', '"2024-02-29T01:00:00"'],
  [new brine.PyTime(1, 2), 'PyTime 01:02:00', '"01:02:00"'],
  [new brine.TimeDelta(1, 2), 'TimeDelta P1DT2S', '"P1DT2S"'],
  [brine.TimeZone.utc, 'TimeZone UTC', '"UTC"'],
  [new brine.ZoneInfo('Europe/Paris'), 'ZoneInfo Europe/Paris', '"Europe/Paris"'],
  [new brine.Decimal('1.10'), 'Decimal 1.10', '"1.10"'],
  [new brine.Fraction(2, 6), 'Fraction 1/3', '"1/3"'],
  [
    new brine.Partial(INT, ['1'], [['base', 2]]),
    "Partial { func: Global <builtins.int>, args: Tuple(1) [ '1' ], keywords: Dict(1) [Map] { 'base' => 2 } }",
    '{"func":"builtins.int","args":["1"],"keywords":{"base":2}}',
  ],
  [new brine.BytesIO(Uint8Array.of(1, 2), 1), 'BytesIO { data: Uint8Array(2) [ 1, 2 ], position: 1 }', '[1,2]'],
  [new brine.StringIO('ab'), "StringIO { text: 'ab', newline: '\\n', position: 0 }", '"ab"'],
  [new brine.IPv4Address('10.0.0.1'), 'IPv4Address <10.0.0.1>', '"10.0.0.1"'],
  [new brine.IPv4Interface('10.0.0.1/8'), 'IPv4Interface <10.0.0.1/8>', '"10.0.0.1/8"'],
  [new brine.IPv4Network('10.0.0.0/8'), 'IPv4Network <10.0.0.0/8>', '"10.0.0.0/8"'],
  [new brine.IPv6Address('::1'), 'IPv6Address <::1>', '"::1"'],
  [new brine.IPv6Interface('::1/8'), 'IPv6Interface <::1/8>', '"::1/8"'],
  [new brine.IPv6Network('::/8'), 'IPv6Network <::/8>', '"::/8"'],
  [new brine.PyIterator([1, 2], 1), 'PyIterator <iter> { source: [ 1, 2 ], index: 1 }', '[2]'],
  [new brine.AttrGetter('a.b'), "AttrGetter { names: [ 'a.b' ] }", '{"names":["a.b"]}'],
  [new brine.ItemGetter(1), 'ItemGetter { items: [ 1 ] }', '{"items":[1]}'],
  [
    new brine.MethodCaller('f', [1], [['k', 2]]),
    "MethodCaller { name: 'f', args: [ 1 ], keywords: Dict(1) [Map] { 'k' => 2 } }",
    '{"name":"f","args":[1],"keywords":{"k":2}}',
  ],
  [new brine.PosixPath('/a', 'b'), 'PosixPath </a/b>', '"/a/b"'],
  [new brine.PurePosixPath('a'), 'PurePosixPath <a>', '"a"'],
  [new brine.PureWindowsPath('a'), 'PureWindowsPath <a>', '"a"'],
  [new brine.WindowsPath('c:/a'), 'WindowsPath <c:\\\\a>', '"c:\\\\a"'],
  [new brine.PyError('ValueError', ['x']), "PyError <ValueError> 'x'", '{"type":"ValueError","message":"x"}'],
  [
    new brine.PyError('ExceptionGroup', ['g', [new brine.PyError('KeyError')]]),
    "PyError <ExceptionGroup> 'g (1 sub-exception)' { exceptions: [ PyError <KeyError> '' ] }",
    '{"type":"ExceptionGroup","message":"g (1 sub-exception)","exceptions":[{"type":"KeyError","message":""}]}',
  ],
  [new brine.Random(), 'Random (no state)', '{"words":[],"position":0,"gaussNext":null}'],
  [new brine.Pattern('a+', 34), "Pattern <re.compile('a+', re.IGNORECASE)>", '{"pattern":"a+","flags":34}'],
  [new brine.StructTime([2024, 2]), 'StructTime { tm_year: 2024, tm_mon: 2 }', '{"tm_year":2024,"tm_mon":2}'],
  [
    new brine.StatResult([1], [['st_blocks', 8]]),
    'StatResult { st_mode: 1, st_blocks: 8 }',
    '{"st_mode":1,"st_blocks":8}',
  ],
  [new brine.SimpleNamespace({ a: 1 }), 'SimpleNamespace { a: 1 }', '{"a":1}'],
  [new brine.GenericAlias(Global.of('builtins.list'), [INT]), 'GenericAlias <list[int]>', '"list[int]"'],
  [new brine.ChainMap(new Dict([['a', 1]])), "ChainMap [ Dict(1) [Map] { 'a' => 1 } ]", '[{"a":1}]'],
  [new brine.UserDict(new Dict([['a', 1]])), "UserDict Dict(1) [Map] { 'a' => 1 }", '{"a":1}'],
  [new brine.UserDict({ a: 1 }), 'UserDict { a: 1 }', '{"a":1}'],
  [new brine.UserList([1]), 'UserList [ 1 ]', '[1]'],
  [new brine.UserString('a'), "UserString 'a'", '"a"'],
  [new brine.UUID(1n), 'UUID 00000000-0000-0000-0000-000000000001', '"00000000-0000-0000-0000-000000000001"'],
  [new brine.Complex(1, 2), 'Complex (1+2j)', '{"re":1,"im":2}'],
  [
    new Dict<unknown, unknown>(
      [
        ['a', 1],
        [1, 2],
        [null, 3],
        [true, 4],
      ].slice(0, 3) as [unknown, unknown][],
    ),
    "Dict(3) [Map] { 'a' => 1, 1 => 2, null => 3 }",
    '{"1":2,"a":1,"null":3}',
  ],
  [brine.Ellipsis, 'Ellipsis', '"Ellipsis"'],
  [new brine.Float(2), 'Float(2)', '2'],
  [INT, 'Global <builtins.int>', '"builtins.int"'],
  [
    Global.of('app.models.User'),
    "Global <app.models.User> /* pythonModule('app.models', { User }) gives yours */",
    '"app.models.User"',
  ],
  [new Global('m', "*/\n'"), "Global <m.*/\\n'>", '"m.*/\\n\'"'],
  [
    user,
    "Instance <app.models.User> /* pythonClass('app.models.User', User) gives objects of yours */ { state: Dict(1) [Map] { 'id' => 7 } }",
    '{"class":"app.models.User","state":{"id":7}}',
  ],
  [
    called,
    "Instance <app.Outer.Inner> /* pythonClass('app:Outer.Inner', Inner) gives objects of yours */ { args: Tuple(1) [ 1 ] }",
    '{"class":"app.Outer.Inner","args":[1]}',
  ],
  [
    new brine.Instance(new Global('m', "*/'\n")),
    "Instance <m.*/'\\n> /* pythonClass('m.?/??n', ...) gives objects of yours */ {}",
    '{"class":"m.*/\'\\n"}',
  ],
  [
    new brine.DecimalContext(5, 'ROUND_UP', -9, 9, 1, 0, [], [INT]),
    "DecimalContext { prec: 5, rounding: 'ROUND_UP', Emin: -9, Emax: 9, capitals: 1, clamp: 0, flags: [], " +
      'traps: [ Global <builtins.int> ] }',
    '{"prec":5,"rounding":"ROUND_UP","Emin":-9,"Emax":9,"capitals":1,"clamp":0,"flags":[],"traps":["builtins.int"]}',
  ],
  [new brine.EnumMember(Global.of('app.Color'), 'RED', 1), '<app.Color.RED: 1>', '1'],
  [
    new brine.LazyIterator(Global.of('itertools.count'), Tuple.of(3)),
    'LazyIterator <itertools.count> { args: Tuple(1) [ 3 ] }',
    '{"class":"itertools.count","args":[3]}',
  ],
  [new brine.BoundMethod('a', 'join'), "BoundMethod { self: 'a', name: 'join' }", '{"self":"a","method":"join"}'],
  [
    new brine.CallableAlias(Global.of('collections.abc.Callable'), [INT], INT),
    'CallableAlias <collections.abc.Callable[[int], int]>',
    '"collections.abc.Callable[[int], int]"',
  ],
  [new brine.FrozenDict([['a', 1]]), "FrozenDict(1) { 'a' => 1 }", '{"a":1}'],
  [new brine.Logger('app'), 'Logger "app"', '"app"'],
  [
    Object.assign(new brine.LogRecord(), { name: 'app', msg: 'x' }),
    "LogRecord { name: 'app', msg: 'x' }",
    '{"name":"app","msg":"x"}',
  ],
  [brine.pythonNamedTuple('app.P', ['x', 'y']).make(1, 2), 'P { x: 1, y: 2 }', '{"x":1,"y":2}'],
  [new brine.Parameter('a', 1), "Parameter { name: 'a', kind: 1 }", '{"name":"a","kind":1}'],
  [new brine.Signature(), 'Signature { parameters: Tuple(0) [] }', '{"parameters":[]}'],
  [new brine.TypingAlias(Global.of('typing.List'), INT), 'TypingAlias <typing.List[int]>', '"typing.List[int]"'],
  [new brine.UnionType([INT, Global.of('builtins.str')]), 'UnionType <int | str>', '"int | str"'],
  [new brine.Range(0, 3), 'Range { start: 0, stop: 3, step: 1 }', '{"start":0,"stop":3,"step":1}'],
  [new brine.FrozenSet([1]), 'FrozenSet(1) [Set] { 1 }', '[1]'],
  [new brine.PySet([1]), 'PySet(1) [Set] { 1 }', '[1]'],
  [new brine.Slice(1), 'Slice { start: 1, stop: null, step: null }', '{"start":1,"stop":null,"step":null}'],
  [Tuple.of(1, 2), 'Tuple(2) [ 1, 2 ]', '[1,2]'],
];

test.for(ROWS)('%s', ([value, shown, json]) => {
  expect(inspect(value, { breakLength: Number.POSITIVE_INFINITY })).toBe(shown);
  expect(JSON.stringify(value)).toBe(json);
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
      !/^(.*[Pp]ickler|.*Error|Byte.*Writer|ByteArray|PickleBuffer|PurePath|NamedTuple)$/.test(name) &&
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
  expect(inspect(deque)).toBe('Deque(1) [ Deque(1) [ Deque(1) [ Deque(1) [Array] ] ] ]');
  expect(brine.loads<unknown[]>(brine.dumps([called]))).toHaveLength(1);
});
