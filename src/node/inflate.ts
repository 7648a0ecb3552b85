import { type Opened, Unsupported } from '../load/unpack.ts';

/**
 * All that is inside of one stream of gzip or zlib, or one frame of zstd.
 *
 * @param most - How many bytes may come. More are a RangeError with the code `ERR_BUFFER_TOO_LARGE`.
 */
export function nodeInflateSync(compression: Opened, packed: Uint8Array, most: number): Uint8Array {
  const zlib = process.getBuiltinModule('node:zlib');
  const inflate: unknown = Reflect.get(
    zlib,
    { gzip: 'gunzipSync', zlib: 'inflateSync', zstd: 'zstdDecompressSync' }[compression],
  );
  if (typeof inflate !== 'function') throw new Unsupported();
  const { buffer, byteOffset, length }: Uint8Array = inflate(packed, { maxOutputLength: Math.max(1, most) });
  return new Uint8Array(buffer, byteOffset, length);
}

/** Decompresses with `node:zlib`, which is loaded only for that. Node has zstd as of 22.15. */
export async function* nodeInflate(
  compression: Opened,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const [{ pipeline, Readable }, zlib] = await Promise.all([import('node:stream'), import('node:zlib')]);
  const create: unknown = Reflect.get(
    zlib,
    { gzip: 'createGunzip', zlib: 'createInflate', zstd: 'createZstdDecompress' }[compression],
  );
  if (typeof create !== 'function') throw new Unsupported();
  const stream: NodeJS.ReadWriteStream = create();
  // Its error is that of the stream.
  pipeline(Readable.from(copies(packed), { objectMode: false }), stream, () => {});
  for await (const chunk of stream) {
    if (typeof chunk !== 'string') yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
  }
}

/** Chunks that are not lent: a stream of Node's reads ahead. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}
