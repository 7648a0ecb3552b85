/** The formats that are written. `deflate` is what a zip archive has. */
export type WrittenFormat = 'gzip' | 'zlib' | 'deflate';

/** The web's names for them. */
const NAMES: Readonly<Record<WrittenFormat, 'gzip' | 'deflate' | 'deflate-raw'>> = {
  gzip: 'gzip',
  zlib: 'deflate',
  deflate: 'deflate-raw',
};

/**
 * Compresses chunks with the runtime's own compressor.
 *
 * @param chunks - Each is lent until the next is asked for.
 */
export async function* packed(
  format: WrittenFormat,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { writable, readable } = new CompressionStream(NAMES[format]);
  const reader = readable.getReader();
  const feeding = feed(writable.getWriter(), chunks);
  // Its error is thrown when the reader is done.
  feeding.catch(ignore);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || value === undefined) break;
      yield value;
    }
    await feeding;
  } catch (error) {
    // An error of the source is the cause of the stream's error.
    await feeding;
    throw error;
  } finally {
    reader.cancel().catch(ignore);
  }
}

async function feed(
  writer: ReturnType<CompressionStream['writable']['getWriter']>,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  try {
    for await (const chunk of chunks) await writer.write(chunk.slice());
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(ignore);
    throw error;
  }
}

function ignore(): void {}
