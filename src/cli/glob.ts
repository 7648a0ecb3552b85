import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

const MAGIC = /[*?[]/;

/** Whether a name is a pattern: `*`, `?`, `[a-z]`, and `**` for folders at any depth. */
export function isPattern(name: string): boolean {
  return MAGIC.test(name);
}

/** The files that match a pattern, in the order of their names. */
export function filesOf(pattern: string): string[] {
  const [head = '', ...rest] = pattern.split(sep === '\\' ? /[\\/]/ : '/');
  const isAbsolute = head === '' || /^[A-Za-z]:$/.test(head);
  let found = [isAbsolute ? `${head}${sep}` : ''];
  for (const part of isAbsolute ? rest : [head, ...rest]) found = found.flatMap((base) => [...within(base, part)]);
  return [...new Set(found)].filter((name) => existsSync(name)).sort();
}

function* within(base: string, part: string): Generator<string> {
  if (part === '**') {
    yield base;
    const open = [base];
    for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
      for (const { name, isFolder } of list(folder)) {
        if (!isFolder || name.startsWith('.')) continue;
        yield join(folder, name);
        open.push(join(folder, name));
      }
    }
  } else if (isPattern(part)) {
    const expression = expressionOf(part);
    for (const { name } of list(base)) {
      if (expression.test(name) && (part.startsWith('.') || !name.startsWith('.'))) yield join(base, name);
    }
  } else yield join(base, part);
}

function list(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder === '' ? '.' : folder, { withFileTypes: true }).map((item) => ({
      name: item.name,
      isFolder: item.isDirectory(),
    }));
  } catch {
    return [];
  }
}

function expressionOf(part: string): RegExp {
  const source = part.replace(
    /\*|\?|\[(!?)((?:\]|[^\]])[^\]]*)\]|[\\^$.|+(){}[\]]/g,
    (token, not?: string, set?: string) => {
      if (token === '*') return '[^/]*';
      if (token === '?') return '[^/]';
      if (set !== undefined) return `[${not === '!' ? '^' : ''}${set.replaceAll(/[\\\]^]/g, '\\$&')}]`;
      return `\\${token}`;
    },
  );
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that runs backwards, [z-a], contains no characters; a shell finds nothing either.
    return /(?!)/;
  }
}
