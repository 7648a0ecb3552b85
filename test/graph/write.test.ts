import { expect, test } from 'vitest';
import type { Node } from '../../src/graph/graph.ts';
import type { BaseOf } from '../../src/graph/node-describer.ts';
import { parse } from '../../src/graph/parse.ts';
import { type WriteOptions, write } from '../../src/graph/write.ts';
import { dumps, Global, loads, PicklingError } from '../../src/index.ts';

const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** A pickle written again; without PROTO and frames. */
function again(pickle: string, options: WriteOptions): string {
  return text(write(parse(latin1(pickle)), options)).replace(/^\x80.(\x95.{8})?/s, '');
}

const NEW_C = 'cm\nC\nq\0)\x81q\x01';

test.for([
  [
    'equal strs are two objects',
    '(X\x02\0\0\0abX\x02\0\0\0abt.',
    2,
    '(X\x02\0\0\0abq\0X\x02\0\0\0abq\x01\x86q\x02.'.replace('(', ''),
  ],
  ['one str twice is one object', '(X\x02\0\0\0abq\0h\0t.', 2, 'X\x02\0\0\0abq\0h\0\x86q\x01.'],
  ['single characters of Latin-1 are one object', '(X\x01\0\0\0aX\x01\0\0\0at.', 2, 'X\x01\0\0\0aq\0h\0\x86q\x01.'],
  [
    'names of attributes are one object',
    `(${'cm\nC\n)\x81}X\x02\0\0\0abNsb'.repeat(2)}t.`,
    2,
    'cm\nC\nq\0)\x81q\x01}q\x02X\x02\0\0\0abq\x03Nsbh\0)\x81q\x04}q\x05h\x03Nsb\x86q\x06.',
  ],
  [
    'a __dict__ is another dict than the state that was read',
    '}q\0cm\nC\n)\x81h\0b\x86.',
    2,
    '}q\0cm\nC\nq\x01)\x81q\x02}q\x03b\x86q\x04.',
  ],
  ['NaNs keep their bits', 'G\xff\xf8\0\0\0\0\0\x07.', 2, 'G\xff\xf8\0\0\0\0\0\x07.'],
  [
    'two surrogates stay two characters',
    'X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80.',
    2,
    'X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80q\0.',
  ],
  ['at protocol 0 too', 'X\x06\0\0\0\xed\xa0\xbd\xed\xb8\x80.', 0, 'V\\ud83d\\ude00\np0\n.'],
  [
    'bytes of protocol 3 at protocol 2',
    'C\x02ab.',
    2,
    'c_codecs\nencode\nq\0X\x02\0\0\0abq\x01X\x06\0\0\0latin1q\x02\x86q\x03Rq\x04.',
  ],
  ['bytes of protocol 2 at protocol 3', 'c_codecs\nencode\nX\x02\0\0\0abX\x06\0\0\0latin1\x86R.', 3, 'C\x02abq\0.'],
  ['no bytes of protocol 2 at protocol 3', 'c__builtin__\nbytes\n)R.', 3, 'C\0q\0.'],
  [
    'a bytearray of protocol 3 at protocol 5',
    '\x80\x03cbuiltins\nbytearray\nC\x01a\x85R.',
    5,
    '\x96\x01\0\0\0\0\0\0\0a\x94.',
  ],
  ['a set of protocol 2 at protocol 4', 'c__builtin__\nset\n](K\x01K\x02e\x85R.', 4, '\x8f\x94(K\x01K\x02\x90.'],
  [
    'a frozenset of protocol 4 at protocol 2',
    '\x80\x04(K\x01\x91.',
    2,
    'c__builtin__\nfrozenset\nq\0]q\x01K\x01a\x85q\x02Rq\x03.',
  ],
  ['ints of a set in the order of its table', '\x80\x04\x8f(K\x09K\x01\x90.', 4, '\x8f\x94(K\x09K\x01\x90.'],
  [
    'a set of a class that an object in it refers to',
    '\x80\x02cm\nS\nq\0]q\x01cm\nO\nq\x02)\x81q\x03}q\x04X\x04\0\0\0attrq\x05h\0]q\x06h\x03a\x85q\x07Rq\x08sba\x85q\tR0h\x08.',
    2,
    'cm\nS\nq\0]q\x01cm\nO\nq\x02)\x81q\x03}q\x04X\x04\0\0\0attrq\x05h\0]q\x06h\x03a\x85q\x07Rq\x08sba\x85q\tR0h\x08.',
  ],
  [
    'a list of a class that an object in it refers to, at protocol 0',
    'ccopy_reg\n_reconstructor\np0\n(cm\nL\np1\nc__builtin__\nlist\np2\n(lp3\ng0\n(cm\nO\np4\nc__builtin__\nobject\np5\nNtp6\nRp7\n(dp8\nVattr\np9\ng0\n(g1\ng2\n(lp10\ng7\natp11\nRp12\nsbatp13\nR0g12\n.',
    0,
    'ccopy_reg\n_reconstructor\np0\n(cm\nL\np1\nc__builtin__\nlist\np2\n(lp3\ng0\n(cm\nO\np4\nc__builtin__\nobject\np5\nNtp6\nRp7\n(dp8\nVattr\np9\ng0\n(g1\ng2\n(lp10\ng7\natp11\nRp12\nsbatp13\nR0g12\n.',
  ],
  [
    'a tuple of a class that an object in it refers to',
    '\x80\x02cm\nT\nq\0cm\nO\nq\x01)\x81q\x02}q\x03X\x04\0\0\0attrq\x04h\0h\x02\x85q\x05\x85q\x06\x81q\x07sb\x85q\x08\x85q\t\x810h\x07.',
    2,
    'cm\nT\nq\0cm\nO\nq\x01)\x81q\x02}q\x03X\x04\0\0\0attrq\x04h\0h\x02\x85q\x05\x85q\x06\x81q\x07sb\x85q\x08\x85q\t\x810h\x07.',
  ],
  [
    'arguments that are a tuple of a class',
    '\x80\x02cm\nO\nq\0cm\nT\nq\x01K\x01\x85q\x02\x85q\x03\x81q\x04Rq\x05.',
    2,
    'cm\nO\nq\0cm\nT\nq\x01K\x01\x85q\x02\x85q\x03\x81q\x04Rq\x05.',
  ],
  [
    'a complex of a class of protocol 1 at protocol 2',
    'ccopy_reg\n_reconstructor\n(cm\nX\nc__builtin__\ncomplex\nc__builtin__\ncomplex\n(K\x01K\x02tRtR.',
    2,
    'cm\nX\nq\0K\x01K\x02\x86q\x01\x81q\x02.',
  ],
  [
    'a class that asks for _reconstructor at protocol 2',
    '\x80\x02ccopy_reg\n_reconstructor\ncm\nC\nc__builtin__\nobject\nN\x87R.',
    3,
    'ccopyreg\n_reconstructor\nq\0cm\nC\nq\x01cbuiltins\nobject\nq\x02N\x87q\x03Rq\x04.',
  ],
  ['names of what is defined elsewhere at protocol 3', 'c__builtin__\nreduce\n.', 3, 'c_functools\nreduce\nq\0.'],
  ['names of Python 2 at protocol 3', 'c__builtin__\nxrange\n.', 3, 'cbuiltins\nrange\nq\0.'],
  ['names of Python 3 at protocol 2', '\x80\x03cbuiltins\nrange\n.', 2, 'c__builtin__\nxrange\nq\0.'],
  [
    'an object of protocol 1 at protocol 2',
    'ccopy_reg\n_reconstructor\n(cm\nC\nc__builtin__\nobject\nNtR.',
    2,
    `${NEW_C}.`,
  ],
  [
    'an object of protocol 2 at protocol 1',
    'cm\nC\n)\x81.',
    1,
    'ccopy_reg\n_reconstructor\nq\0(cm\nC\nq\x01c__builtin__\nobject\nq\x02Ntq\x03Rq\x04.',
  ],
  [
    'a list of a class at protocol 1',
    'cm\nC\n)\x81K\x01a.',
    1,
    'ccopy_reg\n_reconstructor\nq\0(cm\nC\nq\x01c__builtin__\nlist\nq\x02]q\x03K\x01atq\x04Rq\x05.',
  ],
  [
    'a nested class of protocol 2 at protocol 4',
    '\x80\x02c__builtin__\ngetattr\nq\0cm\nA\nX\x01\0\0\0Bq\x01\x86Rq\x02.',
    4,
    '\x8c\x01m\x94\x8c\x03A.B\x94\x93\x94.',
  ],
  [
    'a class method stays getattr',
    '\x80\x02c__builtin__\ngetattr\nq\0cm\nA\nq\x01X\x01\0\0\0bq\x02\x86q\x03Rq\x04.',
    4,
    '\x8c\x08builtins\x94\x8c\x07getattr\x94\x93\x94\x8c\x01m\x94\x8c\x01A\x94\x93\x94\x8c\x01b\x94\x86\x94R\x94.',
  ],
  [
    'an array of protocol 2 at protocol 3',
    'carray\narray\nX\x01\0\0\0b](K\x01K\x02e\x86R.',
    3,
    'carray\n_array_reconstructor\nq\0(carray\narray\nq\x01X\x01\0\0\0bq\x02K\x01C\x02\x01\x02q\x03tq\x04Rq\x05.',
  ],
  [
    'a fold is dropped below protocol 4',
    '\x80\x04\x8c\x08datetime\x8c\x04time\x93C\x06\x81\0\0\0\0\0\x85R.',
    3,
    'cdatetime\ntime\nq\0C\x06\x01\0\0\0\0\0q\x01\x85q\x02Rq\x03.',
  ],
  ['a state setter', 'cm\nC\n)\x81q\0cm\ns\nh\0N\x86R0.', 2, `${NEW_C}cm\ns\nq\x02h\x01N\x86R0.`],
  ['an out-of-band buffer', '\x97\x98.', 5, '\x97\x98.'],
  ['a persistent id of protocol 0 at protocol 2', 'Pab\n.', 2, 'X\x02\0\0\0abq\0Q.'],
  ['an extension code', '\x82\x07.', 2, '\x82\x07.'],
] as const)('%s', ([, pickle, protocol, expected]) => {
  expect(again(pickle, { protocol })).toBe(expected);
});

