import { formatFloat } from '../bytes/float.ts';
import { Float } from './float.ts';
import { Global } from './global.ts';
import { Instance } from './instance.ts';
import { pythonKey } from './key.ts';
import { namedArguments } from './named-arguments.ts';
import { reprParts } from './repr.ts';
import { Tuple } from './tuple.ts';

/** The results of `loads` with `values: 'plain'`. */
export type PlainValue = null | boolean | number | bigint | string | PlainValue[] | PlainRecord | object;

/** A mapping, or the fields of an object or of a named tuple. */
export interface PlainRecord {
  /** The values by key; the key is always a string, as Python's `json` spells it. */
  [key: string]: PlainValue;
}

/** The name of the method with which a class returns its plain data. */
export const plainParts: unique symbol = Symbol('brine.plainParts');

/** The plain data of an object: a mapping, a sequence, or one value. */
export type PlainParts =
  | { readonly entries: Iterable<readonly [unknown, unknown]> }
  | { readonly items: Iterable<unknown> }
  | { readonly value: string };

/** A class whose objects become plain data. */
export interface HasPlainParts {
  [plainParts](): PlainParts;
}

/**
 * A value as plain data: mappings as plain objects, sequences and sets as Arrays, shared references and cycles kept.
 *
 * Arrays are changed in place. Nothing recurses: a container is created empty and filled when its turn comes.
 */
export function plainOf(root: unknown): unknown {
  return new PlainReader().read(root);
}

type Entries = Iterable<readonly [unknown, unknown]>;

class PlainReader {
  /** The replacement of each object that was met. */
  private readonly made = new Map<object, unknown>();
  private readonly pending: (() => void)[] = [];

  read(root: unknown): unknown {
    const value = this.of(root);
    for (let fill = this.pending.pop(); fill !== undefined; fill = this.pending.pop()) fill();
    return value;
  }

  /** The replacement of a value. Its parts may be made later. */
  private of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof Float) return value.value;
    const known = this.made.get(value);
    if (known !== undefined) return known;
    const made = this.make(value);
    this.made.set(value, made);
    return made;
  }

  private make(value: object): unknown {
    if (hasPlainParts(value)) return this.ofParts(value[plainParts]());
    if (Array.isArray(value))
      return this.sequence(value, Object.getPrototypeOf(value) === Array.prototype ? value : []);
    if (value instanceof Map) return this.mapping(value);
    if (value instanceof Set) return this.sequence([...value], []);
    if (value instanceof Instance) return this.instance(value);
    if (!isOwnClass(value)) return value;
    this.pending.push(() => this.convertFields(value));
    return value;
  }

  private ofParts(parts: PlainParts): unknown {
    if ('value' in parts) return parts.value;
    return 'items' in parts ? this.sequence([...parts.items], []) : this.mapping([...parts.entries]);
  }

  private sequence(items: readonly unknown[], target: unknown[]): unknown[] {
    this.pending.push(() => {
      for (let i = 0; i < items.length; i++) target[i] = this.of(items[i]);
    });
    return target;
  }

  /** A plain object, or a Map if two keys would become one or a key has no text. */
  private mapping(entries: Entries): object {
    const names = new Set<string>();
    let count = 0;
    for (const [key] of entries) {
      const name = keyText(key);
      if (name === undefined) return this.map(entries);
      names.add(name);
      count++;
    }
    return names.size === count ? this.record(entries) : this.map(entries);
  }

  private record(entries: Entries): object {
    const target: Record<string, unknown> = {};
    this.pending.push(() => {
      for (const [key, value] of entries) target[keyText(key) ?? ''] = this.of(value);
    });
    return target;
  }

  private map(entries: Entries): object {
    const target = new Map<unknown, unknown>();
    this.pending.push(() => {
      for (const [key, value] of entries) target.set(key instanceof Float ? key.value : key, this.of(value));
    });
    return target;
  }

  /**
   * The fields of an object, or the contents of a list, dict or set subclass. Any other object stays.
   */
  private instance(instance: Instance): unknown {
    const { fields, items, entries, members } = instance;
    // Named arguments are fields.
    const hasNames = namedArguments(instance).areAll || isRepeated(instance);
    const isBare = hasNames && hasName(instance.cls, fields.size);
    const hasOther = instance.setters !== undefined || instance.states.some((state) => !isFields(state));
    if (isBare && !hasOther) {
      const kinds = [fields.size > 0 ? fields : undefined, items, entries, members].filter(
        (kind) => kind !== undefined,
      );
      if (kinds.length === 0) return {};
      if (kinds.length === 1) {
        if (items !== undefined) return this.sequence(items, []);
        if (members !== undefined) return this.sequence(members, []);
        return this.mapping(entries ?? fields);
      }
    }
    return instance;
  }

  /** The contents of an object of the caller's class are made plain in place. */
  private convertFields(value: object): void {
    for (const [name, field] of Object.entries(value)) {
      const plain = this.of(field);
      if (plain !== field) Reflect.set(value, name, plain);
    }
  }
}

function hasPlainParts(value: object): value is HasPlainParts {
  return plainParts in value;
}

/** Whether the state repeats the arguments by name, as Python 2 and 3.3 wrote named tuples. */
function isRepeated({ args, argsObject, base, fields }: Instance): boolean {
  const [only] = args;
  const items = base?.name === 'tuple' && Array.isArray(only) ? only : args;
  const values = [...fields.values()];
  return argsObject === undefined && items.every((item, at) => item === values[at] && at < values.length);
}

/** Whether nothing is lost by dropping the class of an object: it is only a name, or there are fields. */
function hasName(cls: unknown, fields: number): boolean {
  return !(cls instanceof Object) || typeof cls === 'function' || cls instanceof Global || fields > 0;
}

/** Whether a state consists of named attributes only: a dict, or the pair of `__dict__` and slots. */
function isFields(state: unknown): boolean {
  if (state instanceof Tuple) return state.length === 2 && state.every((part) => part === null || isFields(part));
  if (state instanceof Map) return [...state.keys()].every((key) => typeof key === 'string');
  return typeof state === 'object' && state !== null && Object.getPrototypeOf(state) === Object.prototype;
}

/**
 * Whether an object is plain or of the caller's class. Classes that stand for Python's own define how they are shown.
 */
function isOwnClass(value: object): boolean {
  return !(ArrayBuffer.isView(value) || reprParts in value || pythonKey in value || Object.isFrozen(value));
}

/**
 * A key as Python's `json` spells it. `undefined` if there is no spelling, and for `__proto__`, which as a key of a
 * plain object would set its prototype.
 */
function keyText(key: unknown): string | undefined {
  switch (typeof key) {
    case 'string':
      return key === '__proto__' ? undefined : key;
    case 'number':
      return Number.isSafeInteger(key) ? String(key) : floatText(key);
    case 'bigint':
    case 'boolean':
      return String(key);
    default:
      if (key === null) return 'null';
      return key instanceof Float ? floatText(key.value) : undefined;
  }
}

/** A float as Python's `json` spells it: its `repr`, except for `NaN` and `Infinity`. */
function floatText(value: number): string {
  return Number.isFinite(value) ? formatFloat(value) : String(value);
}
