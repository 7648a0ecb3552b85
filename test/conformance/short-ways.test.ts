/** Random programs, read whole and byte by byte, where no short way of the machine ever holds. */

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dumps, loads, PickleError, pythonClass, UnpicklingError } from '../../src/index.ts';
import { loadSync } from '../../src/load/stream/pump.ts';
import type { LoadOptions } from '../../src/options.ts';
import { standardCodecs } from '../../src/stdlib/standard-codecs.ts';
import { program } from '../programs.ts';

class Box {
  get fixed(): string {
    return 'by the class';
  }
}

const codecs = [pythonClass('m.Box', Box)];
/** From 512 bytes on the machine has a view of its input, from 4096 on it looks for no keys that come again. */
const LENGTHS = [0, 600, 5000];

function byteByByte(bytes: Uint8Array, options: LoadOptions): unknown {
  let at = 0;
  return loadSync(() => (at < bytes.length ? bytes.slice(at, ++at) : undefined), bytes.length, options, standardCodecs);
}

function outcome(run: () => unknown): { value: unknown } | string {
  try {
    return { value: run() };
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return `${error.code} ${error.opcode} ${error.message}`;
  }
}

/** What is shared shows in the bytes. */
function bytesOf(value: unknown): string {
  try {
    return Buffer.from(dumps(value, { codecs })).toString('hex');
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    return error.message;
  }
}

test.for<[string, LoadOptions, number]>([
  ['by default', {}, 1000],
  ['with plain objects', { dicts: 'object' }, 700],
  ['with bigints', { ints: 'bigint' }, 300],
  ['with bytes for str, bigints and plain objects', { ints: 'bigint', dicts: 'object', encoding: 'bytes' }, 300],
  ['with a memo of four entries', { limits: { memo: 4 } }, 300],
])('the short ways of loads give what the general way gives, %s', ([, options, numRuns]) => {
  let values = 0;
  fc.assert(
    fc.property(program, fc.constantFrom(...LENGTHS), (bytes, length) => {
      const padded = new Uint8Array(Math.max(bytes.length, length));
      padded.set(bytes);
      const whole = outcome(() => loads(padded, { codecs, ...options }));
      const cut = outcome(() => byteByByte(padded, { codecs, ...options }));
      if (typeof whole === 'string' || typeof cut === 'string') {
        expect(whole).toBe(cut);
        return;
      }
      values++;
      expect(isDeepStrictEqual(whole.value, cut.value)).toBe(true);
      expect(bytesOf(whole.value)).toBe(bytesOf(cut.value));
    }),
    { numRuns },
  );
  expect(values).toBeGreaterThan(numRuns / 8);
});

test('a run of texts behind a memo with a gap is stored where MEMOIZE stores it', () => {
  const letters = [...'abcdefghijk'].map((letter) => `8c01${Buffer.from(letter).toString('hex')}94`).join('');
  expect(loads(Buffer.from(`80044b027103${letters}68032e`, 'hex'))).toBe('k');
});
