/** Joins all chunks. Each is lent until the next is asked for. */
export async function gathered(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  let all = new Uint8Array(0x1_0000);
  let length = 0;
  for await (const chunk of chunks) {
    if (length + chunk.length > all.length) {
      const larger = new Uint8Array(Math.max(2 * all.length, length + chunk.length));
      larger.set(all.subarray(0, length));
      all = larger;
    }
    all.set(chunk, length);
    length += chunk.length;
  }
  return all.subarray(0, length);
}
