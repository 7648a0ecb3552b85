/**
 * Where a command writes: data to standard output, everything else to standard error.
 *
 * @module
 */

import { visible } from '../inspect/visible.ts';
import { FileSink, type OutputSink } from './sink.ts';
import { Styler } from './style.ts';

/** How many characters are gathered before they are written. */
const CHUNK = 65_536;
const COLUMNS = 80;

export class Output {
  /** For standard output. */
  readonly style: Styler;
  /** Where progress is shown. */
  readonly stderr: OutputSink;
  private readonly stdout: OutputSink;
  private readonly said = new Set<string>();
  private pending = '';

  constructor(stdout: OutputSink, stderr: OutputSink, isColored: boolean) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.style = new Styler(isColored);
  }

  /** The same output, but to a file. */
  static toFile(path: string, { stderr }: Output): Output {
    return new Output(new FileSink(path), stderr, false);
  }

  /** Whether standard output is a terminal. */
  get isTerminal(): boolean {
    return this.stdout.isTerminal;
  }

  /** Characters in a line; 80 without a terminal. */
  get columns(): number {
    const set = Number(process.env['COLUMNS']);
    if (!this.isTerminal) return Number.isSafeInteger(set) && set > 0 ? set : COLUMNS;
    const { columns = 0 } = this.stdout;
    return columns > 0 ? columns : COLUMNS;
  }

  /** Lines of the terminal; `undefined` without one. */
  get rows(): number | undefined {
    const { rows = 0 } = this.stdout;
    return rows > 0 ? rows : undefined;
  }

  /** Writes text to standard output, unchanged. */
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

  /** Tells the user something in one line, on standard error. */
  say(message: string): void {
    this.tell(`brine: ${visible(message)}\n`);
  }

  /** Tells the user something once, even if it is said again. */
  sayOnce(message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    this.say(message);
  }

  /** Writes text to standard error, unchanged. */
  tell(text: string): void {
    try {
      void this.stderr.write(text);
    } catch {
      // If standard error fails too, only the exit status is left.
    }
  }

  /** Closes a file. */
  async close(): Promise<void> {
    await this.flush();
    this.stdout.close();
  }

  private async send(data: string | Uint8Array): Promise<void> {
    await this.stdout.write(data);
  }
}
