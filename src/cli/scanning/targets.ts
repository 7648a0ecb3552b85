import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { CommandError } from '../command-error.ts';
import { filesOf, isPattern } from '../glob.ts';
import { hubTargets } from './hub.ts';
import type { Target } from './result.ts';

/** The files that operands name, in their order: paths, folders, patterns, addresses, models of the Hub, `-`. */
export async function targetsOf(operands: readonly string[]): Promise<Target[]> {
  const targets: Target[] = [];
  for (const operand of operands) {
    for (const target of await targetsOfOne(operand)) targets.push(target);
  }
  return targets;
}

async function targetsOfOne(operand: string): Promise<Iterable<Target>> {
  if (operand === '-') return [{ name: '-', kind: 'stdin' }];
  if (/^https?:\/\//i.test(operand)) return [{ name: operand, kind: 'url' }];
  if (operand.startsWith('hf:')) return await hubTargets(operand.slice(3));
  if (isPattern(operand) && !existsSync(operand)) {
    const found = filesOf(operand);
    if (found.length === 0) throw new CommandError(`${operand}: no file matches`);
    return found.flatMap((name) => [...pathTargets(name)]);
  }
  return pathTargets(operand);
}

function* pathTargets(path: string): Generator<Target> {
  if (existsSync(path) && statSync(path).isDirectory()) yield* folderTargets(path);
  else yield { name: path, kind: 'file' };
}

/** All files of a folder, in the order of their names. Links that lead out of it are not followed, but reported. */
function* folderTargets(root: string): Generator<Target> {
  const real = realpathSync(root);
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const inner: string[] = [];
    for (const item of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, item.name);
      // What git keeps is compressed in its own way, and nothing loads it.
      if (item.isDirectory() && item.name !== '.git') inner.push(path);
      else if (item.isSymbolicLink()) {
        if (!staysInside(path, real)) yield { name: path, kind: 'link' };
      } else if (!item.isDirectory()) yield { name: path, kind: 'file' };
    }
    for (const one of inner.reverse()) open.push(one);
  }
}

/** What a link leads to inside of the folder is scanned there. */
function staysInside(link: string, root: string): boolean {
  try {
    const way = relative(root, realpathSync(link));
    return way !== '..' && !way.startsWith(`..${sep}`) && !/^[A-Za-z]:/.test(way);
  } catch {
    // It leads nowhere.
    return true;
  }
}
