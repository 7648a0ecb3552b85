/**
 * `npm run conformance -- --cases 100000`: random values of every CPython at hand, parsed and written again at every
 * protocol, compared byte for byte with what that CPython writes for what it loads; then the same without a memo, with
 * its `Pickler.fast`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { localPythons, oracle, oracle315, runPython } from '../test/oracle.ts';
import { compareBatch, dialectOf, type Memo, newComparison, RANDOM_VALUES } from './transcode.ts';

/** Values in one batch, at most. */
const BATCH = 250;
/** Cases that each gives, about. */
const CASES = 34;

interface Source {
  readonly name: string;
  readonly dialect: NonNullable<ReturnType<typeof dialectOf>>;
  batch(seed: number, count: number, memo: Memo): string;
}

async function sources(): Promise<Source[]> {
  const found: Source[] = [];
  for (const load of [oracle, oracle315]) {
    const python = await load();
    python.run(RANDOM_VALUES);
    const dialect = dialectOf(python.version.split('.').slice(0, 2).join('.'));
    const batch: Source['batch'] = (...args) => String(python.evaluate(callOf(...args)));
    if (dialect !== undefined) found.push({ name: `${python.version} (pyodide)`, dialect, batch });
  }
  for (const local of localPythons()) {
    const dialect = dialectOf(local.version);
    const batch: Source['batch'] = (...args) =>
      runPython(local, `${RANDOM_VALUES}\nprint(${callOf(...args)})`).toString();
    if (dialect !== undefined) found.push({ name: `${local.version} (${local.command})`, dialect, batch });
  }
  return found;
}

function callOf(seed: number, count: number, memo: Memo): string {
  return `batch(${seed}, ${count}${memo === 'none' ? ', True' : ''})`;
}

function compare({ name, dialect, batch }: Source, wanted: number, memo: Memo): number {
  const comparison = newComparison();
  const count = Math.min(BATCH, Math.ceil(wanted / CASES));
  for (let seed = 0; comparison.cases < wanted; seed += count)
    compareBatch(batch(seed, count, memo), dialect, comparison, memo);
  const by = memo === 'none' ? `${name}, fast` : name;
  console.log(`CPython ${by}: ${comparison.cases} cases, ${comparison.identical} byte-identical`);
  for (const difference of comparison.differences.slice(0, 10)) console.log(`  ${difference}`);
  return comparison.differences.length;
}

const { values } = parseArgs({ options: { cases: { type: 'string', default: '20000' } } });
const cases = Number(values.cases);
if (!Number.isSafeInteger(cases) || cases < 1) {
  console.error('usage: npm run conformance -- [--cases N]    N cases for each CPython, at least 1');
  process.exitCode = 2;
} else {
  let different = 0;
  for (const source of await sources()) {
    for (const memo of ['identity', 'none'] as const) different += compare(source, cases, memo);
  }
  process.exitCode = different > 0 ? 1 : 0;
}
