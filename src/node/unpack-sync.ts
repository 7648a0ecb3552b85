/**
 * Decompresses files synchronously.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import { type Compression, compressionOf, mayBeCompressed } from '../bytes/signature.ts';
import { type Ceiling, ceilingOf, type UnpackLimits } from '../ceiling.ts';
import { broken } from '../containers/broken.ts';
import { zstdFrames } from '../containers/decoders/zstd-frames.ts';
import { unpackedSync } from '../containers/unpacked.ts';
import { unpickling } from '../pickle/opened.ts';

/** Returns the next bytes, which are lent until the next call; `undefined` if there are no more. */
export type Pull = () => Uint8Array | undefined;

/** The same bytes, or their content if they are compressed. */
export function openedSync(pull: Pull, limits: UnpackLimits): Pull {
  let head: Uint8Array = new Uint8Array(0);
  while (mayBeCompressed(head)) {
    const start = head.slice();
    const chunk = pull();
    if (chunk === undefined) {
      head = start;
      break;
    }
    head = start.length === 0 ? chunk : joined([start, chunk]);
  }
  const compression = compressionOf(head);
  const all = after(head, pull);
  if (compression === undefined) return all;
  const chunks = unpackedPull(compression, all, ceilingOf(compression, limits));
  let given = 0;
  return () => {
    try {
      const { done, value } = chunks.next();
      if (done === true) return undefined;
      given += value.length;
      return value;
    } catch (error) {
      throw unpickling(error, given);
    }
  };
}

function unpackedPull(compression: Compression, pull: Pull, ceiling: Ceiling): Iterator<Uint8Array, void, undefined> {
  const zlib = process.getBuiltinModule('node:zlib');
  const native: unknown = compression === 'zstd' ? Reflect.get(zlib, 'zstdDecompressSync') : undefined;
  if (typeof native !== 'function') return unpackedSync(compression, pull, ceiling);
  const unpackFrame = (frame: Uint8Array, options: object): Uint8Array => native(frame, options);
  return zstdSync(pull, ceiling, unpackFrame);
}

/** Decompresses with Node's own zstd, which takes a whole frame at a time. */
function* zstdSync(
  pull: Pull,
  ceiling: Ceiling,
  unpackFrame: (frame: Uint8Array, options: object) => Uint8Array,
): Generator<Uint8Array, void, undefined> {
  const chunks: Uint8Array[] = [];
  for (let chunk = pull(); chunk !== undefined; chunk = pull()) chunks.push(chunk.slice());
  const packed = joined(chunks);
  ceiling.packed += packed.length;
  for (const frame of zstdFrames(packed)) {
    let content: Uint8Array;
    try {
      content = unpackFrame(frame, { maxOutputLength: Math.max(1, ceiling.left) });
    } catch (error) {
      if (error instanceof RangeError && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE') throw ceiling.excess();
      throw broken('zstd', error instanceof Error ? error.message : String(error), error);
    }
    ceiling.take(content.length);
    yield content;
  }
}

function after(head: Uint8Array, pull: Pull): Pull {
  let isFirst = head.length > 0;
  return () => {
    if (!isFirst) return pull();
    isFirst = false;
    return head;
  };
}