test('getattr of a class is a call from protocol 4 on, where nested classes have dotted names', () => {
  const method = '8c086275696c74696e73948c07676574617474729493948c05636b6d6f64948c014b9493948c02636d94869452942e';
  const pickle = Buffer.from(`8005952f00000000000000${method}`, 'hex');
  expect(text(write(parse(pickle), { protocol: 5 }))).toBe(text(pickle));
  const nested = '\x80\x04c__builtin__\ngetattr\ncm\nK\n\x8c\x01N\x86R.';
  expect(parse(write(parse(latin1(nested)))).root.type).toBe('call');
  expect(parse(write(parse(latin1(nested.replace('\x04', '\x02'))))).root).toMatchObject({ name: 'K.N' });
  expect(text(write(parse(latin1(nested)), { protocol: 2 }))).toContain('getattr');
});

test('a class that the pickle changes is named in the refusal', () => {
  expect(() => again('cos\npath\n}b.', { protocol: 2 })).toThrow(
    /the pickle changes os.path, which is written only by ref/,
  );
});

test('what a class derives from decides its form at protocols 0 and 1', () => {
  const baseOf = ({ name }: { name: string }): 'namedtuple' | 'object' => (name === 'P' ? 'namedtuple' : 'object');
  expect(again('cm\nP\nK\x01\x85\x81.', { protocol: 1, baseOf })).toContain('c__builtin__\ntuple\nq\x02(K\x01t');
  const inTuple = 'ccopy_reg\n_reconstructor\n(cm\nP\nc__builtin__\ntuple\nK\x01\x85tR.';
  expect(again(inTuple, { protocol: 2, baseOf })).toBe('cm\nP\nq\0K\x01\x85q\x01\x81q\x02.');
  const complex = again('cm\nX\nK\x01K\x02\x86\x81.', { protocol: 1, baseOf: () => 'complex' });
  expect(complex).toContain('c__builtin__\ncomplex\nq\x02h\x02(K\x01K\x02tq\x03Rq\x04t');
  expect(again(inTuple, { protocol: 2, baseOf: () => 'tuple' })).toBe('cm\nP\nq\0K\x01\x85q\x01\x85q\x02\x81q\x03.');
  expect(again(inTuple, { protocol: 2 })).toContain('_reconstructor');
  expect(again('cm\nP\nK\x01\x85\x81.', { protocol: 1 })).toContain('__newobj__');
});

