import { describe, expect, test } from 'vitest';
import { diffOps } from '../../src/diff/diff-ops.ts';
import { dumps } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { seeded } from '../mutants.ts';

const of = (a: string, b: string): string[] =>
  diffOps(assemble(a.replaceAll(' ', '\n')), assemble(b.replaceAll(' ', '\n'))).map(
    ({ kind, offset, text }) => `${kind === 'added' ? '+' : '-'}${offset} ${text}`,
  );

describe('diffOps', () => {
  test.for([
    ['NONE STOP', 'NONE STOP', []],
    ['NONE STOP', 'NEWTRUE STOP', ['-0 NONE', '+0 NEWTRUE']],
    ['NONE STOP', 'NONE DUP STOP', ['+1 DUP']],
    ['MARK NONE TUPLE STOP', 'NONE STOP', ['-0 MARK', '-2 TUPLE']],
    ['NONE DUP POP STOP', 'NONE POP DUP STOP', ['-1 DUP', '+2 DUP']],
  ] as const)('from %s to %s', ([a, b, expected]) => {
    expect(of(a, b)).toEqual(expected);
  });

  test('shows arguments, printable', () => {
    expect(diffOps(dumps('a'), dumps('\x1b')).map(({ text }) => text)).toEqual([
      "SHORT_BINUNICODE 'a'",
      "SHORT_BINUNICODE '\\x1b'",
    ]);
  });

  test('makes the one of the other, with as little as can be', () => {
    const random = seeded(3);
    const names = ['NONE', 'DUP', 'POP'];
    for (let round = 0; round < 500; round++) {
      const [a = [], b = []] = [0, 1].map(() =>
        Array.from({ length: random() * 12 }, () => names[Math.floor(random() * 3)] ?? ''),
      );
      const differences = diffOps(assemble([...a, 'STOP'].join('\n')), assemble([...b, 'STOP'].join('\n')));
      const removed = new Set(differences.filter(({ kind }) => kind === 'removed').map(({ offset }) => offset));
      const added = new Set(differences.filter(({ kind }) => kind === 'added').map(({ offset }) => offset));
      const common = a.filter((_, i) => !removed.has(i));
      expect(b.filter((_, i) => !added.has(i))).toEqual(common);
      expect(common.length).toBe(longestCommon(a, b));
    }
  });

  test('gives all between, if too much differs', () => {
    const [a, b] = ['NONE', 'DUP'].map((name) => assemble(`MARK\n${`${name}\n`.repeat(50_000)}STOP`));
    expect(diffOps(a ?? new Uint8Array(), b ?? new Uint8Array()).length).toBe(100_000);
  });
});

/** The length of the longest common subsequence, the slow way. */
function longestCommon(a: readonly string[], b: readonly string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const get = (i: number, j: number): number => table[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const value = a[i - 1] === b[j - 1] ? get(i - 1, j - 1) + 1 : Math.max(get(i - 1, j), get(i, j - 1));
      table[i]?.splice(j, 1, value);
    }
  }
  return get(a.length, b.length);
}
