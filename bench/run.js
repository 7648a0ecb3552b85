/**
 * The benchmark: `npm run bench`. See `docs/performance.md`.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { Child } from './child.js';
import { FULL, isWriter, JAVASCRIPT } from './competitors.js';
import { endAll, FAST, measure, prepare, startAll, visit } from './measure.js';
import { allocatorText, pageFaultText } from './memory.js';
import { nodeFor } from './node.js';
import { findPythons } from './pythons.js';
import { writeReadmeTable } from './readme-table.js';
import { duration, meansRow, quantile, ratio, rowOf, table } from './report.js';
import { runtimesHere } from './runtimes.js';
import { writeRuntimes, writeTables } from './tables.js';
import { allWorkloads, isQuick } from './workloads.js';

const USAGE = `npm run bench -- [options]
  --direction loads|dumps   one of the two; both without
  --only NAME,...           these workloads
  --competitors NAME,...    these, beside CPython: ${[...JAVASCRIPT, 'limit'].join(' ')}
  --quick                   few rounds of few competitors and workloads, under two minutes; with --against about ten
  --mixed                   no fresh process for each workload, but one that has run them all
  --tables                  the full run: all workloads, both ways, beside those whom the README names, in short
                            rounds; writes the tables of docs/performance.md
  --runtimes                Brine in Node, Bun and Deno, what is small; writes the second table of docs/performance.md
  --memory new|there|both   large data with new memory, or with memory that is there, as in a service: dumpInto, and
                            calls before those that count (new; with --tables both, in the same processes)
  --readme FILE,FILE,FILE   measures nothing; from the --json files of full runs, the table of the README
  --rounds N                rounds (7)
  --node PATH|MAJOR         the Node to measure (24, installed into bench/.cache where it is not at hand)
  --against FOLDER          the dist folder of another build, to be measured beside
  --processes N             fresh processes of both builds for each workload (1; with --against 7)
  --json FILE               keeps all times
`;

const QUICK = ['brine', 'brine-object', 'JSON'];

const { values: flags } = parseArgs({
  options: {
    direction: { type: 'string' },
    only: { type: 'string' },
    competitors: { type: 'string' },
    quick: { type: 'boolean' },
    mixed: { type: 'boolean' },
    tables: { type: 'boolean' },
    runtimes: { type: 'boolean' },
    memory: { type: 'string' },
    readme: { type: 'string' },
    rounds: { type: 'string' },
    node: { type: 'string' },
    against: { type: 'string' },
    processes: { type: 'string' },
    json: { type: 'string' },
    help: { type: 'boolean' },
  },
});

const directions = flags.direction === undefined ? ['loads', 'dumps'] : [flags.direction];
const workloads = chosenWorkloads();
/** Short rounds, where all is to be measured in minutes. */
const isShort = flags.quick === true || flags.tables === true || flags.runtimes === true;
/**
 * A call is as fast as it gets after about half a second: after 0.2 seconds records still took 1.5 times as long
 * (measured, Node 24). The quick run has no time for more.
 */
const WARM_MS = 1000;
const QUICK_WARM_MS = 300;
/** With this the quick run takes 1:44 on the measuring machine. */
const QUICK_ROUND_MS = 30;
/** The CPU time of a thread is known to about 4 ms, which must be little of a round that is to show 3 %. */
const AGAINST_ROUND_MS = 120;
/** CPython compiles nothing. */
const PYTHON_WARM_MS = 200;
const plan = {
  node: nodeFor(flags.node),
  pythons: pythonsOf(),
  competitors: flags.competitors?.split(',') ?? competitorsOf(),
  runtimes: flags.runtimes ? await runtimesHere() : [],
  against: flags.against,
  rounds: Number(flags.rounds ?? (isShort ? 3 : 7)),
  warmMs: flags.quick ? QUICK_WARM_MS : WARM_MS,
  pythonWarmMs: PYTHON_WARM_MS,
  roundMs: Math.max(
    flags.against === undefined ? 0 : AGAINST_ROUND_MS,
    flags.quick ? QUICK_ROUND_MS : isShort ? 60 : 200,
  ),
};
/** Processes of the same build differ by up to a third, with the same functions inlined: one of each says little. */
const processes = Number(flags.processes ?? (flags.against === undefined ? 1 : 7));

/** Who is measured a second time, in the same processes, with memory that is there. */
const THERE = ['brine', 'CPython-PGO', 'msgpackr', 'against'];
const THERE_WARM_MS = 200;
const memories =
  flags.memory === 'both' || (flags.memory === undefined && flags.tables) ? ['new', 'there'] : [flags.memory ?? 'new'];

if (flags.help) console.log(USAGE);
else if (flags.readme !== undefined) writeReadmeTable(flags.readme.split(','));
else await main();

function chosenWorkloads() {
  const all = allWorkloads();
  const only = flags.only?.split(',');
  if (only !== undefined) return all.filter(({ name }) => only.includes(name));
  return flags.quick || flags.runtimes ? all.filter(isQuick) : all;
}

function competitorsOf() {
  if (flags.runtimes) return [];
  if (flags.quick) return QUICK;
  return flags.tables ? FULL : [...JAVASCRIPT, 'limit'];
}

/** What the tables claim is against the build that users have. */
function pythonsOf() {
  const found = findPythons();
  const optimised = found.filter(({ name }) => name === 'CPython-PGO');
  return (flags.tables || flags.runtimes) && optimised.length > 0 ? optimised : found;
}

