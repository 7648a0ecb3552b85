/**
 * A process that answers each line with a line. It is watched: one that is silent for too long is ended, and one that
 * has died is started again.
 *
 * @module
 */
import { spawn } from 'node:child_process';

/** Why there is no answer. */
export class NoAnswer extends Error {}

/** What is waited for. */
interface Question {
  readonly resolve: (answer: string) => void;
  readonly reject: (reason: NoAnswer) => void;
}

/** A running process. */
interface Running {
  ask(line: string, question: Question): void;
  kill(): void;
}

export class Companion {
  private readonly command: string;
  private readonly args: readonly string[];
  private readonly patienceMs: number;
  private running: Running | undefined;

  constructor(command: string, args: readonly string[], patienceMs: number) {
    this.command = command;
    this.args = args;
    this.patienceMs = patienceMs;
  }

  /** One question at a time. Rejects with {@link NoAnswer}; the next question is then asked of a new process. */
  async ask(line: string): Promise<string> {
    this.running ??= start(this.command, this.args);
    const { running, patienceMs } = this;
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        timer = setTimeout(() => reject(new NoAnswer(`silent for ${patienceMs} ms`)), patienceMs);
        running.ask(line, { resolve, reject });
      });
    } catch (error) {
      this.end();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  end(): void {
    this.running?.kill();
    this.running = undefined;
  }
}

function start(command: string, args: readonly string[]): Running {
  // The order of CPython's sets of strs depends on this.
  const child = spawn(command, [...args], { env: { ...process.env, PYTHONHASHSEED: '0' } });
  let parts: string[] = [];
  let complaint = '';
  let question: Question | undefined;
  const fail = (reason: string): void => question?.reject(new NoAnswer(`${reason} ${complaint.slice(-400)}`.trim()));
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    parts.push(text);
    if (!text.endsWith('\n')) return;
    question?.resolve(parts.join(''));
    parts = [];
  });
  child.stderr.on('data', (text) => (complaint = `${complaint}${text}`.slice(-4000)));
  // That the process does not read any more is told by its end.
  child.stdin.on('error', () => undefined);
  child.on('error', (error) => fail(String(error)));
  child.on('close', (code, signal) => fail(`ended with ${code ?? signal}`));
  return {
    ask(line, next) {
      question = next;
      child.stdin.write(`${line}\n`);
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
