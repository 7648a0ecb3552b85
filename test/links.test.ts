/** The links of the documents, in the checkout and in the package. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = new URL('..', import.meta.url);
const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: fileURLToPath(root) });
const [pack] = JSON.parse(stdout.toString()) as [{ files: { path: string }[] }];
const packed = new Set(pack.files.map(({ path }) => path));
const documents = [...packed].filter((path) => path.endsWith('.md'));

const links = documents.flatMap((document) =>
  [...readFileSync(new URL(document, root), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => ({
    document,
    link,
  })),
);

/** Where the headings of a document can be linked to. */
function anchorsOf(document: string): Set<string> {
  const headings = readFileSync(new URL(document, root), 'utf8').matchAll(/^#+ (.*)$/gm);
  return new Set(
    [...headings].map(([, text = '']) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

test('the package has the documents that people look for', () => {
  expect(documents).toEqual(expect.arrayContaining(['README.md', 'CHANGELOG.md', 'SECURITY.md', 'docs/types.md']));
  expect(links.length).toBeGreaterThan(8);
});

test.for(links)('$document: $link leads to something that the package has', ({ document, link }) => {
  if (/^https?:/.test(link)) return;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : posix.join(posix.dirname(document), path);
  expect(packed).toContain(target);
  if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor);
});
