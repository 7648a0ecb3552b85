import { IdentifiedText } from '../values/identified-text.ts';
import type { Node } from './graph.ts';
import type { Entries } from './key-equality.ts';

/** A dict without a node of its own: an object's `__dict__`, or what a subclass of dict holds. */
export class DescribedDict {
  private readonly source: Entries;
  private readonly isAttributes: boolean;

  constructor(source: Entries, isAttributes = false) {
    this.source = source;
    this.isAttributes = isAttributes;
  }

  get size(): number {
    return this.source.length;
  }

  /**
   * Made only when they are written, so that they do not exist for all objects at once. Attribute names are interned.
   */
  get entries(): readonly (readonly [unknown, unknown])[] {
    return this.isAttributes ? this.source.map(([key, value]) => [internedOf(key), value]) : this.source;
  }
}

function internedOf(key: Node): unknown {
  return key.type === 'str' ? new IdentifiedText(key.value, true, key.cuts) : key;
}
