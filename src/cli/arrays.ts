import type { ArrayReader } from '../inspect/places.ts';

/** The reader of arrays in a pickle. It is loaded only if the bytes contain the word `array`. */
export async function arrayReader(pickle: Uint8Array): Promise<ArrayReader | undefined> {
  if (!Buffer.from(pickle.buffer, pickle.byteOffset, pickle.length).includes('array')) return undefined;
  return (await import('../graph/array-form.ts')).arrayView;
}
