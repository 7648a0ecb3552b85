/**
 * Python's `repr` of values that have no parts.
 *
 * @module
 */
import { formatFloat } from '../bytes/float.ts';
import { pythonTextRepr } from '../bytes/text-repr.ts';
import { nameOf, shortName } from './python-name.ts';

/** An int with more digits is shown in hexadecimal: Python refuses to print it, and decimal would take too long. */
const MOST_DIGITS = 4300;

/** How scalars are shown. */
interface ScalarLimits {
  /** Whether every number is a float. */
  readonly ints?: 'auto' | 'bigint' | undefined;
  /** UTF-16 units. */
  readonly length: number;
}

/** `pythonRepr` of a value that is not an object, which needs no frames. */
export function scalarRepr(value: unknown, limits: ScalarLimits): string {
  return cut(scalar(value, limits), limits.length);
}

/** A text of at most so many UTF-16 units, and `...` if it was longer. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const partsPair = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, partsPair ? length - 1 : length)}...`;
}

/** What is not an object; of a text, what is beyond the limit is not looked at, and {@link cut} has yet to be called. */
export function scalar(value: unknown, { ints, length }: ScalarLimits): string {
  switch (typeof value) {
    case 'string':
      return pythonTextRepr(value.slice(0, length + 1));
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
      const global = nameOf(value);
      const name = pythonTextRepr(global === undefined ? value.name : shortName(global));
      return isClass ? `<class ${name}>` : `<function ${name.slice(1, -1)}>`;
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
