/** Uses the package as a program would; what does not hold is an AssertionError. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { Dict, dumps, Global, Instance, load, loads, PickleError, PySet, Tuple } from 'brine';
import { pythonRepr } from 'brine/codec';
import { genops } from 'brine/tools';
import { geometry, isInert, made, Path, Point } from './geometry.js';

const codecs = [geometry];

// A family costs nothing until it is needed.
assert.deepEqual(loads(dumps([1, 'a']), { codecs }), [1, 'a']);
assert.equal(made, 0);

const value = [new Point(1, 2.5), new Point(3, 4)];
const bytes = dumps(value, { codecs: [geometry] });
assert.deepEqual(loads(bytes, { codecs: [geometry] }), value);
assert.equal(made, 1, 'a list that is written in place is the one of before');

// As a key, in text and as plain data it is like a class of the standard library.
const set = new PySet([new Point(1, 2), new Point(1, 2)]);
assert.equal(set.size, 1);
assert.equal(new Dict([[new Point(1, 2), 'here']]).get(new Point(1, 2)), 'here');
assert.equal(pythonRepr(Tuple.of(new Point(1, 2.5))), '(Point(1, 2.5),)');
assert.equal(inspect(new Point(1, 2.5)), 'Point(1, 2.5)');
assert.deepEqual(loads(bytes, { codecs, values: 'plain' }), [
  [1, 2.5],
  [3, 4],
]);

// Other names of the class.
const old = dumps(new Instance(new Global('geometry.old', 'Point'), 'new', Tuple.of(1, 2)));
assert.deepEqual(loads(old, { codecs }), new Point(1, 2));

// Bytes behind BUILD, whole and in chunks, aligned.
const path = Object.assign(new Path(), { coordinates: Float64Array.from([1, 2, 3, 4]) });
const pickle = dumps(['a path', path, new Point(0, 0)], { codecs });
assert.deepEqual(loads(pickle, { codecs }), ['a path', path, new Point(0, 0)]);
const chunks = Array.from({ length: Math.ceil(pickle.length / 5) }, (_, i) => pickle.slice(5 * i, 5 * i + 5));
const loaded = await load<[string, Path, Point]>(chunks, { codecs });
assert.deepEqual(loaded, ['a path', path, new Point(0, 0)]);
assert.equal(loaded[1].coordinates.byteOffset % 16, 0);

// What follows BUILD counts to the pickle: it is refused if it is cut, and tools go past it if they are told of it.
const end = Buffer.from(pickle).lastIndexOf(Buffer.from(path.coordinates.buffer)) + path.coordinates.byteLength;
assert.throws(() => loads(pickle.subarray(0, end - 1), { codecs }), { name: 'UnpicklingError', code: 'truncated' });
const start = end - path.coordinates.byteLength;
const trailing = (offset: number) => {
  const padding = offset < start ? pickle[offset] : undefined;
  return padding !== undefined && offset + 1 + padding === start ? end - offset : 0;
};
assert.equal([...genops(pickle, { trailing })].at(-1)?.opcode.name, 'STOP');
assert.throws(() => [...genops(pickle)], PickleError);

// find_class.
const asked: string[] = [];
const found = loads(bytes, {
  unknown: (name) => {
    asked.push(`${name}`);
    return name.module === 'geometry' ? geometry : 'error';
  },
});
assert.deepEqual(found, value);
assert.deepEqual(asked, ['geometry.Point']);
assert.throws(() => loads(bytes, { unknown: ({ module }) => (module === 'geometry' ? 'error' : 'keep') }), {
  name: 'UnpicklingError',
  code: 'unknown-global',
});
assert.ok(isInert(loads(dumps(new Instance(new Global('m', 'Unknown'), 'new', new Tuple())), { codecs })));
