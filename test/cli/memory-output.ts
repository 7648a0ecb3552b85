/** Commands run in this process, with what they write kept. */
import { COMMANDS } from '../../src/cli/commands.ts';
import { Output } from '../../src/cli/output.ts';
import type { OutputSink } from '../../src/cli/sink.ts';

/** What a command wrote, and its exit status. */
export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command. */
export async function ran(name: string, argv: readonly string[]): Promise<Ran> {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const output = new Output(stdout, stderr, false);
  const command = await COMMANDS.find((entry) => entry.name === name)?.load();
  if (command === undefined) throw new Error(`there is no command ${name}`);
  const status = await command.start(argv, output);
  await output.flush();
  return { status, out: stdout.text(), err: stderr.text() };
}

class Kept implements OutputSink {
  readonly isTerminal = false;
  readonly columns = undefined;
  readonly rows = undefined;
  private readonly chunks: Buffer[] = [];

  write(data: string | Uint8Array): void {
    this.chunks.push(Buffer.from(data));
  }

  close(): void {}

  text(): string {
    return Buffer.concat(this.chunks).toString('utf8');
  }
}
