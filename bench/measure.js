import { spawnSync } from 'node:child_process';
import { Child } from './child.js';
import { pickleFile } from './data.js';

/**
 * @typedef {object} Plan
 * @property {string} node
 * @property {{ name: string, command: string }[]} pythons
 * @property {string[]} competitors In JavaScript.
 * @property {{ name: string, command: string, args: string[] }[]} runtimes That run Brine too.
 * @property {string | undefined} against The folder of another build of brine, to be measured beside.
 * @property {number} rounds
 * @property {number} warmMs Of each competitor in JavaScript.
 * @property {number} pythonWarmMs
 * @property {number} roundMs
 * @property {'new' | 'there' | undefined} memory Of large data.
 */

const PREPARE = new URL('prepare.js', import.meta.url).pathname;

/** Names of Pythons that write with `Pickler.fast`. */
export const FAST = '-fast';

/** Makes the data of a workload, where they are not there. */
export function prepare({ node, pythons, competitors }, workload) {
  const names = competitors.filter((name) => name !== 'limit').join(',');
  const python = pythons.at(-1)?.command;
  const args = ['--max-old-space-size=8192', PREPARE, workload.name, names, ...(python === undefined ? [] : [python])];
  const { status } = spawnSync(node, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${workload.name}: the data could not be made`);
}

/** Processes of all competitors, by name. */
export function startAll({ node, pythons, competitors, runtimes, against }) {
  const children = new Map(pythons.map(({ name, command }) => [name, Child.python(command)]));
  // Where the compiler runs on another core, when it is done depends on what else that core does: 8 % between two runs.
  const flags = against === undefined ? [] : ['--no-concurrent-recompilation'];
  for (const name of competitors) children.set(name, Child.node(node, name, flags));
  for (const runtime of runtimes) children.set(runtime.name, Child.runtime(runtime));
  if (against !== undefined) children.set('against', Child.node(node, 'brine', flags, { BRINE_DIST: against }));
  return children;
}

export function endAll(children) {
  for (const child of children.values()) child.end();
}

/**
 * Rounds of one workload, interleaved: in each, every competitor in turn. Nanoseconds a call, by competitor.
 *
 * @returns {Promise<Record<string, { wall: number[], cpu: number[] }>>}
 */
export async function measure(plan, children, workload, direction) {
  const { rounds, roundMs, memory } = plan;
  const calls = new Map();
  for (const [name, child] of children) {
    if (!(await setup(name, child, workload, direction, memory))) continue;
    calls.set(name, await child.ask('warm', { ms: warmMsOf(plan, name), roundMs }));
  }
  const times = Object.fromEntries([...calls.keys()].map((name) => [name, { wall: [], cpu: [] }]));
  const order = [...calls];
  for (let round = 0; round < rounds; round++) {
    // Who comes first finds the caches of another: each does so in turn.
    for (const [name, count] of order.reverse()) {
      const { wall, cpu } = await children.get(name).ask('round', { calls: count, memory });
      times[name].wall.push(wall);
      times[name].cpu.push(cpu);
    }
  }
  return times;
}

/** Has every process do the workload for a while: what a process that did other things before has behind it. */
export async function visit(plan, children, workload, direction) {
  for (const [name, child] of children) {
    if (!(await setup(name, child, workload, direction))) continue;
    await child.ask('warm', { ms: warmMsOf(plan, name), roundMs: 1 });
  }
}

function warmMsOf({ warmMs, pythonWarmMs }, name) {
  return isPython(name) ? pythonWarmMs : warmMs;
}

function isPython(name) {
  return name.startsWith('CPython');
}

function setup(name, child, workload, direction, memory) {
  return child.ask(
    'setup',
    isPython(name)
      ? { file: pickleFile(workload), protocol: workload.protocol, direction, fast: name.endsWith(FAST) }
      : { workload: workload.name, direction, memory },
  );
}
