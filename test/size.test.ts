/** What a bundler makes of an import of the package as it is built, in bytes: minified and gzipped. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type OutputAsset, type OutputChunk, rolldown } from 'rolldown';
import { expect, test } from 'vitest';

/** The budget. `brine/core` is for those to whom the standard library's types are too much. */
const BUDGET: readonly (readonly [string, number])[] = [
  [`import 'brine'`, 20],
  [`export { PickleError } from 'brine'`, 200],
  [`export { Tuple } from 'brine'`, 11_000],
  [`export { Dict } from 'brine'`, 11_000],
  [`export { loads } from 'brine/core'`, 48_200],
  [`export { loads, dumps } from 'brine/core'; export { Tuple, Dict, pythonClass } from 'brine'`, 79_300],
  [`export { loads } from 'brine'`, 91_100],
  [`export { loads } from 'brine/core'; export { numpy } from 'brine/numpy'`, 67_400],
  [`export { loads, dumps } from 'brine/core'; export { numpy, NdArray } from 'brine/numpy'`, 98_300],
  [`export { loadTorch } from 'brine/torch'`, 136_000],
  [`export { sklearn } from 'brine/sklearn'`, 62_000],
  [`export * from 'brine/joblib'`, 158_600],
  [`export { openZip } from 'brine/containers'`, 6_000],
  [`export * from 'brine/containers'`, 16_000],
  [`export { scanSync } from 'brine/scan'`, 60_000],
  [`export * from 'brine'`, 129_300],
];

/** Whether a chunk is there from the start, and not only once something is compressed. */
function isAtStart(chunk: OutputChunk, output: readonly (OutputChunk | OutputAsset)[]): boolean {
  const needed = new Set(output.flatMap((part) => (part.type === 'chunk' && part.isEntry ? [part.fileName] : [])));
  for (const name of needed) {
    const part = output.find(({ fileName }) => fileName === name);
    if (part?.type === 'chunk') for (const other of part.imports) needed.add(other);
  }
  return needed.has(chunk.fileName);
}

async function bundled(code: string): Promise<string> {
  const bundle = await rolldown({
    input: 'input',
    platform: 'browser',
    plugins: [
      {
        name: 'input',
        resolveId(id) {
          if (id.startsWith('.')) return undefined;
          return id === 'input' ? id : fileURLToPath(import.meta.resolve(id));
        },
        load: (id) => (id === 'input' ? code : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ minify: true });
  return output.map((part) => (part.type === 'chunk' && isAtStart(part, output) ? part.code : '')).join('\n');
}

test.for(BUDGET)('%s takes at most %d bytes', async ([code, budget]) => {
  const size = gzipSync(await bundled(code), { level: 9 }).length;
  expect(size).toBeLessThanOrEqual(budget);
  // A budget that is far off holds nothing.
  expect(size).toBeGreaterThan(budget / 2);
});

test('the README has the sizes of loads, in kB, to one or two', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, core, all] = /is then (\d+) kB in place of (\d+)\./.exec(readme) ?? [];
  for (const [entry, said] of [
    ['brine/core', core],
    ['brine', all],
  ] as const) {
    const size = gzipSync(await bundled(`export { loads } from '${entry}'`), { level: 9 }).length / 1000;
    expect(Math.abs(size - Number(said)), `${entry}: ${size} kB`).toBeLessThan(2);
  }
});

test('brine/core has nothing of the standard library', async () => {
  const code = await bundled(`export { loads, dumps } from 'brine/core'`);
  expect(code).not.toMatch(/datetime\.|decimal\.|collections\.OrderedDict/);
  expect(await bundled(`export { loads } from 'brine'`)).toMatch(/datetime\.date/);
});
