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
import { Slice } from './slice.ts';
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

/** Characters of the longest text; what is beyond is cut off, because sharing can make it exponentially long. */
const LONGEST = 2 ** 23;

/** Parts in the order of a template: {@link ReprParts} of `` reprOf`deque(${items})` ``. */
export function reprOf(texts: TemplateStringsArray, ...values: readonly unknown[]): ReprParts {
  return { values, text: (at) => texts[at] ?? '' };
}

/** `name(1, 2, key=3)` */
export function reprCall(
  name: string,
  args: readonly unknown[],
  keywords: Iterable<readonly [unknown, unknown]> = [],
): ReprParts {
  const values = [...args];
  const prefixes = values.map(() => '');
  for (const [key, value] of keywords) {
    prefixes.push(`${String(key)}=`);
    values.push(value);
  }
  const { length } = values;
  return {
    values,
    text: (at) => `${at === 0 ? `${name}(` : at < length ? ', ' : ''}${prefixes[at] ?? ''}${at === length ? ')' : ''}`,
    cycle: `${name}(...)`,
  };
}

interface Frame {
  readonly object: object;
  readonly parts: ReprParts;
  at: number;
}

/** Python's `repr` of a value that `loads` gave, cut off with `...` when longer than 8,388,608 characters. */
export function pythonRepr(value: unknown): string {
  const frames: Frame[] = [];
  const open = new Set<object>();
  let text = show(value, frames, open);
  for (let frame = frames[frames.length - 1]; frame !== undefined; frame = frames[frames.length - 1]) {
    const { parts, object } = frame;
    text += parts.text(frame.at);
    if (text.length > LONGEST) return `${text.slice(0, LONGEST)}...`;
    if (frame.at < parts.values.length) {
      text += show(parts.values[frame.at++], frames, open);
    } else {
      frames.pop();
      open.delete(object);
    }
  }
  return text;
}

/** The text of a value without parts; else nothing, and a frame is left. */
function show(value: unknown, frames: Frame[], open: Set<object>): string {
  if (typeof value !== 'object' || value === null) return atom(value);
  const parts = partsOf(value);
  if (parts === undefined) return leaf(value);
  if (open.has(value)) return parts.cycle ?? '...';
  open.add(value);
  frames.push({ object: value, parts, at: 0 });
  return '';
}

function atom(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return pythonTextRepr(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : formatFloat(value);
    case 'bigint':
      return value.toString();
    case 'function': {
      const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false;
      return `<${isClass ? 'class' : 'function'} '${value.name}'>`;
    }
    case 'symbol':
      return value.toString();
    default:
      return 'None';
  }
}

function leaf(value: object): string {
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof ByteArray) return `bytearray(${pythonBytesRepr(value)})`;
  if (value instanceof Uint8Array) return pythonBytesRepr(value);
  if (value instanceof Global) return `<class '${value.module === 'builtins' ? value.name : value}'>`;
  if (value instanceof Instance) return `<${pythonTextRepr(String(value.cls)).slice(1, -1)} object>`;
  const method: unknown = value.toString;
  if (typeof method === 'function' && method !== Object.prototype.toString) return String(value);
  return `<${value.constructor?.name ?? 'object'} object>`;
}

function partsOf(value: object): ReprParts | undefined {
  if (isPythonRepr(value)) return value[reprParts]();
  if (value instanceof Tuple) return group('(', value, value.length === 1 ? ',)' : ')');
  if (Array.isArray(value)) return group('[', value, ']');
  if (value instanceof Map) return dict(value);
  if (value instanceof FrozenSet)
    return value.size === 0 ? reprOf`frozenset()` : group('frozenset({', [...value], '})');
  if (value instanceof Set) return value.size === 0 ? reprOf`set()` : group('{', [...value], '}');
  if (value instanceof Slice) return reprOf`slice(${value.start}, ${value.stop}, ${value.step})`;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? dict(Object.entries(value)) : undefined;
}

function isPythonRepr(value: object): value is PythonRepr {
  return reprParts in value;
}

function group(open: string, values: readonly unknown[], close: string): ReprParts {
  return {
    values,
    text: (at) => (at === 0 ? open : at < values.length ? ', ' : '') + (at === values.length ? close : ''),
    cycle: `${open}...${close.replace(',', '')}`,
  };
}

function dict(entries: Iterable<readonly [unknown, unknown]>): ReprParts {
  const values: unknown[] = [];
  for (const [key, value] of entries) values.push(key, value);
  return {
    values,
    text(at) {
      const separator = at === 0 ? '{' : at === values.length ? '' : at % 2 === 1 ? ': ' : ', ';
      return at === values.length ? `${separator}}` : separator;
    },
    cycle: '{...}',
  };
}
