import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { reworded, UnpicklingError } from '../errors.ts';
import { resolveLimits } from '../limits.ts';
import { loadSync } from '../load/stream/pump.ts';
import { Session } from '../load/stream/session.ts';
import type { ChunkSource } from '../load/stream/source.ts';
import type { AsyncLoadOptions, UnpackingLoadOptions } from '../options.ts';
import { isDecompressing, opened, type Unpack } from '../pickle/opened.ts';
import { standardCodecs } from '../stdlib/standard-codecs.ts';
import type { PickleValue } from '../values/pickle-value.ts';
import { type FileState, isHandle, type PickleFile, pathOf, stateOf } from './file.ts';
import { nodeUnpacked } from './inflate.ts';
import { openedSync } from './unpack-sync.ts';

/** How many bytes of a file are read at a time. */
const CHUNK = 0x4_0000;
/**
 * The same where the bytes are put where they belong: no more than a signal may wait for, and no more than the system
 * can read.
 */
const PLACED = 2 ** 23;
const PLACED_SYNC = 2 ** 30;

/**
 * Reads the pickle in a file, as Python's `pickle.load`. The file is not held in memory beside the result.
 *
 * @param file - A path or URL is read from its beginning; a `FileHandle` from where it is, and somewhat further than
 *   the end of the pickle.
 * @returns The value, as `load` gives it.
 * @throws UnpicklingError if the file is empty, cut or not a pickle; the message names the file. If the file changed while
 *   it was read, the code is `changed`.
 * @throws The system's error if the file cannot be read (`code` is `ENOENT`, `EACCES`...); the signal's `reason`.
 * @example
 * ```ts
 * import { dumpFile, loadFile } from 'brine/node';
 *
 * await dumpFile([3, 4], 'marks');
 * await loadFile('marks'); // [3, 4]
 * ```
 */
export function loadFile<T = PickleValue>(file: PickleFile, options?: AsyncLoadOptions): Promise<T>;
export async function loadFile(file: PickleFile, options: AsyncLoadOptions = {}): Promise<unknown> {
  return await withInput(file, async (input) => {
    const value = await new Session(() => opened(() => input, options, nodeUnpack), options, standardCodecs).load();
    await input.checkUnchanged();
    return value;
  });
}

/**
 * Reads the pickles in a file, one after another, each with a fresh memo, up to where the file ended when it was opened.
 *
 * @param file - As for {@link loadFile}.
 * @returns A generator of their values. The file is open until it ends.
 * @throws As `loadAll`, and the system's errors.
 * @example
 * ```ts
 * import { appendFile } from 'node:fs/promises';
 * import { dumps } from 'brine';
 * import { dumpFile, loadAllFile } from 'brine/node';
 *
 * await dumpFile('first', 'marks');
 * await appendFile('marks', dumps('second'));
 * for await (const value of loadAllFile('marks')) value; // 'first', then 'second'
 * ```
 */
export function loadAllFile<T = PickleValue>(
  file: PickleFile,
  options?: AsyncLoadOptions,
): AsyncGenerator<T, void, unknown>;
export async function* loadAllFile(
  file: PickleFile,
  options: AsyncLoadOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const input = await FileInput.open(file);
  try {
    const session = new Session(() => opened(() => input, options, nodeUnpack), options, standardCodecs);
    while (!(await session.atEnd())) yield await session.loadFresh();
  } catch (error) {
    throw await input.explained(error);
  } finally {
    await input.release();
  }
}

/**
 * {@link loadFile}, synchronously.
 *
 * @example
 * ```ts
 * import { dumpFileSync, loadFileSync } from 'brine/node';
 *
 * dumpFileSync([3, 4], 'marks');
 * loadFileSync('marks'); // [3, 4]
 * ```
 */
export function loadFileSync<T = PickleValue>(file: PickleFile, options?: UnpackingLoadOptions): T;
export function loadFileSync(file: PickleFile, options: UnpackingLoadOptions = {}): unknown {
  const fd = isHandle(file) ? file.fd : openSync(pathOf(file), 'r');
  try {
    return loadDescriptor(fd, file, options);
  } finally {
    if (!isHandle(file)) closeSync(fd);
  }
}

