import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const ABOUT =
  'import sys, sysconfig, json; print(json.dumps([sys.version.split()[0], sys.executable, sysconfig.get_config_var("CONFIG_ARGS") or ""]))';

/**
 * The CPythons to be compared with: the newest that was built with PGO, and the newest that was not. Distributions build
 * theirs with PGO and do not always say so.
 *
 * @returns {{ name: string, version: string, command: string }[]}
 */
export function findPythons() {
  const pyenv = `${process.env.HOME ?? '/root'}/.pyenv/versions`;
  const folders = existsSync(pyenv) ? readdirSync(pyenv).map((name) => `${pyenv}/${name}/bin/python`) : [];
  const names = Array.from({ length: 8 }, (_, i) => `/usr/bin/python3.${8 + i}`);
  const found = [...folders, ...names, 'python3'].map(aboutOf).filter((python) => python !== undefined);
  const newest = (isOptimised) =>
    found.filter((python) => python.isOptimised === isOptimised).sort((a, b) => b.minor - a.minor)[0];
  return [
    { name: 'CPython', python: newest(false) },
    { name: 'CPython-PGO', python: newest(true) },
  ].flatMap(({ name, python }) => (python === undefined ? [] : [{ name, ...python }]));
}

function aboutOf(command) {
  const { status, stdout } = spawnSync(command, ['-c', ABOUT]);
  if (status !== 0) return undefined;
  const [version, executable, configured] = JSON.parse(stdout.toString());
  const [major, minor] = version.split('.').map(Number);
  if (major !== 3 || minor < 8) return undefined;
  const isOptimised = configured.includes('--enable-optimizations') || executable.startsWith('/usr/bin/');
  return { version, command: executable, minor, isOptimised };
}