test('extension codes below protocol 2 need their names', () => {
  expect(() => again('\x82\x07.', { protocol: 1 })).toThrow('extension code 7 needs protocol 2 or higher');
  expect(again('\x82\x07.', { protocol: 1, extensions: new Map([[7, new Global('m', 'C')]]) })).toBe('cm\nC\nq\0.');
});

test.for([
  ['buffers', '\x97.', 4, 'needs-protocol'],
  ['a class that the pickle changes', 'cm\nC\nNb.', 4, 'cannot-pickle'],
  ['a persistent id that is no line of text', ')Q.', 0, 'bad-name'],
] as const)('%s are refused where the protocol has no form for them', ([, pickle, protocol, code]) => {
  const error = (() => {
    try {
      return again(pickle, { protocol });
    } catch (caught) {
      return caught;
    }
  })();
  expect(error).toBeInstanceOf(PicklingError);
  expect((error as PicklingError).code).toBe(code);
});

test('a graph is edited and written', () => {
  const graph = parse(dumps({ level: 3, items: ['sword'] }));
  if (graph.root.type !== 'dict') throw new Error('no dict');
  const level = graph.root.entries[0]?.[1];
  if (level?.type === 'int') level.value = 4;
  const items = graph.root.entries[1]?.[1];
  if (items?.type === 'list') items.items.push({ type: 'str', value: 'shield' });
  expect([...loads<Map<string, unknown>>(write(graph))]).toEqual([
    ['level', 4],
    ['items', ['sword', 'shield']],
  ]);
});