function loadDescriptor(fd: number, file: PickleFile, options: UnpackingLoadOptions): unknown {
  const state = (): FileState => stateOf(fstatSync(fd, { bigint: true }));
  const before = state();
  const size = isHandle(file) ? undefined : before.size;
  const buffer = new Uint8Array(Math.min(CHUNK, size ?? CHUNK));
  let read = 0;
  const pull = (room?: Uint8Array): Uint8Array | undefined => {
    const target = targetOf(room, buffer, PLACED_SYNC);
    const length = readSync(fd, target, 0, Math.min(target.length, (size ?? Number.POSITIVE_INFINITY) - read), null);
    read += length;
    return length === 0 ? undefined : target.subarray(0, length);
  };
  try {
    const value = isDecompressing(options)
      ? loadSync(openedSync(pull, resolveLimits(options.limits, 0)), undefined, options, standardCodecs)
      : loadSync(pull, size, options, standardCodecs);
    if (state().version !== before.version) throw changedFile(read);
    return value;
  } catch (error) {
    throw explained(error, file, read, state().version !== before.version);
  }
}

/** Where bytes are read to: where they belong, if that is worth it. */
function targetOf(room: Uint8Array | undefined, buffer: Uint8Array, most: number): Uint8Array {
  return room === undefined || room.length < buffer.length ? buffer : room.subarray(0, most);
}

async function nodeUnpack(): Promise<Unpack> {
  return nodeUnpacked;
}

/** A file that is being read. */
class FileInput implements ChunkSource {
  readonly total: number | undefined;
  private readonly file: PickleFile;
  private readonly handle: FileHandle;
  private readonly before: FileState;
  private readonly buffer: Uint8Array;
  /** How many bytes were read so far. */
  private read = 0;

  constructor(file: PickleFile, handle: FileHandle, before: FileState) {
    this.file = file;
    this.handle = handle;
    this.before = before;
    // The position of a handle is not known.
    this.total = isHandle(file) ? undefined : before.size;
    this.buffer = new Uint8Array(Math.min(CHUNK, this.total ?? CHUNK));
  }

  static async open(file: PickleFile): Promise<FileInput> {
    const handle = isHandle(file) ? file : await open(pathOf(file), 'r');
    try {
      return new FileInput(file, handle, stateOf(await handle.stat({ bigint: true })));
    } catch (error) {
      if (handle !== file) await handle.close();
      throw error;
    }
  }

  async next(room?: Uint8Array): Promise<Uint8Array | undefined> {
    const { total = Number.POSITIVE_INFINITY } = this;
    const target = targetOf(room, this.buffer, PLACED);
    const { bytesRead } = await this.handle.read(target, 0, Math.min(target.length, total - this.read), null);
    this.read += bytesRead;
    return bytesRead === 0 ? undefined : target.subarray(0, bytesRead);
  }

  /** Does not close the handle: {@link release} does, after the check whether the file changed. */
  async close(): Promise<void> {}

  async release(): Promise<void> {
    if (this.handle !== this.file) await this.handle.close();
  }

  async checkUnchanged(): Promise<void> {
    if (await this.hasChanged()) throw changedFile(this.read);
  }

  async explained(error: unknown): Promise<unknown> {
    return explained(error, this.file, this.read, error instanceof UnpicklingError && (await this.hasChanged()));
  }

  private async hasChanged(): Promise<boolean> {
    return stateOf(await this.handle.stat({ bigint: true })).version !== this.before.version;
  }
}

async function withInput<T>(file: PickleFile, run: (input: FileInput) => Promise<T>): Promise<T> {
  const input = await FileInput.open(file);
  try {
    return await run(input);
  } catch (error) {
    throw await input.explained(error);
  } finally {
    await input.release();
  }
}

function changedFile(offset: number): UnpicklingError {
  return new UnpicklingError('changed', offset, -1, 'the bytes that were read are from different states of the file');
}

/** Adds to an error about a pickle the name of its file, and whether the file changed. */
function explained(error: unknown, file: PickleFile, read: number, hasChanged: boolean): unknown {
  if (!(error instanceof UnpicklingError)) return error;
  const name = isHandle(file) ? '' : `${JSON.stringify(pathOf(file))}: `;
  const what = hasChanged ? 'the file changed while it was read: ' : read === 0 ? 'the file is empty: ' : '';
  const code = hasChanged ? 'changed' : error.code;
  return reworded(error, (reason) => `${name}${what}${reason}`, { code, cause: error });
}
