import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function memoryFor(length: number, globals: Record<string, unknown> = {}): Promise<Uint8Array> {
  vi.resetModules();
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  return (await import('../../src/bytes/native-memory.ts')).memoryFor(length);
}

const Pooled = Object.assign(() => {}, {
  allocUnsafeSlow: (length: number) => new Uint8Array(new ArrayBuffer(2 * length), 0, length),
});

test.for<[string, Record<string, unknown>]>([
  ['the runtime as it is', {}],
  ['no Buffer', { Buffer: undefined }],
  ['a Buffer without the function', { Buffer: class {} }],
  ['a Buffer that gives a part of other memory', { Buffer: Pooled }],
])('%s: a plain Uint8Array that has its memory for itself', async ([, globals]) => {
  for (const length of [0, 1, 100, 4096, 100_000]) {
    const memory = await memoryFor(length, globals);
    expect(Object.getPrototypeOf(memory)).toBe(Uint8Array.prototype);
    expect([memory.length, memory.byteOffset, memory.buffer.byteLength]).toEqual([length, 0, length]);
  }
});
