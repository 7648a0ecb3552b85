/**
 * The tables of docs/performance.md, from what was measured.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { FAST } from './measure.js';
import { geometricMean, quantile, ratio, table } from './report.js';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const TABLES = ['<!-- npm run bench -- --tables -->', '<!-- end of the benchmark -->'];
const RUNTIMES = ['<!-- npm run bench -- --runtimes -->', '<!-- end of the runtimes -->'];

/** What the README claims is against the build that users have. */
const PYTHON = 'CPython-PGO';
const FAST_PYTHON = `${PYTHON}${FAST}`;
const NONE = 'brine-none';

/** Puts the tables of a run in the place of those that are there. */
export function writeTables(about, results) {
  replace(PAGE, TABLES, performanceSection(about, results));
}

/** Puts the table of a run with `--runtimes` in the place of the one that is there. */
export function writeRuntimes(about, results) {
  replace(PAGE, RUNTIMES, runtimesSection(about, results));
}

/** Puts text between two marks of a page. */
export function replace(page, [begin, end], inner) {
  const text = readFileSync(page, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place between ${begin} and ${end}`);
  writeFileSync(page, `${text.slice(0, from + begin.length)}\n\n${inner}\n\n${text.slice(to)}`);
}

function runtimesSection(about, results) {
  const rows = about.runtimes.map((name) => [
    name,
    ...['loads', 'dumps'].map((direction) =>
      spreadOf(
        results
          .filter((result) => result.direction === direction)
          .map(({ times }) => ratio(times, PYTHON, name)?.median)
          .filter((found) => found !== undefined),
      ),
    ),
  ]);
  const count = results.filter(({ direction }) => direction === 'loads').length;
  return [
    `The optimised CPython's time divided by that of Brine in other runtimes: geometric means over the ${count} workloads of the quick run, with the quartiles, ${about.date}, ${about.machine}. Where a runtime has no process.threadCpuUsage, the CPU time of the process counts, which the collector and the compiler use too.`,
    table(['', 'loads', 'dumps'], rows),
  ].join('\n\n');
}

/** The geometric mean of ratios, with their quartiles. */
export function spreadOf(ratios) {
  if (ratios.length === 0) return '';
  const [low, high] = [0.25, 0.75].map((part) => quantile(ratios, part).toPrecision(2));
  return `${geometricMean(ratios).toPrecision(2)} (${low}–${high})`;
}

/** Two tables: each workload against CPython, all competitors on the whole. */
export function performanceSection(about, results) {
  return [
    `Measured ${about.date} on ${about.machine}, ${about.node}; ${about.memory}. CPython's time divided by ours (CPU of the main thread, median of the rounds); more than 1: Brine is faster. CPython is ${about[PYTHON] ?? 'not there'}, built with profile-guided optimisation. Each competitor in JavaScript was warmed up for ${about.warmSeconds} s with the same data, so that V8 had compiled it.`,
    workloadTable(results),
    `The geometric mean over the workloads that each one supports: its time divided by ours, small and large:`,
    meansTable(results),
  ].join('\n\n');
}

function workloadTable(results) {
  const names = [...new Set(results.map(({ workload }) => baseName(workload.name)))];
  const columns = ['loads', 'dumps'].flatMap((direction) => [
    { direction, title: `${direction}, large, new memory`, name: (base) => base, process: 'fresh', memory: 'new' },
    { direction, title: 'memory that is there', name: (base) => base, process: 'fresh', memory: 'there' },
    { direction, title: 'small', name: small, process: 'fresh' },
    ...(direction === 'dumps'
      ? [{ direction, title: '`fast` on both sides', name: small, process: 'fresh', other: FAST_PYTHON, ours: NONE }]
      : []),
    { direction, title: 'small, after all others', name: small, process: 'mixed' },
  ]);
  const rows = names.map((base) => [
    base,
    ...columns.map(({ direction, name, process, memory, other = PYTHON, ours = 'brine' }) => {
      const found = results.find(
        (result) =>
          result.workload.name === name(base) &&
          result.direction === direction &&
          result.process === process &&
          result.memory === memory,
      );
      const median = found === undefined ? undefined : ratio(found.times, other, ours)?.median;
      return median === undefined ? '' : median.toPrecision(2);
    }),
  ]);
  return table(['', ...columns.map(({ title }) => title)], rows);
}

function meansTable(results) {
  const fresh = results.filter(
    ({ process, workload, memory }) => process === 'fresh' && isCounted(workload) && memory !== 'there',
  );
  // The README claims what holds against the optimised CPython alone.
  const named = [...new Set(fresh.flatMap(({ times }) => Object.keys(times)))];
  const names = named.filter((name) => !['brine', NONE, 'CPython', FAST_PYTHON].includes(name));
  const mean = (name, direction, ours) => {
    const ratios = fresh
      .filter((result) => result.direction === direction)
      .map(({ times }) => ratio(times, name, ours)?.median)
      .filter((found) => found !== undefined);
    return ratios.length === 0 ? '' : `${geometricMean(ratios).toPrecision(2)} of ${ratios.length}`;
  };
  return table(
    ['', 'loads', 'dumps', "dumps, memo: 'none'"],
    [
      ...names.map((name) => [
        name,
        mean(name, 'loads', 'brine'),
        mean(name, 'dumps', 'brine'),
        mean(name, 'dumps', NONE),
      ]),
      [`${PYTHON}, \`fast\``, '', '', mean(FAST_PYTHON, 'dumps', NONE)],
    ],
  );
}

/** Whether a workload is in the means: 100 MB that are only pointed at would outweigh all, and older protocols are asked for one by one. */
export const isCounted = ({ name, protocol }) => name !== 'bytes' && protocol === 5;

const small = (base) => `${base}-1k`;
const baseName = (name) => name.replace(/-1k$/, '');
