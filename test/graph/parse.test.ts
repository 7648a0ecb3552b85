import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childrenOf, type Node, nodesOf } from '../../src/graph/graph.ts';
import { parse, parseAll, parseWithSharing } from '../../src/graph/parse.ts';
import { loads, PickleError, Pickler, UnpicklingError } from '../../src/index.ts';
import { fixture, hex } from '../fixtures.ts';
import { program } from '../programs.ts';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** The graph as JSON: origins are left out, nodes met again are `#`. */
function shape(root: Node): unknown {
  const seen = new Set<Node>();
  const of = (value: unknown): unknown => {
    if (typeof value === 'bigint') return `${value}n`;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
    if (Array.isArray(value)) return value.map(of);
    if (typeof value !== 'object' || value === null) return value;
    const isNode = 'type' in value;
    if (isNode && seen.has(value as Node)) return '#';
    if (isNode) seen.add(value as Node);
    const hidden = ['start', 'end', 'opcode', 'memo'];
    return Object.fromEntries(Object.entries(value).flatMap(([k, v]) => (hidden.includes(k) ? [] : [[k, of(v)]])));
  };
  return of(root);
}

const int = (value: number): unknown => ({ type: 'int', value });
const str = (value: string): unknown => ({ type: 'str', value });
const global = (module: string, name: string): unknown => ({ type: 'global', module, name });
const tuple = (...items: unknown[]): unknown => ({ type: 'tuple', items });

