/**
 * Pickles in files.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumps } from './dump/dumps.ts';
import { UnpicklingError } from './errors.ts';
import { loads, type PickleValue } from './load/loads.ts';
import type { DumpOptions, LoadOptions } from './options.ts';

/**
 * Reads the pickle in a file, as Python's `pickle.load`.
 *
 * @param path - The file.
 * @returns The value, as `loads` gives it.
 * @throws UnpicklingError if the file is empty, cut or no pickle; the message names the file.
 * @throws The system's error if the file cannot be read (`code` is `ENOENT`, `EACCES`...).
 */
export function loadFile<T = PickleValue>(path: string | URL, options?: LoadOptions): Promise<T>;
export async function loadFile(path: string | URL, options: LoadOptions = {}): Promise<unknown> {
  return loadNamed(await readFile(path), path, options);
}

/** {@link loadFile}, synchronously. */
export function loadFileSync<T = PickleValue>(path: string | URL, options?: LoadOptions): T;
export function loadFileSync(path: string | URL, options: LoadOptions = {}): unknown {
  return loadNamed(readFileSync(path), path, options);
}

/** How `dumpFile` writes. */
export interface DumpFileOptions extends DumpOptions {
  /** Whether to wait until the bytes are on the disk, and not only with the system. @defaultValue `false` */
  readonly fsync?: boolean | undefined;
}

/**
 * Writes a value as a pickle to a file, as Python's `pickle.dump`. A file of that name is replaced at once by the whole
 * new one: until then, and after any error, it is as it was.
 *
 * @param value - As for `dumps`.
 * @param path - The file. Its folder must exist and allow a temporary file.
 * @throws PicklingError if the value has no pickle.
 * @throws The system's error if the file cannot be written.
 */
export async function dumpFile(value: unknown, path: string | URL, options: DumpFileOptions = {}): Promise<void> {
  const bytes = dumps(value, options);
  const target = pathOf(path);
  const mode = await stat(target).then(permissions, () => undefined);
  const beside = besideOf(target);
  try {
    const file = await open(beside, 'wx', mode);
    try {
      await file.writeFile(bytes);
      if (options.fsync === true) await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** {@link dumpFile}, synchronously. */
export function dumpFileSync(value: unknown, path: string | URL, options: DumpFileOptions = {}): void {
  const bytes = dumps(value, options);
  const target = pathOf(path);
  const status = statSync(target, { throwIfNoEntry: false });
  const beside = besideOf(target);
  try {
    const file = openSync(beside, 'wx', status === undefined ? undefined : permissions(status));
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      if (options.fsync === true) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function loadNamed(bytes: Uint8Array, path: string | URL, options: LoadOptions): unknown {
  try {
    return loads(bytes, options);
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    const what = bytes.length === 0 ? 'the file is empty: ' : '';
    const message = error.message.slice(0, error.message.lastIndexOf(' (at byte'));
    const named = `${JSON.stringify(pathOf(path))}: ${what}${message}`;
    throw new UnpicklingError(error.code, error.offset, error.opcode, named, { cause: error });
  }
}

function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

function permissions({ mode }: { readonly mode: number }): number {
  return mode & 0o777;
}

/** A name for the new file in the folder of the old one: renaming works within one file system only. */
function besideOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
}
