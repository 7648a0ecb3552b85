/** What the README says of the speed is what docs/performance.md has. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

test('the geometric means of the README are those of the tables', () => {
  const [, cpython, workloads, dumps] =
    /^\| CPython-PGO +\| ([\d.]+) of (\d+) +\| ([\d.]+) of /m.exec(read('docs/performance.md')) ?? [];
  const [, json] = /^\| JSON +\| ([\d.]+) of /m.exec(read('docs/performance.md')) ?? [];
  expect(read('README.md')).toContain(
    `the geometric mean over ${workloads} workloads is ${cpython} for \`loads\` and ${dumps} for \`dumps\``,
  );
  expect(read('README.md')).toContain(`\`JSON.parse\` and \`JSON.stringify\` take ${json} times as long`);
});
