import { type Opened, Unsupported } from '../load/unpack.ts';

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
