import { describe, expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { exceptionNames, otherExceptions } from '../../../src/stdlib/exceptions/exception-names.ts';
import { PyError } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { fixture, hex } from '../../fixtures.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections, PROTOCOLS, pythonFinds } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

const load = (pickle: Uint8Array): PyError => {
  const value = loads(pickle);
  expect(value).toBeInstanceOf(PyError);
  return value as PyError;
};

describe('every measured pickle loads and is written in the same bytes', () => {
  const isError =
    (type: string, ...args: unknown[]) =>
    (value: unknown): void => {
      expect(value).toBeInstanceOf(PyError);
      expect((value as PyError).type.name).toMatch(new RegExp(`^(${type})$`));
      expect((value as PyError).args).toEqual(Tuple.from(args));
    };

  test.each([
    ['ValueError noargs', isError('ValueError')],
    ['ValueError attr', isError('ValueError', 'x')],
    ['ValueError notes', isError('ValueError', 'x')],
    ['OSError', isError('OSError|FileNotFoundError|PermissionError', 2, 'No', 'f.txt')],
    ['OSError 2arg', isError('OSError|FileNotFoundError|PermissionError', 2, 'No')],
    ['OSError 2files', isError('OSError|FileNotFoundError|PermissionError', 2, 'No', 'a', null, 'b')],
    ['OSError 1arg', isError('OSError', 'x')],
    ['FileNotFoundError', isError('OSError|FileNotFoundError', 2, 'No', 'f')],
    ['StopIteration', isError('StopIteration', 5)],
    ['AttributeError', isError('AttributeError', 'm')],
    ['re.error', isError('error|PatternError', 'm at position 1')],
    ['ExceptionGroup', isError('ExceptionGroup', 'g', [new PyError('ValueError', [1])])],
  ])('%s', (name, check) => checkRows(name, check));

  test.each(['MyErr', 'MyErr2'])('%s, a class nobody registered', (name) =>
    checkRows(name, (value) => expect(value).toBeInstanceOf(Instance)),
  );
});

test('what Python 2 wrote', () => {
  for (const row of fixture<{ name: string; hex: string }[]>('py2.json').filter(({ name }) => name === 'ValueError')) {
    expect(load(hex(row.hex))).toEqual(new PyError('ValueError', ['x']));
  }
});

test.each([
  'ValueError()',
  'ValueError("x", 2)',
  'ValueError(["x"])',
  'KeyError("k")',
  'OSError("x")',
  'OSError(5, "No")',
  'OSError(5, "No", "f.txt")',
  'OSError(5, "No", "a", None, "b")',
  'OSError(5, "No", "a", None, "b", 6)',
  'BlockingIOError(11, "Busy", 5)',
  'BlockingIOError(11, "Busy", "f.txt")',
  'StopIteration(5)',
  'SystemExit(3)',
  'ImportError("m", name="n", path="p")',
  'ModuleNotFoundError("m", name="n")',
  'SyntaxError("m")',
  'SyntaxError("bad", ("/x/f.py", 3, 1, "text"))',
  'IndentationError("bad", ("f.py", 3, 1, "text"))',
  'UnicodeDecodeError("utf-8", b"a\\xff", 1, 2, "invalid start byte")',
  'UnicodeDecodeError("utf-8", b"a\\xff\\xff", 1, 3, "invalid")',
  'UnicodeEncodeError("ascii", "a\\u20ac", 1, 2, "ordinal not in range(128)")',
  'UnicodeEncodeError("ascii", "a\\U0001f600bc", 1, 3, "no")',
  'UnicodeTranslateError("a\\u20ac", 1, 2, "no")',
  'UnicodeTranslateError("a\\u20ac", 0, 2, "no")',
  'ExceptionGroup("g", [ValueError(1), ExceptionGroup("h", [TypeError("t")])])',
  'BaseExceptionGroup("g", [KeyboardInterrupt()])',
  'ZeroDivisionError("division by zero")',
  'DeprecationWarning("old")',
])('%s', async (expression) => {
  const python = await oracle();
  const message = python.evaluate(`str(${expression})`);
  await bothDirections(
    expression,
    (value) => {
      expect(value).toBeInstanceOf(PyError);
      expect((value as PyError).message).toBe(message);
    },
    // Python has the names of mapped classes otherwise below protocol 3.
    {
      by: 'repr(x), str(x), repr(x.__dict__), getattr(x, "name", 0)',
      protocols: /ModuleNotFound/.test(expression) ? [4, 5] : PROTOCOLS,
    },
  );
});

test('every built-in exception of this Python is one', async () => {
  const python = await oracle();
  python.run('import builtins');
  const names = python.evaluate(
    '[n for n, c in vars(builtins).items() if isinstance(c, type) and issubclass(c, BaseException)]',
  ) as string[];
  expect(names.filter((name) => !exceptionNames().includes(name))).toEqual([]);
});

describe('an OSError is of the class for its error number, on Linux', () => {
  const CLASSES =
    '0 OSError, -2 OSError, 5 OSError, 1 PermissionError, 2 FileNotFoundError, 3 ProcessLookupError, ' +
    '4 InterruptedError, 10 ChildProcessError, 11 BlockingIOError, 13 PermissionError, 17 FileExistsError, ' +
    '20 NotADirectoryError, 21 IsADirectoryError, 32 BrokenPipeError, 103 ConnectionAbortedError, ' +
    '104 ConnectionResetError, 108 BrokenPipeError, 110 TimeoutError, 111 ConnectionRefusedError, ' +
    '114 BlockingIOError, 115 BlockingIOError';

  test.for(CLASSES.split(', '))('%s', (row) => {
    const number = Number.parseInt(row, 10);
    const name = row.replace(/^\S+ /, '');
    for (const old of ['builtins OSError', 'exceptions IOError', 'exceptions EnvironmentError', 'socket error']) {
      const called = `\x80\x02c${old.replace(' ', '\n')}\nI${number}\nX\x01\0\0\0a\x86R.`;
      const error = load(Buffer.from(called, 'latin1'));
      expect(error.type).toEqual(Global.of(`builtins.${name}`));
      expect(new PyError('OSError', [number, 'a'])).toEqual(error);
      expect(loads(dumps(error))).toEqual(error);
    }
  });

  test('whatever the number, a subclass stays what it is, and so does OSError without a number', () => {
    expect(new PyError('PermissionError', [2, 'x']).type.name).toBe('PermissionError');
    for (const args of [[], [2], ['2', 'x'], [2n ** 70n, 'x'], [2, 'x', 'f', null, 'g', 1]])
      expect(new PyError('OSError', args).type.name).toBe('OSError');
    expect(new PyError('IOError', [true, 'x']).type.name).toBe('PermissionError');
    expect(new PyError('IOError').type).toEqual(Global.of('builtins.OSError'));
  });

  test('the pickle of Python 2 is that of its class', () => {
    const error = load(hex('800263657863657074696f6e730a4f534572726f720a71004b025801000000618671015271022e'));
    expect(error).toEqual(new PyError('FileNotFoundError', [2, 'a']));
    expect(String(error)).toBe('[Errno 2] a');
    expect(loads(Buffer.from('cexceptions\nIOError\n.'))).toEqual(Global.of('builtins.OSError'));
  });

  test('what only Windows has is not written, as in Python', () => {
    const written = (...args: unknown[]): unknown => load(dumps(new PyError('OSError', args))).args;
    expect(written(2, 'x', 'f', 5)).toEqual(Tuple.from<unknown>([2, 'x', 'f']));
    expect(written(2, 'x', 'f', 3, 'g')).toEqual(Tuple.from<unknown>([2, 'x', 'f', null, 'g']));
    expect(written(2, 'x', 'f', 3, null)).toEqual(Tuple.from<unknown>([2, 'x', 'f']));
    expect(written(2, 'x', null, 3, 'g')).toEqual(Tuple.from<unknown>([2, 'x', null, 3, 'g']));
    expect(written(11, 'x', 5, 3)).toEqual(Tuple.from<unknown>([11, 'x', 5, 3]));
    expect(written(11, 'x', 'f', 3)).toEqual(Tuple.from<unknown>([11, 'x', 'f']));
  });
});

test('fields of an OSError', () => {
  const error = new PyError('OSError', [2, 'No', 'a', null, 'b']);
  expect([error.errno, error.strerror, error.filename, error.filename2]).toEqual([2, 'No', 'a', 'b']);
  const other = new PyError('ValueError', [2, 'No']);
  expect([other.errno, other.filename, other.message]).toEqual([undefined, undefined, "(2, 'No')"]);
});

test.each([
  ['UnicodeDecodeError("utf-8", b"a", 0, 1, "no")', ['encoding', 'start', 'end', 'reason']],
  ['UnicodeTranslateError("ab", 0, 1, "no")', ['object', 'start', 'end', 'reason']],
  ['StopIteration(5)', ['value']],
  ['SystemExit(3)', ['code']],
  ['SystemExit("bye")', ['code']],
  ['SyntaxError("bad", ("f.py", 3, 1, "text"))', ['msg', 'filename', 'lineno', 'offset', 'text']],
  ['FileNotFoundError(2, "No", "f", None, "g")', ['errno', 'strerror', 'filename', 'filename2']],
  ['BlockingIOError(11, "Busy", 5)', ['errno', 'strerror', 'characters_written']],
  ['ImportError("m", name="n", path="p")', ['name', 'path']],
  ['AttributeError("m", name="n")', ['name']],
  ['ExceptionGroup("g", [ValueError()])', ['message']],
] as const)('fields of %s', async (expression, names) => {
  const python = await oracle();
  const error = load(python.dumps(expression, 5));
  for (const name of names) {
    expect({ name, value: error.get(name) }).toEqual({
      name,
      value: python.evaluate(`(${expression}).${name}`),
    });
  }
  expect([error.get('missing'), error.get('constructor')]).toEqual([undefined, undefined]);
});

test('an exception of an exception has its text', async () => {
  const python = await oracle();
  for (const text of ['ValueError(TypeError("x"))', 'ValueError(KeyError("x"))', 'ValueError(OSError(2, "No"))']) {
    expect(load(python.dumps(text, 4)).message).toBe(python.evaluate(`str(${text})`));
  }
  let deep = new PyError('ValueError', ['x']);
  for (let i = 0; i < 100_000; i++) deep = new PyError('ValueError', [deep]);
  expect(deep.message).toBe('x');
});

test('notes and attributes', async () => {
  const python = await oracle();
  python.run('noted = ValueError("x")\nnoted.add_note("n1")\nnoted.add_note("n2")\nnoted.code = 7');
  for (const protocol of PROTOCOLS) {
    const error = load(python.dumps('noted', protocol));
    expect([error.notes, error.get('code'), error.get('missing')]).toEqual([['n1', 'n2'], 7, undefined]);
    expect(python.check(dumps(error, { protocol }), 'x.__notes__ == ["n1", "n2"] and x.code == 7')).toBe(true);
    expect(JSON.stringify(error)).toBe('{"type":"ValueError","message":"x","notes":["n1","n2"]}');
  }
});

test('toError is an Error of JavaScript', () => {
  const notes = new Dict([['__notes__', ['n']]]);
  const error = new PyError('TypeError', ['no'], notes).toError();
  expect(error).toBeInstanceOf(TypeError);
  expect([error.name, error.message]).toEqual(['TypeError', 'no\nn']);
  const found = new PyError('ValueError', ['no']).toError();
  expect([found instanceof RangeError, found.name, String(found)]).toEqual([true, 'ValueError', 'ValueError: no']);
  expect(new PyError(Global.of('re.error'), ['x']).toError().name).toBe('error');
});

test('a group becomes an AggregateError, to any depth', () => {
  let group = new PyError('ExceptionGroup', ['g', [new PyError('ValueError', ['v'])]]);
  for (let i = 0; i < 20_000; i++) group = new PyError('ExceptionGroup', ['g', [group, group]]);
  const error = group.toError() as AggregateError;
  expect(error).toBeInstanceOf(AggregateError);
  expect(error.errors).toHaveLength(2);
  expect(error.errors[0]).toBe(error.errors[1]);
});

test.each([
  [new Error('e'), 'Exception'],
  [new TypeError('e'), 'TypeError'],
  [new RangeError('e'), 'ValueError'],
  [new SyntaxError('e'), 'SyntaxError'],
  [new ReferenceError('e'), 'NameError'],
  [new URIError('e'), 'ValueError'],
  [new EvalError('e'), 'Exception'],
])('%s of JavaScript', async (error, name) => {
  await pythonFinds([error], `type(x[0]) is ${name} and str(x[0]) == 'e'`);
});

test('errors of JavaScript with more to them', async () => {
  await pythonFinds(new Error(), 'type(x) is Exception and x.args == ()');
  const system = Object.assign(new Error('ENOENT: no such file'), { code: 'ENOENT', errno: -2 });
  await pythonFinds(system, 'x.code == "ENOENT" and x.errno == -2 and "stack" not in x.__dict__');
  const group = new AggregateError([new TypeError('t'), new PyError('KeyError', ['k'])], 'several');
  await pythonFinds(
    group,
    'type(x) is ExceptionGroup and x.message == "several" and type(x.exceptions[1]) is KeyError',
  );
  expect(() => dumps(new AggregateError([1]))).toThrow(expect.objectContaining({ code: 'cannot-pickle' }));
  expect(() => dumps(new AggregateError([]))).toThrow(expect.objectContaining({ code: 'cannot-pickle' }));
  class Mine extends Error {}
  expect(() => dumps(new Mine('e'))).toThrow(expect.objectContaining({ code: 'not-registered' }));
});

test.each([
  ['SSLError', [1, '[SSL] bad'], '[SSL] bad', "SSLError(1, '[SSL] bad')"],
  ['SSLError', ['a'], "('a',)", "SSLError('a')"],
  ['SSLEOFError', [8, 'eof'], 'eof', "SSLEOFError(8, 'eof')"],
  ['SSLError', [1, 'x', 'f'], 'x', "SSLError(1, 'x')"],
  ['SSLError', [], '()', 'SSLError()'],
])('ssl.%s%j has the texts of CPython 3.13', (name, args, text, shown) => {
  const error = loads<PyError>(dumps(new PyError(Global.of(`ssl.${name}`), args)));
  expect([error.message, repr(error)]).toEqual([text, shown]);
});

test('of a process that a signal ended, the signal is named where all systems agree', () => {
  const ended = (status: number): string =>
    new PyError(
      Global.of('subprocess.CalledProcessError'),
      [status, 'x'],
      new Dict<unknown, unknown>([
        ['returncode', status],
        ['cmd', 'x'],
      ]),
    ).message;
  expect([ended(-9), ended(-99)]).toEqual([
    "Command 'x' died with <Signals.SIGKILL: 9>.",
    "Command 'x' died with signal 99.",
  ]);
  expect(new PyError(Global.of('subprocess.CalledProcessError'), [1, 'x']).message).toBe("(1, 'x')");
});

test('the class of an exception is a global', () => {
  expect(loads(Buffer.from('cexceptions\nValueError\n.'))).toEqual(Global.of('builtins.ValueError'));
  expect(() => loads(Buffer.from('cexceptions\nValueError\n)RI1\nb.'))).toThrow(
    expect.objectContaining({ code: 'bad-state' }),
  );
});

test('exceptions of other modules have their message, and come back as they were', async () => {
  const python = await oracle();
  python.run(`
import importlib, io, json, pickle, shutil, socket
def found(name):
    module, _, name = name.rpartition('.')
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None
classes = list({c: 0 for c in map(found, ${JSON.stringify(otherExceptions())}) if c and c is not json.JSONDecodeError and c.__module__ not in ('builtins', '_ssl')})
def made(c, args):
    try:
        value = c(*args)
        str(value), repr(value), pickle.loads(pickle.dumps(value))
        return [value]
    except Exception:  # a constructor of its own
        return []
values = [v for c in classes for args in [(), ('a',), (1, 'no'), (1, 'no', 'f')] for v in made(c, args)]
values += [json.JSONDecodeError('Expecting value', t, n) for t, n in [('', 0), ('ab\\nU0001f600c', 4), ('a\\n', 9), ('ab', -1)]]
import configparser, subprocess, urllib.error, xml.etree.ElementTree, zoneinfo
values += [subprocess.CalledProcessError(n, c) for n, c in [(1, 'false'), (0, ['a', 1]), (-9, 'x'), (-15, 'y')]]
values += [subprocess.TimeoutExpired('sleep', 2), urllib.error.URLError('no'), urllib.error.URLError(OSError(1000, 'no'))]
values += [zoneinfo.ZoneInfoNotFoundError('x')]
values += [configparser.NoSectionError('s'), configparser.NoOptionError('o', 's'), configparser.InterpolationSyntaxError('o', 's', 'm')]
try: xml.etree.ElementTree.fromstring('<a')
except xml.etree.ElementTree.ParseError as e: values.append(e)
values += [io.UnsupportedOperation('read'), socket.gaierror(-2, 'Name'), shutil.SameFileError('a')]`);
  expect(python.evaluate('len({type(v) for v in values})')).toBeGreaterThan(100);
  const [reprs, texts] = [python.evaluate('list(map(repr, values))'), python.evaluate('list(map(str, values))')];
  for (const protocol of PROTOCOLS) {
    const pickle = python.dumps('values', protocol);
    const errors = loads<PyError[]>(pickle);
    expect(errors.filter((error) => !(error instanceof PyError))).toEqual([]);
    expect(errors.map((error) => repr(error))).toEqual(reprs);
    expect(errors.map(({ message }) => message)).toEqual(texts);
    const each = python.dumpsAll(
      errors.map((_, i) => `values[${i}]`),
      protocol,
    );
    expect(
      each
        .filter((one) => !Buffer.from(dumps(loads(one), { protocol })).equals(one))
        .map((one) => Buffer.from(one).toString('latin1')),
    ).toEqual([]);
  }
  const [json] = loads<PyError[]>(python.dumps("[json.JSONDecodeError('m', 'text', 2)]", 5));
  expect([json?.get('msg'), json?.get('doc'), json?.get('pos')]).toEqual(['m', 'text', 2]);
  expect(new PyError(Global.of('json.decoder.JSONDecodeError'), ['m']).message).toBe("('m',)");
});

test.each(['json.decoder.JSONDecodeError', 'configparser.Error'])(
  'texts of %s that hold such exceptions are no stack overflow',
  (name) => {
    const type = Global.of(name);
    const own = new PyError(type, [], new Dict());
    own.attributes?.set('message', own);
    let error: PyError = own;
    for (let i = 0; i < 20_000; i++) {
      error = new PyError(type, [error, '', 0], new Dict<unknown, unknown>([['message', error]]));
    }
    for (const one of [own, error]) {
      expect(
        [repr(one), String(one), one.message, one.toError().message].every((text) => typeof text === 'string'),
      ).toBe(true);
    }
    expect(repr(own)).toBe(`${type.name}()`);
  },
);

test('notes that are one long text many times are cut off', () => {
  const notes = new Dict([['__notes__', new Array<string>(1000).fill('x'.repeat(2 ** 22))]]);
  const { message } = new PyError('ValueError', ['no'], notes).toError();
  expect([message.length < 2 ** 24, message.slice(-5)]).toEqual([true, 'x\n...']);
});

test('exceptions that lie deep in one another have a message all the same', () => {
  const url = Global.of('urllib.error.URLError');
  let error = new PyError('ValueError', ['v']);
  for (let i = 0; i < 20_000; i++) {
    const reason: Dict = new Dict([['reason', error]]);
    error = i % 2 === 0 ? new PyError(url, [error], reason) : new PyError('ValueError', [error]);
  }
  expect(error.message).toMatch(/^<urlopen error <urlopen error /);
  const own = new PyError('ValueError', []);
  own.args.push(own);
  expect(own.message).toContain('ValueError');
});
