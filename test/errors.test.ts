import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { dumps, loads, PickleError, PicklingError, UnpicklingError } from '../src/index.ts';
import { parse } from '../src/tools.ts';

/** What a call throws, as Node prints it. */
function shown(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(PickleError);
    return inspect(error);
  }
  throw new Error('nothing was thrown');
}

test.for<[string, () => unknown]>([
  ['an opcode that is none', () => loads(Uint8Array.of(0x80, 4, 0xff))],
  ['a list as a key', () => loads(Buffer.from('}]Ns.'))],
  ['a list as a key, in a graph', () => parse(Buffer.from('}]Ns.'))],
  ['a value without a pickle', () => dumps([Symbol.iterator])],
  [
    'an error made so',
    () => {
      throw new UnpicklingError('truncated', 0, -1, 'cut', { cause: undefined });
    },
  ],
  [
    'another',
    () => {
      throw new PicklingError('failed', '$', 'no', { cause: undefined });
    },
  ],
])('%s: no cause that is undefined', ([, run]) => {
  expect(shown(run)).not.toContain('undefined');
});

test('a cause is kept', () => {
  const cause = new RangeError('why');
  expect(new UnpicklingError('failed', 0, -1, 'cut', { cause }).cause).toBe(cause);
  expect('cause' in new UnpicklingError('failed', 0, -1, 'cut')).toBe(false);
});

test.for<[string, () => unknown, RegExp]>([
  [
    'the name of a class in a pickle',
    () => loads(Buffer.from(`\x80\x02capp\n${'A'.repeat(500_000)}\n.`, 'latin1'), { unknown: 'error' }),
    /^no codec for 'app\.A+ \.\.\. A+'; pass one in options\.codecs.* \(at byte 2\)$/,
  ],
  [
    'the name of a class here',
    () => dumps(new (Object.defineProperty(class {}, 'name', { value: 'A'.repeat(500_000) }))()),
    /^Can't pickle an object of class A+ \.\.\. .* in options\.codecs \(at \$\)$/,
  ],
])('a message fits a screen, however long %s is', ([, run, words]) => {
  expect(run).toThrow(words);
  expect(shown(run).split('\n    at ')[0]?.length).toBeLessThan(1100);
});

test('the message has the ends of a long path, and the error all of it', () => {
  let nested: unknown = Symbol('no pickle');
  for (let i = 0; i < 1000; i++) nested = [nested];
  const error = refusedBy(() => dumps(nested));
  expect(error.path).toBe(`$${'[0]'.repeat(1000)}`);
  expect(error.message).toMatch(/ \(at \$\[0\]\[0\][[\]0]* \.\.\. [[\]0]*\[0\]\)$/);
  expect(error.message.length).toBeLessThan(500);
  expect(inspect(error).split('\n    at ')[0]?.length).toBeLessThan(500);
  expect(inspect(error).length).toBeLessThan(5000);
  expect(Object.keys(error)).not.toContain('path');
  expect(Object.keys(refusedBy(() => dumps([Symbol('no pickle')])))).toContain('path');
});

/** The error of a value that has no pickle. */
function refusedBy(write: () => unknown): PicklingError {
  try {
    write();
  } catch (error) {
    if (error instanceof PicklingError) return error;
    throw error;
  }
  throw new Error('was written');
}
