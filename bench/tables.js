/**
 * The tables of docs/performance.md, from what was measured.
 *
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { geometricMean, ratio, table } from './report.js';

const PAGE = new URL('../docs/performance.md', import.meta.url);
const BEGIN = '<!-- npm run bench -- --tables -->';
const END = '<!-- end of the benchmark -->';

/** What the README claims is against the build that users have. */
const PYTHON = 'CPython-PGO';

/** Puts the tables of a run in the place of those that are there. */
export function writeTables(about, results) {
  const text = readFileSync(PAGE, 'utf8');
  const [from, to] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (from < 0 || to < from)
    throw new Error(`docs/performance.md has no place for the tables between ${BEGIN} and ${END}`);
  const section = performanceSection(about, results);
  writeFileSync(PAGE, `${text.slice(0, from + BEGIN.length)}\n\n${section}\n\n${text.slice(to)}`);
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
    { direction, title: 'small, after all others', name: small, process: 'mixed' },
  ]);
  const rows = names.map((base) => [
    base,
    ...columns.map(({ direction, name, process, memory }) => {
      const found = results.find(
        (result) =>
          result.workload.name === name(base) &&
          result.direction === direction &&
          result.process === process &&
          result.memory === memory,
      );
      const median = found === undefined ? undefined : ratio(found.times, PYTHON, 'brine')?.median;
      return median === undefined ? '' : median.toPrecision(2);
    }),
  ]);
  return table(['', ...columns.map(({ title }) => title)], rows);
}

function meansTable(results) {
  const fresh = results.filter(
    ({ process, workload, memory }) => process === 'fresh' && workload.name !== 'bytes' && memory !== 'there',
  );
  // The README claims what holds against the optimised CPython alone.
  const named = [...new Set(fresh.flatMap(({ times }) => Object.keys(times)))];
  const names = named.filter((name) => name !== 'brine' && name !== 'CPython');
  const mean = (name, direction) => {
    const ratios = fresh
      .filter((result) => result.direction === direction)
      .map(({ times }) => ratio(times, name, 'brine')?.median)
      .filter((found) => found !== undefined);
    return ratios.length === 0 ? '' : `${geometricMean(ratios).toPrecision(2)} of ${ratios.length}`;
  };
  return table(
    ['', 'loads', 'dumps'],
    names.map((name) => [name, mean(name, 'loads'), mean(name, 'dumps')]),
  );
}

const small = (base) => `${base}-1k`;
const baseName = (name) => name.replace(/-1k$/, '');
