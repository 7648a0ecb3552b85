/**
 * Elements of arrays as values: whether two are the same, and what JSON has for one.
 *
 * @module
 */
import { Complex } from '../values/complex.ts';

/** Whether two elements are the same; NaN is. */
export function sameElement(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (a instanceof Complex && b instanceof Complex) return sameElement(a.re, b.re) && sameElement(a.im, b.im);
  if (a instanceof Uint8Array && b instanceof Uint8Array) {
    return a.length === b.length && a.every((byte, at) => byte === b[at]);
  }
  if (!Array.isArray(a) || !Array.isArray(b)) return false;
  return a.length === b.length && a.every((item, at) => sameElement(item, b[at]));
}

/** A bigint as a number if that is exact, else as a text; bytes as text in latin1. */
export function jsonElement(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const near = Number(value);
    return Number.isSafeInteger(near) ? near : value.toString();
  }
  if (value instanceof Uint8Array) return Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  return Array.isArray(value) ? value.map(jsonElement) : value;
}
