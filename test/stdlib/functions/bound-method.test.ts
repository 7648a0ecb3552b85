import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, type PickleError, pythonClass } from '../../../src/index.ts';
import { BoundMethod, SimpleNamespace } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections } from '../both-directions.ts';

test.each([
  ['"a-b".join', 'a-b', 'join', 'x("cd")'],
  ['[1, 2].index', [1, 2], 'index', 'x(2)'],
  ['(1).bit_length', 1, 'bit_length', 'x()'],
])('%s', (expression, self, name, by) =>
  bothDirections(expression, (value) => expect(value).toEqual(new BoundMethod(self, name)), { by, shown: false }),
);

test('a method of an object of a program, known or not', async () => {
  const python = await oracle();
  python.define('app', 'class User:\n    def save(self):\n        return 1\n');
  python.run('import app\nuser = app.User()');
  class User {}
  for (const protocol of [2, 4] as const) {
    const pickle = python.dumps('[user.save, user]', protocol);
    const [unknown, same] = loads<[BoundMethod, Instance]>(pickle);
    expect(unknown.self).toBe(same);
    expect(same).toBeInstanceOf(Instance);
    expect(Buffer.from(dumps([unknown, same], { protocol })).equals(pickle)).toBe(true);
    const codecs = [pythonClass('app.User', User)];
    const [known, user] = loads<[BoundMethod, User]>(pickle, { codecs });
    expect([known.name, known.self === user, user instanceof User]).toEqual(['save', true, true]);
    expect(python.check(dumps([known, user], { codecs, protocol }), 'x[0]() == 1 and x[0].__self__ is x[1]')).toBe(
      true,
    );
  }
});

test('of a class an attribute is a name, and what else it may be stays a call', () => {
  const attribute = (text: string): unknown => loads(Buffer.from(`cbuiltins\ngetattr\n(${text}tR.`, 'latin1'));
  expect(attribute('cm\nA\nVb\n')).toEqual(new Global('m', 'A.b'));
  expect(attribute('cm\nA\nV__x\n')).toBeInstanceOf(Instance);
  expect(attribute('I1\nVb\nN')).toBeInstanceOf(Instance);
  expect(attribute('I1\nI2\n')).toBeInstanceOf(Instance);
});

test('a method is not called, and has no state', () => {
  const method = 'cbuiltins\ngetattr\n((lVappend\ntR';
  expect(loads(Buffer.from(`${method}(I1\ntR.`, 'latin1'))).toBeInstanceOf(Instance);
  expect(() => loads(Buffer.from(`${method}(dVname\nVpop\nsb.`, 'latin1'))).toThrow(
    expect.objectContaining<Partial<PickleError>>({ code: 'bad-state' }),
  );
});

test('names of a pickle are shown escaped, and none of its attributes is asked for the class', () => {
  expect(String(new BoundMethod(1, '\x1b[31m'))).toBe('<built-in method \\x1b[31m of int object>');
  expect(String(new BoundMethod(new Instance(Global.of('app.User')), '\n'))).toBe(
    '<bound method User.\\n of <app.User object>>',
  );
  const hostile = new SimpleNamespace({ constructor: { name: new SimpleNamespace({ toString: 1 }) } });
  expect(String(new BoundMethod(hostile, 'a'))).toBe('<built-in method a of SimpleNamespace object>');
});

test('JSON and text', () => {
  const method = new BoundMethod('a', 'join');
  expect(JSON.stringify(method)).toBe('{"self":"a","method":"join"}');
  expect(String(method)).toBe('<built-in method join of str object>');
  expect(String(new BoundMethod(new Instance(Global.of('app.User')), 'save'))).toBe(
    '<bound method User.save of <app.User object>>',
  );
});
