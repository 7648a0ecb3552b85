import { toBase64 } from '../bytes/base64.ts';

/**
 * A replacer for `JSON.stringify`: bytes, which JSON does not have, become base64 instead of an object of numbers by
 * index.
 *
 * `loads` gives a plain `Uint8Array` for Python's bytes. It has no `toJSON` of its own, as a `ByteArray` has.
 *
 * @param this - The object that has the value, which `JSON.stringify` passes.
 * @param key - The key of the value in it.
 * @param value - The value, or what its `toJSON` gave.
 * @returns Base64 for a `Uint8Array` or a Node `Buffer`; else `value`, as for a class of yours whose `toJSON` gives a text.
 * @example
 * ```ts
 * import { bytesAsBase64, loads } from 'brine';
 *
 * const value = loads(Uint8Array.of(0x43, 3, 1, 2, 3, 0x2e)); // b'\x01\x02\x03'
 * JSON.stringify({ value }, bytesAsBase64); // '{"value":"AQID"}'
 * ```
 */
export function bytesAsBase64(this: unknown, key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  // `value` is not the bytes if they are a Buffer, whose toJSON gives an object with the numbers.
  const original: unknown = Reflect.get(Object(this), key);
  return original instanceof Uint8Array ? toBase64(original) : value;
}
