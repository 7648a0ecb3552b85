/**
 * Files of PyTorch, side by side with PyTorch itself, interleaved: `npm run bench:torch`. A ratio is our time divided by
 * PyTorch's, round by round, of which the median is shown; fails above the limits below.
 *
 * `PYTHON=... npm run bench:torch -- [--quick] [CASE...]`; PYTHON needs PyTorch and safetensors, as the environment that
 * `npm run conformance:torch` makes.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import { nodeFor } from './node.js';
import { duration, quantile, table } from './report.js';

/**
 * What is measured, and what of it is allowed: `times` PyTorch's CPU time, `clock` times its time by the clock, or `ms` in
 * all. Both children know the names.
 */
const CASES = [
  ['open', { ms: 20 }],
  // In a fresh process each time, as a program loads a model. Behind that, PyTorch uses memory again that it has freed.
  // PyTorch compares no checksums: they alone take a third of its CPU time, while the next pieces are being read.
  ['load', { times: 1.15, clock: 1.15, isFresh: true }],
  ['load unchecked', { times: 1.15, isFresh: true }],
  ['load again', {}],
  ['load many', { times: 1.15 }],
  ['load blob', {}],
  ['save', { times: 1, clock: 1 }],
  ['read safetensors', {}],
  ['write safetensors', {}],
];
/** The heap and the memory outside of it that an opened file keeps, in MB. */
const OPENED_MB = 2;
/** Requests to open a file on a server, and for each tensor behind that. */
const REQUESTS = { open: 6, tensor: 1 };

const { values: flags, positionals } = parseArgs({ options: { quick: { type: 'boolean' } }, allowPositionals: true });
const rounds = flags.quick ? 5 : 15;
const node = nodeFor(process.env.BENCH_NODE);
const made = join(process.env.BRINE_VENVS ?? join(tmpdir(), 'venvs'), 'torch-2.13/bin/python');
const python = process.env.PYTHON ?? (existsSync(made) ? made : 'python3');
const here = (name) => new URL(name, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'brine-torch-'));
const isChosen = ([name]) => positionals.length === 0 || positionals.some((part) => name.includes(part));
let isOver = false;

try {
  const result = spawnSync(python, [here('torch_child.py'), folder, 'make'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) throw new Error(`${python} needs torch and safetensors; give another one as PYTHON`);
  await times();
  if (positionals.length === 0) costs();
} finally {
  rmSync(folder, { recursive: true });
}
if (isOver) process.exitCode = 1;

async function times() {
  const rows = [];
  let about;
  for (const [name, limits] of CASES.filter(isChosen)) {
    let children = await started(name, limits);
    about ??= await Promise.all(children.map((child) => child.ask('about')));
    const spent = children.map(() => []);
    for (let round = 0; round < rounds; round++) {
      for (const [at, child] of children.entries()) spent[at].push(await child.ask('round'));
      if (limits.isFresh !== true || round === rounds - 1) continue;
      for (const child of children) child.end();
      children = await started(name, limits);
    }
    const [own, other] = spent.map((list) => list.map(({ cpu }) => cpu));
    const ratios = own.map((time, round) => time / other[round]);
    const walls = spent[0].map(({ wall }, round) => wall / spent[1][round].wall);
    rows.push([
      name,
      duration(quantile(own)),
      duration(quantile(other)),
      ...judged(quantile(ratios), quantile(walls), quantile(own) / 1e6, limits),
      `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`,
      quantile(walls).toFixed(2),
    ]);
    for (const child of children) child.end();
  }
  console.log(`${about?.join(', ')}; a state dict of 200 MB; ${rounds} rounds, CPU of all threads`);
  console.log(`${table(['', 'Brine', 'PyTorch', 'times', 'at most', 'quartiles', 'by the clock'], rows)}\n`);
}

/** A process for each, that is ready. */
async function started(name, { isFresh = false }) {
  const children = [
    new Child(node, ['--expose-gc', here('torch-child.js'), folder]),
    new Child(python, [here('torch_child.py'), folder]),
  ];
  for (const child of children) await child.ask('setup', { name, isFresh });
  return children;
}

/** What an opened file costs, and a file on a server. */
function costs() {
  const { status, stdout, stderr } = spawnSync(node, ['--expose-gc', here('torch-child.js'), folder, 'costs']);
  if (status !== 0) throw new Error(stderr.toString());
  const { openedMB, open, each, joined } = JSON.parse(stdout.toString());
  const line = (what, value, most) => {
    if (value > most) isOver = true;
    console.log(`${what}: ${value} (at most ${most}${value > most ? ', TOO MUCH' : ''})`);
  };
  line('MB that an opened file of 200 MB keeps', openedMB, OPENED_MB);
  line('requests to open it on a server', open, REQUESTS.open);
  line('requests for each tensor', each, REQUESTS.tensor);
  line('requests for 16 neighbours together', joined, 1);
}

/** The ratio and the limit, and whether it holds. */
function judged(times, clock, ms, limits) {
  const isUnder = (value, most = Number.POSITIVE_INFINITY) => value <= most;
  const holds = isUnder(times, limits.times) && isUnder(clock, limits.clock) && isUnder(ms, limits.ms);
  if (!holds) isOver = true;
  const of = { times: '', clock: ' by the clock', ms: ' ms' };
  const limit = Object.entries(of)
    .flatMap(([name, unit]) => (name in limits ? [`${limits[name]}${unit}`] : []))
    .join();
  return [times.toFixed(2), holds ? limit : `${limit}, TOO MUCH`];
}
