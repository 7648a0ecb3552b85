import { expect, test } from 'vitest';
import type { Delimiter } from '../../src/opcodes/argument-info.ts';
import { OPCODES, opcodeOf } from '../../src/opcodes/opcode-info.ts';
import * as op from '../../src/opcodes.ts';
import { fixture } from '../fixtures.ts';

interface Measured {
  readonly name: string;
  readonly code: number;
  readonly arg: string | null;
  readonly argn: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly proto: number;
  readonly doc1: string;
}

/** What pickletools calls each way to delimit an argument. */
const LENGTHS: ReadonlyMap<Delimiter, number> = new Map<Delimiter, number>([
  ['line', -1],
  ['lines', -1],
  ['uint1', -2],
  ['int4', -3],
  ['uint4', -4],
  ['uint8', -5],
]);

test('the table is that of pickletools, in its order', () => {
  const measured = fixture<Measured[]>('opcodes.json');
  const ours = OPCODES.map(({ name, code, arg, before, after, proto, doc }) => {
    const argn = arg === undefined ? 0 : (LENGTHS.get(arg.delimiter) ?? arg.delimiter);
    return { name, code, arg: arg?.name ?? null, argn, before, after, proto, doc1: doc };
  });
  expect(measured.length).toBe(68);
  expect(ours).toEqual(measured);
});

test('names and codes are those of the constants', () => {
  expect(Object.fromEntries(OPCODES.map(({ name, code }) => [name, code]))).toEqual({ ...op });
});

test('opcodeOf finds an opcode by its byte, and nothing else', () => {
  for (const info of OPCODES) expect(opcodeOf(info.code)).toBe(info);
  expect(Array.from({ length: 300 }, (_, code) => opcodeOf(code)).filter((info) => info !== undefined).length).toBe(68);
  expect(opcodeOf(-1)).toBeUndefined();
});

test('a described opcode cannot be changed', () => {
  expect(() => Object.assign(OPCODES[0] ?? {}, { name: 'x' })).toThrow(TypeError);
});
