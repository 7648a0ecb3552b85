import { basename } from 'node:path';
import { defineConfig } from 'tsdown';

/** What rolldown tells a plugin of a module. */
interface ModuleInfo {
  readonly code: string | null;
  readonly isEntry: boolean;
  readonly importedIds: readonly string[];
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
}

/** What rolldown tells a plugin of all modules. */
interface ModuleGraph {
  getModuleIds(): IterableIterator<string>;
  getModuleInfo(module: string): ModuleInfo | null;
}

/** Opcodes become literals in the case labels of the machine; test/dist.test.ts holds that. */
const inputOptions = { optimization: { inlineConst: { mode: 'all' as const, pass: 2 } } };
/** Engines read ASCII faster and keep it in half the memory. Other characters are in strings alone. */
const ascii = {
  name: 'ascii',
  generateBundle(_: unknown, bundle: Record<string, { code?: string }>): void {
    for (const file of Object.values(bundle)) {
      if (file.code === undefined) continue;
      file.code = file.code.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
  },
};

const shared = {
  target: 'es2022',
  fixedExtension: false,
  dts: false,
  external: [/^node:/],
  inputOptions,
  plugins: [ascii],
};

/**
 * Local names are shortened: engines read what is shorter faster, 2 ms of 18 for `import 'brine'`. Names of functions and
 * classes stay, for stack traces; lines too, and the annotations by which bundlers leave code out. The code is not rewritten
 * otherwise: that gained no time (35.2 and 35.7 ms), and changed what V8 knows of arrays. Comments go: a type's are in its
 * declaration.
 */
const library = defineConfig({
  ...shared,
  entry: {
    index: 'src/index.ts',
    codec: 'src/codec.ts',
    core: 'src/core.ts',
    node: 'src/node.ts',
    stdlib: 'src/stdlib.ts',
    tools: 'src/tools.ts',
    containers: 'src/containers.ts',
    numpy: 'src/numpy.ts',
    torch: 'src/torch.ts',
    scan: 'src/scan.ts',
    joblib: 'src/joblib.ts',
    sklearn: 'src/sklearn.ts',
  },
  format: 'esm',
  platform: 'neutral',
  minify: {
    compress: false,
    mangle: { toplevel: false },
    codegen: { removeWhitespace: false },
  },
  // Few files, which start fast, and each something that a bundler can take apart; test/size.test.ts holds that.
  outputOptions: {
    legalComments: 'none',
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        { name: 'errors', test: /src.errors\.ts/, priority: 3 },
        { name: 'bytes', test: /src.(bytes|limits|ceiling|abort|option-check)\b/, priority: 3 },
        { name: 'machines', test: /src.(values|codec|stdlib.builtins|load|dump|pickle.core)\b/, priority: 2 },
        { name: 'standard-library', test: /src.(stdlib|pickle)\b/, priority: 1 },
      ],
    },
  },
});

/** The commands that people wait for, and the JSON of the standard library's objects, with a letter for each. */
const WAITED_FOR = new Map([
  ['dis', 'd'],
  ['json', 'j'],
  ['show', 's'],
  ['tree', 't'],
  ['edit', 'e'],
  ['diff', 'f'],
  ['globals', 'g'],
  ['standard-json', 'n'],
]);

/** The modules that lead to a module by static imports and are themselves loaded by `import()`, or are the entry. */
function readersOf(module: string, graph: ModuleGraph): Set<string> {
  const readers = new Set<string>();
  const importers = new Set([module]);
  for (const id of importers) {
    const info = graph.getModuleInfo(id);
    if (info === null) continue;
    if (info.isEntry || info.dynamicImporters.length > 0) readers.add(basename(id, '.ts'));
    for (const importer of info.importers) importers.add(importer);
  }
  // These alone load it, and have read all of their own modules by then.
  if (readers.has('json') && readers.has('show')) readers.delete('standard-json');
  return readers;
}

