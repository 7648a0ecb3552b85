/**
 * The runtimes that npm has as packages that are the binary itself: no install script has to run. The suite and the
 * benchmark start them.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/brine-runtimes', import.meta.url));
const INSTALL_MS = 150_000;
/** A runtime cannot be had: no failure. */
export class Missing extends Error {}

const target = `${platform()}-${arch()}`;
export const RUNTIMES = [
  ...[22, 24, 26].map((line) => ({
    name: `Node ${line}`,
    spec: `node-${target}@${line}`,
    binary: `node-${target}/bin/node`,
  })),
  { name: 'Bun', spec: `@oven/bun-${target}`, binary: `@oven/bun-${target}/bin/bun` },
  {
    name: 'Deno',
    spec: `@deno/${target}${platform() === 'linux' ? '-glibc' : ''}`,
    binary: `@deno/${target}${platform() === 'linux' ? '-glibc' : ''}/deno`,
    args: ['run', '--allow-all'],
  },
];

/** Installs a runtime where it is not there yet: its command, its arguments and its version in words. */
export async function installed({ name, spec, binary, args = [] }) {
  const folder = join(CACHE, name.replace(' ', '-').toLowerCase());
  const command = join(folder, 'node_modules', binary);
  if (!existsSync(command)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    const npm = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', spec];
    const { status, errors } = await finish(spawn('npm', npm, { cwd: folder }), INSTALL_MS);
    if (status !== 0 || !existsSync(command)) throw new Missing(`npm install ${spec}: ${status} ${lastLine(errors)}`);
  }
  const { status, output, errors } = await finish(spawn(command, ['--version']), 20_000);
  if (status !== 0) throw new Missing(`${spec} does not start here: ${lastLine(errors)}`);
  return { command, args, version: `${name.split(' ')[0]} ${/\d+\.\d+\.\d+/.exec(output)?.[0]}` };
}

/** Waits for a process; ends it when its time is over. */
export function finish(child, milliseconds) {
  return new Promise((resolve) => {
    let output = '';
    let errors = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      errors += chunk;
    });
    const end = (status) => {
      clearTimeout(timer);
      resolve({ status, output, errors });
    };
    child.on('error', (error) => end(error.message));
    child.on('close', (status, signal) => end(status ?? signal));
  });
}

/** What a process said at last: its reason, as a rule. */
export function lastLine(text) {
  return text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
}
