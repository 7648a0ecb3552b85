import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';
import { hex } from '../fixtures.ts';

const withState = (...states: unknown[]): Instance => {
  const instance = new Instance(Global.of('app.User'));
  for (const state of states) instance.build(state);
  return instance;
};

/** The shapes in which pickles hold the attributes `a` and `b`. */
const SHAPES: readonly (readonly [string, () => Instance])[] = [
  ['a dict', () => withState(new Dict(Object.entries({ a: 1, b: 2 })))],
  ['a plain object', () => withState({ a: 1, b: 2 })],
  ['slots alone', () => withState(Tuple.of(null, new Dict(Object.entries({ a: 1, b: 2 }))))],
  ['a dict and slots', () => withState(Tuple.of(new Dict([['a', 1]]), new Dict([['b', 2]])))],
  ['two states', () => withState(new Dict(Object.entries({ a: 0, b: 2 })), new Dict([['a', 1]]))],
  [
    'names of Python 2, as bytes',
    () =>
      withState(
        new Dict([
          [Buffer.from('a'), 1],
          [Buffer.from('b'), 2],
        ]),
      ),
  ],
];

describe.each(SHAPES)('attributes in %s', (_shape, make) => {
  test('are found by name', () => {
    const user = make();
    expect([user.get('a'), user.get('b'), user.get('c')]).toEqual([1, 2, undefined]);
    expect([user.has('a'), user.has('c')]).toEqual([true, false]);
    expect(user.fields.size).toBe(2);
    expect(user.fields.toJSON()).toEqual({ a: 1, b: 2 });
    expect([...user.fields.keys()].sort()).toEqual(['a', 'b']);
    expect(["{'a': 1, 'b': 2}", "{'b': 2, 'a': 1}"]).toContain(String(user.fields));
    expect(inspect(user.fields)).toBe(String(user.fields));
  });

  test('are set where they are, added, and removed', () => {
    const user = make();
    const { fields } = user;
    const states = user.states.length;
    user.set('a', 10).set('c', 3);
    expect(fields.toJSON()).toEqual({ a: 10, b: 2, c: 3 });
    expect(user.states).toHaveLength(states);
    expect([user.delete('a'), user.delete('a'), user.has('a')]).toEqual([true, false, false]);
    expect(new Map(fields)).toEqual(
      new Map([
        ['b', 2],
        ['c', 3],
      ]),
    );
  });

  test('are written as they were set', () => {
    const user = make();
    user.set('a', 'changed');
    const again = loads<Instance>(dumps(user));
    expect([again.get('a'), again.get('b')]).toEqual(['changed', 2]);
  });
});

test('an object without state gets one', () => {
  const user = new Instance(Global.of('app.User'));
  user.set('a', 1);
  expect(user.state).toEqual(new Dict([['a', 1]]));
});

test('a state of a form of its own has no attributes, and says where to change it', () => {
  const user = withState([1, 2]);
  expect([user.get('a'), user.fields.size, user.delete('a')]).toEqual([undefined, 0, false]);
  expect(() => user.set('a', 1)).toThrow(
    new TypeError("the state is not a dict of attributes: set 'a' in states itself"),
  );
});

test('no name reaches a prototype', () => {
  const user = withState({ a: 1 });
  user.set('__proto__', { polluted: 1 });
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  expect([user.get('__proto__'), user.get('toString'), user.has('constructor')]).toEqual([
    { polluted: 1 },
    undefined,
    false,
  ]);
});

test('an object of Python 2 that was read with encoding bytes has its names', () => {
  const pickle = hex('636170700a550a7100298171017d71025501784b0173622e');
  expect(loads<Instance>(pickle, { encoding: 'bytes' }).get('x')).toBe(1);
});
