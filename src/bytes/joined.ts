import type { OwnBytes } from './bytes-like.ts';

/** The pieces as one array. */
export function joined(chunks: readonly Uint8Array[]): OwnBytes {
  const all = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
