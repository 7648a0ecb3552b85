/** The declarations of the built package, as its users' compilers see them: with and without the DOM, new and old. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'test/.examples-declarations');
const newest = createRequire(import.meta.url).resolve('typescript/package.json');
const oldest = createRequire(join(root, 'test/types/package.json')).resolve('typescript/package.json');

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const guides = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`);
const documents = ['README.md', 'CONTRIBUTING.md', ...guides, ...sources.map((name) => `src/${name}`)];
const blocks = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8').replaceAll(/^ \* ?/gm, '');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ''], i) => ({
    name: `${document} ${i + 1}`.replaceAll(/\W+/g, '-'),
    code: `${code}\nexport {};\n`,
  }));
});

/** What a program says that uses every entry. */
const PROGRAM = `
import { dumps, load, loads, Tuple, type PickleValue } from 'brine';
import { bytesSource, httpSource, openContainer, openZip, unpack, zip } from 'brine/containers';
import * as core from 'brine/core';
import { genops, parse, write } from 'brine/tools';
const pickle = dumps({ a: [1, 2n] });
const value: PickleValue = loads(pickle);
const pair: Tuple<string | number> = Tuple.of('a', 1);
const bytes: Uint8Array = write(parse(core.dumps(pair)));
const archive = zip([{ name: 'a', data: bytes }], { alignment: 64 }).then((made) => openZip(bytesSource(made)));
const remote = httpSource('https://example.org/', { headers: { a: 'b' } }).then((source) => openContainer(source));
export const all: unknown[] = [archive, remote, unpack(pickle), value, bytes, [...genops(pickle)], load([pickle])];
`;
/** What only a program with the DOM can say. */
const PAGE = `
import { dumps, load } from 'brine';
import { blobSource, httpSource } from 'brine/containers';
export const blob = new Blob([dumps(1)]);
export const response = new Response(dumps(1));
export const sent = fetch('https://example.org/', { method: 'POST', body: dumps(1) });
export const local = blobSource(blob, { signal: new AbortController().signal });
export const remote = httpSource(new URL('https://example.org/'), { fetch });
export const value = load(blob);
export const other = load(response.body ?? blob);
`;

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a compiler says of these files; nothing if it takes them. */
function compiled(compiler: string, files: readonly { name: string; code: string }[], options: object): string {
  const config = join(folder, `tsconfig.${files.length}-${JSON.stringify(options).replaceAll(/\W+/g, '')}.json`);
  for (const { name, code } of files) writeFileSync(join(folder, `${name}.ts`), code);
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noEmit: true,
    ...options,
  };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: files.map(({ name }) => `${name}.ts`) }));
  const { bin } = JSON.parse(readFileSync(compiler, 'utf8')) as { bin: { tsc: string } };
  const { stdout } = spawnSync(process.execPath, [join(compiler, '..', bin.tsc), '-p', config], { cwd: root });
  return stdout.toString();
}

const WITHOUT_DOM = { lib: ['es2022'], types: ['node'], skipLibCheck: true };
const WITH_DOM = { lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'], types: ['node'], skipLibCheck: true };

test('there are blocks in the README, in docs and in docstrings', () => {
  expect(blocks.length).toBeGreaterThan(60);
});

test('every block of the README, of docs and of docstrings compiles without the DOM', () => {
  expect(compiled(newest, blocks, WITHOUT_DOM)).toBe('');
  expect(compiled(oldest, blocks, WITHOUT_DOM)).toBe('');
});

test('every block of the README, of docs and of docstrings compiles with the DOM', () => {
  expect(compiled(newest, blocks, WITH_DOM)).toBe('');
});

test('a program is taken that has neither the DOM nor Node, all declarations checked', () => {
  const program = [{ name: 'program', code: PROGRAM }];
  expect(compiled(newest, program, { lib: ['es2022'], types: [] })).toBe('');
  expect(compiled(oldest, program, { lib: ['es2022'], types: [] })).toBe('');
});

test('a page is taken, all declarations checked: a Blob, a Response and fetch take a pickle without a cast', () => {
  const page = [
    { name: 'page', code: PAGE },
    { name: 'program', code: PROGRAM },
  ];
  const options = { lib: ['es2022', 'dom', 'dom.iterable'], types: [] };
  expect(compiled(newest, page, options)).toBe('');
  expect(compiled(oldest, page, options)).toBe('');
});

test('a mistake in a program is found, also by the oldest TypeScript, which is 5.0', () => {
  const wrong = [{ name: 'wrong', code: `import { dumps } from 'brine';\nexport const text: string = dumps(1);\n` }];
  expect(compiled(newest, wrong, { lib: ['es2022'], types: [] })).toContain('TS2322');
  expect(compiled(oldest, wrong, { lib: ['es2022'], types: [] })).toContain('TS2322');
  expect(JSON.parse(readFileSync(oldest, 'utf8'))).toMatchObject({ version: '5.0.4' });
});
