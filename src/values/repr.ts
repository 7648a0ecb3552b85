/**
 * Python's `repr` of values: iterative, cycles shown as Python shows them.
 *
 * A class takes part by a method {@link reprParts}, which says what text stands around which values; other objects are
 * shown by their `toString`.
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import { pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';
import { ByteArray } from './byte-array.ts';
import { Float } from './float.ts';
import { Global } from './global.ts';
import { Instance } from './instance.ts';
import { FrozenSet } from './set.ts';
import { orderedMembers } from './set-order.ts';
import { Tuple } from './tuple.ts';

/** The method by which a class says how it is shown. */
export const reprParts: unique symbol = Symbol.for('brine.reprParts');

/** Values, and the text before each and after the last. */
export interface ReprParts {
  readonly values: readonly unknown[];
  text(at: number): string;
  /** What is shown for an object that is part of itself. @defaultValue `...` */
  readonly cycle?: string;
}

/** An object that says how it is shown. */
export interface PythonRepr {
  [reprParts](): ReprParts;
}

/** How much of a value is shown; what is cut off is shown as `...`. */
export interface ReprLimits {
  /** Containers within one another. */
  readonly depth: number;
  /** Items of one container. */
  readonly items: number;
  /** Characters of the text. */
  readonly length: number;
  /** The option of `loads` with which the value was made: with `'bigint'`, a number is a float. @defaultValue `'auto'` */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /** Brings the entries of a dict into another order. */
  readonly order?: ((dict: Iterable<readonly [unknown, unknown]>) => Iterable<readonly [unknown, unknown]>) | undefined;
}

/** Sharing can make a text exponentially long. */
export const DEFAULT_LIMITS: ReprLimits = {
  depth: Number.POSITIVE_INFINITY,
  items: Number.POSITIVE_INFINITY,
  length: 2 ** 23,
};

/** Digits above which an int is shown in hexadecimal: Python refuses to print it, and decimal would take long. */
const MOST_DIGITS = 4300;

/** Parts in the order of a template: {@link ReprParts} of `` reprOf`deque(${items})` ``. */
export function reprOf(texts: TemplateStringsArray, ...values: readonly unknown[]): ReprParts {
  return { values, text: (at) => texts[at] ?? '' };
}

/** Numbers of an object's own that are ints, whatever `ints` of the limits says of numbers. */
export function reprInts(values: readonly (number | bigint)[]): bigint[] {
  return values.map((value) => BigInt(value));
}

/** `name(1, 2, key=3)` */
export function reprCall(
  name: string,
  args: readonly unknown[],
  keywords: Iterable<readonly [unknown, unknown]> = [],
): ReprParts {
  const values: unknown[] = [];
  const texts = [`${name}(`];
  const add = (separator: string, value: unknown): void => {
    texts.push((texts.pop() ?? '') + separator, '');
    values.push(value);
  };
  for (const value of args) add(values.length === 0 ? '' : ', ', value);
  for (const [key, value] of keywords) {
    const separator = values.length === 0 ? '' : ', ';
    if (typeof key === 'string') {
      add(`${separator}${pythonTextRepr(key).slice(1, -1)}=`, value);
    } else {
      add(separator, key);
      add('=', value);
    }
  }
  texts.push(`${texts.pop() ?? ''})`);
  return { values, text: (at) => texts[at] ?? '', cycle: `${name}(...)` };
}

interface Frame {
  readonly object: object;
  readonly parts: ReprParts;
  at: number;
}

/** Python's `repr` of a value that `loads` gave, without recursion. */
export function pythonRepr(value: unknown, limits: ReprLimits = DEFAULT_LIMITS): string {
  const frames: Frame[] = [];
  const open = new Set<object>();
  let text = show(value, frames, open, limits);
  for (let frame = frames[frames.length - 1]; frame !== undefined; frame = frames[frames.length - 1]) {
    const { parts, object } = frame;
    text += parts.text(frame.at);
    if (text.length > limits.length) break;
    if (frame.at < parts.values.length) {
      text += show(parts.values[frame.at++], frames, open, limits);
    } else {
      frames.pop();
      open.delete(object);
    }
  }
  return cut(text, limits.length);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const partsPair = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, partsPair ? length - 1 : length)}...`;
}

/** The text of a value without parts; else nothing, and a frame is left. */
function show(value: unknown, frames: Frame[], open: Set<object>, limits: ReprLimits): string {
  // What is beyond the limit is not escaped first.
  if (typeof value === 'string') return pythonTextRepr(value.slice(0, limits.length + 1));
  if (typeof value !== 'object' || value === null) return atom(value, limits);
  const isClosed = open.has(value);
  const isDeep = frames.length >= limits.depth;
  // Of what is not gone into, no more is asked than whether there is anything in it.
  const parts = partsOf(value, isClosed || isDeep ? { ...limits, items: 1, order: undefined } : limits);
  if (parts === undefined) return leaf(value, limits.length);
  if (isClosed || (isDeep && parts.values.length > 0)) return parts.cycle ?? '...';
  open.add(value);
  frames.push({ object: value, parts, at: 0 });
  return '';
}

function atom(value: unknown, { ints }: ReprLimits): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return ints !== 'bigint' && Number.isSafeInteger(value) && !Object.is(value, -0)
        ? String(value)
        : formatFloat(value);
    case 'bigint':
      return integer(value);
    case 'function': {
      const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
      return `<${isClass ? 'class' : 'function'} ${pythonTextRepr(value.name)}>`;
    }
    case 'symbol':
      return value.toString();
    default:
      return 'None';
  }
}

function integer(value: bigint): string {
  const hex = (value < 0n ? -value : value).toString(16);
  const decimal = hex.length <= MOST_DIGITS ? value.toString() : '';
  const digits = decimal.length - (value < 0n ? 1 : 0);
  return digits > 0 && digits <= MOST_DIGITS ? decimal : `${value < 0n ? '-' : ''}0x${hex}`;
}

function leaf(value: object, length: number): string {
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof ByteArray) return byteArray(pythonBytesRepr(value.subarray(0, length)));
  if (value instanceof Uint8Array) return pythonBytesRepr(value.subarray(0, length));
  if (value instanceof Global) return `<class ${pythonTextRepr(globalName(value))}>`;
  // What is on the object itself may come from a pickle, which must not choose what is called.
  const text: unknown = Reflect.apply(Reflect.get(prototypeOf(value), 'toString'), value, []);
  return String(text);
}

/** CPython escapes `'` in a bytearray even between double quotes. */
function byteArray(bytes: string): string {
  return `bytearray(${bytes.startsWith('b"') ? bytes.replaceAll("'", "\\'") : bytes})`;
}