/** Who takes part: protocols are Python's, and `fast` is compared with `fast`. */
function takingPart(workload, direction) {
  const writers = direction === 'dumps' && plan.competitors.some(isWriter);
  const others = workload.protocol === 5 ? plan.competitors : plan.competitors.filter((name) => name === 'brine');
  const fast = plan.pythons.slice(-1).map(({ name, command }) => ({ name: `${name}${FAST}`, command }));
  return {
    ...plan,
    competitors: others.filter((name) => writers || !isWriter(name)),
    pythons: writers && workload.protocol === 5 ? [...fast, ...plan.pythons] : plan.pythons,
  };
}

async function main() {
  const about = await aboutAll();
  console.log(
    Object.entries(about)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n'),
  );
  const results = [];
  for (const direction of directions) {
    results.push(...(await (flags.mixed ? mixed(direction) : fresh(direction))));
    if (!flags.runtimes) console.log(`\n${summary(results.filter((result) => result.direction === direction))}\n`);
  }
  if (flags.tables) {
    const small = workloads.filter(({ size }) => size === 'small');
    // The table has no place for the others here.
    const alone = { ...plan, competitors: ['brine'], warmMs: QUICK_WARM_MS };
    for (const direction of directions) results.push(...(await mixed(direction, small, alone)));
    writeTables({ ...about, warmSeconds: plan.warmMs / 1000 }, results);
  }
  if (flags.runtimes) writeRuntimes({ ...about, runtimes: plan.runtimes.map(({ name }) => name) }, results);
  if (flags.json !== undefined) writeFileSync(flags.json, `${JSON.stringify({ about, results })}\n`);
}

async function aboutAll() {
  const node = Child.node(plan.node, 'brine');
  const nodeText = await node.ask('about');
  node.end();
  return {
    date: new Date().toISOString().slice(0, 10),
    memory: `a page fault costs ${pageFaultText()}; ${allocatorText()}`,
    machine: `${os.cpus()[0]?.model}, ${os.cpus().length} cores, ${os.platform()}`,
    node: nodeText,
    ...Object.fromEntries(plan.pythons.map(({ name, version, command }) => [name, `${version} (${command})`])),
  };
}

/** Each workload in processes of its own. */
async function fresh(direction) {
  const results = [];
  console.log(`\n${direction}, a process for each workload:`);
  for (const workload of workloads) {
    const how = takingPart(workload, direction);
    prepare(flags.runtimes ? { ...how, competitors: ['brine'] } : how, workload);
    const times = await once(how, workload, direction);
    const builds = { ...how, pythons: [], competitors: how.competitors.filter((name) => name === 'brine') };
    for (let i = 1; i < processes; i++) {
      const more = await once(builds, workload, direction);
      for (const [at, found] of times.entries()) addTimes(found, more[at]);
    }
    for (const [at, memory] of memoriesOf(workload).entries())
      results.push(resultOf(workload, direction, 'fresh', times[at], memory));
  }
  return results;
}

function memoriesOf({ size }) {
  return size === 'large' ? memories : [undefined];
}

/** The times of one set of processes, for each kind of memory. */
async function once(how, workload, direction) {
  const children = startAll(how);
  const times = [];
  for (const memory of memoriesOf(workload)) {
    const isSecond = times.length > 0;
    const present = isSecond ? new Map([...children].filter(([name]) => THERE.includes(name))) : children;
    const warmMs = isSecond ? THERE_WARM_MS : how.warmMs;
    times.push(await measure({ ...how, memory, warmMs }, present, workload, direction));
  }
  endAll(children);
  return times;
}

/** Adds the rounds of other processes. */
function addTimes(times, more) {
  for (const [name, { wall, cpu }] of Object.entries(more)) {
    times[name].wall.push(...wall);
    times[name].cpu.push(...cpu);
  }
}

/** All workloads in one process, which has run all of them before the first is measured. */
async function mixed(direction, chosen = workloads, how = plan) {
  for (const workload of chosen) prepare(how, workload);
  const children = startAll(how);
  for (const workload of chosen) await visit(how, children, workload, direction);
  const results = [];
  console.log(`\n${direction}, a process that has run everything:`);
  for (const workload of chosen) {
    results.push(resultOf(workload, direction, 'mixed', await measure(how, children, workload, direction)));
  }
  endAll(children);
  return results;
}

function resultOf({ recipe, ...workload }, direction, process, times, memory) {
  const result = { workload, direction, process, times, memory };
  const pairs = flags.runtimes
    ? plan.runtimes.map(({ name }) => ({ name, other: 'CPython-PGO', ours: name }))
    : Object.keys(times).map((name) => ({ name, other: name, ours: 'brine' }));
  const ratios = pairs
    .filter(({ name }) => name !== 'brine')
    .map(({ name, other, ours }) => `${name} ${ratio(times, other, ours)?.median.toFixed(2) ?? '-'}`);
  const ours = times.brine === undefined ? '' : duration(quantile(times.brine.cpu));
  const label = memory === undefined ? workload.name : `${workload.name}, ${memory}`;
  console.log(`  ${label.padEnd(20)} ${ours.padEnd(8)} ${ratios.join('  ')}`);
  return result;
}

/** The table of one direction. */
function summary(results) {
  const names = [...new Set(results.flatMap(({ times }) => Object.keys(times)))].filter((name) => name !== 'brine');
  const [result] = results;
  // 100 MB that are only pointed at would outweigh all the rest.
  const copying = results.filter(
    ({ workload, memory }) =>
      workload.name !== 'bytes' && memory === (workload.size === 'large' ? memories[0] : undefined),
  );
  return table(
    [`${result?.direction} (${result?.process})`, 'brine, CPU', ...names],
    [
      ...results.map((measured) => rowOf(measured, names)),
      meansRow(copying, names, 'geometric mean, CPU', 'cpu'),
      meansRow(copying, names, 'geometric mean, wall', 'wall'),
    ],
  );
}
