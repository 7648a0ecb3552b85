import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { CACHE } from './data.js';

/** What the targets are for. */
const BEST = '24';

/**
 * The Node to measure: a path, a major version (installed from npm into the cache when it is not there), or nothing: the
 * one that the targets are for if it can be had, else this one.
 */
export function nodeFor(wanted) {
  if (wanted?.includes('/')) return wanted;
  const major = wanted ?? BEST;
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const installed = install(major);
  if (installed !== undefined) return installed;
  if (wanted !== undefined) throw new Error(`Node ${major} cannot be had`);
  console.error(`Node ${major} cannot be had: measured with Node ${process.versions.node}`);
  return process.execPath;
}

function install(major) {
  const folder = `${CACHE}node-${major}`;
  const binary = `${folder}/node_modules/node/bin/node`;
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/package.json`, '{ "private": true }\n');
  spawnSync('npm', ['install', `node@${major}`, '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  return existsSync(binary) ? binary : undefined;
}
