/** The values of `corpus.json` as JavaScript values, by the names that the rows have. */
import {
  ByteArray,
  type Codec,
  Complex,
  Dict,
  type DumpOptions,
  Ellipsis,
  Float,
  FrozenSet,
  Global,
  Instance,
  NotImplemented,
  PickleBuffer,
  PySet,
  pythonClass,
  Tuple,
} from '../../src/index.ts';
import { Counter, DefaultDict, Deque, OrderedDict } from '../../src/stdlib.ts';

const ckmod = (name: string): Global => new Global('ckmod', name);
const builtin = (name: string): Global => new Global('builtins', name);

class Plain {
  [name: string]: unknown;
}
class Empty {}
class RecKey {
  d: unknown;
}
class Slots {
  declare a: unknown;
  declare b: unknown;
}
class SlotsDict {
  declare z: unknown;
  declare s: unknown;
}
class Keyword {
  declare a: unknown;
  declare k: unknown;
}
class KeywordAlone {}
class MyList extends Array<unknown> {}
class MyDict extends Dict<unknown, unknown> {}
class MySet extends PySet {}
class MyTuple extends Tuple {}
class MyByteArray extends ByteArray {}
class Recursive {
  items: unknown[] = [];
}
/** An object whose `__reduce__` gives what is given. */
class Reduced {
  reduction: Parameters<typeof reducedTo>[0];
  constructor(reduction: Parameters<typeof reducedTo>[0]) {
    this.reduction = reduction;
  }
}

interface Given {
  callable: unknown;
  args?: unknown[];
  how?: 'call' | 'new';
  state?: unknown;
  items?: unknown[];
  entries?: [unknown, unknown][];
  stateSetter?: unknown;
}

function reducedTo(given: Given | ((protocol: number) => Given)): typeof given {
  return given;
}

const keywords = { args: [1, 2], kwargs: new Map([['x', 3]]) };

/** The classes of the module that the rows were measured with. */
export const CLASSES: readonly Codec[] = [
  pythonClass('ckmod.Plain', Plain),
  pythonClass('ckmod.Empty', Empty),
  pythonClass('ckmod.RecKey', RecKey),
  pythonClass('ckmod.Slots', Slots, { slots: ['a', 'b'], hasDict: false }),
  pythonClass('ckmod.SlotsDict', SlotsDict, { slots: ['s'] }),
  pythonClass('ckmod.NewArgsEx', Keyword, {
    // The state has the very objects that `__getnewargs_ex__` gives.
    getNewArgs: (self) => ({ args: self.a as Tuple, kwargs: self.k as Map<string, unknown> }),
  }),
  pythonClass('ckmod.NewArgsExNoState', KeywordAlone, { getNewArgs: () => keywords }),
  pythonClass('ckmod.MyList', MyList),
  pythonClass('ckmod.MyDict', MyDict),
  pythonClass('ckmod.MySet', MySet),
  pythonClass('ckmod.MyTuple', MyTuple),
  pythonClass('ckmod.MyBA', MyByteArray),
  pythonClass('ckmod.Recursive', Recursive, {
    reduce: ({ items }) => ({ callable: ckmod('mkrec'), args: [items], state: new Map([['st', 1]]) }),
  }),
  pythonClass('ckmod.Reduced', Reduced, {
    reduce({ reduction }, { protocol }) {
      const { args = [], ...rest } = typeof reduction === 'function' ? reduction(protocol) : reduction;
      return { ...rest, args };
    },
  }),
];

const none = (count: number): null[] => Array.from({ length: count }, () => null);
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const byteArray = (text: string): ByteArray => ByteArray.from(bytes(text));
const withX = <T extends object>(object: T): T => Object.assign(object, { x: 1 });
const reduced = (given: Given | ((protocol: number) => Given)): Reduced => new Reduced(given);

