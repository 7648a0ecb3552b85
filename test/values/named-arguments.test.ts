/** Fields of named tuples that no codec names, where the pickle has their names. */
import { expect, test } from 'vitest';
import { dumps, Instance, loads, type Protocol } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

const SETUP = `
import collections, copyreg, functools, pickle, sys, types, typing
def module(name):
    parts = name.split('.')
    for i in range(len(parts)):
        path = '.'.join(parts[:i + 1])
        sys.modules.setdefault(path, types.ModuleType(path))
    return sys.modules[name]
def named(cls, where='told'):
    cls.__module__, cls.__qualname__ = where, cls.__name__
    setattr(module(where), cls.__name__, cls)
    return cls
P = named(collections.namedtuple('P', 'x y'))
@named
class ByKeyword(P):
    def __getnewargs_ex__(self): return (), self._asdict()
@named
class ByState(P):
    def __getstate__(self): return collections.OrderedDict(self._asdict())
@named
class ByStateOfDict(P):
    def __getstate__(self): return self._asdict()
@named
class ByPartial(P):
    def __reduce__(self): return functools.partial(ByPartial, **self._asdict()), ()
@named
class ByMake(P):
    def __reduce__(self): return ByMake._make, (list(self),)
@named
class Typed(typing.NamedTuple):
    x: int
    y: list
@named
class BySparkName(P):
    def __reduce__(self): return _restore, ('P', ('x', 'y'), tuple(self))
@named
class BySparkRow(P):
    def __reduce__(self): return _create_row, (['x', 'y'], tuple(self))
`;

const FUNCTIONS = `
def _restore(name, fields, values): return collections.namedtuple(name, fields)(*values)
named(_restore, 'pyspark.serializers')
def _create_row(fields, values): return collections.namedtuple('Row', fields)(*values)
named(_create_row, 'pyspark.sql.types')
def _load_namedtuple(name, fields): return collections.namedtuple(name, fields)
named(_load_namedtuple, 'cloudpickle.cloudpickle')
def make_class(name, namespace=None): return type(name, (tuple,), dict(namespace or {}))
named(make_class)
def set_class(cls, state): return cls
named(set_class)
class Pickler(pickle._Pickler):
    """Writes the class P as cloudpickle and others do."""
    def __init__(self, file, protocol, form):
        super().__init__(file, protocol)
        self.form = form
    def save(self, obj, save_persistent_id=True):
        if obj is not P: return super().save(obj, save_persistent_id)
        if id(obj) in self.memo: return self.write(self.get(self.memo[id(obj)][0]))
        self.save_reduce(*self.form, obj=obj)
def brought(form, protocol):
    import io
    file = io.BytesIO()
    Pickler(file, protocol, form).dump(P(1, [2]))
    return file.getvalue()
FORMS = dict(
    load=(_load_namedtuple, ('P', ('x', 'y'))),
    factory=(collections.namedtuple, ('P', 'x, y')),
    typed=(typing.NamedTuple, ('P', [('x', 1), ('y', 2)])),
    given=(make_class, ('P', {'_fields': ('x', 'y'), 'a': 1})),
    setter=(make_class, ('P',), ({'_fields': ('x', 'y')}, {}), None, None, set_class),
)
`;

async function python(): ReturnType<typeof oracle> {
  const found = await oracle();
  found.run(SETUP + FUNCTIONS);
  return found;
}

/** Which protocols have the names, of objects of each class. */
const CLASSES: readonly (readonly [string, readonly Protocol[]])[] = [
  ['ByKeyword', [4, 5]],
  ['ByState', [0, 1, 2, 3, 4, 5]],
  ['ByStateOfDict', [0, 1, 2, 3, 4, 5]],
  ['ByPartial', [0, 1, 2, 3, 4, 5]],
  ['BySparkName', [0, 1, 2, 3, 4, 5]],
  ['BySparkRow', [0, 1, 2, 3, 4, 5]],
];

test.for(CLASSES)('%s: get, fields and plain data have the names', async ([cls, protocols]) => {
  const { dumps: pickled } = await python();
  for (const protocol of protocols) {
    const pickle = pickled(`${cls}(1, [2])`, protocol);
    checkNamed(pickle, protocol);
  }
});

test.for(['load', 'factory', 'typed', 'given', 'setter'])('a class that is in the pickle: %s', async (form) => {
  const found = await python();
  for (const protocol of [2, 3, 4] as const) {
    const hex: unknown = found.evaluate(`brought(FORMS['${form}'], ${protocol}).hex()`);
    checkNamed(Buffer.from(String(hex), 'hex'), protocol);
  }
});

function checkNamed(pickle: Uint8Array, protocol: Protocol): void {
  const value = loads(pickle);
  if (!(value instanceof Instance)) throw new Error('a codec knows it');
  expect([value.get('x'), value.get('y'), value.has('x'), value.has('z')]).toEqual([1, [2], true, false]);
  expect([...value.fields]).toEqual([
    ['x', 1],
    ['y', [2]],
  ]);
  expect(loads(pickle, { values: 'plain' })).toEqual({ x: 1, y: [2] });
  // A view: what is set is written.
  value.set('x', 5);
  expect(loads<Instance>(dumps(value, { protocol })).get('x')).toBe(5);
}

test.for(['P', 'Typed', 'ByMake'])(
  '%s: a pickle that has no names, and stays an Instance as plain data',
  async (cls) => {
    const { dumps: pickled } = await python();
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      const pickle = pickled(`${cls}(1, [2])`, protocol);
      const value = loads<Instance>(pickle);
      expect([value.get('x'), value.fields.size]).toEqual([undefined, 0]);
      expect(loads(pickle, { values: 'plain' })).toBeInstanceOf(Instance);
    }
  },
);

test('attributes of a subclass stand beside its fields; an item of a tuple cannot be taken away', async () => {
  const { dumps: pickled, run } = await python();
  run('row = ByKeyword(1, [2])\nrow.z = 3');
  const value = loads<Instance>(pickled('row', 4));
  expect(value.fields.toJSON()).toEqual({ x: 1, y: [2], z: 3 });
  expect([value.delete('x'), value.get('x')]).toEqual([true, undefined]);
  const row = loads<Instance>(pickled('BySparkRow(1, [2])', 4));
  expect([row.delete('x'), row.get('x')]).toEqual([false, 1]);
});

test('a call without a name shows what was called, and is not lost as plain data', async () => {
  const { dumps: pickled, run } = await python();
  run('@named\nclass Bare:\n    def __reduce__(self): return functools.partial(Bare, 7), ()');
  const pickle = pickled('Bare()', 4);
  expect(String(loads(pickle))).toBe("<object object cls=functools.partial(<class 'told.Bare'>, 7)>");
  expect(loads(pickle, { values: 'plain' })).toBeInstanceOf(Instance);
});
