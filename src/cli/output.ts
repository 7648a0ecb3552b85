/**
 * Where a command writes: data to standard output, everything else to standard error.
 *
 * @module
 */
import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import { type Style, Styler } from './style.ts';
import { visible } from './visible.ts';

/** Characters that are gathered before they are written. */
const CHUNK = 65_536;
const COLUMNS = 80;

/** A stream that may be a terminal. */
type Stream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

export class Output {
  /** For standard output. */
  readonly style: Styler;
  private readonly stdout: Stream;
  private readonly stderr: NodeJS.WriteStream;
  private pending = '';

  constructor(stdout: Stream, stderr: NodeJS.WriteStream, isColored: boolean) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.style = new Styler(isColored);
  }

  /** A file in place of standard output. */
  static toFile(path: string, { stderr }: Output): Output {
    return new Output(createWriteStream(path, { fd: openSync(path, 'w') }), stderr, false);
  }

  /** Whether a person looks at standard output. */
  get isTerminal(): boolean {
    return this.stdout.isTTY === true;
  }

  /** Characters of a line; 80 where there is no terminal. */
  get columns(): number {
    const set = Number(process.env['COLUMNS']);
    if (this.stdout.isTTY !== true) return Number.isSafeInteger(set) && set > 0 ? set : COLUMNS;
    const { columns = 0 } = this.stdout;
    return columns > 0 ? columns : COLUMNS;
  }

  /** Lines of the terminal; `undefined` where there is none. */
  get rows(): number | undefined {
    const { isTTY, rows = 0 } = this.stdout;
    return isTTY === true && rows > 0 ? rows : undefined;
  }

  /** Where progress is shown: standard error, if that is a terminal. */
  get progressStream(): NodeJS.WriteStream | undefined {
    return this.stderr.isTTY === true ? this.stderr : undefined;
  }

  /** Writes text to standard output as it is. */
  async write(text: string): Promise<void> {
    this.pending += text;
    if (this.pending.length >= CHUNK) await this.flush();
  }

  async line(text = ''): Promise<void> {
    await this.write(`${text}\n`);
  }

  async bytes(bytes: Uint8Array): Promise<void> {
    await this.flush();
    await this.send(bytes);
  }

  async flush(): Promise<void> {
    const text = this.pending;
    this.pending = '';
    if (text !== '') await this.send(text);
  }

  /** Says something to the user, in one line, beside the data. */
  say(message: string, style?: Style): void {
    const line = `brine: ${visible(message)}\n`;
    this.stderr.write(
      style === undefined || !this.style.isColored || !this.stderr.isTTY ? line : this.style.paint(style, line),
    );
  }

  /** Ends a file. */
  async close(): Promise<void> {
    await this.flush();
    this.stdout.end();
    await once(this.stdout, 'finish');
  }

  private async send(data: string | Uint8Array): Promise<void> {
    if (!this.stdout.write(data)) await once(this.stdout, 'drain');
  }
}
