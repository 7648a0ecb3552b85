import { defineConfig } from 'vitest/config';

// .ci/run reads the numbers from a file.
const results = process.env['VITEST_RESULTS'];

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // What is timed is the package as it is published: vitest makes each use of an import a call.
    server: { deps: { external: [/\/dist\//] } },
    reporters: results === undefined ? ['default'] : ['default', 'json'],
    ...(results === undefined ? {} : { outputFile: { json: results } }),
  },
});
