import type { Node } from './graph.ts';
import { bigText, intText } from './int-text.ts';

/** Keys and values, in the order of the pickle. */
export type Entries = readonly (readonly [Node, Node])[];

/** The entries that a dict of Python keeps: of equal keys the first key and the last value. */
export function uniqueEntries(entries: Entries): Entries {
  // A long text is hashed once, however often it is there, if it is looked up as it is.
  const texts = new Map<string, number>();
  const others = new Map<string, number>();
  const unique: (readonly [Node, Node])[] = [];
  for (const [key, value] of entries) {
    const isText = key.type === 'str' && key.cuts === undefined;
    const places = isText ? texts : others;
    const text = isText ? key.value : equalityText(key);
    const place = text === undefined ? undefined : places.get(text);
    if (place !== undefined) {
      unique[place] = [unique[place]?.[0] ?? key, value];
      continue;
    }
    if (text !== undefined) places.set(text, unique.length);
    unique.push([key, value]);
  }
  return unique.length === entries.length ? entries : unique;
}

/** The same for keys that are equal in Python; `undefined` for keys that are only themselves here. */
function equalityText(key: Node): string | undefined {
  switch (key.type) {
    case 'str':
      return `s${key.value}\0${key.cuts ?? ''}`;
    case 'bool':
      return `n${Number(key.value)}`;
    case 'int':
      return intText(key);
    case 'float':
      if (Number.isNaN(key.value)) return undefined;
      return Number.isInteger(key.value) ? bigText(BigInt(key.value)) : `n${key.value}`;
    case 'none':
      return 'None';
    default:
      return undefined;
  }
}