test.for([
  ['None', 'N.', { type: 'none' }],
  ['True', '\x88.', { type: 'bool', value: true }],
  ['an INT that is a bool', 'I00\n.', { type: 'bool', value: false }],
  ['an int', 'K\x05.', int(5)],
  ['a negative int', 'J\xff\xff\xff\xff.', int(-1)],
  ['an int of 9 bytes', '\x8a\x09\0\0\0\0\0\0\0\0\x01.', { type: 'int', value: `${2n ** 64n}n` }],
  ['a float that is a whole number', 'G\x3f\xf0\0\0\0\0\0\0.', { type: 'float', value: 1 }],
  ['a NaN keeps its bits', 'G\x7f\xf0\0\0\0\0\0\x01.', { type: 'float', value: NaN, bits: '\x7f\xf0\0\0\0\0\0\x01' }],
  ['a str', '\x8c\x01a.', str('a')],
  [
    'two surrogates that are two characters',
    'X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80.',
    { ...{ type: 'str', value: '😀' }, cuts: [1] },
  ],
  ['a character beyond the BMP', 'X\x04\0\0\0\xf0\x9f\x98\x80.', str('😀')],
  ['two escapes that are two characters', 'Vx\\ud83d\\ude00\n.', { ...{ type: 'str', value: 'x😀' }, cuts: [2] }],
  ['an escape of one character', 'V\\U0001f600\n.', str('😀')],
  ['bytes', 'C\x02ab.', { type: 'bytes', value: 'ab' }],
  ['a bytearray', '\x96\x01\0\0\0\0\0\0\0a.', { type: 'bytearray', value: 'a' }],
  ['a bytearray to which bytes are appended', '\x96\x01\0\0\0\0\0\0\0a(Kbe.', { type: 'bytearray', value: 'ab' }],
  [
    'a bytearray in which bytes are set',
    '\x96\x02\0\0\0\0\0\0\0aaKcaJ\xff\xff\xff\xffKzsI00\nI01\ns.',
    { type: 'bytearray', value: '\x01az' },
  ],
  ['a string of Python 2', "S'a'\n.", str('a')],
  ['a list', '](K\x01K\x02e.', { type: 'list', items: [int(1), int(2)] }],
  ['a tuple', 'K\x01\x85.', tuple(int(1))],
  [
    'a dict, keys repeated',
    '}(K\x01NK\x01Nu.',
    {
      type: 'dict',
      entries: [
        [int(1), { type: 'none' }],
        [int(1), { type: 'none' }],
      ],
    },
  ],
  ['a set', '\x8f(K\x01\x90.', { type: 'set', items: [int(1)] }],
  ['a frozenset', '(K\x01\x91.', { type: 'frozenset', items: [int(1)] }],
  ['a list that is in itself', ']q\0h\0a.', { type: 'list', items: ['#'] }],
  ['one object twice', ']q\0h\0\x86.', tuple({ type: 'list', items: [] }, '#')],
  [
    'an item of a list replaced',
    '](K\x01K\x02eJ\xff\xff\xff\xffNs.',
    { type: 'list', items: [int(1), { type: 'none' }] },
  ],
  ['a global', 'cos\nsystem\n.', global('os', 'system')],
  ['a global by its strs', '\x8c\x02os\x8c\x06system\x93.', global('os', 'system')],
  ['an extension code', '\x82\x07.', { type: 'extension', code: 7 }],
  ['a call', 'cm\nf\nK\x01\x85R.', { type: 'call', callable: global('m', 'f'), args: tuple(int(1)), actions: [] }],
  [
    'a new object with state',
    'cm\nC\n)\x81}b.',
    {
      type: 'new',
      cls: global('m', 'C'),
      args: tuple(),
      actions: [{ do: 'build', state: { type: 'dict', entries: [] } }],
    },
  ],
  [
    'NEWOBJ_EX with keywords',
    'cm\nC\n)}\x8c\x01kNs\x92.',
    {
      ...{ type: 'new', cls: global('m', 'C'), args: tuple(), actions: [] },
      kwargs: { type: 'dict', entries: [[str('k'), { type: 'none' }]] },
    },
  ],
  [
    'NEWOBJ_EX without keywords, which is NEWOBJ even if the dict is filled later',
    'cm\nC\n)}q\0\x92h\0K\x01K\x02s0.',
    { type: 'new', cls: global('m', 'C'), args: tuple(), actions: [] },
  ],
  [
    'keywords in an object of a class that derives from dict',
    'cm\nC\n)cm\nD\n)R\x92.',
    {
      ...{ type: 'new', cls: global('m', 'C'), args: tuple(), actions: [] },
      kwargs: { type: 'call', callable: global('m', 'D'), args: tuple(), actions: [] },
    },
  ],
  ['INST without arguments', '(im\nC\n.', { type: 'new', cls: global('m', 'C'), args: tuple(), actions: [] }],
  [
    'OBJ with an argument',
    '(cm\nC\nNo.',
    { type: 'call', callable: global('m', 'C'), args: tuple({ type: 'none' }), actions: [] },
  ],
  [
    'OBJ without arguments of what the pickle made, which is called',
    '((im\nC\no.',
    {
      ...{ type: 'call', callable: { type: 'new', cls: global('m', 'C'), args: tuple(), actions: [] }, args: tuple() },
      actions: [],
    },
  ],
  [
    'what is appended to an object',
    'cm\nC\n)\x81Na.',
    { type: 'new', cls: global('m', 'C'), args: tuple(), actions: [{ do: 'append', items: [{ type: 'none' }] }] },
  ],
  [
    'a state of a class itself',
    'cm\nC\nNb.',
    { type: 'global', module: 'm', name: 'C', actions: [{ do: 'build', state: { type: 'none' } }] },
  ],
  [
    'a state setter',
    'cm\nC\n)\x81q\0cm\nset\nh\0N\x86R0.',
    {
      type: 'new',
      cls: global('m', 'C'),
      args: tuple(),
      actions: [{ do: 'setter', callable: global('m', 'set'), state: { type: 'none' } }],
    },
  ],
  [
    'a state setter of what a persistent id stands for',
    'Pabc\nq\0cm\nset\nh\0N\x86R0.',
    {
      type: 'persistent',
      id: str('abc'),
      actions: [{ do: 'setter', callable: global('m', 'set'), state: { type: 'none' } }],
    },
  ],
  ['a persistent id', 'Pabc\n.', { type: 'persistent', id: str('abc'), actions: [] }],
  ['a persistent id of any kind', 'K\x01Q.', { type: 'persistent', id: int(1), actions: [] }],
  [
    'bytes of protocol 2, read-only as they are',
    'c__builtin__\nbytes\n)R\x98.',
    { type: 'call', callable: global('__builtin__', 'bytes'), args: tuple(), actions: [] },
  ],
  ['a read-only buffer', '\x97\x98.', { type: 'buffer', readonly: true }],
] as const)('%s', ([, pickle, expected]) => {
  expect(shape(parse(latin1(pickle)).root)).toEqual(expected);
});

