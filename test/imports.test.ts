/** The structure of the source: imports point down the list of ARCHITECTURE.md, and never in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = new URL('../', import.meta.url);
const source = new URL('src/', root);
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));

const SPECIFIER = /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/g;

/** What each file imports, types included, as paths in `src`. */
const imports = new Map(
  files.map((file) => {
    const text = readFileSync(new URL(file, source), 'utf8');
    const found = [...text.matchAll(SPECIFIER)].map(([, fixed, late]) => fixed ?? late ?? '');
    return [file, found.map((path) => posix.join(posix.dirname(file), path))];
  }),
);

/** A folder of `src`, or a file beside the folders. */
const placeOf = (file: string): string => file.replace(/\/.*/, '');

/** The list of ARCHITECTURE.md, from the top: places on one line do not import one another. */
const [, list = ''] =
  /## The map\n[\s\S]*?```\n([\s\S]*?)```/.exec(readFileSync(new URL('ARCHITECTURE.md', root), 'utf8')) ?? [];
const layers = list
  .trimEnd()
  .split('\n')
  .map((line) => line.replace(/ {2,}.*/, '').split(' '));
const depthOf = (file: string): number => {
  const place = placeOf(file);
  return layers.findIndex((layer) => layer.includes(place) || layer.includes(`${place}/`));
};

test('the list of ARCHITECTURE.md has every folder and file of src once, and nothing else', () => {
  const listed = layers.flat().map((place) => place.replace('/', ''));
  expect([...listed].sort()).toEqual([...new Set(files.map(placeOf))].sort());
});

test('imports point down the list', () => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => placeOf(file) !== placeOf(target) && depthOf(file) >= depthOf(target))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  const done = new Set<string>();
  const cycles: string[] = [];
  for (const start of files) {
    const way: string[] = [];
    const open: { readonly file: string; readonly rest: Iterator<string> }[] = [];
    const enter = (file: string): void => {
      if (way.includes(file)) cycles.push([...way.slice(way.indexOf(file)), file].join(' -> '));
      else if (!done.has(file)) {
        way.push(file);
        open.push({ file, rest: (imports.get(file) ?? []).values() });
      }
    };
    enter(start);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.rest.next();
      if (next.done !== true) enter(next.value);
      else {
        done.add(top.file);
        way.pop();
        open.pop();
      }
    }
  }
  expect(cycles).toEqual([]);
});

describe('what others may build as well as we do', () => {
  const TEXT = /^bytes\/(text|legacy-text|text-repr|decimal|float|escapes|base64)\.ts$/;

  test('the standard library imports values, codecs, errors, limits and text, and nothing else', () => {
    const wrong = [...imports]
      .filter(([file]) => placeOf(file) === 'stdlib')
      .flatMap(([file, targets]) => targets.map((target) => ({ file, target })))
      .filter(({ target }) => !['stdlib', 'values', 'codec', 'errors.ts', 'limits.ts'].includes(placeOf(target)))
      .filter(({ target }) => !TEXT.test(target));
    expect(wrong).toEqual([]);
  });

  test('numpy imports what the standard library does, and memory', () => {
    const MEMORY = /^bytes\/(native-memory|slab)\.ts$/;
    const wrong = [...imports]
      .filter(([file]) => placeOf(file) === 'numpy')
      .flatMap(([file, targets]) => targets.map((target) => ({ file, target })))
      .filter(({ target }) => !['numpy', 'values', 'codec', 'errors.ts', 'limits.ts'].includes(placeOf(target)))
      .filter(({ target }) => !TEXT.test(target) && !MEMORY.test(target));
    expect(wrong).toEqual([]);
  });

  test.for(['inspect', 'containers', 'sources'])('%s needs nothing of Node and of the command', (place) => {
    const inside = files.filter((file) => placeOf(file) === place);
    for (const file of inside) {
      expect(readFileSync(new URL(file, source), 'utf8'), file).not.toMatch(/'node:|\bprocess\.|\bBuffer\b/);
      expect(
        imports.get(file)?.filter((target) => /^(cli|node)\//.test(target)),
        file,
      ).toEqual([]);
    }
  });
});
