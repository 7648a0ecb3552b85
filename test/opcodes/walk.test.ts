import { describe, expect, test } from 'vitest';
import { UnpicklingError } from '../../src/errors.ts';
import { walk } from '../../src/opcodes/walk.ts';
import * as op from '../../src/opcodes.ts';
import { hex } from '../fixtures.ts';

/** Bytes | code, offset, opcode, CPython's words. */
const REFUSED: readonly (readonly [string, string, number, number, string])[] = [
  ['', 'truncated', 0, -1, 'Ran out of input'],
  ['4e', 'truncated', 1, -1, 'Ran out of input'],
  ['4e5a', 'bad-opcode', 1, 0x5a, "invalid load key, 'Z'."],
  ['27', 'bad-opcode', 0, 0x27, "invalid load key, '\\x27'."],
  ['ff', 'bad-opcode', 0, 0xff, "invalid load key, '\\xff'."],
  ['4b', 'truncated', 0, op.BININT1, 'pickle data was truncated'],
  ['4931', 'truncated', 0, op.INT, 'pickle data was truncated'],
  ['8c0561', 'truncated', 0, op.SHORT_BINUNICODE, 'pickle data was truncated'],
  ['54ffffffff', 'truncated', 0, op.BINSTRING, 'pickle data was truncated'],
  ['8bffffffff', 'bad-argument', 0, op.LONG4, 'LONG pickle has negative byte count'],
  [
    '8dffffffffffffffff',
    'bad-argument',
    0,
    op.BINUNICODE8,
    "BINUNICODE exceeds system's maximum size of 9223372036854775807 bytes",
  ],
  [
    '960000000000000080',
    'bad-argument',
    0,
    op.BYTEARRAY8,
    "BYTEARRAY8 exceeds system's maximum size of 9223372036854775807 bytes",
  ],
  ['96ffffffffffffff7f', 'truncated', 0, op.BYTEARRAY8, 'pickle data was truncated'],
];

describe('walk', () => {
  test('gives every opcode up to STOP, with the range of its argument', () => {
    expect([...walk(hex('8002 5801000000 61 63 610a620a 2e 4e'))]).toEqual([
      { code: op.PROTO, name: 'PROTO', start: 0, argument: 1, argumentEnd: 2, end: 2 },
      { code: op.BINUNICODE, name: 'BINUNICODE', start: 2, argument: 7, argumentEnd: 8, end: 8 },
      { code: op.GLOBAL, name: 'GLOBAL', start: 8, argument: 9, argumentEnd: 12, end: 13 },
      { code: op.STOP, name: 'STOP', start: 13, argument: 14, argumentEnd: 14, end: 14 },
    ]);
  });

  test('begins where it is told', () => {
    expect([...walk(hex('4e2e4e2e'), 2)].map(({ start }) => start)).toEqual([2, 3]);
  });

  test.for(REFUSED)('refuses %s: %s', ([bytes, code, offset, opcode, words]) => {
    const steps = walk(hex(bytes));
    try {
      for (const step of steps) expect(step.start).toBeLessThan(offset);
    } catch (error) {
      expect(error).toBeInstanceOf(UnpicklingError);
      expect(error).toMatchObject({ code, offset, opcode, message: `${words} (at byte ${offset})` });
      return;
    }
    throw new Error('nothing was thrown');
  });
});