test.for([
  [
    'keywords that are no strs',
    '8004635f5f6d61696e5f5f0a430a297d4b014b0273922e',
    /keywords must be strings \(at byte 21\)/,
  ],
  ['keywords in a list', '8004635f5f6d61696e5f5f0a430a295d922e', /NEWOBJ_EX kwargs argument must be a dict, not list/],
  [
    'a str appended to a bytearray',
    '800596010000000000000061284e652e',
    /'NoneType' object cannot be interpreted as an int/,
  ],
  [
    'a float',
    '8005960100000000000000614700000000000000004b05732e',
    /bytearray indices must be integers or slices, not float/,
  ],
  [
    'a float as a byte',
    '8005960100000000000000614b00470000000000000000732e',
    /'float' object cannot be interpreted as an int/,
  ],
  ['a byte beyond 255', '8005960100000000000000614d0001612e', /byte must be in range\(0, 256\)/],
  ['a byte below 0', '8005960100000000000000614affffffff612e', /byte must be in range\(0, 256\)/],
  ['a place that is not there', '8005960100000000000000614b014b01732e', /bytearray index out of range/],
  ['members added to a bytearray', '800596010000000000000061284b01902e', /'bytearray' object has no attribute 'add'/],
] as const)('%s is refused', ([, pickle, message]) => {
  expect(() => parse(hex(pickle))).toThrow(message);
  expect(() => parse(hex(pickle))).toThrow(UnpicklingError);
});

test('a bytearray is no longer a view of the pickle once it is changed, and many changes take linear time', () => {
  const pickle = latin1(`\x96\x01\0\0\0\0\0\0\0a${'Kba'.repeat(200_000)}.`);
  const before = pickle.slice();
  const { root } = parse(pickle);
  expect(root.type === 'bytearray' && root.value.length).toBe(200_001);
  const [set] = [parse(latin1('\x96\x01\0\0\0\0\0\0\0aK\0Kbs.'))];
  expect(set?.root).toMatchObject({ value: Uint8Array.of(0x62) });
  expect(pickle).toEqual(before);
});

test('every node says where it stands, how it was made and under which number it was stored', () => {
  const bytes = hex('80 04 5d 94 28 8c 01 61 94 4b 01 85 94 65 2e');
  const { root, protocol, end } = parse(bytes);
  expect(root).toMatchObject({ type: 'list', start: 2, end: 14, opcode: 'EMPTY_LIST', memo: 0 });
  const [text, pair] = childrenOf(root);
  expect(text).toMatchObject({ start: 5, end: 8, opcode: 'SHORT_BINUNICODE', memo: 1 });
  expect(pair).toMatchObject({ type: 'tuple', start: 9, end: 12, opcode: 'TUPLE1', memo: 2 });
  expect([protocol, end]).toEqual([4, 15]);
});

test('strings of Python 2 are decoded as the options say', () => {
  const pickle = latin1('U\x01\xe9.');
  expect(() => parse(pickle)).toThrow("'ascii' codec can't decode byte 0xe9");
  expect(shape(parse(pickle, { encoding: 'latin1' }).root)).toEqual(str('é'));
  expect(() => parse(pickle, { encoding: 'koi8-r' as 'latin1' })).toThrow(RangeError);
  expect(shape(parse(pickle, { encoding: 'bytes' }).root)).toEqual({ type: 'bytes', value: '\xe9' });
  expect(shape(parse(pickle, { errors: 'replace' }).root)).toEqual(str('\ufffd'));
});

test('pickles one after another', () => {
  const bytes = latin1('K\x01.K\x02.');
  expect([...parseAll(bytes)].map(({ root }) => shape(root))).toEqual([int(1), int(2)]);
  expect(shape(parse(bytes, { offset: 3 }).root)).toEqual(int(2));
  expect(() => parse(bytes, { offset: 7 })).toThrow(RangeError);
  expect(() => [...parseAll(latin1('K\x01.K'))]).toThrow('pickle data was truncated (at byte 3)');
});

