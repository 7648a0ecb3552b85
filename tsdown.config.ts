import { defineConfig } from 'tsdown';

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

/** Names stay as they are in the source. Comments go: a type's are in its declaration. */
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
  },
  format: 'esm',
  platform: 'neutral',
  minify: 'dce-only',
  // Few files, which start fast, and each something that a bundler can leave out whole; test/size.test.ts holds that.
  outputOptions: {
    legalComments: 'none',
    chunkFileNames: '[name].js',
    codeSplitting: {
      groups: [
        { name: 'errors', test: /src.errors\.ts/, priority: 5 },
        { name: 'bytes', test: /src.(bytes|limits|option-check|containers.ceiling|load.stream.abort)\b/, priority: 4 },
        {
          name: 'values',
          test: /src.(values|stdlib.(builtins|copyreg)|codec)\b/,
          priority: 3,
        },
        {
          name: 'machines',
          test: /src.(load.(machine|memo|load-settings|loader)|dump.(machine|memo.memo|settings|to-bytes))\.ts/,
          priority: 2,
        },
        {
          name: 'standard-library',
          test: /src.(stdlib.standard-codecs|pickle.(?!core))/,
          priority: 1,
        },
      ],
    },
  },
});

/** What every command needs that reads a pickle. */
const READING =
  /src.(bytes|options|option-check|python-version|codec.caller-error|limits|cli.(container|encoding|following|glob|input|opening|progress|python|surveyed)\.ts|inspect.survey|node.inflate|containers.(broken|ceiling|gathered)\.ts|load.(load-settings|memo|sequence-index|slot-errors|stack|unhashable)\.ts|values.(byte-array|inspect|python-name|repr|set-order)|json.text\.ts|opcodes.(argument-[a-z]+|cursor|genops|opcode-info|pickletools-dialect|python-exception|stack-effect|text-parts|walk)|graph.(falsy|graph\.ts|int-text|keywords|node-key|view-length))\b/;
const GRAPH =
  /src.(cli.(arrays|parts)|inspect.(contents|created|literal|literal-call|path|place|places)|graph.(atom|byte-arrays|deferral|deferred|hashable|leaf|node-memo|node-summary|nodes|objects|outline|parse|parse-in-parts|parser|shared-nodes))\.ts/;

/** A value and its layout, which knows some classes of the standard library. */
const LOADING =
  /src.(load|pickle.core|core|cli.value|stdlib.(functions.attributes|builtins|collections.(collections|deque|user-collections)|conversions|copyreg|types))\b/;

/**
 * The command stands alone, in CommonJS: that starts 10 ms earlier than modules do in Node 20, and 5 in later ones. A
 * group is what a command reads in one piece.
 */
const command = defineConfig({
  ...shared,
  entry: { brine: 'src/cli.ts' },
  outDir: 'dist/cli',
  format: 'cjs',
  platform: 'node',
  minify: { compress: true, mangle: { toplevel: false }, codegen: { removeWhitespace: true } },
  outputOptions: {
    exports: 'named',
    chunkFileNames: '[name].cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        {
          name: 'start',
          test: /rolldown.runtime|src.(errors|cli.(command|command-error|commands|memory|message|output|run|sink|style)|inspect.(visible|width))\.ts/,
        },
        { name: 'reading', test: READING },
        {
          name: 'names',
          test: /src.(codec.compat-names|graph.(copy-budget|forms|key-equality|names|node-table|normal-form|object-parts|plain-forms)|values.(complex|float|global|inspect|key|tuple))\.ts/,
        },
        { name: 'graph', test: GRAPH },
        { name: 'values', test: /src.(values|codec|stdlib.call-arguments)\b/ },
        { name: 'array', test: /src.stdlib.(collections.(array|array-format)|exceptions.exception-names)\.ts/ },
        { name: 'streams', test: /src.(load.stream|pickle.(load|loads|unpickler|stream-unpickler)\.ts)/ },
        { name: 'loading', test: LOADING },
        {
          name: 'writing',
          test: /src.(dump|node|graph.(array-form|described-dict|node-describer|shared-objects|write)|opcodes.same-steps|cli.(proof|result|rewrite))\b/,
        },
        { name: 'stdlib', test: /src.stdlib\b/ },
      ],
    },
  },
});

/** What asks CPython whether the library does as it does. It uses the built library as any program would. */
const conformance = defineConfig({
  entry: {
    digest: 'conformance/digest.ts',
    conformance: 'conformance/conformance.ts',
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
