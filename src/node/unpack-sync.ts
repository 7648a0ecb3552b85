/**
 * What is inside of compressed files, for those who cannot wait.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import {
  Ceiling,
  cannotUnpack,
  compressionOf,
  MAGIC,
  type Opened,
  type UnpackLimits,
  unpacksToMore,
} from '../load/unpack.ts';
import { zstdFrames } from '../load/zstd-frames.ts';
import { nodeInflateSync } from './inflate.ts';

/** Gives the next bytes, lent until the next call; `undefined`: there are no more. */
export type Pull = () => Uint8Array | undefined;

/** The same bytes, or what is inside of them if they are compressed: then all of them are read at once. */
export function openedSync(pull: Pull, limits: UnpackLimits): Pull {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < MAGIC) {
    const chunk = pull();
    if (chunk === undefined) break;
    head = joined([head, chunk]);
  }
  const compression = compressionOf(head);
  if (compression === undefined) return after(head, pull);
  const chunks = [head];
  for (let chunk = pull(); chunk !== undefined; chunk = pull()) chunks.push(chunk.slice());
  return after(unpackedSync(compression, joined(chunks), limits), () => undefined);
}

function unpackedSync(compression: Opened, packed: Uint8Array, limits: UnpackLimits): Uint8Array {
  const ceiling = new Ceiling(limits, (by) => unpacksToMore(compression, limits, by, 0));
  ceiling.packed = packed.length;
  const chunks: Uint8Array[] = [];
  try {
    for (const part of compression === 'zstd' ? framesOf(packed) : [packed]) {
      const chunk = nodeInflateSync(compression, part, ceiling.left);
      ceiling.take(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RangeError && Reflect.get(error, 'code') === 'ERR_BUFFER_TOO_LARGE') throw ceiling.excess();
    throw cannotUnpack(compression, error, 0);
  }
  return joined(chunks);
}

function* framesOf(packed: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (const { start, end } of zstdFrames(packed)) yield packed.subarray(start, end);
}

function after(head: Uint8Array, pull: Pull): Pull {
  let isFirst = head.length > 0;
  return () => {
    if (!isFirst) return pull();
    isFirst = false;
    return head;
  };
}