test('a graph made by hand is written', () => {
  const point: Node = {
    type: 'new',
    cls: { type: 'global', module: 'm', name: 'C' },
    args: { type: 'tuple', items: [] },
    actions: [],
  };
  expect(text(write({ root: point, protocol: 2 }, { protocol: 2 }))).toBe(`\x80\x02${NEW_C}.`);
});

test('what is no graph is a mistake of the caller', () => {
  const wrong = (root: object): unknown => write({ root: root as Node, protocol: 5 });
  expect(() => wrong({ type: 'spam' })).toThrow(TypeError);
  expect(() => wrong({ type: 'int', value: 1.5 })).toThrow(TypeError);
  expect(() => write(parse(latin1('N.')), { protocol: 6 as 5 })).toThrow(RangeError);
});

test('an int has no negative zero', () => {
  expect(text(write({ root: { type: 'int', value: -0 }, protocol: 2 }, { protocol: 2 }))).toBe('\x80\x02K\0.');
});

test('two state setters are written one after the other, as loads and dumps have them', () => {
  const setter = (name: string, puts: string): string => `cm\n${name}\n${puts}h\x01N\x86R0`;
  const pickle = `cm\nC\nq\0)\x81q\x01}q\x02X\x01\0\0\0aq\x03Nsb${setter('s', 'q\x04')}${setter('t', 'q\x05')}.`;
  expect(again(pickle, { protocol: 2 })).toBe(pickle);
  expect(text(dumps(loads(latin1(pickle)), { protocol: 2 }))).toBe(`\x80\x02${pickle}`);
});

