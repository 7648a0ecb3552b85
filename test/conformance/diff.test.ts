/** Random values of CPython, pickled at every protocol: whatever the form, the value is the same. */
import { expect, test } from 'vitest';
import { RANDOM_VALUES } from '../../conformance/transcode.ts';
import { diff } from '../../src/diff/diff.ts';
import { type Difference, differenceText } from '../../src/diff/difference.ts';
import { type Graph, type Node, nodesOf } from '../../src/graph/graph.ts';
import { parse } from '../../src/graph/parse.ts';
import { oracle } from '../oracle.ts';

interface Row {
  readonly seed: number;
  readonly pickles: readonly (string | null)[];
}

/** What each code of `copyreg` names, which a pickle does not say. */
type Codes = ReadonlyMap<number, string>;

interface Batch {
  readonly extensions: readonly (readonly [number, string, string])[];
  readonly rows: readonly Row[];
}

async function graphs(): Promise<{ codes: Codes; values: { seed: number; of: (Graph | undefined)[] }[] }> {
  const python = await oracle();
  python.run(RANDOM_VALUES);
  const { rows, extensions }: Batch = JSON.parse(String(python.evaluate('batch(1, 250)')));
  const codes = new Map(extensions.map(([code, module, name]) => [code, `${module}.${name}`]));
  const graphOf = (text: string | null): Graph | undefined =>
    text === null ? undefined : parse(Buffer.from(text, 'base64'));
  return { codes, values: rows.map(({ seed, pickles }) => ({ seed, of: pickles.map(graphOf) })) };
}

/** Changes one of the texts and numbers in a graph. */
function changed(graph: Graph, seed: number): boolean {
  const leaves = [...nodesOf(graph.root)].filter(({ type }) => type === 'int' || type === 'str' || type === 'bytes');
  const leaf: Node | undefined = leaves[seed % leaves.length];
  if (leaf?.type === 'int') leaf.value = typeof leaf.value === 'bigint' ? leaf.value + 1n : leaf.value + 1;
  else if (leaf?.type === 'str') leaf.value += '!';
  else if (leaf?.type === 'bytes') leaf.value = Uint8Array.of(...leaf.value, 1);
  return leaf !== undefined;
}

/** A name, and the code that stands for it since protocol 2. */
function isCodeOf(codes: Codes, a: Node, b: Node): boolean {
  return a.type === 'extension' && b.type === 'global' && codes.get(a.code) === `${b.module}.${b.name}`;
}

/** An int as a persistent id, which protocol 0 writes as text. */
function isTextOf(a: Node, b: Node): boolean {
  return a.type === 'str' && b.type === 'int' && a.value === String(b.value);
}

/**
 * What protocols below 4 do not keep: the fold of a time; and below 2: the arguments of `__new__`, and codes; and 0: what
 * kind of value a persistent id is.
 */
function isLost(one: Difference, i: number, j: number, codes: Codes): boolean {
  const [low, high] = [Math.min(i, j), Math.max(i, j)];
  if (one.kind === 'removed' || one.kind === 'added') return low < 2 && high >= 2 && /\.__getnewargs/.test(one.path);
  const { a, b } = one;
  if (isCodeOf(codes, a, b) || isCodeOf(codes, b, a)) return low < 2 && high >= 2;
  if (one.path.endsWith('.persistent_id') && (isTextOf(a, b) || isTextOf(b, a))) return low === 0;
  if (low >= 4 || high < 4 || a.type !== 'bytes' || b.type !== 'bytes') return false;
  const other = b.value;
  return a.value.length === other.length && a.value.every((byte, at) => (byte & 0x7f) === ((other[at] ?? 0) & 0x7f));
}

test('one value pickled at two protocols is the same, and one leaf more or less is found', async () => {
  const found: string[] = [];
  const missed: string[] = [];
  let [pairs, changes] = [0, 0];
  const { codes, values } = await graphs();
  for (const { seed, of } of values) {
    for (const [i, a] of of.entries()) {
      for (const [j, b] of of.entries()) {
        if (a === undefined || b === undefined) continue;
        pairs++;
        for (const one of diff(a, b)) {
          if (!isLost(one, i, j, codes)) found.push(`seed ${seed}, protocols ${i} and ${j}: ${differenceText(one)}`);
        }
      }
    }
    const newest = of[5];
    if (newest === undefined || !changed(newest, seed)) continue;
    for (const [i, a] of of.slice(0, 5).entries()) {
      if (a === undefined) continue;
      changes++;
      if (diff(a, newest).next().done === true) missed.push(`seed ${seed}, protocols ${i} and 5`);
    }
  }
  expect(found).toEqual([]);
  expect(missed).toEqual([]);
  expect([pairs > 5000, changes > 500]).toEqual([true, true]);
});
