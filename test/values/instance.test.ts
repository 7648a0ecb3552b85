/** Classes that nobody registered: all is kept, fields are read by name, and the way to register them is shown. */
import { inspect } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  Dict,
  dumps,
  Global,
  Instance,
  loads,
  pythonClass,
  pythonFunction,
  pythonNamedTuple,
  Tuple,
} from '../../src/index.ts';
import { parse, repr, write } from '../../src/tools.ts';
import { type Oracle, oracle } from '../oracle.ts';

const APP = `
import collections, dataclasses, typing

@dataclasses.dataclass
class Plain:
    x: int
    y: str

@dataclasses.dataclass(frozen=True)
class Frozen:
    x: int
    y: str

@dataclasses.dataclass(slots=True)
class Slots:
    x: int
    y: str

@dataclasses.dataclass(slots=True, frozen=True)
class FrozenSlots:
    x: int
    y: str

class AttrsSlots:
    # As attrs makes slotted classes since 22.2.
    __slots__ = ('x', 'y')
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __getstate__(self):
        return {name: getattr(self, name) for name in ('x', 'y')}
    def __setstate__(self, state):
        for name in state:
            object.__setattr__(self, name, state[name])
    def __eq__(self, other):
        return type(self) is type(other) and (self.x, self.y) == (other.x, other.y)

class Simple:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

Point = collections.namedtuple('Point', 'x y')

class Typed(typing.NamedTuple):
    x: int
    y: str
`;

const BY_NAME = ['Plain', 'Frozen', 'Slots', 'AttrsSlots', 'Simple'] as const;
const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
  python.define('app', APP);
  python.run('import app');
});

describe('an object of an unregistered class', () => {
  test.each(BY_NAME)('%s has its fields by name', (name) => {
    for (const protocol of PROTOCOLS) {
      if (name === 'Slots' && protocol < 2) continue;
      const theirs = python.dumps(`app.${name}(1, "b")`, protocol);
      for (const dicts of ['map', 'object'] as const) {
        const value = loads<Instance>(theirs, { dicts });
        expect(value.cls).toEqual(Global.of(`app.${name}`));
        expect([value.get('x'), value.get('y'), value.get('z')]).toEqual([1, 'b', undefined]);
        expect([...value.fields]).toEqual([
          ['x', 1],
          ['y', 'b'],
        ]);
        expect(Buffer.from(dumps(value, { protocol })).equals(theirs)).toBe(true);
      }
    }
  });

  test('FrozenSlots has its fields by position: a pickle does not name them', () => {
    const theirs = python.dumps('app.FrozenSlots(1, "b")', 5);
    const value = loads<Instance>(theirs);
    expect([value.state, value.fields.size]).toEqual([[1, 'b'], 0]);
    expect(Buffer.from(dumps(value)).equals(theirs)).toBe(true);
  });

  test.each(['Point', 'Typed'])('%s, a named tuple, has its items by position', (name) => {
    for (const protocol of [2, 3, 4, 5] as const) {
      const theirs = python.dumps(`app.${name}(1, "b")`, protocol);
      const value = loads<Instance>(theirs);
      expect(value.args).toEqual(Tuple.of<unknown>(1, 'b'));
      expect(Buffer.from(dumps(value, { protocol })).equals(theirs)).toBe(true);
    }
  });

  test('is shown with the way to register it', () => {
    const shown = inspect(loads(python.dumps('app.Plain(1, "b")', 5)));
    expect(shown).toContain("pythonClass('app.Plain', Plain)");
    expect(shown).toContain("<app.Plain object state={'x': 1, 'y': 'b'}>");
  });
});

class Fields {
  declare x: unknown;
  declare y: unknown;
}

describe('an object of a registered class', () => {
  test.each([...BY_NAME, 'FrozenSlots'])('%s has its fields as properties', (name) => {
    const hooks = {
      Slots: { slots: ['x', 'y'] },
      FrozenSlots: {
        getState: ({ x, y }: Fields) => [x, y],
        setState: (self: Fields, state: unknown) => {
          if (Array.isArray(state)) [self.x, self.y] = state as unknown[];
        },
      },
    };
    const own = name === 'Slots' || name === 'FrozenSlots' ? hooks[name] : {};
    const codecs = [pythonClass(`app.${name}`, Fields, own)];
    for (const protocol of PROTOCOLS) {
      if (name === 'Slots' && protocol < 2) continue;
      const value = loads<Fields>(python.dumps(`app.${name}(1, "b")`, protocol), { codecs });
      expect(value).toBeInstanceOf(Fields);
      expect([value.x, value.y]).toEqual([1, 'b']);
      expect(python.check(dumps(value, { codecs, protocol }), `x == app.${name}(1, "b")`)).toBe(true);
    }
  });

  test.each(['Point', 'Typed'])('%s, a named tuple, has its items by name', (name) => {
    const codec = pythonNamedTuple(`app.${name}`, ['x', 'y']);
    const codecs = [codec];
    for (const protocol of PROTOCOLS) {
      const theirs = python.dumps(`app.${name}(1, "b")`, protocol);
      const value = loads(theirs, { codecs });
      expect(value).toEqual(codec.make(1, 'b'));
      const { x, y } = value as ReturnType<typeof codec.make>;
      expect([x, y, String(value)]).toEqual([1, 'b', `${name}(x=1, y='b')`]);
      expect(Buffer.from(dumps(value, { codecs, protocol })).equals(theirs)).toBe(true);
    }
  });
});

