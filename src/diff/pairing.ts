/**
 * Pairs the parts of two containers for comparison.
 *
 * @module
 */

import type { Node } from '../graph/graph.ts';
import type { NormalForm } from '../graph/normal-form.ts';
import type { DiffPath } from './diff-path.ts';

/** A pair still to be compared; if one side is missing, it is a difference. */
export interface Pair {
  readonly a: Node | undefined;
  readonly b: Node | undefined;
  readonly path: DiffPath | undefined;
  /** Whether both are states, whose keys are attributes. */
  readonly isState?: boolean;
}

/** Gives the normal forms of the nodes of two graphs. */
export interface Forms {
  readonly a: NormalForm;
  readonly b: NormalForm;
}

/** Pairs of items: equal items at the beginning and the end, and index by index between them. */
export function pairItems(
  { a, b, path }: { readonly a: readonly Node[]; readonly b: readonly Node[]; readonly path: DiffPath | undefined },
  forms: Forms,
  pairs: Pair[],
): void {
  let head = 0;
  let tail = 0;
  if (a.length !== b.length) {
    const shorter = Math.min(a.length, b.length);
    while (head < shorter && sameKey(a[head], b[head], forms)) head++;
    while (tail < shorter - head && sameKey(a[a.length - 1 - tail], b[b.length - 1 - tail], forms)) tail++;
  }
  const [endA, endB] = [a.length - tail, b.length - tail];
  for (let i = 0; i < Math.max(endA, endB); i++) {
    pairs.push({ a: i < endA ? a[i] : undefined, b: i < endB ? b[i] : undefined, path: { parent: path, step: i } });
  }
  for (let i = 0; i < tail; i++) pairs.push({ a: a[endA + i], b: b[endB + i], path: { parent: path, step: endA + i } });
}

function sameKey(a: Node | undefined, b: Node | undefined, forms: Forms): boolean {
  if (a === undefined || b === undefined || forms.a.of(a).type !== forms.b.of(b).type) return false;
  const key = forms.a.keyOf(a);
  return key !== undefined && key === forms.b.keyOf(b);
}

/** Which keys match, by index; -1 for keys on one side only. */
export interface Match {
  readonly i: number;
  readonly j: number;
  /** Whether the keys have no text and were matched by their order. */
  readonly isByOrder: boolean;
}

/** Matches by key. Keys without a text are matched by their order. */
export function matchKeys(a: readonly Node[], b: readonly Node[], forms: Forms): readonly Match[] {
  if (a.length === 0 && b.length === 0) return [];
  const [first, second] = [a[0], b[0]];
  if (first !== undefined && second !== undefined && a.length <= 1 && b.length <= 1)
    return matchOne(first, second, forms);
  const places = new Map<string, number>();
  const unnamed: number[] = [];
  b.forEach((node, j) => {
    const key = forms.b.keyOf(node);
    if (key === undefined) unnamed.push(j);
    else if (!places.has(key)) places.set(key, j);
  });
  const matches: Match[] = [];
  const seen = new Set<string>();
  let used = 0;
  a.forEach((node, i) => {
    const key = forms.a.keyOf(node);
    if (key === undefined) {
      matches.push({ i, j: unnamed[used++] ?? -1, isByOrder: true });
    } else if (!seen.has(key)) {
      seen.add(key);
      matches.push({ i, j: places.get(key) ?? -1, isByOrder: false });
      places.delete(key);
    }
  });
  const left = [...places.values(), ...unnamed.slice(used)].sort((x, y) => x - y);
  for (const j of left) matches.push({ i: -1, j, isByOrder: false });
  return matches;
}

/** {@link matchKeys} for one key on each side, which is common where containers are nested. */
function matchOne(a: Node, b: Node, forms: Forms): readonly Match[] {
  const [key, other] = [forms.a.keyOf(a), forms.b.keyOf(b)];
  if (key === other) return [{ i: 0, j: 0, isByOrder: key === undefined }];
  return [
    { i: 0, j: -1, isByOrder: key === undefined },
    { i: -1, j: 0, isByOrder: false },
  ];
}
