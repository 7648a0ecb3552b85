import { describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.ts';
import { optimize } from '../../src/opcodes/optimize.ts';
import { hex } from '../fixtures.ts';

/** Pickle | optimized. */
const ROWS: readonly (readonly [string, string])[] = [
  ['4e2e', '4e2e'],
  ['8002 5d 7100 5d 7107 6807 86 2e', '8002 5d 5d 7100 6800 86 2e'],
  ['28 6c 70370a 67370a 2e', '28 6c 70300a 67300a 2e'],
  ['8004 95 0400000000000000 4b07 94 2e', '8004 4b07 2e'],
  ['8004 8c0161 94 8c0162 94 6801 87 2e', '8004 95 0b00000000000000 8c0161 8c0162 94 6800 87 2e'],
  ['67390a 2e', '674e6f6e650a 2e'],
  ['4e 8002 2e', '4e 8002 2e'],
];

/** Pickle | code, what Python raises. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['68092e', 'memo-missing', "TypeError: '<' not supported between instances of 'NoneType' and 'int'"],
  ['80064e2e', 'bad-protocol', 'ValueError: pickle protocol must be <= 5'],
  ['4e', 'truncated', 'ValueError: pickle exhausted before seeing STOP'],
];

describe('optimize', () => {
  test.for(ROWS)('makes of %s %s', ([before, after]) => {
    expect(Buffer.from(optimize(hex(before))).toString('hex')).toBe(after.replaceAll(' ', ''));
  });

  test.for(REFUSED)('refuses %s: %s', ([bytes, code, cause]) => {
    try {
      optimize(hex(bytes));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code });
      expect(String((error as Error).cause)).toBe(cause);
    }
  });

  test('frames again, at every opcode that comes too late, long ones outside', () => {
    const numbers = optimize(dumps(Array.from({ length: 70_000 }, (_, i) => i % 200)));
    expect([...numbers.subarray(0, 11)]).toEqual([0x80, 5, 0x95, 0, 0, 1, 0, 0, 0, 0, 0]);
    const long = optimize(dumps('x'.repeat(70_000)));
    expect(long.length).toBe(2 + 5 + 70_000 + 1);
  });

  test('reads strings as the Python that it is told', () => {
    expect(() => optimize(hex('63ff0a610a2e'), { python: '3.13' })).toThrow("'ascii' codec can't decode byte 0xff");
  });
});