/** An object of a class that derives from one of Python's immutable classes. */
function derived(name: string, base: string, args: unknown[], state?: Map<string, unknown>): Instance {
  const instance = new Instance(ckmod(name), 'new', Tuple.from(args));
  instance.base = builtin(base);
  if (state !== undefined) instance.build(state);
  return instance;
}

const attr = (): Map<string, unknown> => new Map([['x', 1]]);

function recursiveTuple(length: number, outside: 'tuple' | 'list'): unknown {
  const list: unknown[] = [];
  list.push(Tuple.from([list, ...none(length - 1)]));
  return outside === 'list' ? list : list[0];
}

function shared<T, R>(value: T, use: (value: T) => R): R {
  return use(value);
}

function filled<T extends object>(object: T, fill: (object: T) => unknown): T {
  fill(object);
  return object;
}

/** Families of rows: a pattern of names, and the value for what it catches. */
const FAMILIES: readonly (readonly [RegExp, (match: string) => unknown])[] = [
  [/^int:(-?\d+)$/, (digits) => BigInt(digits)],
  [/^int:len2039:pos/, () => 2n ** 2039n - 1n],
  [/^int:len(\d+):pos/, (length) => 2n ** (BigInt(length) - 1n)],
  [/^int:len(\d+):neg/, (length) => -(2n ** (BigInt(length) - 1n))],
  [/^float:(.*)$/, (text) => new Float(Number(text.replace('inf', 'Infinity')))],
  [/^str:(.*)$/s, (literal) => textOf(literal)],
  [/^bytes:b(.*)$/s, (literal) => bytes(textOf(literal))],
  [/^bytearray:(.*)$/, byteArray],
  [/^str_len(\d+)$/, (length) => 'x'.repeat(Number(length))],
  [/^bytes_len(\d+)$/, (length) => bytes('x'.repeat(Number(length)))],
  [/^bytearray_len(\d+)$/, (length) => byteArray('x'.repeat(Number(length)))],
  [/^str_e9_(\d+)$/, (length) => 'é'.repeat(Number(length))],
  [/^list(\d+)$/, (count) => none(Number(count))],
  [/^tuple(\d+)$/, (count) => Tuple.from(none(Number(count)))],
  [/^dict(\d+)$/, (count) => new Map(numbers(Number(count)).map((i) => [i, null]))],
  [/^set(\d+)$/, (count) => new PySet(numbers(Number(count)))],
  [/^frozenset(\d+)$/, (count) => new FrozenSet(numbers(Number(count)))],
  [/^MyList(\d+)$/, (count) => Object.setPrototypeOf(none(Number(count)), MyList.prototype)],
  [/^MyDict(\d+)$/, (count) => new MyDict(numbers(Number(count)).map((i) => [i, null]))],
  [/^MySet(\d+)$/, (count) => new MySet(numbers(Number(count)))],
  [/^frame_edge(\d+)$/, (size) => [bytes('q'.repeat(Number(size) - 10)), null, 1]],
  [/^global:'(.*)'$/, (name) => ckmod(textOf(`'${name}'`))],
];

/** A Python literal without its quotes. */
function textOf(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(?:x(..)|u(....)|U(........)|(.))/gs, (_, x, u, wide, plain) => {
    const code = x ?? u ?? wide;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return plain === 'n' ? '\n' : plain === 'r' ? '\r' : plain;
  });
}

