/**
 * A file that is replaced at once by a whole new one: until then, and after any error, it is as it was.
 *
 * @module
 */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isHandle, type PickleFile, pathOf } from './file.ts';

/**
 * Has a new file filled and puts it in the place of the old one. It gets the permissions of the old one and, where that is
 * allowed, its owner. A file that is already open or not a regular file is written to directly.
 *
 * @param fsync - Whether to wait until the bytes and the name are on the disk.
 */
export async function replaceFile(
  file: PickleFile,
  fill: (handle: FileHandle) => Promise<void>,
  fsync: boolean,
): Promise<void> {
  const write = async (handle: FileHandle): Promise<void> => {
    await fill(handle);
    if (fsync) await handle.sync().catch(ignoreUnsynced);
  };
  if (isHandle(file)) return await write(file);
  const target = await realpath(pathOf(file)).catch(() => pathOf(file));
  const old = await stat(target).catch(() => undefined);
  if (old !== undefined && !old.isFile()) return await using(await open(target, 'w'), write);
  const beside = besideOf(target);
  try {
    const handle = await open(beside, 'wx', modeOf(old));
    await using(handle, async () => {
      if (old !== undefined) await inherit(handle, old);
      await write(handle);
    });
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(ignore);
    throw naming(pathOf(file), beside, error);
  }
  if (fsync) await syncFolder(dirname(target));
}

/** {@link replaceFile}, synchronously. */
export function replaceFileSync(file: PickleFile, fill: (fd: number) => void, fsync: boolean): void {
  const write = (fd: number): void => {
    fill(fd);
    if (fsync) syncNow(fd);
  };
  if (isHandle(file)) {
    write(file.fd);
    return;
  }
  const target = attempt(() => realpathSync(pathOf(file))) ?? pathOf(file);
  const old = attempt(() => statSync(target));
  if (old !== undefined && !old.isFile()) {
    usingSync(openSync(target, 'w'), write);
    return;
  }
  const beside = besideOf(target);
  try {
    const fd = openSync(beside, 'wx', modeOf(old));
    usingSync(fd, () => {
      if (old !== undefined) inheritSync(fd, old);
      write(fd);
    });
    renameSync(beside, target);
  } catch (error) {
    attempt(() => rmSync(beside, { force: true }));
    throw naming(pathOf(file), beside, error);
  }
  if (fsync) syncFolderSync(dirname(target));
}

/**
 * A name for the new file in the folder of the old one: renaming works within one file system only. It need not be a
 * secret, because the file must not be there yet; `node:crypto` would take 10 ms to load.
 */
function besideOf(target: string): string {
  const name = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  return join(dirname(target), `.brine-${name}.tmp`);
}

/** The system's error about the temporary file, with the name that the caller gave in place of the temporary one. */
function naming(path: string, beside: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('path' in error) || error.path !== beside) return error;
  error.path = path;
  error.message = error.message.replaceAll(beside, path);
  if (error.stack !== undefined) error.stack = error.stack.replaceAll(beside, path);
  return error;
}

function modeOf(status: Stats | undefined): number | undefined {
  return status === undefined ? undefined : status.mode & 0o7777;
}

/** Gives a new file the owner of the old one, where that is allowed, and its permissions, whatever the umask says. */
async function inherit(handle: FileHandle, old: Stats): Promise<void> {
  const { mode, uid, gid } = await handle.stat();
  if (uid !== old.uid || gid !== old.gid) await handle.chown(old.uid, old.gid).catch(ignore);
  if (mode !== old.mode) await handle.chmod(old.mode & 0o7777);
}

function inheritSync(fd: number, old: Stats): void {
  const { mode, uid, gid } = fstatSync(fd);
  if (uid !== old.uid || gid !== old.gid) attempt(() => fchownSync(fd, old.uid, old.gid));
  if (mode !== old.mode) fchmodSync(fd, old.mode & 0o7777);
}

/** Waits until a new name is on the disk. Not every system can do that for a folder. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  if (folder !== undefined) await using(folder, () => folder.sync().catch(ignore));
}

function syncFolderSync(path: string): void {
  const folder = attempt(() => openSync(path, 'r'));
  if (folder !== undefined) usingSync(folder, () => void attempt(() => fsyncSync(folder)));
}

async function using(handle: FileHandle, run: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await run(handle);
  } finally {
    await handle.close();
  }
}

function usingSync(fd: number, run: (fd: number) => void): void {
  try {
    run(fd);
  } finally {
    closeSync(fd);
  }
}

function syncNow(fd: number): void {
  try {
    fsyncSync(fd);
  } catch (error) {
    ignoreUnsynced(error);
  }
}

/** Pipes, terminals and devices like `/dev/null` have nothing on a disk to wait for. */
function ignoreUnsynced(error: unknown): void {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code !== 'EINVAL' && code !== 'ENOTSUP') throw error;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function ignore(): void {}
