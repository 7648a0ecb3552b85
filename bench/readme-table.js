/**
 * The table of the README, from full runs: `npm run bench -- --readme FILE,FILE,FILE`, files of `--tables --json FILE`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { geometricMean, ratio, table } from './report.js';
import { isCounted, replace, spreadOf } from './tables.js';

const README = new URL('../README.md', import.meta.url);
const PAGE = new URL('../docs/performance.md', import.meta.url);
const MARKS = ['<!-- npm run bench -- --readme -->', '<!-- end of the table -->'];

/** Whom the README names, with their names there. */
const COMPETITORS = {
  'CPython-PGO': 'optimised CPython',
  JSON: 'JSON',
  v8: 'v8',
  msgpackr: 'msgpackr',
  'cbor-x': 'cbor-x',
  pickleparser: 'pickleparser',
};
const COLUMNS = ['loads', 'dumps'].flatMap((direction) => ['large', 'small'].map((size) => ({ direction, size })));
const NONE = 'brine-none';
/** With `memo: 'none'` on our side; whom it is compared with, with the names of the README. */
const WITHOUT_MEMO = {
  'CPython-PGO': "optimised CPython, `memo: 'none'` here",
  'CPython-PGO-fast': 'the same, and `fast` there',
  msgpackr: "msgpackr, `memo: 'none'` here",
};

/** Puts the lowest means of these runs into the README and into docs/performance.md. */
export function writeReadmeTable(files) {
  const runs = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const means = table(
    ['', ...COLUMNS.map(({ direction, size }) => `${direction}, ${size}`)],
    [
      ...Object.entries(COMPETITORS).map(([name, title]) => rowOf(runs, title, name, 'brine')),
      ...Object.entries(WITHOUT_MEMO).map(([name, title]) => rowOf(runs, title, name, NONE)),
    ],
  );
  const [{ about }] = runs;
  const text = [
    `The time of others divided by Brine's (geometric means over the workloads that each supports, with the quartiles of these; more than 1: Brine is faster). Each is the lowest of ${runs.length} full runs, ${about.date}, ${about.machine}, ${about.node}, CPython ${about['CPython-PGO']?.split(' ')[0]} as distributions build it.`,
    means,
    slower(runs),
  ].join('\n\n');
  for (const file of [README, PAGE]) replace(file, MARKS, text);
}

function rowOf(runs, title, name, ours) {
  return [title, ...COLUMNS.map((column) => lowest(runs, name, ours, column))];
}

/** Where the optimised CPython is faster, as a sentence. */
function slower(runs) {
  const lists = COLUMNS.map((column) => {
    const behind = ratiosOf(runs.at(-1), 'CPython-PGO', 'brine', column)
      .filter(({ median }) => median < 1)
      .sort((a, b) => a.median - b.median)
      .map(({ name }) => name.replace(/-1k$/, ''));
    return behind.length === 0 ? undefined : `\`${column.direction}\` of ${column.size} data: ${behind.join(', ')}`;
  });
  return `Brine is slower than the optimised CPython with, slowest first, ${lists.filter((list) => list !== undefined).join('; ')}.`;
}

/** The lowest mean of the runs, with its quartiles. */
function lowest(runs, name, ours, column) {
  const [found] = runs
    .map((run) => ratiosOf(run, name, ours, column).map(({ median }) => median))
    .filter((medians) => medians.length > 0)
    .sort((a, b) => geometricMean(a) - geometricMean(b));
  return spreadOf(found ?? []);
}

/** The ratios of one run; those of large data are with new memory, the higher price. */
function ratiosOf({ results }, name, ours, { direction, size }) {
  return results
    .filter((result) => result.direction === direction && result.process === 'fresh' && result.memory !== 'there')
    .filter(({ workload }) => sizeOf(workload) === size && isCounted(workload))
    .map(({ workload, times }) => ({ name: workload.name, median: ratio(times, name, ours)?.median }))
    .filter(({ median }) => median !== undefined);
}

function sizeOf({ name, size }) {
  return name === 'message' ? 'small' : size;
}
