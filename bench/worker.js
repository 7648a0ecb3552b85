/**
 * One competitor in a process of its own. Commands and answers are lines of JSON.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { bareWriterOf } from './bare-writer.js';
import { competitorOf } from './competitors.js';
import { inputFile, pickleFile } from './data.js';
import { limitOf } from './limit.js';
import { timed, warmed } from './timing.js';
import { workloadOf } from './workloads.js';

const [, , name] = process.argv;
let run;

const COMMANDS = {
  /** Makes ready to read or write; false: this one cannot. */
  async setup({ workload: workloadName, direction, memory }) {
    run = undefined;
    const workload = workloadOf(workloadName);
    run = name === 'limit' ? limitRun(workload, direction) : await competitorRun(workload, direction, memory);
    return run !== undefined;
  },
  /** Warms up; calls for a round of some length. */
  warm({ ms, roundMs }) {
    return Math.max(1, Math.round(roundMs / warmed(run, ms)));
  },
  round: ({ calls, memory }) => timed(run, calls, memory),
  about: () => `Node ${process.versions.node}`,
};

function limitRun(workload, direction) {
  const value = workload.recipe(workload.n);
  return direction === 'loads' ? limitOf(workload.name, value) : bareWriterOf(value);
}

async function competitorRun(workload, direction, memory) {
  const competitor = await competitorOf(name, workload);
  if (!competitor.takes) return undefined;
  const { form, write, writeInto, read, input } = competitor;
  if (direction === 'loads') {
    const bytes = readFileSync(input === 'pickle' ? pickleFile(workload) : inputFile(workload, name));
    const data = name === 'JSON' ? bytes.toString() : bytes;
    return () => read(data);
  }
  if (write === undefined) return undefined;
  const value = form(workload.recipe(workload.n));
  if (memory !== 'there' || writeInto === undefined) return () => write(value);
  const target = new Uint8Array(write(value).length);
  return () => writeInto(value, target);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { command, ...args } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await COMMANDS[command](args))}\n`);
}
