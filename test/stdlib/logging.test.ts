import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';
import { Logger, LogRecord } from '../../src/stdlib.ts';
import { oracle } from '../oracle.ts';
import { bothDirections, pythonFinds } from './both-directions.ts';
import { checkRows } from './rows.ts';

test('every measured pickle of a logger', () =>
  checkRows('Logger', (value) => expect(value).toEqual(new Logger('ck'))));

test('a record has its attributes as properties', async () => {
  const python = await oracle();
  python.run(`
import logging
record = logging.LogRecord('app', 20, '/x/f.py', 7, 'spam %s', ('eggs',), None)
record.extra = {'k': (1,)}`);
  await bothDirections(
    'record',
    (value) => {
      expect(value).toBeInstanceOf(LogRecord);
      const { name, levelname, lineno, msg, args, extra } = value as LogRecord;
      expect([name, levelname, lineno, msg, args]).toEqual(['app', 'INFO', 7, 'spam %s', Tuple.of('eggs')]);
      expect(extra).toEqual(new Dict([['k', Tuple.of(1)]]));
    },
    { by: '{k: (type(v), v) for k, v in x.__dict__.items()}' },
  );
  // msecs is always a whole number there.
  expect((loads(python.dumps('record', 5)) as LogRecord)['msecs']).toSatisfy(Number.isInteger);
  expect(loads(dumps(new LogRecord()))).toEqual(new LogRecord());
});

test('loggers', async () => {
  await bothDirections('logging.getLogger("app.db")', (value) => expect(value).toEqual(new Logger('app.db')), {
    setup: 'import logging\nlogging.Logger.__repr__ = lambda self: f"<Logger {self.name}>"',
  });
  await pythonFinds(new Logger(), 'x is logging.getLogger()');
  expect(loads(dumps(new Logger()))).toEqual(new Logger());
  expect(new Dict([[new Logger('a'), 1]]).get(new Logger('a'))).toBe(1);
  expect([String(new Logger()), JSON.stringify(new Logger('a')), inspect(new Logger('a'))]).toEqual([
    '<RootLogger root>',
    '"a"',
    '<Logger a>',
  ]);
});

test('calls that Python does not write are kept', () => {
  for (const [name, args] of [
    ['logging.getLogger', [5]],
    ['logging.getLogger', ['a', 'b']],
    ['logging.Logger', ['a']],
    ['logging.LogRecord', ['a', 20]],
  ] as const) {
    const call = new Instance(Global.of(name), 'call', Tuple.from<unknown>(args));
    expect(loads(dumps(call))).toEqual(call);
  }
});
