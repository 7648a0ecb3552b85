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

/** The commands that people wait for, and what several of them read for the standard library's objects. */
const WAITED_FOR = [
  'dis',
  'json',
  'show',
  'tree',
  'edit',
  'diff',
  'globals',
  'make',
  'convert',
  'optimize',
  'standard-json',
  'known-library',
];

/** Modules that the same commands read: one file. */
interface Piece {
  readonly modules: readonly string[];
  /** The names of the commands. */
  readonly readers: ReadonlySet<string>;
  /** In characters of source with comments, of which a third is left when it is minified. */
  readonly size: number;
}

/** How many such characters are read in the time that it takes to open a file. */
const OPENING = 30_000;

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
  // These load it, and have read all of their own modules by then.
  if (readers.has('json') && readers.has('show')) readers.delete('standard-json');
  if (readers.has('diff') && readers.has('tree')) readers.delete('known-library');
  return readers;
}

/** The file for each module, by name. The names are short, because each use of another file contains its name. */
const pieces = new Map<string, string>();

/**
 * Modules that the same commands read are in one file. Two files are joined while opening one file less saves more time
 * than is lost by commands that then read what they do not need.
 */
function findPieces(this: ModuleGraph): void {
  const byReaders = new Map<string, Piece>();
  for (const module of [...this.getModuleIds()].sort()) {
    const info = this.getModuleInfo(module);
    if (info?.isEntry !== false) continue;
    const all = readersOf(module, this);
    const readers = WAITED_FOR.filter((name) => all.has(name));
    if (all.has('cli')) pieces.set(module, 'start');
    if (all.has('cli') || readers.length === 0) continue;
    const { modules, size } = byReaders.get(readers.join()) ?? { modules: [], size: 0 };
    const length = info.code?.length ?? 0;
    byReaders.set(readers.join(), { modules: [...modules, module], readers: new Set(readers), size: size + length });
  }
  let found = [...byReaders.values()];
  for (let best = bestJoin(found, this); best !== undefined; best = bestJoin(found, this)) {
    const { parts, joined } = best;
    found = [...found.filter((piece) => !parts.includes(piece)), joined];
  }
  for (const [index, { modules }] of found.entries()) {
    for (const module of modules) pieces.set(module, index.toString(36));
  }
}

interface Join {
  readonly parts: readonly Piece[];
  readonly joined: Piece;
}

/** The join of two files that saves most time. */
function bestJoin(found: readonly Piece[], graph: ModuleGraph): Join | undefined {
  let best: Join | undefined;
  let most = 0;
  for (const [index, a] of found.entries()) {
    for (const b of found.slice(index + 1)) {
      const readers = new Set([...a.readers, ...b.readers]);
      const [onlyA, onlyB] = [readers.size - b.readers.size, readers.size - a.readers.size];
      const saved = (readers.size - onlyA - onlyB) * OPENING - onlyA * b.size - onlyB * a.size;
      const joined = { modules: [...a.modules, ...b.modules], readers, size: a.size + b.size };
      if (saved <= most || !needsNothingElse(joined, found, graph)) continue;
      most = saved;
      best = { parts: [a, b], joined };
    }
  }
  return best;
}

/** Whether all commands that read a file read what it imports anyway. */
function needsNothingElse({ modules, readers }: Piece, found: readonly Piece[], graph: ModuleGraph): boolean {
  const imported = new Set(modules.flatMap((module) => graph.getModuleInfo(module)?.importedIds ?? []));
  const others = found.filter((piece) => piece.modules.some((id) => imported.has(id) && !modules.includes(id)));
  return others.every((piece) => [...readers].every((reader) => piece.readers.has(reader)));
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
