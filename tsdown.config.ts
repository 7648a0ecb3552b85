import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'src/index.ts', node: 'src/node.ts', tools: 'src/tools.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  dts: false,
  external: [/^node:/],
  // Opcodes become literals in the case labels of the machine; test/dist.test.ts holds that.
  inputOptions: { optimization: { inlineConst: { mode: 'all', pass: 2 } } },
});