test('keys that are no names are no fields', () => {
  const instance = new Instance(Global.of('app.Odd'));
  instance.build(
    new Dict<unknown, unknown>([
      [1, 'int'],
      ['a', 1],
    ]),
  );
  instance.build(Tuple.of<unknown>(null, new Dict([['a', 2]])));
  instance.build(5);
  expect([...instance.fields]).toEqual([['a', 2]]);
});

describe('arguments that are an object of a class that derives from tuple', () => {
  beforeAll(() => {
    python.define(
      'spread',
      `
import collections

Args = collections.namedtuple('Args', 'x y')
class Sub(tuple):
    pass
class Point:
    def __new__(cls, x=0, y=0, **more):
        self = object.__new__(cls)
        self.seen = (x, y, more)
        return self
    def __eq__(self, other):
        return self.seen == other.seen
class Called(Point):
    def __reduce__(self):
        return Called, Args(*self.seen[:2])
class Keyed(Point):
    def __getnewargs_ex__(self):
        return Sub(self.seen[:2]), self.seen[2]
`,
    );
    python.run('import spread');
  });

  test('REDUCE keeps the object, and it is written back', () => {
    for (const protocol of PROTOCOLS) {
      const theirs = python.dumps('spread.Called(1, "b")', protocol);
      const value = loads<Instance>(theirs);
      expect([String(value.cls), value.how, value.args.length]).toEqual(['spread.Called', 'call', 0]);
      expect(String(value.argsObject?.cls)).toBe('spread.Args');
      expect(Buffer.from(dumps(value, { protocol })).equals(theirs)).toBe(true);
    }
  });

  test('NEWOBJ_EX keeps the object, and any protocol has it', () => {
    const theirs = python.dumps('spread.Keyed(1, "b", k=2)', 5);
    const value = loads<Instance>(theirs);
    expect([value.args.length, [...(value.kwargs ?? [])]]).toEqual([0, [['k', 2]]]);
    expect(Buffer.from(dumps(value)).equals(theirs)).toBe(true);
    for (const protocol of PROTOCOLS) {
      const ours = dumps(value, { protocol });
      expect(python.check(ours, 'x == spread.Keyed(1, "b", k=2)')).toBe(true);
      expect(Buffer.from(dumps(loads(ours))).equals(theirs)).toBe(true);
    }
  });

  test('NEWOBJ, which no CPython writes so, is read as CPython reads it', () => {
    const bytes = Buffer.from('\x80\x04cspread\nPoint\ncspread\nSub\nK\x07K\x08\x86\x85\x81\x81.', 'latin1');
    expect(python.check(bytes, 'x.seen == (7, 8, {})')).toBe(true);
    const value = loads<Instance>(bytes);
    expect(value.argsObject?.args).toEqual(Tuple.of(Tuple.of(7, 8)));
    for (const protocol of PROTOCOLS) {
      expect(python.check(dumps(value, { protocol }), 'x.seen == (7, 8, {})')).toBe(true);
    }
    expect(write(parse(bytes), { protocol: 2 })).toEqual(dumps(value, { protocol: 2 }));
  });

  test('a codec is not asked: it cannot know the items', () => {
    const codecs = [pythonClass('spread.Called', Fields, { call: () => new Fields() })];
    const theirs = python.dumps('spread.Called(1, "b")', 4);
    const value = loads<Instance>(theirs, { codecs });
    expect([value instanceof Instance, String(value.cls)]).toEqual([true, 'spread.Called']);
    expect(Buffer.from(dumps(value, { codecs, protocol: 4 })).equals(theirs)).toBe(true);
  });

  test('is shown with the object', () => {
    const value = loads<Instance>(python.dumps('spread.Called(1, "b")', 5));
    expect(inspect(value)).toMatch(/^<spread\.Called object args=<spread\.Args object args=/);
    expect(JSON.stringify(value)).toContain('"args":[1,"b"]');
    expect(repr(value)).toBe("<spread.Called object args=<spread.Args object args=(1, 'b')>>");
  });

  test.each([
    ['a list', ']', 'list'],
    ['a class', 'cspread\nSub\n', 'type'],
    ['an object that is a list', 'ccopyreg\n_reconstructor\ncm\nL\ncbuiltins\nlist\n]\x87R', 'L'],
  ])('%s is refused', (_, args, type) => {
    const refused = (opcode: string): (() => unknown) => {
      return () => loads(Buffer.from(`\x80\x04cm\nPoint\n${args}${opcode}.`, 'latin1'));
    };
    expect(refused('R')).toThrow('argument list must be a tuple');
    expect(refused('\x81')).toThrow(`NEWOBJ args argument must be a tuple, not ${type}`);
    expect(refused('}\x92')).toThrow(`NEWOBJ_EX args argument must be a tuple, not ${type}`);
  });
});

