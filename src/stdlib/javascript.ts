/**
 * Writes JavaScript's own objects as Python's if the meaning is certain. They are recognised by their tag, so that
 * those of another realm are known too, such as those of Node's modules, Jest, `vm` and iframes.
 *
 * @module
 */

import type { DumpContext } from '../codec/context.ts';
import type { FamilyMember } from '../codec/family.ts';
import { pythonStandIn } from '../codec/stand-in.ts';
import { PickleError } from '../errors.ts';
import { PyArray } from './collections/array.ts';
import type { ArrayValues } from './collections/array-format.ts';
import { PyDateTime } from './datetime/date-time.ts';
import { temporalStandIn } from './datetime/temporal.ts';
import { exceptionOf } from './exceptions/error-to-python.ts';
import { Pattern } from './re/re.ts';
import { pythonFromRegExp } from './re/regexp-to-python.ts';

/** How many prototypes an object of each class has; an object of a subclass has more, and its class is not known. */
const PROTOTYPES: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ...['Date', 'RegExp', 'Map', 'Set', 'DataView', 'Number', 'String', 'Boolean', 'BigInt', 'URL'].map(
    (name): [string, number] => [name, 2],
  ),
  ['Error', 3],
]);

type ValuesClass = new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayValues;

/** The typecodes of typed arrays, whose bytes are the same in Python. */
const TYPECODES: ReadonlyMap<string, readonly [string, ValuesClass]> = /* @__PURE__ */ new Map<
  string,
  readonly [string, ValuesClass]
>([
  ['Int8Array', ['b', Int8Array]],
  ['Uint8ClampedArray', ['B', Uint8Array]],
  ['Int16Array', ['h', Int16Array]],
  ['Uint16Array', ['H', Uint16Array]],
  ['Int32Array', ['i', Int32Array]],
  ['Uint32Array', ['I', Uint32Array]],
  ['BigInt64Array', ['q', BigInt64Array]],
  ['BigUint64Array', ['Q', BigUint64Array]],
  ['Float32Array', ['f', Float32Array]],
  ['Float64Array', ['d', Float64Array]],
]);

/** The codec for JavaScript's own objects. It only writes. */
export function javascript(): readonly FamilyMember[] {
  return [pythonStandIn(standInOf)];
}

function standInOf(value: object, context: DumpContext): unknown {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (tag.startsWith('Temporal.')) return temporalStandIn(value, tag, context);
  const depth = prototypesOf(value);
  if (ArrayBuffer.isView(value) && tag !== 'DataView') return depth === 3 ? arrayOf(tag, value) : undefined;
  const most = PROTOTYPES.get(tag);
  if (most === undefined || depth > most) return undefined;
  try {
    return objectOf(tag, value);
  } catch (cause) {
    // The tag is wrong: it belongs to a class of the caller.
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

/** What an object is. If its tag lies, the methods of its class throw a TypeError. */
function objectOf(tag: string, value: object): unknown {
  switch (tag) {
    case 'Date':
      return dateTimeOf(Date.prototype.getTime.call(value));
    case 'RegExp':
      return patternOf(value);
    case 'Map':
      return new Map(Map.prototype.entries.call(value));
    case 'Set':
      return new Set(Set.prototype.values.call(value));
    case 'Error':
      return exceptionOf(value);
    case 'DataView':
      return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : undefined;
    case 'Number':
      return Number.prototype.valueOf.call(value);
    case 'String':
      return String.prototype.valueOf.call(value);
    case 'Boolean':
      return Boolean.prototype.valueOf.call(value);
    case 'BigInt':
      return BigInt.prototype.valueOf.call(value);
    default:
      return textOf(value, 'href');
  }
}

function dateTimeOf(milliseconds: number): PyDateTime {
  if (Number.isNaN(milliseconds)) throw new PickleError('cannot-pickle', 'cannot pickle an invalid Date');
  try {
    return PyDateTime.fromDate(new Date(milliseconds));
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new PickleError('cannot-pickle', 'cannot pickle a Date outside the years 1 to 9999', { cause });
  }
}

function patternOf(value: object): Pattern | undefined {
  const [source, flags] = [textOf(value, 'source'), textOf(value, 'flags')];
  if (source === undefined || flags === undefined) return undefined;
  const { pattern, flags: python } = pythonFromRegExp({ source, flags });
  return new Pattern(pattern, python);
}

/** A view of the same memory, so that the array belongs to this realm. */
function arrayOf(tag: string, view: ArrayBufferView): unknown {
  const { buffer, byteOffset, byteLength } = view;
  if (tag === 'Float16Array') {
    throw new PickleError('cannot-pickle', 'array.array has no half floats; write Float32Array.from(it)');
  }
  const [typecode, type] = TYPECODES.get(tag) ?? [];
  if (typecode === undefined || type === undefined) return undefined;
  const size = typecode === 'B' ? 1 : Number(Reflect.get(view, 'BYTES_PER_ELEMENT'));
  return new PyArray(typecode, new type(buffer, byteOffset, byteLength / size));
}

function textOf(value: object, name: string): string | undefined {
  const text: unknown = Reflect.get(value, name);
  return typeof text === 'string' ? text : undefined;
}

function prototypesOf(value: object): number {
  let count = 0;
  for (let at: unknown = Object.getPrototypeOf(value); at !== null && count < 5; count++)
    at = Object.getPrototypeOf(at);
  return count;
}