function globalName(global: Global): string {
  return global.module === 'builtins' ? global.name : global.toString();
}

/** What a value is made of, as it is shown; `undefined` for what has no parts. */
export function partsOf(value: object, { items, length, order }: ReprLimits): ReprParts | undefined {
  // Each item takes more than a character.
  const most = Math.min(items, length);
  if (isPythonRepr(value)) return value[reprParts]();
  if (value instanceof Tuple) return group('(', value, value.length === 1 ? ',)' : ')', most);
  if (Array.isArray(value)) return group('[', value, ']', most);
  if (value instanceof Map) return dict(order === undefined ? value : order(value), value.size, most);
  if (value instanceof Set) return set(value, most);
  if (value instanceof Instance) return object(instanceName(value), instanceFields(value));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) {
    const entries = Object.entries(value);
    return dict(entries, entries.length, most);
  }
  if (hasOwnText(value)) return undefined;
  const state = Object.entries(value);
  return object(className(value), state.length === 0 ? [] : [['state', new Map(state)]]);
}

/** Whether a class says itself how its objects are shown. */
function hasOwnText(value: object): boolean {
  const method: unknown = Reflect.get(prototypeOf(value), 'toString');
  return typeof method === 'function' && method !== Object.prototype.toString;
}

function className(value: object): string {
  const type: unknown = Reflect.get(prototypeOf(value), 'constructor');
  return typeof type === 'function' ? type.name : 'object';
}

function prototypeOf(value: object): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  return typeof prototype === 'object' && prototype !== null ? prototype : Object.prototype;
}

function instanceName(instance: Instance): string {
  let { cls } = instance;
  while (cls instanceof Instance) cls = cls.cls;
  return cls instanceof Global ? pythonTextRepr(globalName(cls)).slice(1, -1) : 'object';
}

function instanceFields(instance: Instance): [string, unknown][] {
  const { args, argsObject, kwargs, states, items, entries, members, setters } = instance;
  const fields: [string, unknown][] = [];
  if (args.length > 0 || argsObject !== undefined) fields.push(['args', argsObject ?? args]);
  if (kwargs !== undefined) fields.push(['kwargs', kwargs]);
  for (const state of states) fields.push(['state', state]);
  if (items !== undefined) fields.push(['items', items]);
  if (entries !== undefined) fields.push(['entries', entries.map(([key, value]) => new Tuple(key, value))]);
  if (members !== undefined) fields.push(['members', members]);
  for (const { callable, state } of setters ?? []) fields.push(['setter', callable], ['state', state]);
  return fields;
}

/** `<app.models.User object state={'id': 7}>` */
function object(name: string, fields: readonly (readonly [string, unknown])[]): ReprParts {
  const { length } = fields;
  return {
    values: fields.map(([, value]) => value),
    text: (at) =>
      (at === 0 ? `<${name} object` : '') + (at < length ? ` ${fields[at]?.[0]}=` : '') + (at === length ? '>' : ''),
    cycle: `<${name} object ...>`,
  };
}

function set(value: ReadonlySet<unknown>, most: number): ReprParts {
  const members = orderedMembers(value);
  const name = className(value);
  const isFrozen = value instanceof FrozenSet;
  const called = isFrozen && name === 'FrozenSet' ? 'frozenset' : /^(Py|Frozen)?Set$/.test(name) ? '' : name;
  if (members.length === 0) return group(`${called === '' ? 'set' : called}(`, [], ')', most);
  return called === '' ? group('{', members, '}', most) : group(`${called}({`, members, '})', most);
}

function isPythonRepr(value: object): value is PythonRepr {
  return reprParts in value;
}

function group(open: string, values: readonly unknown[], close: string, most: number): ReprParts {
  const isCut = values.length > most;
  const shown = isCut ? values.slice(0, most) : values;
  const last = shown.length;
  const end = isCut ? `${last === 0 ? '' : ', '}...${close.replace(',', '')}` : close;
  return {
    values: shown,
    text: (at) => (at === 0 ? open : at < last ? ', ' : '') + (at === last ? end : ''),
    cycle: `${open}...${close.replace(',', '')}`,
  };
}

function dict(entries: Iterable<readonly [unknown, unknown]>, size: number, most: number): ReprParts {
  const values: unknown[] = [];
  for (const [key, value] of entries) {
    if (values.length >= 2 * most) break;
    values.push(key, value);
  }
  const { length } = values;
  const end = size > most ? `${length === 0 ? '' : ', '}...}` : '}';
  return {
    values,
    text: (at) => (at === 0 ? '{' : at === length ? '' : at % 2 === 1 ? ': ' : ', ') + (at === length ? end : ''),
    cycle: '{...}',
  };
}
