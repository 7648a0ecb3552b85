/** The pickles that the fuzzer tries, and how they are made short. */
import { genops, OPCODES, parse } from 'brine/tools';
import { expect, test } from 'vitest';
import { Choice } from '../../../conformance/fuzz/choice.ts';
import { Generator } from '../../../conformance/fuzz/generator.ts';
import { minimise } from '../../../conformance/fuzz/minimiser.ts';
import { Mutator } from '../../../conformance/fuzz/mutator.ts';
import { pickleOf, tokensOf } from '../../../conformance/fuzz/program.ts';
import { hex } from '../../fixtures.ts';
import { seeded } from '../../mutants.ts';

function programs(seed: number, count: number): Uint8Array[] {
  const generator = new Generator(new Choice(seeded(seed)));
  return Array.from({ length: count }, () => pickleOf(generator.program()));
}

function mutants(seed: number, count: number): string[] {
  const choice = new Choice(seeded(seed));
  const seeds = [hex('80045d94284b014b02652e'), hex('286c70300a49310a612e')].map(tokensOf);
  const mutator = new Mutator(choice, new Generator(choice), seeds);
  return Array.from({ length: count }, () => Buffer.from(mutator.next()).toString('hex'));
}

test('the same seed makes the same pickles, another one others', () => {
  expect(programs(1, 50)).toEqual(programs(1, 50));
  expect(programs(2, 50)).not.toEqual(programs(1, 50));
  expect(mutants(1, 50)).toEqual(mutants(1, 50));
  expect(mutants(2, 50)).not.toEqual(mutants(1, 50));
});

test('generated pickles have every opcode, and a third of them can be read', () => {
  const seen = new Set<string>();
  let taken = 0;
  for (const pickle of programs(1, 3000)) {
    try {
      for (const { opcode } of genops(pickle)) seen.add(opcode.name);
    } catch {
      // An argument that is none, on purpose.
    }
    try {
      parse(pickle);
      taken++;
    } catch {
      // Refused.
    }
  }
  expect(OPCODES.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
  expect(taken).toBeGreaterThan(1000);
});

test.for([
  ['memo numbers that are sparse', /72e8030000|71ff/],
  ['memo numbers that come back', /7100.*7100/],
  ['two frames', /95.{16}.*95.{16}/],
  ['extension codes', /8201/],
  ['persistent ids', /51/],
] as const)('among the changed pickles are some with %s', ([, pattern]) => {
  expect(mutants(3, 2000).some((pickle) => pattern.test(pickle))).toBe(true);
});

test('a pickle is taken apart into its opcodes, with what breaks as the last part', () => {
  const parts = (text: string): string[] => tokensOf(hex(text)).map((token) => Buffer.from(token).toString('hex'));
  expect(parts('80044b015d2e')).toEqual(['8004', '4b01', '5d', '2e']);
  expect(parts('4b01ff4e')).toEqual(['4b01', 'ff4e']);
  expect(parts('')).toEqual([]);
});

test('the shortest pickle that shows the same is found', async () => {
  const asked: number[] = [];
  const shows = async (pickles: readonly Uint8Array[]): Promise<boolean[]> => {
    asked.push(pickles.length);
    return pickles.map((pickle) => /4b07.*5d/.test(Buffer.from(pickle).toString('hex')));
  };
  const long = hex(`8004${'4b01'.repeat(200)}4b07${'4e'.repeat(99)}5d612e`);
  expect(Buffer.from(await minimise(long, shows)).toString('hex')).toBe('4b075d');
  expect(Math.max(...asked)).toBeLessThanOrEqual(64);
});

test('what nothing can be left out of stays', async () => {
  const pickle = hex('80044b012e');
  expect(await minimise(pickle, async (pickles) => pickles.map(() => false))).toEqual(Buffer.from(pickle));
});
