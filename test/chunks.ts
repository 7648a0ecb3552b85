/** Bytes in chunks, as sources give them. */
import fc from 'fast-check';

/** Sizes of chunks, repeated to the end of the bytes; empty ones among them, and small enough to cut any opcode. */
export const SIZES: fc.Arbitrary<readonly number[]> = fc
  .tuple(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 6 }), fc.constantFrom(1, 2, 7, 63, 1000, 65_536))
  .map(([sizes, last]) => [...sizes, last]);

/** Copies of the bytes in chunks of these sizes, again and again. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(new Uint8Array(bytes.subarray(at, at + size)));
    at += size;
  }
  return chunks;
}

/** Lends the chunks: each is overwritten when the next is asked for, or nothing more is. */
export function* lent(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  for (const chunk of chunks) {
    try {
      yield chunk;
    } finally {
      chunk.fill(0x2e);
    }
  }
}

/** The same, each chunk in a later turn. */
export async function* later(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for (const chunk of lent(chunks)) {
    await new Promise((resolve) => setImmediate(resolve));
    yield chunk;
  }
}

/** A web stream of the chunks. */
export function streamOf(chunks: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      iterator.return?.();
    },
  });
}
