import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** A file: its path, a `file:` URL, or a `FileHandle`, which stays open. */
export type PickleFile = string | URL | FileHandle;

/** Whether the caller has opened it already. */
export function isHandle(file: PickleFile): file is FileHandle {
  return typeof file === 'object' && 'fd' in file && typeof file.fd === 'number';
}

/** @throws TypeError if it is neither a path nor a `file:` URL. */
export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}

/** The state of an open file, by which changes are noticed. Only regular files have one. */
export interface FileState {
  readonly size: number | undefined;
  readonly version: string | undefined;
}

export function stateOf(status: BigIntStats): FileState {
  // Files that the system makes while they are read, as in /proc, claim to be empty.
  const isRegular = status.isFile() && status.size > 0n;
  return {
    size: isRegular ? Number(status.size) : undefined,
    version: isRegular ? `${status.size} ${status.mtimeNs}` : undefined,
  };
}