describe('what is done to an object more than once is kept, and written back', () => {
  const call = (setter: string, state: string): string => `cm\n${setter}\nh\x00${state}\x86R0`;
  const read = (pickle: string): Instance => loads<Instance>(Buffer.from(`cm\nC\n)\x81q\x00${pickle}.`, 'latin1'));

  test.each<[string, string, Partial<Instance>]>([
    ['states', '}bK\x01bNb', { states: [new Dict(), 1, null] }],
    ['items', '(K\x01K\x02eK\x03a', { items: [1, 2, 3] }],
    [
      'entries of one key',
      'K\x01K\x02sK\x01K\x03s',
      {
        entries: [
          [1, 2],
          [1, 3],
        ],
      },
    ],
    ['members', '(K\x01\x90(K\x01\x90', { members: [1, 1] }],
    [
      'state setters',
      `${call('s', 'K\x01')}${call('s', 'K\x02')}${call('t', 'N')}`,
      {
        setters: [
          { callable: Global.of('m.s'), state: 1 },
          { callable: Global.of('m.s'), state: 2 },
          { callable: Global.of('m.t'), state: null },
        ],
      },
    ],
  ])('%s', (_, pickle, expected) => {
    const value = read(pickle);
    expect(value).toMatchObject(expected);
    for (const protocol of PROTOCOLS) expect(loads(dumps(value, { protocol }))).toEqual(value);
  });

  test('CPython calls both setters, and calls both of what is written back', () => {
    python.define('twice', 'class C: pass\ndef s(x, state): x.__dict__.setdefault("seen", []).append(state)\n');
    python.run('import twice');
    const pickle = Buffer.from(`ctwice\nC\n)\x81q\x00${`ctwice\ns\nh\x00K\x01\x86R0`.repeat(2)}.`, 'latin1');
    expect(python.check(pickle, 'x.seen == [1, 1]')).toBe(true);
    expect(python.check(dumps(loads(pickle)), 'x.seen == [1, 1]')).toBe(true);
  });

  test('the last state setter is at hand, and is shown with the others', () => {
    const value = read(call('s', 'K\x01') + call('t', 'K\x02'));
    expect(value.setter).toEqual({ callable: Global.of('m.t'), state: 2 });
    expect(repr(value)).toBe("<m.C object setter=<class 'm.s'> state=1 setter=<class 'm.t'> state=2>");
    expect(JSON.stringify(value)).toContain('"setters":[{');
    value.setter = undefined;
    expect(value.setters).toBeUndefined();
  });

  test('a state that an object cannot keep is refused', () => {
    const codecs = [pythonClass('m.C', Fields)];
    const pickle = Buffer.from(`cm\nC\n)\x81q\x00${call('s', 'K\x01')}.`, 'latin1');
    expect(() => loads(pickle, { codecs })).toThrow('m.s sets the state of a Plain, and no codec knows how');
    const setter = pythonFunction('m.s', undefined, {
      call: ([self, x]) => (self instanceof Fields ? Object.assign(self, { x }) : undefined),
    });
    expect(loads(pickle, { codecs: [...codecs, setter] })).toEqual(Object.assign(new Fields(), { x: 1 }));
  });
});

test.for<[string, string]>([
  ['list', ']'],
  ['dict', '}'],
  ['tuple', ')'],
  ['bytes', 'C\x01a'],
  ['set', '\x8f'],
  ['bytearray', '\x96\x01\0\0\0\0\0\0\0a'],
])(
  'an object that is part of its own arguments, without memo entries for these, sets no state of a %s',
  ([, first]) => {
    python.define('inner', 'class O:\n def __init__(self, a, b): self.a, self.b = a, b\n');
    python.run('import inner');
    // As optimize leaves it: the second object is dropped, and the first taken from the memo.
    const begin = 'cinner\nO\nh\x00';
    const pickle = Buffer.from(`\x80\x05](${first}q\x00${begin}]q\x01${begin}h\x01\x86Rq\x02a\x86R0h\x02e.`, 'latin1');
    expect(python.check(pickle, 'x[1].a is x[0] and x[1].b == [x[1]]')).toBe(true);
    const [value, object] = loads<[unknown, Instance]>(pickle);
    expect(object.args).toEqual(Tuple.of(value, [object]));
    expect(object.setters).toBeUndefined();
  },
);
