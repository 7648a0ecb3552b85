import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, pythonEnum, Tuple } from '../../../src/index.ts';
import type { EnumMember } from '../../../src/stdlib.ts';
import { BoundMethod } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { oracle } from '../../oracle.ts';

const Color = pythonEnum('app.Color', { RED: 1, GREEN: 2, ALSO_RED: 1 });
const Mode = pythonEnum('app.Mode', { NONE: 0, READ: 1, WRITE: 2, EXECUTE: 4 }, { flag: true });
const Shape = pythonEnum('app.Shape', { POINT: Tuple.of(0, 0), NAME: 'name', NOTHING: null });
const codecs = [Color, Mode, Shape];

const APP = `
import enum
class Color(enum.Enum):
    RED = 1
    GREEN = 2
    ALSO_RED = 1
class Mode(enum.Flag):
    NONE = 0
    READ = 1
    WRITE = 2
    EXECUTE = 4
class Shape(enum.Enum):
    POINT = (0, 0)
    NAME = 'name'
    NOTHING = None
class Level(enum.IntEnum):
    LOW = 1
class Kind(str, enum.Enum):
    A = 'a'
`;

test('members go to Python and come back, at every protocol', async () => {
  const python = await oracle();
  python.define('app', APP);
  python.run('import app');
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    for (const [expression, member] of [
      ['app.Color.RED', Color.members.RED],
      ['app.Color.ALSO_RED', Color.members.RED],
      ['app.Mode.WRITE', Mode.members.WRITE],
      ['app.Mode.NONE', Mode.members.NONE],
      ['app.Shape.POINT', Shape.members.POINT],
      ['app.Shape.NOTHING', Shape.members.NOTHING],
    ] as const) {
      const theirs = python.dumps(expression, protocol);
      expect(loads(theirs, { codecs }), expression).toBe(member);
      expect(Buffer.from(dumps(member, { codecs, protocol })).equals(theirs), expression).toBe(true);
      expect(python.check(dumps(member, { codecs, protocol }), `x is ${expression}`)).toBe(true);
      expect([repr(member), String(member)]).toEqual(python.evaluate(`[repr(${expression}), str(${expression})]`));
    }
    const both = loads<EnumMember>(python.dumps('app.Mode.READ | app.Mode.EXECUTE', protocol), { codecs });
    expect([both.name, both.value]).toEqual(['READ|EXECUTE', 5]);
    expect(python.check(dumps(both, { codecs, protocol }), 'x is app.Mode.READ | app.Mode.EXECUTE')).toBe(true);
  }
});

test('members of every kind of enumeration that nobody registered have their value, and are written back', async () => {
  const python = await oracle();
  python.define('app', APP);
  python.run('import app');
  for (const protocol of [0, 2, 4, 5] as const) {
    for (const [expression, value] of [
      ['app.Color.RED', 1],
      ['app.Mode.READ | app.Mode.WRITE', 3],
      ['app.Level.LOW', 1],
      ['app.Kind.A', 'a'],
    ] as const) {
      const theirs = python.dumps(expression, protocol);
      const member = loads<Instance>(theirs);
      expect([member.how, member.args]).toEqual(['call', Tuple.of(value)]);
      expect(Buffer.from(dumps(member, { protocol })).equals(theirs)).toBe(true);
    }
  }
});

test('a value that no member has is kept', () => {
  const call = (name: string, ...args: unknown[]): unknown =>
    loads(dumps(new Instance(Global.of(name), 'call', Tuple.from(args))), { codecs });
  for (const [name, ...args] of [
    ['app.Color', 3],
    ['app.Color', [1]],
    ['app.Color', 1, 2],
    ['app.Color'],
    ['app.Mode', 8],
    ['app.Mode', -1],
    ['app.Mode', 'x'],
  ] as const) {
    expect(call(name, ...args)).toBeInstanceOf(Instance);
  }
});

test('combinations of flags are equal as keys, members are themselves', () => {
  const both = (): EnumMember => loads(dumps(new Instance(Global.of('app.Mode'), 'call', Tuple.of(3))), { codecs });
  expect(new Dict([[both(), 1]]).get(both())).toBe(1);
  expect(new Dict([[Color.members.RED, 1]]).get(Mode.members.READ)).toBeUndefined();
});

test('of no flag at all the repr has no name', async () => {
  const python = await oracle();
  python.define('bits', 'import enum\nclass Bits(enum.Flag):\n    A = 1\n    B = 2\n');
  python.run('import bits');
  const Bits = pythonEnum('bits.Bits', { A: 1, B: 2 }, { flag: true });
  const pickle = python.dumps('bits.Bits(0)', 4);
  const none = loads<EnumMember>(pickle, { codecs: [Bits] });
  expect([repr(none), none.name, inspect(none), String(none)]).toEqual([
    python.evaluate('repr(bits.Bits(0))'),
    '',
    '<Bits: 0>',
    python.evaluate('str(bits.Bits(0))'),
  ]);
  expect(Buffer.from(dumps(none, { codecs: [Bits], protocol: 4 })).equals(pickle)).toBe(true);
});

test('a member that is pickled by its name', async () => {
  const python = await oracle();
  python.define(
    'named',
    'import enum\nclass Named(enum.Enum):\n    __reduce_ex__ = enum.pickle_by_enum_name\n    A = 1\n    B = 2\n',
  );
  python.run('import named');
  const Named = pythonEnum('named.Named', { A: 1, B: 2 });
  for (const protocol of [0, 2, 4]) {
    const pickle = python.dumps('named.Named.B', protocol);
    expect(loads(pickle, { codecs: [Named] })).toBe(Named.members.B);
    expect(python.check(dumps(Named.members.B, { codecs: [Named] }), 'x is named.Named.B')).toBe(true);
    // Of an enumeration that nobody registered the pickle does not say that it is one.
    const owner = new Global('named', 'Named');
    expect(loads(pickle)).toEqual(protocol < 4 ? new Global('named', 'Named.B') : new BoundMethod(owner, 'B'));
    expect(python.check(dumps(loads(pickle), { protocol: 4 }), 'x is named.Named.B')).toBe(true);
  }
  const attribute = (name: string): unknown =>
    loads(Buffer.from(`cbuiltins\ngetattr\n(cnamed\nNamed\nV${name}\ntR.`), { codecs: [Named] });
  expect(attribute('constructor')).toEqual(new Global('named', 'Named.constructor'));
});

test('to look up what is larger than every value of a member is no work', () => {
  const shared = (depth: number): string =>
    Array.from({ length: depth }, (_, i) => `(g${i}\ng${i}\ntp${i + 1}\n`).join('');
  const calls = '0capp\nShape\n(g19\ntR0chttp\nHTTPStatus\n(g19\ntR'.repeat(1000);
  expect(loads(Buffer.from(`(I1\nI1\ntp0\n${shared(19)}${calls}0N.`, 'latin1'), { codecs })).toBeNull();
});

test('JSON and inspection', () => {
  expect(JSON.stringify(Color.members)).toBe('{"RED":1,"GREEN":2,"ALSO_RED":1}');
  expect(inspect(Color.members.RED)).toBe('<Color.RED: 1>');
});
