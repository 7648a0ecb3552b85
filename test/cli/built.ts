/** The command as it is built, run as a process in a folder of its own. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));

export class Built {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'brine-built-'));

  constructor() {
    afterAll(() => rmSync(this.folder, { recursive: true }));
  }

  write(name: string, bytes: Uint8Array | string): string {
    writeFileSync(join(this.folder, name), bytes);
    return name;
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name));
  }

  /** Without an input, standard input is empty and no terminal. */
  run(argv: readonly string[], input: Uint8Array | string = ''): { status: number | null; out: string; err: string } {
    const run = spawnSync(process.execPath, [command, ...argv], { cwd: this.folder, input, encoding: 'utf8' });
    return { status: run.status, out: run.stdout, err: run.stderr };
  }
}
