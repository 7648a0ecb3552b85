import { defineConfig } from 'tsdown';

const library = defineConfig({
  entry: { index: 'src/index.ts', core: 'src/core.ts', node: 'src/node.ts', tools: 'src/tools.ts', cli: 'src/cli.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  dts: false,
  external: [/^node:/],
  // The only dependency that is bundled: where Node has no zstd, the command line reads it with this.
  inlineOnly: ['fzstd'],
  // Opcodes become literals in the case labels of the machine; test/dist.test.ts holds that.
  inputOptions: { optimization: { inlineConst: { mode: 'all', pass: 2 } } },
  // Few files, which start fast, and each something that a bundler can leave out whole; test/size.test.ts holds that.
  outputOptions: {
    chunkFileNames: ({ moduleIds }) =>
      moduleIds.some((id) => id.includes('/src/cli/')) ? 'cli/[name].js' : '[name].js',
    codeSplitting: {
      groups: [
        { name: 'errors', test: /src.errors\.ts/, priority: 3 },
        { name: 'values', test: /src.(values|bytes|stdlib.(builtins|copyreg)|codec|limits|registry)\b/, priority: 2 },
        { name: 'stdlib', test: /src.stdlib.standard-codecs/, priority: 1 },
      ],
    },
  },
});

/** What asks CPython whether the library does as it does. It uses the built library as any program would. */
const conformance = defineConfig({
  entry: { digest: 'conformance/digest.ts', conformance: 'conformance/conformance.ts' },
  outDir: 'conformance/.build',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  fixedExtension: false,
  dts: false,
  external: [/^node:/, /^brine/, /^pyodide/],
});

export default [library, conformance];
