/** Leaves the declarations that the entries of the package lead to: those of internals need not be shipped. */
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const reached = new Set(Object.values(exports).flatMap(({ types }) => (types === undefined ? [] : [normalize(types)])));
for (const file of reached) {
  const text = readFileSync(join(root, file), 'utf8');
  for (const [, path] of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*['"](\.[^'"]+)\.(?:ts|js)['"]/g)) {
    const found = join(dirname(file), `${path}.d.ts`);
    // Examples in docstrings import files of their own.
    if (existsSync(join(root, found))) reached.add(found);
  }
}

const folder = join('dist', 'types');
const paths = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
for (const path of paths) {
  const file = join(path.parentPath, path.name);
  if (path.isFile() && !reached.has(file.slice(root.length))) rmSync(file);
}
const folders = paths.filter((path) => path.isDirectory()).map((path) => join(path.parentPath, path.name));
for (const empty of folders.sort().reverse()) if (readdirSync(empty).length === 0) rmdirSync(empty);
