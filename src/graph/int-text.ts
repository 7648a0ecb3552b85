import type { IntNode } from './graph.ts';

/** Many dicts may share a key of a million digits. The value is kept beside the text, since a program may change a node. */
const known = /* @__PURE__ */ new WeakMap<IntNode, { readonly value: bigint; readonly text: string }>();

/** A text that is the same only for equal ints. Beyond safe integers it is hexadecimal, which takes linear time. */
export function intText(node: IntNode): string {
  const { value } = node;
  const near = Number(value);
  if (typeof value === 'number' || Number.isSafeInteger(near)) return `n${near}`;
  const found = known.get(node);
  if (found?.value === value) return found.text;
  const text = bigText(value);
  known.set(node, { value, text });
  return text;
}

/** {@link intText} of an int that has no node. */
export function bigText(value: bigint): string {
  const near = Number(value);
  return Number.isSafeInteger(near) ? `n${near}` : `x${value.toString(16)}`;
}
