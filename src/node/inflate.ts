/**
 * Decompresses with Node's own zlib and zstd, which are faster and run in other threads. The decoders of `containers` do
 * the other formats, and zstd before Node 22.15.
 *
 * @module
 */
import type { Compression } from '../bytes/signature.ts';
import type { Ceiling } from '../ceiling.ts';
import { broken } from '../containers/broken.ts';
import { gathered } from '../containers/gathered.ts';
import { PickleError } from '../errors.ts';

/** Decompresses chunks, piece by piece. */
export async function* nodeUnpacked(
  compression: Compression,
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
): AsyncGenerator<Uint8Array, void, undefined> {
  const create = await creatorOf(compression);
  if (create === undefined) {
    yield* (await import('../containers/unpacked.ts')).unpacked(compression, packed, ceiling);
    return;
  }
  const counted = counting(packed, ceiling);
  try {
    for await (const stream of compression === 'zstd' ? framesOf(counted) : [counted]) {
      for await (const chunk of through(create(), stream)) {
        ceiling.take(chunk.length);
        yield chunk;
      }
    }
  } catch (error) {
    // Errors of zlib have codes with these prefixes. All others come from the source.
    const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (error instanceof PickleError || !(typeof code === 'string' && /^Z_|^ZSTD_|^ERR_ZLIB/.test(code))) throw error;
    throw broken(compression, error instanceof Error ? error.message : String(error), error);
  }
}

async function creatorOf(compression: Compression): Promise<(() => NodeJS.ReadWriteStream) | undefined> {
  const name = CREATORS.get(compression);
  if (name === undefined) return undefined;
  const create: unknown = Reflect.get(await import('node:zlib'), name);
  return typeof create === 'function' ? () => create() : undefined;
}

const CREATORS: ReadonlyMap<Compression, string> = new Map([
  ['gzip', 'createGunzip'],
  ['zlib', 'createInflate'],
  ['zstd', 'createZstdDecompress'],
]);

async function* through(
  stream: NodeJS.ReadWriteStream,
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { pipeline, Readable } = await import('node:stream');
  // Its error is thrown by the stream.
  pipeline(Readable.from(copies(packed), { objectMode: false }), stream, () => {});
  for await (const chunk of stream) {
    if (typeof chunk !== 'string') yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
  }
}

/** Copies of the chunks, which are lent, because Node's streams read ahead. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

async function* counting(
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of packed) {
    ceiling.packed += chunk.length;
    yield chunk;
  }
}

/** The frames of zstd data. All of the data are read first, because Node does not tell where the first frame ends. */
async function* framesOf(
  packed: AsyncIterable<Uint8Array>,
): AsyncGenerator<AsyncIterable<Uint8Array>, void, undefined> {
  const bytes = await gathered(packed);
  const { zstdFrames } = await import('../containers/decoders/zstd-frames.ts');
  for (const frame of zstdFrames(bytes)) yield only(frame);
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
