/** Classes with `__slots__`: read without being told which, written so that Python reads it, or refused. */
import { beforeAll, describe, expect, test } from 'vitest';
import { dumps, loads, pythonClass } from '../../src/index.ts';
import { localPythons, type Oracle, oracle, runPython } from '../oracle.ts';

const APP = `
import dataclasses
class Slotted:
    __slots__ = ('a', 'b')
class Both(Slotted):
    pass
@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    x: int
    y: object = None
@dataclasses.dataclass(frozen=True, slots=True)
class Sub(Frozen):
    z: int = 0
def slotted(cls, **values):
    self = cls()
    for name, value in values.items():
        setattr(self, name, value)
    return self
def stated(x):
    return {name: getattr(x, name) for name in ('a', 'b', 'c') if hasattr(x, name)}
`;

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
  python.define('app', APP);
  python.run('import app');
});

class Slotted {
  declare a: unknown;
  declare b: unknown;
}
class Both extends Slotted {
  declare c: unknown;
}
const without = [pythonClass('app.Slotted', Slotted), pythonClass('app.Both', Both)];

describe('an object that was read with slots, of which no codec names any', () => {
  test.each([
    ['all of them', 'app.slotted(app.Slotted, a=1, b=2)'],
    ['one of them', 'app.slotted(app.Slotted, b=2)'],
    ['some beside a __dict__', 'app.slotted(app.Both, a=1, c=3)'],
  ])('%s: the same bytes', (_what, expression) => {
    for (const protocol of [2, 3, 4, 5] as const) {
      const theirs = python.dumps(`[${expression}, ${expression}]`, protocol);
      const value = loads<unknown[]>(theirs, { codecs: without });
      expect(value[0]).toBeInstanceOf(Slotted);
      expect(Buffer.from(dumps(value, { codecs: without, protocol })).equals(theirs)).toBe(true);
      const persistentId = (): undefined => undefined;
      expect(Buffer.from(dumps(value, { codecs: without, protocol, persistentId })).equals(theirs)).toBe(true);
    }
  });

  test('what is changed is written', () => {
    const value = loads<Slotted>(python.dumps('app.slotted(app.Slotted, a=1, b=2)', 5), { codecs: without });
    value.b = [3];
    expect(python.check(dumps(value, { codecs: without }), "app.stated(x) == {'a': 1, 'b': [3]}")).toBe(true);
  });

  test('a property that may be a slot or not is refused with the option that says so', () => {
    const value = loads<Slotted>(python.dumps('app.slotted(app.Slotted, b=2)', 5), { codecs: without });
    value.a = 1;
    expect(() => dumps(value, { codecs: without })).toThrow(/app\.Slotted has __slots__.*'a'.*slots: \['b', 'a'\]/);
    const codecs = [pythonClass('app.Slotted', Slotted, { slots: ['a', 'b'], hasDict: false })];
    expect(python.check(dumps(value, { codecs }), "app.stated(x) == {'a': 1, 'b': 2}")).toBe(true);
  });

  test('a property beside a __dict__ that was read goes there', () => {
    const value = loads<Both>(python.dumps('app.slotted(app.Both, a=1, c=3)', 5), { codecs: without });
    Object.assign(value, { d: 4 });
    expect(python.check(dumps(value, { codecs: without }), "vars(x) == {'c': 3, 'd': 4} and x.a == 1")).toBe(true);
  });

  test('a second state adds its slots', () => {
    const bytes = Buffer.from('\x80\x02capp\nSlotted\n)\x81N}U\x01aK\x01s\x86bN}U\x01bK\x02s\x86b.', 'latin1');
    const value = loads(bytes, { codecs: without });
    expect(python.check(dumps(value, { codecs: without }), "app.stated(x) == {'a': 1, 'b': 2}")).toBe(true);
  });

  test('protocols 0 and 1 are refused, as by Python', () => {
    const value = loads(python.dumps('app.slotted(app.Slotted, a=1)', 5), { codecs: without });
    for (const protocol of [0, 1] as const) {
      expect(() => dumps(value, { codecs: without, protocol })).toThrow(/app\.Slotted.*__slots__.*use protocol 2/);
    }
  });
});

