/**
 * The table of the README, from full runs: `npm run bench -- --readme FILE,FILE,FILE`, files of `--tables --json FILE`.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { geometricMean, quantile, ratio, table } from './report.js';

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

/** Puts the lowest means of these runs into the README and into docs/performance.md. */
export function writeReadmeTable(files) {
  const runs = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
  const means = table(
    ['', ...COLUMNS.map(({ direction, size }) => `${direction}, ${size}`)],
    Object.entries(COMPETITORS).map(([name, title]) => [title, ...COLUMNS.map((column) => lowest(runs, name, column))]),
  );
  const [{ about }] = runs;
  const text = [
    `The time of others divided by Brine's (geometric means over the workloads that each supports, with the quartiles of these; more than 1: Brine is faster). Each is the lowest of ${runs.length} full runs, ${about.date}, ${about.machine}, ${about.node}, CPython ${about['CPython-PGO']?.split(' ')[0]} as distributions build it.`,
    means,
    slower(runs),
  ].join('\n\n');
  for (const file of [README, PAGE]) writeFileSync(file, replaced(readFileSync(file, 'utf8'), text));
}

/** Where the optimised CPython is faster, as a sentence. */
function slower(runs) {
  const lists = COLUMNS.map((column) => {
    const behind = ratiosOf(runs.at(-1), 'CPython-PGO', column)
      .filter(({ median }) => median < 1)
      .sort((a, b) => a.median - b.median)
      .map(({ name }) => name.replace(/-1k$/, ''));
    return behind.length === 0 ? undefined : `\`${column.direction}\` of ${column.size} data: ${behind.join(', ')}`;
  });
  return `Brine is slower than the optimised CPython with, slowest first, ${lists.filter((list) => list !== undefined).join('; ')}.`;
}

/** The lowest mean of the runs, with its quartiles. */
function lowest(runs, name, column) {
  const found = runs
    .map((run) => ratiosOf(run, name, column).map(({ median }) => median))
    .filter((medians) => medians.length > 0)
    .map((medians) => ({ mean: geometricMean(medians), medians }))
    .sort((a, b) => a.mean - b.mean)[0];
  if (found === undefined) return '';
  const [low, high] = [0.25, 0.75].map((part) => quantile(found.medians, part).toPrecision(2));
  return `${found.mean.toPrecision(2)} (${low}–${high})`;
}

/** The ratios of one run; those of large data are with new memory, the higher price. */
function ratiosOf({ results }, name, { direction, size }) {
  return results
    .filter((result) => result.direction === direction && result.process === 'fresh' && result.memory !== 'there')
    .filter(({ workload }) => sizeOf(workload) === size && workload.name !== 'bytes')
    .map(({ workload, times }) => ({ name: workload.name, median: ratio(times, name, 'brine')?.median }))
    .filter(({ median }) => median !== undefined);
}

function sizeOf({ name, size }) {
  return name === 'message' ? 'small' : size;
}

function replaced(text, inner) {
  const [from, to] = MARKS.map((mark) => text.indexOf(mark));
  if (from < 0 || to < from) throw new Error(`no place between ${MARKS.join(' and ')}`);
  return `${text.slice(0, from + MARKS[0].length)}\n\n${inner}\n\n${text.slice(to)}`;
}
