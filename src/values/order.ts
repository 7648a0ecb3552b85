import { Float } from './float.ts';

/**
 * The order of two numbers, texts or bytes in Python: below 0, 0 or above 0. `undefined` for anything else: no method
 * of a value is called.
 *
 * @example
 * ```ts
 * import { pythonOrder } from 'brine/codec';
 *
 * ['b', 'a', '\u{1f600}', '\uffff'].sort((a, b) => pythonOrder(a, b) ?? 0); // by code points, as Python sorts them
 * ```
 */
export function pythonOrder(a: unknown, b: unknown): number | undefined {
  const [x, y] = [numberOf(a), numberOf(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  return undefined;
}

function numberOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  return value instanceof Float ? value.value : undefined;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}

/** By code points, as Python does, and not by UTF-16 units. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) !== b.charCodeAt(i)) return rank(a, i) < rank(b, i) ? -1 : 1;
  }
  return a.length - b.length;
}

/** Surrogate pairs stand for characters beyond all others. */
function rank(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const isPart =
    (unit & 0xf800) === 0xd800 && /[\ud800-\udbff][\udc00-\udfff]/.test(text.slice(Math.max(0, at - 1), at + 2));
  return isPart ? 0x1_0000 + unit : unit;
}
