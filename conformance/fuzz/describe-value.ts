/**
 * The canonical description (form refs, level stub) of what `loads` gives, where nothing is named that a codec knows:
 * the same text as `describe` gives for the graph of the same pickle.
 *
 * @module
 */
import { ByteArray, Dict, FrozenSet, Global, Instance, PySet, Tuple } from 'brine';
import {
  bytearrayText,
  bytesText,
  floatText,
  inAscii,
  intText,
  json,
  list,
  pairList,
  sortedList,
} from '../canonical-json.ts';

/** What stands for a persistent id. */
export class Persistent {
  readonly id: unknown;

  constructor(id: unknown) {
    this.id = id;
  }
}

/** Values that one description may have; more are not compared. */
const MAX_DESCRIBED = 50_000;

/**
 * The description; `undefined` where there is none: a value of a codec, too many parts, or nested deeper than this
 * recursion goes.
 *
 * @param ints - The option of `loads`: with `'auto'` a number without a fraction is described as an int.
 */
export function describeValue(root: unknown, ints: 'auto' | 'bigint'): string | undefined {
  try {
    return new ValueDescriber(ints).describe(root, false);
  } catch (error) {
    if (error instanceof Undescribed || (error instanceof RangeError && /call stack/.test(error.message))) return;
    throw error;
  }
}

class Undescribed extends Error {}

class ValueDescriber {
  private readonly numbers = new Map<object, number>();
  private readonly open = new Map<object, number>();
  private readonly ints: 'auto' | 'bigint';
  private parts = 0;

  constructor(ints: 'auto' | 'bigint') {
    this.ints = ints;
  }

  describe(value: unknown, isTree: boolean): string {
    if (++this.parts > MAX_DESCRIBED) throw new Undescribed();
    switch (typeof value) {
      case 'string':
        return json(value);
      case 'bigint':
        return intText(value);
      case 'boolean':
        return String(value);
      case 'number':
        return this.ints === 'auto' && isWhole(value) ? intText(value) : floatText(value);
      case 'object':
        return value === null ? 'null' : this.object(value, isTree);
      default:
        throw new Undescribed();
    }
  }

  private object(value: object, isTree: boolean): string {
    const text = this.unnumbered(value, isTree);
    if (text !== undefined) return text;
    const number = isTree ? undefined : this.numbers.get(value);
    if (number !== undefined) return `{"ref":${number}}`;
    const outside = isTree ? this.open.get(value) : undefined;
    if (outside !== undefined) return `{"cycle":${this.open.size - outside}}`;
    if (!isTree) this.numbers.set(value, this.numbers.size);
    this.open.set(value, this.open.size);
    const described = this.numbered(value, isTree);
    this.open.delete(value);
    return described;
  }

  private unnumbered(value: object, isTree: boolean): string | undefined {
    if (value instanceof Tuple) return `{"tu":${this.all(value, isTree)}}`;
    if (value instanceof FrozenSet) return `{"fs":${this.members(value)}}`;
    if (value instanceof Global) return `{"g":${nameText(value)}}`;
    if (value instanceof Persistent) return `{"pid":${this.describe(value.id, isTree)}}`;
    return value instanceof Uint8Array && !(value instanceof ByteArray) ? bytesText(value) : undefined;
  }

  private numbered(value: object, isTree: boolean): string {
    if (value instanceof ByteArray) return bytearrayText(value);
    if (value instanceof Dict) return `{"d":${this.pairs(value, isTree)}}`;
    if (value instanceof PySet) return `{"set":${this.members(value)}}`;
    if (value instanceof Instance) return this.instance(value, isTree);
    if (Array.isArray(value)) return `{"l":${this.all(value, isTree)}}`;
    throw new Undescribed();
  }

  private instance(value: Instance, isTree: boolean): string {
    // What stands in for the arguments, and calls of setters, have no place in a description.
    if (value.argsObject !== undefined || value.setters !== undefined) throw new Undescribed();
    const sections: [string, string][] = [
      this.origin(value.cls, isTree),
      ['how', `"${value.how}"`],
      ['args', this.all(value.args, isTree)],
    ];
    if (value.kwargs !== undefined && value.kwargs.size > 0) sections.push(['kw', this.pairs(value.kwargs, isTree)]);
    if (value.states.length > 0) sections.push(['state', this.all(value.states, isTree)]);
    if (value.items !== undefined) sections.push(['item', this.all(value.items, isTree)]);
    if (value.entries !== undefined) sections.push(['set', this.pairs(value.entries, isTree)]);
    if (value.members !== undefined) sections.push(['add', this.members(value.members)]);
    sections.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sections.map(([key, text]) => `"${key}":${text}`).join(',')}}`;
  }

  private origin(cls: unknown, isTree: boolean): [string, string] {
    if (cls instanceof Global) return ['o', nameText(cls)];
    if (cls instanceof Persistent) return ['op', this.describe(cls.id, isTree)];
    return ['oc', this.describe(cls, isTree)];
  }

  private all(values: readonly unknown[], isTree: boolean): string {
    return list(values.map((value) => this.describe(value, isTree)));
  }

  private members(values: Iterable<unknown>): string {
    return sortedList([...values].map((value) => this.describe(value, true)));
  }

  private pairs(pairs: Iterable<readonly [unknown, unknown]>, isTree: boolean): string {
    return pairList([...pairs].flatMap(([k, v]) => [this.describe(k, isTree), this.describe(v, isTree)]));
  }
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && !Object.is(value, -0);
}

function nameText({ module, name }: Global): string {
  return `[${json(module)},${json(name)}]`;
}

/** Whether two descriptions are equal where whole floats are ints, as they are for `loads` without `ints: 'bigint'`. */
export function isEqualButForWholeFloats(one: string, other: string): boolean {
  if (one === other) return true;
  const [a, b] = [wholeAsInts(one), wholeAsInts(other)];
  return a === b || (/"(set|fs|add)":/.test(a) && inOrder(a) === inOrder(b));
}

function wholeAsInts(text: string): string {
  return text.replaceAll(/\{"f":"([0-9a-f]{16})"\}/g, (float, digits: string) => {
    const value = Buffer.from(digits, 'hex').readDoubleBE();
    return isWhole(value) ? intText(value) : float;
  });
}

/** Members of sets stand in the order of their texts, which whole floats change: they are put in order again. */
function inOrder(text: string): string {
  const ordered = (key: string, value: unknown): unknown => {
    if (!Array.isArray(value) || !['set', 'fs', 'add'].includes(key)) return value;
    const members: readonly unknown[] = value;
    const texts = members.map((member) => ({ member, text: inAscii(JSON.stringify(member)) }));
    return texts.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ member }) => member);
  };
  try {
    return inAscii(JSON.stringify(JSON.parse(text, ordered)));
  } catch {
    // An error, which has no members; or deeper than JSON.parse goes.
    return text;
  }
}
