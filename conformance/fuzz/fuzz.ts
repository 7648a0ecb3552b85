/**
 * `npm run fuzz -- --minutes 10 --oracle python3.13`: random and changed pickles through all of Brine and through
 * CPython's C unpickler, until something differs that `docs/parity.md` does not explain.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { Campaign, type Plan } from './campaign.ts';
import { pythonOf } from './python.ts';
import { report } from './report.ts';

const USAGE = `usage: npm run fuzz -- [--minutes N] [--cases N] [--seed N] [--oracle PYTHON] [--fresh]

Generates pickles, changes and splices those of the fixtures, of ../shared/corpus and of CPython's own writers, and
compares what Brine makes of them with what CPython's C unpickler does.

--minutes N      how long; 1 by default
--cases N        how many pickles at most: so that a run is the same on every machine; no bound by default
--seed N         which pickles: the same for the same number; 1 by default
--oracle PYTHON  how a CPython is called, as python3.13; or pyodide, the default, which is CPython 3.14 in WebAssembly
--fresh          from the beginning; else from where the last run with this seed and CPython ended

What it finds is kept in conformance/.fuzz/. The exit status is 1 if something is found in this run that
docs/parity.md does not explain.`;

function planOf(args: readonly string[]): Plan & { readonly oracle: string } {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { minutes: string, cases: string, seed: string, oracle: string, fresh: { type: 'boolean' } },
  });
  const minutes = Number(values.minutes ?? '1');
  const seed = Number(values.seed ?? '1');
  const cases = Number(values.cases ?? 'Infinity');
  if (!(cases > 0)) throw new TypeError(`--cases needs a number above 0; got ${values.cases}`);
  if (!(minutes > 0)) throw new TypeError(`--minutes needs a number above 0; got ${values.minutes}`);
  if (!Number.isSafeInteger(seed)) throw new TypeError(`--seed needs an integer; got ${values.seed}`);
  return { minutes, cases, seed, isFresh: values.fresh === true, oracle: values.oracle ?? 'pyodide' };
}

async function run(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return 0;
  }
  let plan: ReturnType<typeof planOf>;
  try {
    plan = planOf(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  const python = await pythonOf(plan.oracle);
  const campaign = new Campaign(plan, python);
  try {
    const result = await campaign.run();
    console.log(report(result));
    return result.findings.length > 0 ? 1 : 0;
  } finally {
    campaign.end();
  }
}

process.exitCode = await run(process.argv.slice(2));
