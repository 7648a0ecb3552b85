import { describe, expect, test } from 'vitest';
import { dumps, loads, Tuple } from '../../src/index.ts';
import { COST } from '../../src/limits.ts';
import { callCost, stateCost } from '../../src/load/call-cost.ts';

test.each([
  ['no arguments', [], 0],
  ['a number and None', [5, null], 0],
  ['a str', ['x'.repeat(100)], 100],
  ['bytes', [new Uint8Array(100)], 100],
  ['a list', [Array.from({ length: 100 }, () => 'long')], 100 * COST.slot],
  ['a dict', [new Map([[1, 2]])], COST.entry],
  ['a dict as an object', [{ a: 1, b: 2 }], 2 * COST.entry],
  ['a set', [new Set([1, 2])], 2 * COST.entry],
  ['a list in a short tuple', [Tuple.of<unknown>(1, [1, 2, 3])], 2 * COST.slot + 3 * COST.slot],
] as const)('callCost counts %s', (_name, args, cost) => {
  expect(callCost(args)).toBe(COST.instance + cost);
  expect(stateCost(args[0])).toBe(args.length > 1 ? 0 : cost);
});

/** A call with one memoized tuple of arguments, many times; the results in a list. */
function repeated(callable: string, args: string, times: number): Buffer {
  return Buffer.from(`\x80\x04${callable}\x940(${args}t\x940]${'h\x00h\x01Ra'.repeat(times)}.`, 'latin1');
}

const text = `X\x40\x42\x0f\x00${'x'.repeat(1_000_000)}`;

describe('a large argument given to many calls counts each time', () => {
  test.each([
    ['bytes', 'c_codecs\nencode\n', `${text}Vlatin1\n`],
    ['bytearray', 'cbuiltins\nbytearray\n', `${text}Vlatin1\n`],
    ['a path', 'cpathlib\nPurePosixPath\n', text],
    ['a deque', 'ccollections\ndeque\n', `](${'K\x01'.repeat(125_000)}e`],
    ['a Counter', 'ccollections\nCounter\n', `}(${Array.from({ length: 21_000 }, (_, i) => `I${i}\nK\x01`).join('')}u`],
  ])('%s', (_name, callable, args) => {
    const limits = { memory: 20_000_000 };
    expect(loads<unknown[]>(repeated(callable, args, 5), { limits })).toHaveLength(5);
    expect(() => loads(repeated(callable, args, 40), { limits })).toThrow(expect.objectContaining({ code: 'limit' }));
  });

  test('a state that is set many times', () => {
    const state = `}(${Array.from({ length: 21_000 }, (_, i) => `Va${i}\nK\x01`).join('')}u`;
    const pickle = (times: number): Buffer =>
      Buffer.from(`\x80\x04${state}\x940ccollections\nOrderedDict\n)R${'h\x00b'.repeat(times)}.`, 'latin1');
    const limits = { memory: 20_000_000 };
    loads(pickle(5), { limits });
    expect(() => loads(pickle(40), { limits })).toThrow(expect.objectContaining({ code: 'limit' }));
  });
});

test('what Python writes once is within the limits', () => {
  const large = new Uint8Array(2 ** 24);
  expect(loads<Uint8Array>(dumps(large, { protocol: 2 })).length).toBe(large.length);
});
