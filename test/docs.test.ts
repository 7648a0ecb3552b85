/** The examples in the documents and docstrings run. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const examples = join(root, 'test/.examples');
const work = mkdtempSync(join(tmpdir(), 'brine-docs-'));
mkdirSync(examples, { recursive: true });
afterAll(() => {
  rmSync(examples, { recursive: true });
  rmSync(work, { recursive: true });
});

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const guides = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`);
const documents = ['README.md', 'CONTRIBUTING.md', ...guides, ...sources.map((name) => `src/${name}`)];

const blocks = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/^ \* ?/gm, '');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ''], i) => ({
    document,
    code,
    name: `${document} ${i + 1}`,
  }));
});

test('there are examples', () => {
  expect(blocks.length).toBeGreaterThan(5);
});

test.for(blocks)('$name', async ({ code, name }) => {
  const file = join(examples, `${name.replaceAll(/\W+/g, '-')}.ts`);
  writeFileSync(file, checked(code));
  await import(file);
});

/** Turns `expression; // value` into a check of what the expression gives, where the comment is a value. */
function checked(code: string): string {
  const lines = code
    .replaceAll("'marks'", JSON.stringify(join(work, 'marks')))
    .split('\n')
    .map((line) => {
      const [, expression = '', value = ''] =
        /^(?!(?:const|let|for|if|import|export|class|return)\b)([^\s}/].*?);\s*\/\/ (true|false|\[.*\]|'[^']*'|\d+)$/.exec(
          line,
        ) ?? [];
      return expression === ''
        ? line
        : `__expect(${expression}).toEqual(${value.replace(/Tuple \[([^\]]*)\]/, 'Tuple.of<unknown>($1)')});`;
    });
  return `import { expect as __expect } from 'vitest';\n${lines.join('\n')}`;
}
