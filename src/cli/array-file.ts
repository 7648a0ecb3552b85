/**
 * The files of numpy as the pickle of what is in them, so that all that reads pickles reads them.
 *
 * @module
 */
import { isZip } from '../bytes/signature.ts';
import { decodeLatin1 } from '../bytes/text.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { isNpy } from '../npy/npy-header.ts';
import { openNpz } from '../npy/npz.ts';
import { readNpy } from '../npy/read-npy.ts';
import { numpy } from '../numpy/family.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import type { LoadOptions } from '../options.ts';
import { dumps } from '../pickle/dumps.ts';
import { bytesSource } from '../sources/byte-source.ts';
import { type Encoding, nextEncoding } from './encoding.ts';
import { memoryLimits } from './memory.ts';
import type { Output } from './output.ts';

/** A file of arrays. */
export interface ArrayFile {
  readonly format: '.npy' | '.npz';
  /** The array, or a dict of the arrays by their names. */
  readonly pickle: Uint8Array;
}

/** The arrays of a file; `undefined` if it is neither a `.npy` nor an archive of such. */
export async function arrayFile(
  bytes: Uint8Array,
  limits: UnpackLimits,
  output: Output,
): Promise<ArrayFile | undefined> {
  if (!isNpy(bytes) && !isNpz(bytes)) return undefined;
  const options = { limits: { ...memoryLimits(bytes.length), ...limits }, ints: 'bigint' } as const;
  const read = async (encoding: Encoding): Promise<ArrayFile> => {
    if (isNpy(bytes)) return { format: '.npy', pickle: pickleOf(readNpy(bytes, { ...options, encoding })) };
    return { format: '.npz', pickle: pickleOf(await arraysOf(bytes, { ...options, encoding })) };
  };
  try {
    return await read('ASCII');
  } catch (error) {
    return await read(nextEncoding(error, undefined, output));
  }
}

async function arraysOf(bytes: Uint8Array, options: LoadOptions): Promise<ReadonlyMap<string, NdArray>> {
  const file = await openNpz(bytesSource(bytes), options);
  const arrays = new Map<string, NdArray>();
  for (const name of file.names) arrays.set(name, await file.read(name));
  return arrays;
}

/** Whether the first member of a zip archive is an array. */
function isNpz(bytes: Uint8Array): boolean {
  if (!isZip(bytes)) return false;
  const length = (bytes[26] ?? 0) + 256 * (bytes[27] ?? 0);
  return decodeLatin1(bytes, 30, Math.min(bytes.length, 30 + length)).endsWith('.npy');
}

function pickleOf(value: unknown): Uint8Array {
  return dumps(value, { codecs: [numpy], protocol: 5, ints: 'bigint' });
}
