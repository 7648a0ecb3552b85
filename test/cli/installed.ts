/** The package as npm makes it, installed into an empty folder, and its command run as a process. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a run of the command gave. */
export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly bytes: Buffer;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: Uint8Array | string;
  readonly env?: Readonly<Record<string, string>>;
  /** How many bytes of the output are read before the pipe is closed. */
  readonly most?: number;
}

export class Installed {
  /** Where the command runs, and files are. */
  readonly folder: string;
  private readonly command: string;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'brine-cli-'));
    this.npm('pack', '--silent', '--ignore-scripts', '--pack-destination', this.folder, root);
    const [tarball = ''] = readdirSync(this.folder).filter((name) => name.endsWith('.tgz'));
    this.npm(
      'install',
      '--silent',
      '--offline',
      '--no-audit',
      '--no-fund',
      '--prefix',
      this.folder,
      join(this.folder, tarball),
    );
    this.command = join(this.folder, 'node_modules/.bin/brine');
  }

  /** What the package brought with it. */
  get packages(): string[] {
    return readdirSync(join(this.folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  }

  run(argv: readonly string[], { input, env = {}, most }: RunOptions = {}): Promise<Run> {
    const child = spawn(this.command, argv, { cwd: this.folder, env: { ...clean(process.env), ...env } });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    let length = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      out.push(chunk);
      length += chunk.length;
      if (most !== undefined && length >= most) child.stdout.destroy();
    });
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => {});
    child.stdin.end(input ?? '');
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (status) => {
        const bytes = Buffer.concat(out);
        resolve({ status, bytes, out: bytes.toString('utf8'), err: Buffer.concat(err).toString('utf8') });
      });
    });
  }

  /** Runs the command, and sends it what Ctrl-C sends, as soon as something is so. Gives the signal that ended it. */
  interrupted(argv: readonly string[], isDue: () => boolean): Promise<NodeJS.Signals | null> {
    const child = spawn(this.command, argv, { cwd: this.folder, env: clean(process.env), stdio: 'ignore' });
    const timer = setInterval(() => {
      if (!isDue()) return;
      clearInterval(timer);
      child.kill('SIGINT');
    }, 1);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (_, signal) => {
        clearInterval(timer);
        resolve(signal);
      });
    });
  }

  /** The command behind `sh -c`, with redirections of the shell's. */
  shell(line: string): Run {
    const options = { cwd: this.folder, env: clean(process.env) };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', `'${this.command}' ${line}`], options);
    return { status, bytes: stdout, out: stdout.toString('utf8'), err: stderr.toString('utf8') };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private npm(...argv: string[]): void {
    const { status, stderr } = spawnSync('npm', argv, { cwd: this.folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`npm ${argv.join(' ')}: ${stderr}`);
  }
}

/** Without what would change how things are shown. */
function clean(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NO_COLOR: _no, FORCE_COLOR: _force, COLUMNS: _columns, ...rest } = env;
  return rest;
}