/** The milliseconds of CPU that a call takes. */
function elapsed(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('a chain of attributes costs its length', () => {
  const depth = 8000; // half a minute when each link looks for the end of the chain
  const links = 'X\x01\0\0\0a\x86R'.repeat(depth);
  const graph = parse(latin1(`\x80\x02cbuiltins\ngetattr\nq\0${'h\0'.repeat(depth)}cm\nC\n)R${links}.`));
  expect(elapsed(() => write(graph, { protocol: 4 }))).toBeLessThan(15_000);
});

test('chains that share links are written once', () => {
  const getattr: Node = { type: 'global', module: 'builtins', name: 'getattr' };
  const items: Node[] = [{ type: 'global', module: 'm', name: 'C' }];
  for (let i = 0; i < 2000; i++) {
    const owner = items[i] as Node;
    const args: Node = { type: 'tuple', items: [owner, { type: 'str', value: 'a' }], opcode: 'TUPLE2' };
    items.push({ type: 'call', callable: getattr, args, actions: [] });
  }
  const written = write({ root: { type: 'list', items }, protocol: 3 }, { protocol: 4 });
  expect(written.length).toBeLessThan(100_000); // 4 MB as names
});

test('a long name costs its length once', () => {
  const pickle = `\x80\x02cm\n${'x'.repeat(1_000_000)}\nq\0](${'h\0)R'.repeat(2000)}e.`;
  expect(elapsed(() => write(parse(latin1(pickle)), { protocol: 2 }))).toBeLessThan(8000); // 30 s when looked up
});

test('an object in its own arguments is no state setter of the object before it', () => {
  // CPython 3.13, protocol 2: [x, c] where c is C(x, [c]) and reduces to (C, (x, [c])).
  const c = 'cm\nC\nq\x03h\x02]q\x04h\x03h\x02h\x04\x86q\x05Rq\x06a\x86q\x07R0h\x06e.';
  const pickle = latin1(`\x80\x02]q\0(cm\nX\nq\x01)\x81q\x02${c}`);
  expect(text(write(parse(pickle), { protocol: 2 }))).toBe(text(pickle));
  expect(loads<{ setter: unknown }[]>(pickle)[0]?.setter).toBeUndefined();
});

test('a huge int is refused as text before it is text', () => {
  const graph = { root: { type: 'int', value: 2n ** 8_000_000n } as const, protocol: 2 };
  const spent = elapsed(() => expect(() => write(graph, { protocol: 0 })).toThrow('Exceeds the limit (4300 digits)'));
  expect(spent).toBeLessThan(2000); // 4 s as text
});

test('arguments that many objects share do not make the pickle grow', () => {
  const pickle = latin1(`cm\nf\nq\0(${'N'.repeat(1000)}tq\x01${'0h\0h\x01R'.repeat(0)}]${'h\0h\x01Ra'.repeat(1000)}.`);
  expect(write(parse(pickle), { protocol: 2 }).length).toBeLessThan(3 * pickle.length);
});

test('a set of ints of equal hashes is written in its own order, and soon', () => {
  const many = Array.from({ length: 20_000 }, (_, i) => BigInt(i) * (2n ** 61n - 1n));
  const started = performance.now();
  expect([...loads<Set<unknown>>(dumps(new Set(many)))].map((value) => BigInt(String(value)))).toEqual(many);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test('an object in its own arguments, of which nothing is stored, is no state setter of the class before it', () => {
  const begin = 'cm\nO\nh\0';
  const pickle = latin1(`\x80\x02](cm\nX\nq\0${begin}]q\x01${begin}h\x01\x86Rq\x02a\x86R0h\x02e.`);
  const [cls, object] = loads<[unknown, { readonly args: readonly unknown[] }]>(write(parse(pickle), { protocol: 4 }));
  expect(object.args).toEqual([cls, [object]]);
  expect(object.args[0]).toBe(cls);
});

const BASES = { B: 'bytearray', S: 'set', F: 'frozenset', T: 'str', L: 'list', O: 'object' } as const;
const byName: BaseOf = ({ name }) => Object.entries(BASES).find(([known]) => known === name)?.[1];
const TEXT_OF_B = 'cm\nB\nq\0X\x01\0\0\0aq\x01X\x07\0\0\0latin-1q\x02\x86q\x03Rq\x04.';
const NO_TEXT_OF_B = 'cm\nB\nq\0X\0\0\0\0q\x01X\x07\0\0\0latin-1q\x02\x86q\x03Rq\x04.';

test.for([
  ['text for bytes below protocol 3', 'cm\nB\nC\x01a\x85R.', 2, '3.13', TEXT_OF_B],
  ['bytes for text from protocol 3 on', TEXT_OF_B, 3, '3.13', 'cm\nB\nq\0C\x01aq\x01\x85q\x02Rq\x03.'],
  ['none for empty text from protocol 3 on', NO_TEXT_OF_B, 3, '3.8', 'cm\nB\nq\0)Rq\x01.'],
  ['none at protocol 2 of 3.11', NO_TEXT_OF_B, 2, '3.11', 'cm\nB\nq\0)Rq\x01.'],
  ['empty text at protocol 2 of 3.10', 'cm\nB\n)R.', 2, '3.10', NO_TEXT_OF_B],
  [
    'the object that CPython has of a single byte',
    'cm\nB\nX\x01\0\0\0aX\x07\0\0\0latin-1\x86Rc_codecs\nencode\nX\x01\0\0\0aX\x06\0\0\0latin1\x86R\x86.',
    3,
    '3.13',
    'cm\nB\nq\0C\x01aq\x01\x85q\x02Rq\x03h\x01\x86q\x04.',
  ],
] as const)('a subclass of bytearray is called with %s', ([, pickle, protocol, python, expected]) => {
  expect(again(pickle, { protocol, python, baseOf: byName })).toBe(expected);
});

test('a call with text and latin-1 stays one where no base is known', () => {
  expect(again(TEXT_OF_B, { protocol: 3 })).toBe(TEXT_OF_B);
});

test.for(['S', 'F'])('a subclass of a set is called with its ints in the order of CPython: %s', (name) => {
  const pickle = (members: string): string => `cm\n${name}\nq\0]q\x01(${members}e\x85q\x02Rq\x03.`;
  const members = 'K8K\rK%';
  expect(again(pickle(members), { protocol: 2, baseOf: byName })).toBe(pickle('K8K%K\r'));
  expect(again(pickle(members), { protocol: 2 })).toBe(pickle(members));
});

test('a subclass of a set or bytearray that asks for NEWOBJ has it at protocol 1 as well', () => {
  expect(again('cm\nS\n)\x81.', { protocol: 1, baseOf: byName })).toContain('ccopy_reg\n__newobj__\n');
});

test.for([
  [
    'NEWOBJ',
    'cm\nT\nX\x01\0\0\0t\x85\x81',
    2,
    'cm\nT\nq\0X\x01\0\0\0tq\x01\x85q\x02\x81q\x03X\x01\0\0\0tq\x04\x86q\x05.',
  ],
  [
    'copyreg._reconstructor',
    'ccopy_reg\n_reconstructor\n(cm\nT\nc__builtin__\nunicode\nX\x01\0\0\0ttR',
    1,
    'ccopy_reg\n_reconstructor\nq\0(cm\nT\nq\x01c__builtin__\nunicode\nq\x02X\x01\0\0\0tq\x03tq\x04Rq\x05X\x01\0\0\0tq\x06tq\x07.',
  ],
] as const)('a subclass of str has another object than the single character: %s', ([, object, protocol, expected]) => {
  expect(again(`(${object}X\x01\0\0\0tt.`, { protocol })).toBe(protocol === 1 ? `(${expected}` : expected);
});

test('an object that keeps a single character has the one that CPython has', () => {
  const shared = 'cm\nO\nq\0X\x01\0\0\0tq\x01\x85q\x02\x81q\x03h\x01\x86q\x04.';
  expect(again('cm\nO\nX\x01\0\0\0t\x85\x81X\x01\0\0\0t\x86.', { protocol: 2, baseOf: byName })).toBe(shared);
});

test('the base of a class that the pickle has by its extension code is asked for', () => {
  const options = { protocol: 0, extensions: new Map([[1, new Global('m', 'L')]]), baseOf: byName } as const;
  expect(again('\x82\x01)\x81.', options)).toBe(
    'ccopy_reg\n_reconstructor\np0\n(cm\nL\np1\nc__builtin__\nlist\np2\n(lp3\ntp4\nRp5\n.',
  );
});

test('the base of a nested class, which protocols below 4 have by getattr, is asked for by its dotted name', () => {
  const nested = 'c__builtin__\ngetattr\n(cm\nO\nX\x01\0\0\0TtR';
  const baseOf: BaseOf = ({ name }) => (name === 'O.T' ? 'str' : undefined);
  const pickle = `\x80\x02${nested}X\x02\0\0\0ab\x85\x81.`;
  expect(again(pickle, { protocol: 1, baseOf })).toContain('_reconstructor');
  expect(again(pickle, { protocol: 1 })).toContain('__newobj__');
});

test.for([
  ['itself', 'cm\nC\n(Ne.'],
  ['of which an object is made', 'cm\nC\n(Ne)\x81.'],
  ['of which OBJ makes an object', '(cm\nC\n(Neo.'],
  ['that is called', 'cm\nC\n(Ne)R.'],
  ['of which an object is made with an object as arguments', 'cm\nC\n(Necm\nD\n)R\x81.'],
])('a class %s, and that the pickle changes, is refused rather than written without the change', ([, pickle]) => {
  for (const protocol of [0, 2, 3, 4, 5] as const)
    expect(() => again(pickle ?? '', { protocol })).toThrow(
      'the pickle changes m.C, which is written only by reference',
    );
});

test.for([
  [
    'partial(C.__new__, C, **{1: 2})()',
    'cfunctools\npartial\ncm\nC.__new__\n\x85R(cm\nC.__new__\n(cm\nC\nt}K\x01K\x02sNtb)R.',
  ],
  ['__newobj_ex__(C, (), {1: 2})', 'ccopyreg\n__newobj_ex__\n(cm\nC\n)}K\x01K\x02stR.'],
])('%s has no names of keywords: it stays a call', ([, pickle]) => {
  for (const protocol of [2, 4, 5] as const) {
    const written = again(pickle ?? '', { protocol });
    expect(written).toContain(pickle?.startsWith('cf') ? 'partial' : '__newobj_ex__');
    expect(() => again(written, { protocol })).not.toThrow();
  }
});

test('a name that begins with a dot is refused below protocol 4, whose GLOBAL has no empty name', () => {
  for (const protocol of [0, 2, 3] as const) {
    expect(() => again('cm\n.x\n.', { protocol })).toThrow(`can't pickle global identifier '.x' using pickle protocol`);
    expect(() => dumps(new Global('m', '.'), { protocol })).toThrow(`can't pickle global identifier '.'`);
  }
  expect(loads(dumps(new Global('m', '.x'), { protocol: 4 }))).toEqual(new Global('m', '.x'));
});
