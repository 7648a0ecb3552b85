/**
 * Makes the data of one workload and checks that all who hold it read the same: `node prepare.js NAME COMPETITORS
 * [PYTHON]`.
 *
 * The pickle is CPython's, of what it reads from ours; without a Python it is ours.
 *
 * @module
 */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { dumps, loads } from './brine.js';
import { Child } from './child.js';
import { competitorOf } from './competitors.js';
import { doneFile, inputFile, oursFile, pickleFile } from './data.js';
import { plain } from './plain.js';
import { codecs } from './recipes.js';
import { workloadOf } from './workloads.js';

async function prepare(workload, competitors, python) {
  const value = workload.recipe(workload.n);
  if (!existsSync(doneFile(workload, 'pickle'))) await makePickle(workload, value, python);
  for (const name of competitors) {
    await checked(name, workload, value);
    writeFileSync(doneFile(workload, name), '');
  }
}

async function makePickle(workload, value, python) {
  const { protocol } = workload;
  writeFileSync(oursFile(workload), dumps(value, { codecs, protocol }));
  if (python === undefined) copyFileSync(oursFile(workload), pickleFile(workload));
  else await writtenBy(python, workload);
  const read = loads(readFileSync(pickleFile(workload)), { codecs });
  if (!isDeepStrictEqual(read, value)) throw new Error(`${workload.name}: brine reads another value than it was given`);
  writeFileSync(doneFile(workload, 'pickle'), '');
}

/** The pickle by a Python, which has to find the same in its own and in ours. */
async function writtenBy(python, workload) {
  const child = Child.python(python);
  const source = oursFile(workload);
  const target = pickleFile(workload);
  await child.ask('rewrite', { source, target, protocol: workload.protocol });
  if (!(await child.ask('same', { a: source, b: target }))) throw new Error(`${workload.name}: Python disagrees`);
  child.end();
}

/** Writes what a competitor reads; what it reads from that has to be what was written. */
async function checked(name, workload, value) {
  const { takes, form, write, read, input } = await competitorOf(name, workload);
  if (!takes) return;
  const formed = form(value);
  const written = input === 'pickle' ? readFileSync(pickleFile(workload)) : write(formed);
  if (input === 'own') writeFileSync(inputFile(workload, name), written);
  const back = read(written);
  const isSame = isDeepStrictEqual(normal(back), normal(formed));
  if (!isSame) throw new Error(`${workload.name}: ${name} gives another value`);
}

/** Buffers are read as bytes, and objects without a prototype as objects. */
function normal(value) {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (!Array.isArray(value)) return plain(value);
  return value.map((item) => (item instanceof Uint8Array ? new Uint8Array(item) : plain(item)));
}

const [, , workloadName, competitorNames, python] = process.argv;
const workload = workloadOf(workloadName);
const missing = competitorNames.split(',').filter((name) => !existsSync(doneFile(workload, name)));
if (missing.length > 0) await prepare(workload, missing, python);
