import { ByteArray } from './byte-array.ts';
import { Complex } from './complex.ts';
import { Constant } from './ellipsis.ts';
import { Float } from './float.ts';
import { Global } from './global.ts';
import { Instance } from './instance.ts';
import { PickleBuffer } from './pickle-buffer.ts';
import { nameOf } from './python-name.ts';
import { PyRange } from './range.ts';
import { FrozenSet } from './set.ts';
import { Slice } from './slice.ts';
import { Tuple } from './tuple.ts';

/** What whole numbers are in Python, as far as the options and the pickle tell. */
export type WholeNumbers = 'int' | 'float' | 'int or float';

/**
 * Python's name for the type of a value, as its error messages have it.
 *
 * @param whole - What whole numbers are where the value comes from.
 * @example
 * ```ts
 * import { pythonTypeName } from 'brine/codec';
 *
 * pythonTypeName(new Map()); // 'dict'
 * ```
 */
export function pythonTypeName(value: unknown, wholeNumbers: WholeNumbers = 'int'): string {
  if (value === null || value === undefined) return 'NoneType';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? wholeNumbers : 'float';
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    case 'function':
      return Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false ? 'type' : 'function';
    case 'object':
      return objectTypeName(value);
    default:
      return typeof value;
  }
}

function objectTypeName(value: object): string {
  if (Array.isArray(value)) return value instanceof Tuple ? 'tuple' : 'list';
  if (value instanceof Map) return 'dict';
  if (value instanceof Set) return value instanceof FrozenSet ? 'frozenset' : 'set';
  if (value instanceof Uint8Array) return value instanceof ByteArray ? 'bytearray' : 'bytes';
  if (value instanceof Float) return 'float';
  if (value instanceof Complex) return 'complex';
  if (value instanceof Global) return 'type';
  if (value instanceof Instance)
    return value.cls instanceof Global ? JSON.stringify(value.cls.name).slice(1, -1) : 'object';
  if (value instanceof Constant) return value.name === 'Ellipsis' ? 'ellipsis' : 'NotImplementedType';
  if (value instanceof PyRange) return 'range';
  if (value instanceof Slice) return 'slice';
  if (value instanceof PickleBuffer) return 'PickleBuffer';
  const prototype: object | null = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return 'dict';
  // Not an own property of the object, which may come from a pickle.
  const type: unknown = Reflect.get(prototype, 'constructor');
  return typeof type === 'function' ? (nameOf(type)?.name ?? type.name) : 'object';
}
