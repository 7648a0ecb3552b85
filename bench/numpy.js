/**
 * numpy's arrays, side by side with Python's `pickle` and `numpy.load`, interleaved: `npm run bench:numpy`. A ratio is our
 * time divided by Python's, round by round, of which the median is shown; fails above the limits below.
 *
 * `PYTHON=... npm run bench:numpy -- [--quick] [CASE...]`; PYTHON needs numpy 2: `python -m venv ...`, `pip install numpy`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import { nodeFor } from './node.js';
import { duration, quantile, table } from './report.js';

/**
 * What is measured, and what of it is allowed: `times` Python's, or `ms` in all. Both children know the names: what is
 * done, then with what.
 */
const CASES = [
  ['loads large4', { times: 1.1 }],
  ['loads large5', { times: 1.1 }],
  ['loads largeOut', { ms: 1 }],
  ['loadFile large4', { times: 1.5 }],
  ['loadFile large5', { times: 1.5 }],
  ['loadFileSync large4', { times: 1.5 }],
  ['dumps large4', { times: 1.1 }],
  ['dumps large5', { times: 1.1 }],
  ['dumps largeOut', { ms: 1 }],
  ['dump large5', { ms: 1 }],
  ['loads many4', { times: 2 }],
  ['loads many5', { times: 2 }],
  ['dumps many4', { times: 2 }],
  ['dumps many5', { times: 2 }],
  ['dumps24 many4', { times: 2 }],
  ['dumps24 many5', { times: 2 }],
  ['nested float64', {}],
  ['nested int64', {}],
  ['nested datetime64', {}],
  ['readNpy npy', { times: 1.1 }],
  // numpy asks Linux for pages of 2 MB for its memory, and no JavaScript engine does; without, both have the same work.
  ['readNpyFile npy', {}],
  ['readNpyFile npy', { times: 1.5, smallPages: true }],
];
/** Peak growth of a fresh process, divided by what must be there: the input, where it is in memory, and the result. */
const MEMORY = [
  ['loads large4', {}],
  ['loads large5', {}],
  ['loads largeOut', { times: 1.1 }],
  ['loadFile large4', { times: 1.1 }],
  ['loadFile large5', { times: 1.1 }],
  ['loadFileSync large4', { times: 1.1 }],
  ['dumps large5', { times: 1.1 }],
  ['dump large5', { times: 1.1 }],
  ['readNpyFile npy', { times: 1.1 }],
];

const { values: flags, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
const rounds = flags.quick ? 5 : 15;
const roundMs = flags.quick ? 30 : 100;
const node = nodeFor(process.env.BENCH_NODE);
const python = process.env.PYTHON ?? 'python3';
const here = (name) => new URL(name, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'brine-numpy-'));
const isChosen = ([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part));
let isOver = false;

try {
  const made = spawnSync(python, [here('numpy_child.py'), folder, 'make'], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (made.status !== 0) throw new Error(`${python} needs numpy 2; give another one as PYTHON`);
  await times();
  memory();
} finally {
  rmSync(folder, { recursive: true });
}
if (isOver) process.exitCode = 1;

async function times() {
  const rows = [];
  let about;
  for (const [name, limits] of CASES.filter(isChosen)) {
    // Fresh ones, as those of run.js: the rest of a process decides how its memory is collected.
    const children = [
      new Child(node, ['--expose-gc', here('numpy-child.js'), folder]),
      limits.smallPages === true
        ? new Child('env', ['NUMPY_MADVISE_HUGEPAGE=0', python, here('numpy_child.py'), folder])
        : new Child(python, [here('numpy_child.py'), folder]),
    ];
    about ??= await Promise.all(children.map((child) => child.ask('about')));
    const spent = children.map(() => []);
    const calls = [];
    for (const child of children) calls.push(await child.ask('setup', { name, roundMs }));
    for (let round = 0; round < rounds; round++) {
      for (const [at, child] of children.entries()) spent[at].push(await child.ask('round', { calls: calls[at] }));
    }
    const [own, other] = spent.map((list) => list.map(({ cpu }) => cpu));
    const ratios = own.map((time, round) => time / other[round]);
    const walls = spent[0].map(({ wall }, round) => wall / spent[1][round].wall);
    rows.push([
      limits.smallPages === true ? `${name}, pages of 4 kB` : name,
      duration(quantile(own)),
      duration(quantile(other)),
      ...judged(quantile(ratios), quantile(own) / 1e6, limits),
      `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`,
      quantile(walls).toFixed(2),
    ]);
    for (const child of children) child.end();
  }
  console.log(`${about?.join(', ')}; ${rounds} rounds, a process for each case, CPU`);
  console.log(`${table(['', 'Brine', 'Python', 'times', 'at most', 'quartiles', 'by the clock'], rows)}\n`);
}

function memory() {
  const MB = (bytes) => (bytes / 1e6).toFixed(0);
  const rows = MEMORY.filter(isChosen).map(([name, limits]) => {
    const runs = Array.from({ length: 3 }, () => peak(name)).sort((a, b) => a.peak - b.peak);
    const { peak: grown, needed } = runs[1];
    return [name, MB(needed), MB(grown), ...judged(grown / needed, 0, limits)];
  });
  console.log(table(['', 'input and result, MB', 'peak growth, MB', 'times', 'at most'], rows));
}

function peak(name) {
  const { status, stdout, stderr } = spawnSync(node, ['--expose-gc', here('numpy-child.js'), folder, name]);
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString());
}

/** The ratio and the limit, and whether it holds. */
function judged(times, ms, limits) {
  const holds = times <= (limits.times ?? Number.POSITIVE_INFINITY) && ms <= (limits.ms ?? Number.POSITIVE_INFINITY);
  if (!holds) isOver = true;
  const limit = limits.ms === undefined ? (limits.times ?? '') : `${limits.ms} ms`;
  return [times.toFixed(2), holds ? limit : `${limit}, TOO MUCH`];
}
