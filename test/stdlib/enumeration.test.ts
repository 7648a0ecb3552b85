import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, type EnumMember, Global, Instance, loads, pythonEnum, Tuple } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

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
      expect(String(member)).toBe(python.evaluate(`repr(${expression})`));
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

test('JSON and inspection', () => {
  expect(JSON.stringify(Color.members)).toBe('{"RED":1,"GREEN":2,"ALSO_RED":1}');
  expect(inspect(Color.members.RED)).toBe('<app.Color.RED: 1>');
});
