import type { Node } from '../graph/graph.ts';
import { type Entries, haveKeys } from '../graph/key-equality.ts';
import { jsonString } from './text.ts';

/** Keys of a dict that are looked at again for the next one. */
const MOST = 64;

/** The names of the fields that entries become. Many dicts in a row have the same keys, which are the same nodes. */
export class FieldNames {
  private keys: readonly Node[] = [];
  private names: readonly string[] = [];

  /**
   * `"a":` for each entry.
   *
   * @param textOf - `undefined` for a key of which JSON has no text.
   * @returns `undefined` if the entries cannot be fields: a key has no text, or two have the same.
   */
  of(entries: Entries, textOf: (key: Node) => string | undefined): readonly string[] | undefined {
    if (haveKeys(entries, this.keys)) return this.names;
    const texts = new Set<string>();
    for (const [key] of entries) {
      const text = textOf(key);
      if (text === undefined || texts.has(text)) return undefined;
      texts.add(text);
    }
    const names = Array.from(texts, (text) => `${jsonString(text)}:`);
    if (names.length <= MOST) {
      this.keys = entries.map(([key]) => key);
      this.names = names;
    }
    return names;
  }
}
