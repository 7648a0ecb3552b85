/** Classes of JavaScript that derive from Error, as Python's exceptions: arguments, message, attributes, both ways. */
import { beforeAll, describe, expect, test } from 'vitest';
import { Dict, dumps, loads, pythonClass, Tuple } from '../../src/index.ts';
import { PyError } from '../../src/stdlib.ts';
import { type Oracle, oracle } from '../oracle.ts';

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
  python.define(
    'app',
    `
class AppError(Exception):
    pass
class HttpError(AppError):
    def __init__(self, message, status=0):
        super().__init__(message, status)
        self.status = status
class Named(Exception):
    def __init__(self, message):
        super().__init__('code ' + message)
        self.message = message
    def __reduce__(self):
        return type(self), (self.message,), self.__dict__
class Missing(KeyError):
    pass
class FileError(OSError):
    pass
class Many(ExceptionGroup):
    pass
class Plain(ValueError):
    pass
`,
  );
  python.run('import app');
});

class AppError extends Error {}
class HttpError extends AppError {
  status = 0;
}
class Named extends Error {}
class Missing extends Error {}
class FileError extends Error {}
class Many extends AggregateError {}
class Plain extends RangeError {}
const codecs = [AppError, HttpError, Named, Missing, FileError, Many, Plain].map((type) =>
  pythonClass(`app.${type.name}`, type),
);
const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;
const constructed: string[] = [];

describe('what Python writes', () => {
  test.each<[string, new (...args: never[]) => Error, string]>([
    [`app.AppError()`, AppError, ''],
    [`app.AppError('no')`, AppError, 'no'],
    [`app.AppError('no', 1)`, AppError, "('no', 1)"],
    [`app.AppError(410)`, AppError, '410'],
    [`app.AppError(None)`, AppError, 'None'],
    [`app.AppError([1, 'a'])`, AppError, "[1, 'a']"],
    [`app.AppError('x' * 2000, 1)`, AppError, `('${'x'.repeat(2000)}', 1)`],
    [`app.HttpError('gone', 410)`, HttpError, "('gone', 410)"],
    [`app.Plain('no')`, Plain, 'no'],
    [`app.FileError(2, 'no', 'f')`, FileError, "(2, 'no', 'f')"],
  ])('%s is an object of the class, and is written back as it was', (expression, type, message) => {
    for (const protocol of PROTOCOLS) {
      const theirs = python.dumps(expression, protocol);
      const error = loads<Error & { args: Tuple }>(theirs, { codecs });
      expect(error).toBeInstanceOf(type);
      expect(error.message).toBe(message);
      expect(Object.keys(error)).toEqual(type === HttpError ? ['status'] : []);
      expect(Buffer.from(dumps(error, { codecs, protocol })).equals(theirs)).toBe(true);
    }
  });

  test('attributes are properties, notes too', () => {
    python.run("e = app.HttpError('gone', 410)\ne.add_note('later')\ne.cause = 'none'");
    const theirs = python.dumps('e', 5);
    const error = loads<HttpError & { __notes__: unknown; cause: unknown }>(theirs, { codecs });
    expect([error.status, error.__notes__, error.cause]).toEqual([410, ['later'], 'none']);
    expect(Buffer.from(dumps(error, { codecs })).equals(theirs)).toBe(true);
  });

  test('an attribute called message is the message, and an attribute', () => {
    const theirs = python.dumps("app.Named('x')", 5);
    const error = loads<Named>(theirs, { codecs });
    expect(error.message).toBe('x');
    expect(Buffer.from(dumps(error, { codecs })).equals(theirs)).toBe(true);
  });

  test('no constructor of the class runs', () => {
    class Constructed extends AppError {
      constructor(message: string) {
        super(message);
        constructed.push(message);
      }
    }
    const own = [pythonClass('app.AppError', Constructed)];
    expect(loads<Error>(python.dumps("app.AppError('no')", 5), { codecs: own }).message).toBe('no');
    expect(constructed).toEqual([]);
  });

  test('a group has its exceptions, and what is added is written', () => {
    const theirs = python.dumps("app.Many('several', [app.AppError('a'), ValueError('b')])", 5);
    const group = loads<Many>(theirs, { codecs });
    expect(group).toBeInstanceOf(AggregateError);
    expect([group.message, group.errors.length, (group.errors[0] as Error).message]).toEqual(['several', 2, 'a']);
    expect(Buffer.from(dumps(group, { codecs })).equals(theirs)).toBe(true);
    group.errors.push(new PyError('KeyError', ['c']));
    expect(python.check(dumps(group, { codecs }), 'len(x.exceptions) == 3')).toBe(true);
  });

  test('no text is made of what the arguments share, before it is asked for', () => {
    python.run(`a = []\nfor _ in range(60): a = [a, a]`);
    const error = loads<Error>(python.dumps('app.AppError(a)', 5), { codecs });
    expect(Object.getOwnPropertyDescriptor(error, 'message')?.get).toBeTypeOf('function');
    error.message = 'short';
    expect([error.message, Object.keys(error)]).toEqual(['short', []]);
    expect(python.repr(dumps(error, { codecs }))).toBe("AppError('short')");
  });

  test('each costs the memory of the stack that V8 keeps', () => {
    const theirs = python.dumps("[app.AppError('a%d' % i) for i in range(1000)]", 5);
    expect(() => loads(theirs, { codecs, limits: { memory: 500_000 } })).toThrow(
      expect.objectContaining({ code: 'limit' }),
    );
    expect(loads<unknown[]>(theirs, { codecs, limits: { memory: 2_000_000 } })).toHaveLength(1000);
  });
});

