/** A function of the module `zlib` of Node, Deno and Bun; `undefined` where there is none. */
export function nativeZlib(name: string): ((...args: readonly unknown[]) => unknown) | undefined {
  const runtime: unknown = Reflect.get(globalThis, 'process');
  if (typeof runtime !== 'object' || runtime === null) return undefined;
  const builtin: unknown = Reflect.get(runtime, 'getBuiltinModule');
  if (typeof builtin !== 'function') return undefined;
  const zlib: unknown = Reflect.apply(builtin, runtime, ['zlib']);
  const found: unknown = typeof zlib === 'object' && zlib !== null ? Reflect.get(zlib, name) : undefined;
  return typeof found === 'function' ? (...args) => Reflect.apply(found, zlib, args) : undefined;
}
