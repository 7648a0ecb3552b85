/**
 * Builds for `npm pack`, and where npm installs the repository itself. With `-g`, as pre-commit does it, npm leaves out
 * what the build needs, because its own setting reaches the inner installation.
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const env = { ...process.env };
delete env['npm_config_global'];
delete env['npm_config_location'];

function npm(...args) {
  // What is printed on standard output is the result of npm pack.
  execFileSync('npm', args, { env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

if (!existsSync(new URL('../node_modules/tsdown', import.meta.url)))
  npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
npm('run', '--silent', 'build');
