/**
 * Where text and bytes go: standard output, standard error, or a file.
 *
 * @module
 */
import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { visible } from '../inspect/visible.ts';
import { CommandError, EXIT } from './command-error.ts';
import { messageOf } from './message.ts';

export interface OutputSink {
  /** Whether it is a terminal. */
  readonly isTerminal: boolean;
  /** Characters in a line, and lines, of a terminal. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
  /** Writes everything. Returns a promise if that is not done yet. */
  write(data: string | Uint8Array): void | Promise<void>;
  close(): void;
}

/**
 * Standard output or standard error.
 *
 * Node's stream for it takes longer to load than everything else that a command does with a small file. It is made only
 * for a terminal, and when a non-blocking pipe is full.
 */
export class StandardSink implements OutputSink {
  private readonly fd: 1 | 2;
  private terminal: boolean | undefined;
  private opened: NodeJS.WriteStream | undefined;

  constructor(fd: 1 | 2) {
    this.fd = fd;
  }

  get isTerminal(): boolean {
    this.terminal ??= mayBeTerminal(this.fd) && this.stream().isTTY === true;
    return this.terminal;
  }

  get columns(): number | undefined {
    return this.isTerminal ? this.stream().columns : undefined;
  }

  get rows(): number | undefined {
    return this.isTerminal ? this.stream().rows : undefined;
  }

  write(data: string | Uint8Array): void | Promise<void> {
    if (this.isTerminal || this.opened !== undefined) return this.send(data);
    const rest = writeWithoutWaiting(this.fd, bytesOf(data));
    return rest.length === 0 ? undefined : this.send(rest);
  }

  close(): void {}

  private send(data: string | Uint8Array): void | Promise<void> {
    const stream = this.stream();
    return stream.write(data) ? undefined : new Promise((resolve) => void stream.once('drain', resolve));
  }

  private stream(): NodeJS.WriteStream {
    this.opened ??= (this.fd === 1 ? process.stdout : process.stderr).on('error', endFailed);
    return this.opened;
  }
}

/** A file that is rewritten. */
export class FileSink implements OutputSink {
  readonly isTerminal = false;
  readonly columns = undefined;
  readonly rows = undefined;
  private readonly path: string;
  private readonly fd: number;

  constructor(path: string) {
    this.path = path;
    this.fd = this.named(() => openSync(path, 'w'));
  }

  write(data: string | Uint8Array): void {
    this.named(() => {
      for (let rest = bytesOf(data); rest.length > 0; ) rest = writeWithoutWaiting(this.fd, rest);
    });
  }

  /** Adds the name of the file to an error. */
  private named<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw new CommandError(`${this.path}: ${messageOf(error)}`, { cause: error });
    }
  }

  close(): void {
    closeSync(this.fd);
  }
}

function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
}

/** Writes as much as it can without waiting; returns what is left. */
function writeWithoutWaiting(fd: number, bytes: Uint8Array): Uint8Array {
  let at = 0;
  try {
    while (at < bytes.length) at += writeSync(fd, bytes, at);
  } catch (error) {
    if (!isError(error, 'EAGAIN')) endQuietly(error);
  }
  return bytes.subarray(at);
}

/** Whether it may be a terminal: files and pipes are not, which is known without loading `node:tty`. */
function mayBeTerminal(fd: number): boolean {
  if (process.platform === 'win32') return true;
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

/** Called when a stream of Node fails and nobody is waiting for it. */
function endFailed(error: unknown): void {
  if (isError(error, 'EPIPE')) process.exit();
  try {
    writeSync(2, `brine: ${visible(messageOf(error))}\n`);
  } catch {
    // Standard error itself failed, so only the exit status is left.
  }
  process.exit(EXIT.failed);
}

/** Ends quietly if the reader has closed the pipe, as in `brine FILE | head`. */
function endQuietly(error: unknown): void {
  if (!isError(error, 'EPIPE')) throw error;
  process.exit();
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
