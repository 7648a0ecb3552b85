import type { Node } from './graph.ts';

/** Keys and values, in the order of the pickle. */
export type Entries = readonly (readonly [Node, Node])[];

/** The entries that a dict of Python keeps: of equal keys the first key and the last value. */
export function uniqueEntries(entries: Entries): Entries {
  const places = new Map<string, number>();
  const unique: (readonly [Node, Node])[] = [];
  for (const [key, value] of entries) {
    const text = equalityText(key);
    const place = text === undefined ? undefined : places.get(text);
    if (place !== undefined) {
      unique[place] = [unique[place]?.[0] ?? key, value];
      continue;
    }
    if (text !== undefined) places.set(text, unique.length);
    unique.push([key, value]);
  }
  return unique;
}

/** The same for keys that are equal in Python; `undefined` for keys that are only themselves here. */
function equalityText(key: Node): string | undefined {
  switch (key.type) {
    case 'str':
      return `s${key.value}${key.cuts === undefined ? '' : `\0${key.cuts}`}`;
    case 'bool':
      return `n${Number(key.value)}`;
    case 'int':
      return `n${key.value}`;
    case 'float':
      return Number.isInteger(key.value)
        ? `n${BigInt(key.value)}`
        : Number.isNaN(key.value)
          ? undefined
          : `n${key.value}`;
    case 'none':
      return 'None';
    default:
      return undefined;
  }
}