const VALUES: Readonly<Record<string, () => unknown>> = {
  // The name is cut off.
  "bytes:b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07'": () => Uint8Array.from(numbers(256)),
  None: () => null,
  False: () => false,
  Ellipsis: () => Ellipsis,
  NotImplemented: () => NotImplemented,
  ellipsis_t: () => builtin('ellipsis'),
  NotImplementedType: () => builtin('NotImplementedType'),
  object: () => builtin('object'),
  len: () => builtin('len'),
  '["a",b"a"]': () => ['a', bytes('a')],
  '["latin1",b"ab"]': () => ['latin1', bytes('ab')],
  '[fresh latin1,b"ab"]': () => ['latin1', bytes('ab')],
  '["ab",fresh"ab"]': () => ['ab', 'ab'],
  '["ab","ab"] same': () => ['ab', 'ab'],
  '["","",(),()]': () => ['', '', new Tuple(), new Tuple()],
  '["a","a"]': () => ['a', 'a'],
  '["é","é"]': () => ['é', 'é'],
  '[b"",b""]': () => [bytes(''), bytes('')],
  '(1.5,1.5)': () => Tuple.of(1.5, 1.5),
  rec_list: () => filled<unknown[]>([], (list) => list.push(list)),
  rec_tuple1: () => recursiveTuple(1, 'tuple'),
  rec_tuple2_fromlist: () => recursiveTuple(2, 'list'),
  rec_tuple3: () => recursiveTuple(3, 'tuple'),
  rec_tuple4_fromlist: () => recursiveTuple(4, 'list'),
  rec_tuple5: () => recursiveTuple(5, 'tuple'),
  rec_tuple5_fromlist: () => recursiveTuple(5, 'list'),
  rec_dict: () => filled(new Map<string, unknown>(), (map) => map.set('self', map)),
  rec_fs: () => shared(new Plain(), (plain) => (plain['fs'] = new FrozenSet([plain]))),
  rec_set: () => shared(new Plain(), (plain) => (plain['s'] = new PySet([plain]))),
  rec_reduce: () => filled(new Recursive(), (self) => self.items.push(self)),
  reckey_set: () => shared(new RecKey(), (key) => (key.d = new PySet([key]))),
  memo300: () =>
    shared(
      numbers(300).map((i) => `k${i}`),
      (names) => [...names, ...names.slice(250)],
    ),
  Plain: () => Object.assign(new Plain(), { a: 1, b: 'x' }),
  Slots: () => Object.assign(new Slots(), { a: 1, b: 2 }),
  SlotsDict: () => Object.assign(new SlotsDict(), { z: 6, s: 5 }),
  Slots_unset: () => Object.assign(new Slots(), { a: 1 }),
  Slots_none: () => new Slots(),
  NewArgs: () => derived('NewArgs', 'int', [5, 't'], new Map([['tag', 't']])),
  NewArgsEx: () => Object.assign(new Keyword(), { a: Tuple.of(1, 2), k: new Map([['x', 3]]) }),
  NewArgsExNoState: () => new KeywordAlone(),
  MyList: () => MyList.of(1),
  'MyList+attr': () => withX(MyList.of(1)),
  'MyDict+attr': () => withX(new MyDict([[1, 2]])),
  MySet: () => new MySet([1]),
  'MyTuple+attr': () => withX(MyTuple.of(1, 2)),
  'MyFloat+attr': () => derived('MyFloat', 'float', [1.5], attr()),
  'MyStr+attr': () => derived('MyStr', 'str', ['s'], attr()),
  MyBytes: () => derived('MyBytes', 'bytes', [bytes('b')]),
  'MyBytes+attr': () => derived('MyBytes', 'bytes', [bytes('b')], attr()),
  MyBA: () => MyByteArray.from(bytes('b')),
  'MyBA+attr': () => withX(MyByteArray.from(bytes('b'))),
  MyComplex: () => derived('MyComplex', 'complex', [new Float(0), new Float(1)]),
  'MyComplex+attr': () => derived('MyComplex', 'complex', [new Float(0), new Float(1)], attr()),
  'global:cmeth': () => new Instance(builtin('getattr'), 'call', Tuple.of<unknown>(ckmod('Outer.Inner'), 'cmeth')),
  'global:boundmeth': () => {
    const object = new Instance(ckmod('Outer.Inner'), 'new');
    object.base = builtin('object');
    return new Instance(builtin('getattr'), 'call', Tuple.of<unknown>(object, 'meth'));
  },
  '[Deep,Deep,Inner]': () => shared(ckmod('Outer.Inner.Deep'), (deep) => [deep, deep, ckmod('Outer.Inner')]),
  '[Plain,Plain]': () => [new Plain(), withX(new Plain()), new Empty()],
  'Reduce:R2': () => reduced({ callable: ckmod('ident') }),
  'Reduce:R2a': () => reduced({ callable: ckmod('ident'), args: [1, 2] }),
  'Reduce:R3': () => reduced({ callable: ckmod('mk'), state: new Map([['a', 1]]) }),
  'Reduce:R4': () => reduced({ callable: MyList, items: [1] }),
  'Reduce:R4c': () => reduced({ callable: MyList, items: [] }),
  'Reduce:R5b': () =>
    reduced({
      callable: MyDict,
      entries: [
        [1, 2],
        [3, 4],
      ],
    }),
  'Reduce:R6': () => reduced({ callable: ckmod('mk'), state: new Map([['s', 1]]), stateSetter: ckmod('setter') }),
  'Reduce:R6n': () => reduced({ callable: ckmod('mk'), state: null, stateSetter: ckmod('setter') }),
  'Reduce:Rnewobj': () => reduced({ callable: ckmod('Reduce'), how: 'new', args: [1, 2] }),
  'Reduce:R1000': () => reduced({ callable: MyList, items: none(1000) }),
  'Reduce:R1001': () => reduced({ callable: MyList, items: none(1001) }),
  'Reduce:R5_1000': () => reduced({ callable: MyDict, entries: numbers(1000).map((i) => [i, null]) }),
  ReduceEx: () => reduced((protocol) => ({ callable: ckmod('ident'), args: [protocol] })),
  complex: () => new Complex(1, -2),
  OrderedDict: () =>
    new OrderedDict([
      ['a', 1],
      ['b', 2],
    ]),
  defaultdict: () => new DefaultDict(builtin('list'), [['a', [1]]]),
  Counter: () =>
    new Counter([
      ['a', 2],
      ['b', 1],
    ]),
  deque: () => new Deque([1, 2], 5),
  deque1: () => new Deque([1]),
  '[getattr,map,range t]': () =>
    ['getattr', 'map', 'range', 'zip', 'filter'].map(builtin).concat(new Global('urllib.request', 'Request')),
  exceptions: () => ['ValueError', 'OSError', 'Exception', 'ModuleNotFoundError', 'ConnectionError'].map(builtin),
  'ValueError("x")': () => new Instance(builtin('ValueError'), 'call', Tuple.of('x')),
  frame_nested: () => [[bytes('x'.repeat(65536))]],
  frame_small_after: () => Tuple.of<unknown>(bytes('x'.repeat(65536)), 1),
  frame_exact: () => [bytes('q'.repeat(32768)), bytes('r'.repeat(32768)), bytes('s'), bytes('t')],
  PickleBuffer_twice: () => shared(new PickleBuffer(bytes('abc'), { readonly: true }), (buffer) => [buffer, buffer]),
  PickleBuffer_base: () => shared(byteArray('abc'), (base) => [base, new PickleBuffer(base), base]),
};

/** Rows in which equal strs are two objects. */
const DISTINCT = ['[fresh latin1,b"ab"]', '["ab",fresh"ab"]'];

/** The value of a row, and how it is to be written; `undefined`: it has none here. */
export function corpusValue(name: string): { value: unknown; options: DumpOptions } | undefined {
  const options: DumpOptions = { codecs: CLASSES, strings: DISTINCT.includes(name) ? 'distinct' : 'value' };
  const own = VALUES[name];
  if (own !== undefined) return { value: own(), options };
  for (const [pattern, make] of FAMILIES) {
    const match = pattern.exec(name);
    if (match !== null) return { value: make(match[1] ?? ''), options };
  }
  return undefined;
}
