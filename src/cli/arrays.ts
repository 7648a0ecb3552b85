import type { ArrayReader } from '../inspect/places.ts';

/** What reads the arrays of a pickle: it is loaded only if the bytes have the word. */
export async function arrayReader(pickle: Uint8Array): Promise<ArrayReader | undefined> {
  if (!Buffer.from(pickle.buffer, pickle.byteOffset, pickle.length).includes('array')) return undefined;
  return (await import('../graph/array-form.ts')).arrayView;
}
