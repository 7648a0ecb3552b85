/*!
 * Contains fzstd 0.1.1, under the MIT licence:
 *
 * Copyright (c) 2020 Arjun Barrett
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
 * documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
 * rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
 * persons to whom the Software is furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
 * Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
 * WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
 * COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
 * OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
 */
import { Decompress } from 'fzstd';
import type { ZstdFrame } from '../load/zstd-frames.ts';
import { Xxh64 } from './xxh64.ts';

/** So many bytes are given at a time: what comes of them, at most 128 KiB for each four, is in memory at once. */
const STEP = 1024;

/**
 * The content of one zstd frame, piece by piece, where Node.js has no zstd of its own. Throws where it is broken: fzstd
 * looks neither at the checksum nor at the length that the frame announces.
 */
export function* frameChunks(
  bytes: Uint8Array,
  { contentBytes, checksum }: ZstdFrame,
): Generator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const stream = new Decompress((chunk) => ready.push(chunk));
  const hash = new Xxh64();
  let length = 0;
  for (let at = 0; at < bytes.length; at += STEP) {
    stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
    for (const chunk of ready.splice(0)) {
      length += chunk.length;
      if (checksum !== undefined) hash.update(chunk);
      yield chunk;
    }
  }
  if (contentBytes !== undefined && contentBytes !== length) {
    throw new Error(`a frame of ${length} bytes announces ${contentBytes}`);
  }
  if (checksum !== undefined && checksum !== hash.low) throw new Error('the checksum is wrong');
}
