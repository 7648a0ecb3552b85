import { describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.ts';
import { type OnProgress, OpcodeCursor } from '../../src/opcodes/cursor.ts';
import { diff, genops, globals, optimize, parse, write } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';

/** Bytes | name, argument, argumentEnd, end. */
const WHOLE: readonly (readonly [string, string, number, number, number])[] = [
  ['4e', 'NONE', 1, 1, 1],
  ['4b05', 'BININT1', 1, 2, 2],
  ['4dffff', 'BININT2', 1, 3, 3],
  ['4a00000080', 'BININT', 1, 5, 5],
  ['473ff0000000000000', 'BINFLOAT', 1, 9, 9],
  ['49 31320a 2e', 'INT', 1, 3, 4],
  ['50 0a', 'PERSID', 1, 1, 2],
  ['63 610a 62630a 2e', 'GLOBAL', 1, 5, 6],
  ['8c 02 6162 2e', 'SHORT_BINUNICODE', 2, 4, 4],
  ['58 01000000 61', 'BINUNICODE', 5, 6, 6],
  ['54 01000000 61', 'BINSTRING', 5, 6, 6],
  ['8e 0100000000000000 61', 'BINBYTES8', 9, 10, 10],
  ['8b 00000000', 'LONG4', 5, 5, 5],
];

/** Bytes | what is short. */
const SHORT: readonly (readonly [string, unknown])[] = [
  ['', { reason: 'end' }],
  ['ff', { reason: 'opcode' }],
  ['4b', { reason: 'number' }],
  ['4a010203', { reason: 'number' }],
  ['58010000', { reason: 'number' }],
  ['49 3132', { reason: 'line' }],
  ['63 610a 62', { reason: 'line' }],
  ['8c 05 6162', { reason: 'counted', count: 5n, remain: 2 }],
  ['8e ffffffffffffffff 61', { reason: 'counted', count: 2n ** 64n - 1n, remain: 1 }],
  ['8e 0100000000002000', { reason: 'counted', count: 2n ** 53n + 1n, remain: 0 }],
  ['54 ffffffff 61', { reason: 'negative', count: -1n }],
  ['58 ffffffff 61', { reason: 'counted', count: 2n ** 32n - 1n, remain: 1 }],
];

describe('OpcodeCursor', () => {
  test.for(WHOLE)('finds the argument in %s', ([bytes, name, argument, argumentEnd, end]) => {
    const cursor = new OpcodeCursor(hex(bytes), 0);
    expect(cursor.next()).toBeUndefined();
    expect(cursor.info?.name).toBe(name);
    expect([cursor.start, cursor.argument, cursor.argumentEnd, cursor.end]).toEqual([0, argument, argumentEnd, end]);
  });

  test.for(SHORT)('says what is short in %s, and stays', ([bytes, shortage]) => {
    const cursor = new OpcodeCursor(hex(`4e${bytes}`), 0);
    expect(cursor.next()).toBeUndefined();
    expect(cursor.next()).toEqual(shortage);
    expect(cursor.start).toBe(1);
    expect(cursor.next()).toEqual(shortage);
  });

  test('begins where it is told, in a view of a larger buffer', () => {
    const bytes = hex('0000 4e 4e 4b 07 2e').subarray(2);
    const cursor = new OpcodeCursor(bytes, 2);
    expect(cursor.next()).toBeUndefined();
    expect([cursor.info?.name, cursor.start, cursor.end]).toEqual(['BININT1', 2, 4]);
  });
});

describe('progress', () => {
  const pickle = dumps(Array.from({ length: 150_000 }, (_, i) => i));
  const graph = parse(pickle);
  const TOOLS: readonly (readonly [string, (onProgress: OnProgress) => unknown])[] = [
    ['parse', (onProgress) => parse(pickle, { onProgress })],
    ['genops', (onProgress) => [...genops(pickle, { onProgress })]],
    ['globals', (onProgress) => globals(pickle, { onProgress })],
    ['optimize', (onProgress) => optimize(pickle, { onProgress })],
    ['write', (onProgress) => write(graph, { onProgress })],
    ['diff', (onProgress) => [...diff(graph, dumps(Array.from({ length: 150_000 }, () => 'a')), { onProgress })]],
  ];

  test.for(TOOLS)('of %s', ([, run]) => {
    const offsets: number[] = [];
    run((offset) => offsets.push(offset));
    expect(offsets.length).toBeGreaterThanOrEqual(2);
    expect(offsets.every((offset) => offset > 0 && offset <= pickle.length)).toBe(true);
  });
});
