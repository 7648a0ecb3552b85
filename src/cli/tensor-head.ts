/**
 * Whether an operand may be a file of tensors, by its beginning. What reads such files is loaded only then.
 *
 * @module
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { isZip } from '../bytes/signature.ts';

const HEAD = 512;

/** Whether it is an address. */
export function isUrl(name: string): boolean {
  return /^https?:\/\//i.test(name);
}

/** Whether a file may have tensors. Files that cannot be opened have none. */
export function mayHaveTensors(name: string): boolean {
  if (name === '-') return false;
  if (isUrl(name)) return true;
  const head = new Uint8Array(HEAD);
  try {
    const fd = openSync(name, 'r');
    try {
      // A pipe or a device is not read twice.
      return readSync(fd, head, 0, HEAD, 0) > 16 && isLikely(head);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

function isLikely(head: Uint8Array): boolean {
  if (isZip(head)) return true;
  // The magic number of PyTorch; the header of safetensors; `ustar` of tar, or no mark in old ones.
  if (head[0] === 0x80 && head[1] === 2 && head[2] === 0x8a && head[3] === 10) return true;
  if (head[8] === 0x7b && head[4] === 0 && head[5] === 0 && head[6] === 0 && head[7] === 0) return true;
  return head[257] === 0x75 && head[258] === 0x73 && head[259] === 0x74 && head[260] === 0x61 && head[261] === 0x72;
}
