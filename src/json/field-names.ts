import type { Node } from '../graph/graph.ts';
import { type Entries, haveKeys } from '../graph/key-equality.ts';
import { jsonString } from './text.ts';

/** How many keys of a dict are remembered for the next dict. */
const REMEMBERED_KEYS = 64;

/** The names of the fields that entries become. Many dicts in a row have the same keys, which are the same nodes. */
export class FieldNames {
  private keys: readonly Node[] = [];
  private names: readonly string[] = [];

  /**
   * The text `"a":` for each entry.
   *
   * @param textOf - Returns `undefined` for a key that has no text in JSON.
   * @returns `undefined` if the entries cannot be fields: a key has no text, or two have the same.
   */
  of(entries: Entries, textOf: (key: Node) => string | undefined): readonly string[] | undefined {
    if (haveKeys(entries, this.keys)) return this.names;
    const [first] = entries;
    if (first !== undefined && entries.length < 2) {
      const text = textOf(first[0]);
      return text === undefined ? undefined : this.noted(entries, [`${jsonString(text)}:`]);
    }
    const texts = new Set<string>();
    for (const [key] of entries) {
      const text = textOf(key);
      if (text === undefined || texts.has(text)) return undefined;
      texts.add(text);
    }
    return this.noted(
      entries,
      Array.from(texts, (text) => `${jsonString(text)}:`),
    );
  }

  private noted(entries: Entries, names: readonly string[]): readonly string[] {
    if (names.length <= REMEMBERED_KEYS) {
      this.keys = entries.map(([key]) => key);
      this.names = names;
    }
    return names;
  }
}