test('pickles of one Pickler share nodes where the memo is kept', () => {
  const pickler = new Pickler();
  const list = [1];
  const bytes = Buffer.concat([pickler.dump(list), pickler.dump(list)]);
  const [first, second] = parseAll(bytes, { memo: 'kept' });
  expect(second?.root).toBe(first?.root);
  expect(() => [...parseAll(bytes)]).toThrow('Memo value not found at index 0');
});

test('bytes nodes are views of the data', () => {
  const bytes = latin1('C\x02ab.');
  const { root } = parse(bytes);
  expect(root.type === 'bytes' && root.value.buffer).toBe(bytes.buffer);
  const fromBuffer = parse(Buffer.from(bytes)).root;
  expect(fromBuffer.type === 'bytes' && Object.getPrototypeOf(fromBuffer.value)).toBe(Uint8Array.prototype);
});

test('limits hold', () => {
  const many = new Uint8Array(10_001).fill(0x4e);
  many[10_000] = 0x2e;
  expect(() => parse(many, { limits: { memory: 1000 } })).toThrow('limits.memory');
  expect(() => parse(latin1('L12345L\n.'), { limits: { digits: 4 } })).toThrow(UnpicklingError);
  expect(() => parse(latin1('Nq\0q\x01.'), { limits: { memo: 1 } })).toThrow('limits.memo');
});

/** Codes that depend on what a class or a key is, which a graph does not ask. */
const ABOUT_VALUES = ['bad-call', 'bad-key', 'unknown-extension', 'no-persistent-load', 'no-buffer', 'failed'];

/** What `loads` and `parse` make of bytes: `ok`, or the error's code and offset. */
function outcome(run: () => unknown): string {
  try {
    run();
    return 'ok';
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return ABOUT_VALUES.includes(error.code) ? 'about values' : `${error.code} at ${error.offset}`;
  }
}

const malformed = fixture<{ input: string; hex: string }[]>('malformed.json').filter(
  ({ input }) => !input.includes('{'),
);

/** A codec knows what its class does; a graph takes any class for one that does anything. */
const KNOWN_CLASS = /type|copyreg|builtins|_codecs|__builtin__|APPENDS/;

test.for(malformed.filter(({ input }) => !KNOWN_CLASS.test(input)))(
  'parse accepts what loads accepts: $input',
  ({ hex: bytes }) => {
    const loaded = outcome(() => loads(hex(bytes)));
    const parsed = outcome(() => parse(hex(bytes)));
    if (loaded !== 'about values') expect(parsed).toBe(loaded);
  },
);

test('any bytes give a graph or an UnpicklingError, and walking the graph ends', () => {
  const opcodes = fixture<{ code: number }[]>('opcodes.json').map(({ code }) => code);
  const piece = fc.oneof(
    fc.constantFrom(...opcodes).map((code) => [code]),
    fc.array(fc.nat(255), { maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const bytes = Uint8Array.from([...pieces.flat(), 0x2e]);
      try {
        expect([...nodesOf(parse(bytes).root)].length).toBeLessThanOrEqual(3 * bytes.length);
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }),
    { numRuns: 5000 },
  );
});

test('parseWithSharing: what is met twice is shared, in any program, and of most programs something is met once', () => {
  let once = 0;
  fc.assert(
    fc.property(program, (pickle) => {
      let graph: ReturnType<typeof parseWithSharing>;
      try {
        graph = parseWithSharing(pickle);
      } catch (error) {
        expect(error).toBeInstanceOf(UnpicklingError);
        return;
      }
      expect(shape(graph.root)).toEqual(shape(parse(pickle).root));
      const met = new Set<Node>();
      for (const node of [graph.root, ...Array.from(nodesOf(graph.root), childrenOf).flat()]) {
        if (met.has(node)) expect(graph.isShared?.(node)).toBe(true);
        met.add(node);
      }
      if ([...met].some((node) => graph.isShared?.(node) === false)) once++;
    }),
    { numRuns: 1000 },
  );
  expect(once).toBeGreaterThan(300);
});
