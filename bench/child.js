import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const here = (name) => new URL(name, import.meta.url).pathname;

/** A process that answers one command at a time, each a line of JSON. */
export class Child {
  #process;
  #lines;

  constructor(command, args, env = {}) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  static node(node, name, flags = [], env = {}) {
    return new Child(node, [...flags, '--expose-gc', '--max-old-space-size=6144', here('worker.js'), name], env);
  }

  /** Brine in another runtime. */
  static runtime({ command, args }) {
    return new Child(command, [...args, here('worker.js'), 'brine']);
  }

  static python(python) {
    return new Child(python, [here('worker.py')]);
  }

  async ask(command, args = {}) {
    this.#process.stdin.write(`${JSON.stringify({ command, ...args })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(`the process of ${this.#process.spawnargs.join(' ')} ended`);
    return JSON.parse(value);
  }

  end() {
    this.#process.stdin.end();
  }
}