/** The file for each module, by name. The names are short, because each use of another file contains its name. */
const pieces = new Map<string, string>();

/** In characters of source with comments, of which a third is left when it is minified. */
const SMALL_PIECE = 16_000;

/**
 * Modules that the same commands read are in one file, because opening a file takes as long as reading 10 kB of code.
 * A file that would be smaller than that is joined with one that more commands read, if this makes no command read more
 * files.
 */
function findPieces(this: ModuleGraph): void {
  const members = new Map<string, string[]>();
  for (const module of this.getModuleIds()) {
    if (this.getModuleInfo(module)?.isEntry !== false) continue;
    const readers = readersOf(module, this);
    const letters = [...WAITED_FOR].map(([reader, letter]) => (readers.has(reader) ? letter : '')).join('');
    const piece = readers.has('cli') ? 'start' : letters;
    if (piece === '') continue;
    pieces.set(module, piece);
    members.set(piece, [...(members.get(piece) ?? []), module]);
  }
  const byReaders = [...members.keys()].filter((piece) => piece !== 'start').sort((a, b) => a.length - b.length);
  for (const piece of [...byReaders].reverse()) {
    const modules = members.get(piece) ?? [];
    const infos = modules.map((module) => this.getModuleInfo(module));
    if (infos.reduce((size, info) => size + (info?.code?.length ?? 0), 0) > SMALL_PIECE) continue;
    const needed = infos.flatMap((info) => info?.importedIds ?? []).filter((id) => !modules.includes(id));
    const isReadWith = (other: string) =>
      isWithin(piece, other) &&
      needed.every((id) => pieces.get(id) === 'start' || isWithin(other, pieces.get(id) ?? ''));
    const joined = byReaders.find((other) => other !== piece && members.has(other) && isReadWith(other));
    if (joined === undefined) continue;
    for (const module of modules) pieces.set(module, joined);
    members.set(joined, [...(members.get(joined) ?? []), ...modules]);
    members.delete(piece);
  }
}

/** Whether all letters are among others. */
function isWithin(letters: string, others: string): boolean {
  return [...letters].every((letter) => others.includes(letter));
}

/**
 * The command stands alone, in CommonJS: that starts 10 ms earlier than modules do in Node 20, and 5 in later ones.
 * What each command may read has a limit in test/dist.test.ts.
 */
const command = defineConfig({
  ...shared,
  entry: { brine: 'src/cli.ts' },
  plugins: [ascii, { name: 'pieces', buildEnd: findPieces }],
  outDir: 'dist/cli',
  format: 'cjs',
  platform: 'node',
  minify: { compress: true, mangle: { toplevel: false }, codegen: { removeWhitespace: true } },
  outputOptions: {
    exports: 'named',
    chunkFileNames: '[name].cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ test: /src/, name: (module) => pieces.get(module) ?? null }],
    },
  },
});

/** What asks CPython whether the library does as it does. It uses the built library as any program would. */
const conformance = defineConfig({
  entry: {
    digest: 'conformance/digest.ts',
    conformance: 'conformance/conformance.ts',
    numpy: 'conformance/numpy/conformance.ts',
    'numpy-corpus': 'conformance/numpy/corpus.ts',
    'numpy-recipe': 'conformance/numpy/recipe.ts',
    npy: 'conformance/npy/conformance.ts',
    joblib: 'conformance/joblib/conformance.ts',
    torch: 'conformance/torch/conformance.ts',
    scan: 'conformance/scan/conformance.ts',
    fuzz: 'conformance/fuzz/fuzz.ts',
    'fuzz-code-coverage': 'conformance/fuzz/code-coverage.ts',
    'fuzz-subject': 'conformance/fuzz/subject.ts',
  },
  outDir: 'conformance/.build',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  fixedExtension: false,
  dts: false,
  external: [/^node:/, /^brine/, /^pyodide/],
});

export default [library, command, conformance];
