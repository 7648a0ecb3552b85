/**
 * The files of a command line: paths, patterns, `-`; opened if they are compressed.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { CommandError, EXIT } from './command.ts';
import { type Compression, compressionOf, otherFormat, unpack } from './container.ts';
import { filesOf, isPattern } from './glob.ts';
import { joined } from './joined.ts';
import { messageOf } from './message.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';

/** A file that was read. */
export interface Input {
  /** As it is shown: `<stdin>` for `-`. */
  readonly name: string;
  /** What is to be looked at, unpacked. */
  readonly bytes: Uint8Array;
  /** How it was compressed, the outermost first. */
  readonly compressions: readonly Compression[];
  /** Bytes of the file itself. */
  readonly size: number;
}

const CHUNK = 2 ** 22;
/** A file compressed more often is made to annoy. */
const MOST_LAYERS = 4;

/** What the names of a command line mean: patterns become the files that match. */
export function expand(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === '-' || !isPattern(name) || existsSync(name)) return [name];
    const found = filesOf(name);
    if (found.length === 0) throw new CommandError(`${name}: no file matches`);
    return found;
  });
}

/**
 * Does something with each file. One that cannot be read does not keep the others from being looked at.
 *
 * @returns The worst exit status.
 */
export async function eachInput(
  names: readonly string[],
  output: Output,
  use: (input: Input, count: number) => Promise<number>,
): Promise<number> {
  const files = expand(names);
  let worst: number = EXIT.ok;
  for (const name of files) {
    try {
      worst = Math.max(worst, await use(await readInput(name, output), files.length));
    } catch (error) {
      await output.flush();
      output.say(`${shownName(name)}: ${messageOf(error)}`);
      worst = EXIT.failed;
    }
  }
  return worst;
}

export function shownName(name: string): string {
  return name === '-' ? '<stdin>' : name;
}

/** Reads a file and opens what is compressed. */
export async function readInput(name: string, output: Output): Promise<Input> {
  const raw = await readAll(name, output);
  if (raw.length === 0) throw new CommandError('the file is empty');
  const compressions: Compression[] = [];
  let bytes = raw;
  for (let next = compressionOf(bytes); next !== undefined; next = compressionOf(bytes)) {
    if (compressions.length === MOST_LAYERS) throw new CommandError('compressed more than four times');
    const progress = new Progress(output.progressStream, 'unpacking', bytes.length);
    try {
      bytes = await unpack(bytes, next, progress);
    } finally {
      progress.end();
    }
    compressions.push(next);
  }
  return { name: shownName(name), bytes, compressions, size: raw.length };
}

/** Says what a file is, if it is no pickle but something well known. */
export function explained(error: unknown, bytes: Uint8Array): unknown {
  const format = otherFormat(bytes);
  if (format === undefined || !(error instanceof Error)) return error;
  return new CommandError(`no pickle: this is ${format}`, { cause: error });
}

async function readAll(name: string, output: Output): Promise<Uint8Array> {
  if (name === '-') return await gather(process.stdin, output);
  const handle = await open(name, 'r');
  try {
    const { size } = await handle.stat();
    if (size === 0) return await gather(handle.createReadStream({ autoClose: false }), output);
    const bytes = new Uint8Array(size);
    const progress = new Progress(output.progressStream, 'reading', size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(CHUNK, size - at), at);
      if (bytesRead === 0) throw new CommandError('the file became shorter while it was read');
      at += bytesRead;
      progress.update(at);
    }
    progress.end();
    return bytes;
  } finally {
    await handle.close();
  }
}

/** A stream to its end. */
async function gather(stream: AsyncIterable<Uint8Array>, output: Output): Promise<Uint8Array> {
  const progress = new Progress(output.progressStream, 'reading', undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    progress.update(length);
  }
  progress.end();
  return joined(chunks);
}
