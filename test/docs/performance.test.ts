/** What the README says of the speed is what docs/performance.md has. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

/** What `npm run bench -- --readme` writes into both. */
function claims(page: string): string {
  const text = read(page).split(/<!-- npm run bench -- --readme -->|<!-- end of the table -->/)[1];
  if (text === undefined) throw new Error(`${page} has no place for the table`);
  return text.trim();
}

test('the claims of the README are those of the full runs, or the geometric means of the tables', () => {
  const [readme, page] = [claims('README.md'), claims('docs/performance.md')];
  if (page !== '') {
    expect(readme).toBe(page);
    return;
  }
  const [, cpython, workloads, dumps] =
    /^\| CPython-PGO +\| ([\d.]+) of (\d+) +\| ([\d.]+) of /m.exec(read('docs/performance.md')) ?? [];
  const [, json] = /^\| JSON +\| ([\d.]+) of /m.exec(read('docs/performance.md')) ?? [];
  expect(readme).toContain(
    `the geometric mean over ${workloads} workloads is ${cpython} for \`loads\` and ${dumps} for \`dumps\``,
  );
  expect(readme).toContain(`\`JSON.parse\` and \`JSON.stringify\` take ${json} times as long`);
});
