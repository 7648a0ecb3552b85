/**
 * Decompresses in chunks, within limits.
 *
 * @module
 */

import type { Ceiling } from '../ceiling.ts';
import type { PackedFormat } from './broken.ts';
import { unbz2 } from './decoders/bz2.ts';
import { gunzip, inflateRaw, unzlib } from './decoders/gzip.ts';
import { unlz4 } from './decoders/lz4.ts';
import { unlzma } from './decoders/lzma.ts';
import { unxz } from './decoders/xz.ts';
import { unzstd } from './decoders/zstd.ts';
import { gathered } from './gathered.ts';
import { nativeUnpacked } from './native-unpack.ts';
import { type Decoder, PackedInput } from './packed-input.ts';

export { memberOfZip } from './decoders/lzma.ts';

const DECODERS: Readonly<Record<PackedFormat, Decoder>> = {
  gzip: gunzip,
  zlib: unzlib,
  deflate: inflateRaw,
  zstd: unzstd,
  bz2: unbz2,
  xz: unxz,
  lzma: unlzma,
  lz4: unlz4,
};

/**
 * Decompresses chunks that arrive.
 *
 * @param packed - Each chunk is lent until the next is asked for.
 */
export function unpacked(
  format: PackedFormat,
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
): AsyncGenerator<Uint8Array, void, undefined> {
  return unpackedBy(DECODERS[format], format, packed, ceiling);
}

/** The same with a decoder that needs to know more than the format. */
export async function* unpackedBy(
  decoder: Decoder,
  format: PackedFormat,
  packed: AsyncIterable<Uint8Array>,
  ceiling: Ceiling,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = packed[Symbol.asyncIterator]();
  const decoding = decoder(new PackedInput(format));
  try {
    for (let step = decoding.next(); step.done !== true; ) {
      const { value } = step;
      if (value !== undefined) {
        ceiling.take(value.length);
        yield value;
        step = decoding.next();
        continue;
      }
      const { done, value: chunk } = await chunks.next();
      if (done !== true) ceiling.packed += chunk.length;
      step = decoding.next(done === true ? undefined : chunk);
    }
  } finally {
    await chunks.return?.();
  }
}

/** Decompresses chunks that are there when they are asked for. `pull` returns `undefined` at the end. */
export function* unpackedSync(
  format: PackedFormat,
  pull: () => Uint8Array | undefined,
  ceiling: Ceiling,
): Generator<Uint8Array, void, undefined> {
  const decoding = DECODERS[format](new PackedInput(format));
  for (let step = decoding.next(); step.done !== true; ) {
    const { value } = step;
    if (value !== undefined) {
      ceiling.take(value.length);
      yield value;
      step = decoding.next();
      continue;
    }
    const chunk = pull();
    ceiling.packed += chunk?.length ?? 0;
    step = decoding.next(chunk);
  }
}

/** Decompresses bytes that are all there, with the runtime's own zlib if it has one. */
export async function unpackedWhole(format: PackedFormat, bytes: Uint8Array, ceiling: Ceiling): Promise<Uint8Array> {
  ceiling.packed += bytes.length;
  return (await nativeUnpacked(format, bytes, ceiling)) ?? (await gathered(decoded(format, bytes, ceiling)));
}

/** Decompresses bytes that are all there, in chunks. */
export function unpackedBytes(
  format: PackedFormat,
  bytes: Uint8Array,
  ceiling: Ceiling,
): Generator<Uint8Array, void, undefined> {
  ceiling.packed += bytes.length;
  return decoded(format, bytes, ceiling);
}

function* decoded(format: PackedFormat, bytes: Uint8Array, ceiling: Ceiling): Generator<Uint8Array, void, undefined> {
  for (const chunk of DECODERS[format](new PackedInput(format, bytes))) {
    if (chunk === undefined) continue;
    ceiling.take(chunk.length);
    yield chunk;
  }
}
