/** The codec that `console.log` suggests: it fits, for what it suggests reads the object. */
import { inspect } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import {
  type Codec,
  Dict,
  Instance,
  loads,
  pythonClass,
  pythonEnum,
  pythonFunction,
  pythonNamedTuple,
  Tuple,
} from '../../src/index.ts';
import { registration } from '../../src/values/registration.ts';
import { type Oracle, oracle } from '../oracle.ts';

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
  python.define(
    'app',
    `
import collections, dataclasses, enum
class Color(enum.Enum):
    RED = 1
class AppError(Exception):
    pass
City = collections.namedtuple('City', 'name people')
Wide = collections.namedtuple('Wide', ['f%d' % i for i in range(12)])
class Plain:
    def __init__(self):
        self.a = 1
class Outer:
    class Inner(Plain):
        pass
class Slotted:
    __slots__ = ('a', 'b')
    def __init__(self):
        self.a = self.b = 1
@dataclasses.dataclass(frozen=True, slots=True)
class Frozen:
    x: int = 1
    y: int = 2
class Pair(tuple):
    pass
class Stack(list):
    pass
class Table(dict):
    pass
class Stateful:
    def __getstate__(self):
        return 'state'
    def __setstate__(self, state):
        pass
class Made:
    def __new__(cls, a):
        return object.__new__(cls)
    def __getnewargs__(self):
        return (1,)
    def __init__(self, a):
        self.b = 2
class Reduced:
    def __reduce__(self):
        return Reduced, (), {'a': 1}
class Factory:
    def __reduce__(self):
        return make, (1, 2)
def make(a, b):
    return Factory()
`,
  );
  python.run('import app');
});

class Own {}
class OwnError extends Error {}
class OwnTuple extends Tuple {}
class OwnList extends Array<unknown> {}
class OwnDict extends Dict {}
const state = { getState: () => 'state', setState: () => {} };

test.each<[string, number, string, Codec]>([
  [
    'app.Color.RED',
    5,
    "pythonEnum('app.Color', {...}) or pythonClass('app.Color', Color, { call: (args) => ... })",
    pythonEnum('app.Color', { RED: 1 }),
  ],
  [
    'app.Color.RED',
    2,
    "pythonEnum('app.Color', {...}) or pythonClass('app.Color', Color, { call: (args) => ... })",
    pythonEnum('app.Color', { RED: 1 }),
  ],
  [
    "app.AppError('no')",
    5,
    "pythonClass('app.AppError', AppError) with class AppError extends Error",
    pythonClass('app.AppError', OwnError),
  ],
  [
    "app.City('a', 1)",
    5,
    "pythonNamedTuple('app.City', ['name1', 'name2'])",
    pythonNamedTuple('app.City', ['name', 'people']),
  ],
  [
    "app.City('a', 1)",
    0,
    "pythonNamedTuple('app.City', ['name1', 'name2'])",
    pythonNamedTuple('app.City', ['name', 'people']),
  ],
  [
    'app.Wide(*range(12))',
    5,
    "pythonNamedTuple('app.Wide', [... 12 names])",
    pythonNamedTuple('app.Wide', [...'abcdefghijkl']),
  ],
  ['app.Plain()', 5, "pythonClass('app.Plain', Plain)", pythonClass('app.Plain', Own)],
  ['app.Plain()', 0, "pythonClass('app.Plain', Plain)", pythonClass('app.Plain', Own)],
  ['app.Outer.Inner()', 5, "pythonClass('app:Outer.Inner', Inner)", pythonClass('app:Outer.Inner', Own)],
  [
    'app.Slotted()',
    5,
    "pythonClass('app.Slotted', Slotted, { slots: ['a', 'b'] })",
    pythonClass('app.Slotted', Own, { slots: ['a', 'b'] }),
  ],
  [
    'app.Frozen()',
    5,
    "pythonClass('app.Frozen', Frozen, { slots: ['name1', 'name2'], frozen: true })",
    pythonClass('app.Frozen', Own, { slots: ['x', 'y'], frozen: true }),
  ],
  [
    'app.Pair((1, 2))',
    5,
    "pythonClass('app.Pair', Pair) with class Pair extends Tuple",
    pythonClass('app.Pair', OwnTuple),
  ],
  [
    'app.Stack([1])',
    5,
    "pythonClass('app.Stack', Stack) with class Stack extends Array",
    pythonClass('app.Stack', OwnList),
  ],
  [
    'app.Table(a=1)',
    5,
    "pythonClass('app.Table', Table) with class Table extends Dict",
    pythonClass('app.Table', OwnDict),
  ],
  [
    'app.Stateful()',
    5,
    "pythonClass('app.Stateful', Stateful, { getState, setState })",
    pythonClass('app.Stateful', Own, state),
  ],
  [
    'app.Made(1)',
    5,
    "pythonClass('app.Made', Made, { create })",
    pythonClass('app.Made', Own, { create: () => new Own() }),
  ],
  [
    'app.Reduced()',
    5,
    "pythonClass('app.Reduced', Reduced, { call: (args) => ... })",
    pythonClass('app.Reduced', Own, { call: () => new Own() }),
  ],
  [
    'app.Factory()',
    5,
    "pythonFunction('app.make', undefined, { call: (args) => ... })",
    pythonFunction('app.make', undefined, { call: () => new Own() }),
  ],
])('%s at protocol %i', (expression, protocol, code, codec) => {
  const pickle = python.dumps(expression, protocol);
  const inert = loads<Instance>(pickle);
  expect(registration(inert)).toBe(code);
  expect(inspect(inert)).toContain(` /* ${code} gives objects of yours */`);
  expect(loads(pickle, { codecs: [codec] })).not.toBeInstanceOf(Instance);
});

test('there is none for a class without a name, and none that is longer than a line', () => {
  expect(registration(new Instance(new Instance(null)))).toBeUndefined();
  const long = loads<Instance>(Buffer.from(`capp\n${'X'.repeat(400)}\n)R.`));
  expect(registration(long)).toBeUndefined();
  expect(inspect(long)).not.toContain('gives objects');
});

test('names of a pickle cannot end the comment or the string', () => {
  const slots = Buffer.from("\x80\x02capp\nX\n)\x81N}U\x06'*/\\\n!K\x01s\x86b.", 'latin1');
  const code = registration(loads<Instance>(slots)) ?? '';
  expect(code).toMatch(/^pythonClass\('app\.X', X, \{ slots: \['[^'*\\\n]*'\] \}\)$/);
});
