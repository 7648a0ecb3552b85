import { describe, expect, test } from 'vitest';
import { Dict, dumps, Global, loads, PickleError } from '../../src/index.ts';
import { GenericAlias, SimpleNamespace } from '../../src/stdlib.ts';
import { oracle } from '../oracle.ts';
import { bothDirections, pythonFinds } from './both-directions.ts';
import { checkRows } from './rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('SimpleNamespace', () =>
    checkRows('SimpleNamespace empty', (value) => expect(value).toEqual(new SimpleNamespace())));
  test('GenericAlias', () =>
    checkRows('dict[str,int]', (value) => {
      expect(value).toBeInstanceOf(GenericAlias);
      expect((value as GenericAlias).origin).toEqual(Global.of('builtins.dict'));
      expect(String(value)).toBe('dict[str, int]');
    }));
});

test.each(['types.SimpleNamespace()', 'types.SimpleNamespace(a=1, b=[2, {}])'])('%s', async (expression) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(SimpleNamespace), { setup: 'import types' });
});

test('a namespace with the name of a method', async () => {
  const python = await oracle();
  python.run('import types');
  await pythonFinds(new SimpleNamespace({ a: 1, toString: 'x' }), 'x == types.SimpleNamespace(a=1, toString="x")');
});

test.each(['list[int]', 'dict[str, list[int]]', 'tuple[int, ...]', 'tuple[()]', 'type[collections.abc.Sized]'])(
  '%s',
  async (expression) => {
    await bothDirections(expression, (value) => expect(value).toBeInstanceOf(GenericAlias), {
      setup: 'import collections.abc',
    });
  },
);

test('a namespace has its attributes as properties, and no other prototype', () => {
  const value = loads(dumps(new SimpleNamespace({ x: 1, get: 2 }))) as SimpleNamespace;
  expect([value['x'], value['get'], JSON.stringify(value)]).toEqual([1, 2, '{"x":1,"get":2}']);
  expect(() => loads(Buffer.from('ctypes\nSimpleNamespace\n)R}V__proto__\n}sb.'))).toThrow(PickleError);
});

test('aliases are equal by value as keys', () => {
  const key = (): GenericAlias => new GenericAlias(Global.of('builtins.list'), [Global.of('builtins.int')]);
  expect(new Dict([[key(), 1]]).get(key())).toBe(1);
  expect(() => new Dict([[new SimpleNamespace(), 1]])).toThrow(/unhashable/);
});

test.each([
  ['GenericAlias of one argument', 'ctypes\nGenericAlias\n(I1\ntR.'],
  ['SimpleNamespace of a number', 'ctypes\nSimpleNamespace\n(I1\ntR.'],
  ['SimpleNamespace with state 1', 'ctypes\nSimpleNamespace\n)RI1\nb.'],
  ['SimpleNamespace with a name that is no str', 'ctypes\nSimpleNamespace\n)R}I1\nI1\nsb.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text, 'latin1'))).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^bad-/) }),
  );
});
