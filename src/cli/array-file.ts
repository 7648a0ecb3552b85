/**
 * The files of numpy as the pickle of what is in them, so that all that reads pickles reads them.
 *
 * @module
 */
import { statSync } from 'node:fs';
import { isZip } from '../bytes/signature.ts';
import { decodeLatin1 } from '../bytes/text.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { fileSource } from '../node/file-source.ts';
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

/** Bytes in which the first member of an archive has its name. */
const HEAD = 1024;

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

/** One array of a `.npz` on the disk. */
interface MemberFile {
  /** A dict with only that array. */
  readonly pickle: Uint8Array;
  /** The size of the file, in bytes. */
  readonly size: number;
}

/**
 * The array that a path begins with, of a `.npz` of which the rest is not read.
 *
 * @returns `undefined` if the path begins with no array, or with one of two, or if the file has no arrays.
 */
export async function memberFile(
  file: string,
  path: string,
  limits: UnpackLimits,
  output: Output,
): Promise<MemberFile | undefined> {
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isFile() !== true) return undefined;
  const source = await fileSource(file);
  try {
    if (!isNpz(await source.read(0, Math.min(source.size, HEAD)))) return undefined;
    const read = async (encoding: Encoding): Promise<MemberFile | undefined> => {
      const options = { limits: { ...memoryLimits(source.size), ...limits }, ints: 'bigint', encoding } as const;
      const npz = await openNpz(source, options);
      const [name, ...others] = npz.names.filter((one) => beginsWith(path, one));
      if (name === undefined || others.length > 0) return undefined;
      return { pickle: pickleOf(new Map([[name, await npz.read(name)]])), size: source.size };
    };
    try {
      return await read('ASCII');
    } catch (error) {
      return await read(nextEncoding(error, undefined, output));
    }
  } finally {
    await source.close?.();
  }
}

/** Whether a path leads to an array, or into it: `weights[0]`, `$['weights'].id`. */
function beginsWith(path: string, name: string): boolean {
  const forms = [name, `$.${name}`, ...[`'`, `"`].flatMap((quote) => [`[${quote}${name}${quote}]`])];
  return forms
    .flatMap((form) => [form, `$${form}`])
    .some((form) => {
      return path.startsWith(form) && /^(?:$|[.[])/.test(path.slice(form.length));
    });
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