describe('what JavaScript writes', () => {
  test.each<[string, () => Error, string]>([
    ['a message', () => new AppError('no'), "type(x) is app.AppError and x.args == ('no',) and vars(x) == {}"],
    ['no message', () => new AppError(), 'x.args == ()'],
    ['a base class of JavaScript', () => new Plain('no'), "type(x) is app.Plain and str(x) == 'no'"],
    ['a cause', () => new AppError('no', { cause: new TypeError('t') }), 'type(x.cause) is TypeError'],
    [
      'properties',
      () => Object.assign(new HttpError('gone'), { status: 410 }),
      'x.args == ("gone", 0) and x.status == 410',
    ],
    ['a property args', () => Object.assign(new HttpError('gone'), { args: ['gone', 4] }), 'x.args == ("gone", 4)'],
    ['a KeyError', () => new Missing('k'), `str(x) == "'k'"`],
    ['an OSError', () => Object.assign(new FileError('no'), { args: [2, 'no', 'f'] }), "x.filename == 'f'"],
    ['a group', () => new Many([new AppError('a')], 'several'), "x.message == 'several' and len(x.exceptions) == 1"],
  ])('%s', (_what, make, condition) => {
    for (const protocol of PROTOCOLS) {
      expect(python.check(dumps(make(), { codecs, protocol }), condition), `protocol ${protocol}`).toBe(true);
    }
  });

  test('a message that was changed after reading is the argument', () => {
    const error = loads<Error>(python.dumps("app.AppError('no', 1)", 5), { codecs });
    error.message = 'yes';
    expect(python.repr(dumps(error, { codecs }))).toBe("AppError('yes')");
  });

  test('getNewArgs says what else the class is called with', () => {
    const own = [
      pythonClass('app.HttpError', HttpError, { getNewArgs: ({ message, status }) => [message, status] }),
      pythonClass('app.AppError', AppError, { getNewArgs: () => ({ args: [], kwargs: new Map([['a', 1]]) }) }),
    ];
    const error = Object.assign(new HttpError('gone'), { status: 410 });
    expect(python.check(dumps(error, { codecs: own }), 'x.args == ("gone", 410)')).toBe(true);
    expect(() => dumps(new AppError(), { codecs: own })).toThrow(/app\.AppError.*keywords.*hook reduce/);
  });

  test('a class that no codec names is refused with the codec', () => {
    expect(() => dumps(new AppError('no'))).toThrow(/pythonClass\('module\.AppError', AppError\)/);
  });
});

test('a pickle of NEWOBJ, which no CPython writes of an exception, is read as CPython reads it', () => {
  const bytes = Buffer.from('\x80\x02capp\nAppError\nU\x01a\x85\x81}U\x01sK\x01sb.', 'latin1');
  expect(python.check(bytes, "x.args == ('a',) and x.s == 1")).toBe(true);
  const error = loads<Error & { s: unknown; args: unknown }>(bytes, { codecs });
  expect([error.message, error.s, error.args]).toEqual(['a', 1, Tuple.of('a')]);
  expect(loads(dumps(new Dict([['e', error]]), { codecs }), { codecs })).toEqual(new Dict([['e', error]]));
});
