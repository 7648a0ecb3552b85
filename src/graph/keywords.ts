import type { Node } from './graph.ts';

/** Keywords, if there are any. Without any, NEWOBJ_EX is the same as NEWOBJ; Pythons 3.4 and 3.5 wrote that. */
export function keywordsOf(kwargs: Node | undefined): Node | undefined {
  return kwargs?.type === 'dict' && kwargs.entries.length === 0 ? undefined : kwargs;
}

/** Whether a node may be a dict. */
export function mayBeKeywords(node: Node): boolean {
  return node.type === 'dict' || mayBeBuiltin(node);
}

/** Whether all keys, from one on, are names of keywords. Only their class knows what keys an object has. */
export function haveNames(keywords: Node, from = 0): boolean {
  if (keywords.type !== 'dict') return true;
  const { entries } = keywords;
  for (let i = from; i < entries.length; i++) {
    const key = entries[i]?.[0];
    if (key !== undefined && key.type !== 'str' && !mayBeBuiltin(key)) return false;
  }
  return true;
}

/** Whether a node may be an object of a class that derives from a built-in class. */
export function mayBeBuiltin({ type }: Node): boolean {
  return type === 'call' || type === 'new' || type === 'persistent';
}