class Frozen {
  readonly x: unknown;
  readonly y: unknown;
  constructor(x: unknown, y: unknown = null) {
    this.x = x;
    this.y = y;
  }
}
class Sub extends Frozen {
  readonly z: unknown;
  constructor(x: unknown, y: unknown = null, z: unknown = 0) {
    super(x, y);
    this.z = z;
  }
}
const frozen = [
  pythonClass('app.Frozen', Frozen, { slots: ['x', 'y'], frozen: true }),
  pythonClass('app.Sub', Sub, { slots: ['x', 'y', 'z'], frozen: true }),
];

describe('a frozen dataclass with slots', () => {
  test.each<[string, Frozen]>([
    ['app.Frozen(1, (2, None))', loads(dumps(new Frozen(1), { codecs: frozen }), { codecs: frozen })],
    ['app.Frozen(1)', new Frozen(1)],
    ['app.Sub(1, 2, 3)', new Sub(1, 2, 3)],
  ])('%s has its fields by name, and the same bytes', (expression, made) => {
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      const theirs = python.dumps(expression, protocol);
      const value = loads<Frozen>(theirs, { codecs: frozen });
      expect(value).toBeInstanceOf(made.constructor);
      expect(value.x).toBe(1);
      expect(Buffer.from(dumps(value, { codecs: frozen, protocol })).equals(theirs)).toBe(true);
      expect(
        python.check(dumps(made, { codecs: frozen, protocol }), `type(x) is type(${expression}) and x.x == 1`),
      ).toBe(true);
    }
  });

  test('the option is named where it is missing', () => {
    const theirs = python.dumps('app.Frozen(1, 2)', 5);
    expect(() => loads(theirs, { codecs: [pythonClass('app.Frozen', Frozen)] })).toThrow(
      /state is not a dictionary, but a list: app\.Frozen .* setState, or slots and frozen: true/,
    );
    expect(() =>
      loads(theirs, { codecs: [pythonClass('app.Frozen', Frozen, { slots: ['x'], frozen: true })] }),
    ).toThrow(/2 fields of app\.Frozen, and its codec 1; name all of them in slots/);
  });

  test('fewer values leave fields without one, as in Python, and are not written', () => {
    const bytes = Buffer.from('\x80\x04\x8c\x03app\x8c\x06Frozen\x93)\x81]K\x01ab.', 'latin1');
    expect(python.check(bytes, "x.x == 1 and not hasattr(x, 'y')")).toBe(true);
    const value = loads<Frozen>(bytes, { codecs: frozen });
    expect([value.x, 'y' in value]).toEqual([1, false]);
    expect(() => dumps(value, { codecs: frozen })).toThrow(/app\.Frozen: the object has no value for the field 'y'/);
  });

  test('a property that is no field is refused', () => {
    const value = Object.assign(new Frozen(1), { other: 1 });
    expect(() => dumps(value, { codecs: frozen })).toThrow(/app\.Frozen has no __dict__ and no slot for .*'other'/);
  });

  test('a state by name is read by name: that of a class that was not frozen', () => {
    const bytes = Buffer.from('\x80\x02capp\nFrozen\n)\x81N}U\x01xK\x01s\x86b.', 'latin1');
    expect(loads<Frozen>(bytes, { codecs: frozen }).x).toBe(1);
  });

  const pythons = localPythons().filter(({ version }) => Number(version.slice(2)) >= 10);
  test.runIf(pythons.length > 0)('CPython 3.10 and up write the same bytes, and read these', () => {
    const ours = dumps([new Frozen(1, 'a'), new Sub(1, 2, 3)], { codecs: frozen, protocol: 4, python: '3.13' });
    for (const local of pythons) {
      const script = `
import pickle, sys, types
app = sys.modules['app'] = types.ModuleType('app')
exec(${JSON.stringify(APP)}, app.__dict__)
value = [app.Frozen(1, 'a'), app.Sub(1, 2, 3)]
assert pickle.load(sys.stdin.buffer) == value
sys.stdout.buffer.write(pickle.dumps(value, 4))`;
      expect(runPython(local, script, ours).equals(ours), local.version).toBe(true);
    }
  });
});
