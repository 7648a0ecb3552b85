/**
 * Asks real joblibs and scikit-learns whether `brine/joblib` and `brine/sklearn` read what they write, and write what
 * they read: `npm run conformance:joblib`.
 *
 * Each scikit-learn fits all of its estimators and writes them with pickle and joblib, uncompressed and with each
 * compressor. Brine reads each file and compares all attributes, and writes it again: plain, for joblib, for joblib
 * with gzip and zlib. Python loads that, also with `mmap_mode='r'`, and compares what the models predict. The bytes of
 * joblib 1.6 are compared too, with differing.json, and joblib's own old files are opened. Arguments are the names of
 * the environments, such as `joblib-1.6`; without them it is all.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dumps, loads } from 'brine';
import { dumpJoblib, joblib, loadJoblib } from 'brine/joblib';
import { NdArray, numpy } from 'brine/numpy';
import { Estimator, sklearn } from 'brine/sklearn';
import { summary } from './summary.ts';

const folder = fileURLToPath(new URL('../joblib/', import.meta.url));
const environments = process.env['BRINE_VENVS'] ?? join(tmpdir(), 'venvs');

interface Environment {
  readonly name: string;
  readonly python: string;
  readonly packages: readonly string[];
  /** The form of the files for it, if it is not that of today. */
  readonly joblib?: '1.1';
  /** The numpy whose bytes it writes, where Brine writes them. */
  readonly like?: '2.4';
}

const ENVIRONMENTS: readonly Environment[] = [
  {
    name: 'joblib-0.14',
    joblib: '1.1',
    python: '3.8.18',
    packages: ['joblib==0.14.1', 'numpy==1.19.5', 'scikit-learn==0.24.2', 'scipy==1.5.4', 'lz4==4.3.3'],
  },
  {
    name: 'joblib-1.2',
    python: '3.11.7',
    packages: ['joblib==1.2.0', 'numpy==1.26.4', 'scikit-learn==1.2.2', 'scipy==1.11.4', 'lz4==4.4.5'],
  },
  {
    name: 'joblib-1.4',
    python: '3.11.7',
    packages: ['joblib==1.4.2', 'numpy==2.2.6', 'scikit-learn==1.6.1', 'scipy==1.13.1', 'lz4==4.4.5'],
  },
  {
    name: 'joblib-1.6',
    python: '3.11.7',
    packages: ['joblib==1.6.0', 'numpy==2.4.6', 'scikit-learn==1.9.1', 'scipy==1.17.1', 'lz4==4.4.5'],
    like: '2.4',
  },
];

interface Written {
  readonly joblib: string;
  readonly sklearn: string;
  readonly numpy: string;
  readonly names: readonly string[];
  readonly unfit: readonly string[];
}

const problems: string[] = [];

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr.slice(-2000)}`);
  return stdout;
}

/** The Python of an environment, which is made if it is not there; `undefined`: it cannot be had here. */
function prepare({ name, python, packages }: Environment): string | undefined {
  const own = join(environments, name, 'bin/python');
  if (existsSync(own)) return own;
  const base = `${homedir()}/.pyenv/versions/${python}/bin/python`;
  if (!existsSync(base)) return undefined;
  try {
    mkdirSync(environments, { recursive: true });
    run(base, ['-m', 'venv', join(environments, name)]);
    run(own, ['-m', 'pip', 'install', '-q', '--only-binary', ':all:', ...packages]);
    return own;
  } catch (error) {
    console.log(`${name}: ${String(error).slice(0, 300)}`);
    rmSync(join(environments, name), { recursive: true, force: true });
    return undefined;
  }
}

const EXACT = { ints: 'bigint', floats: 'exact' } as const;

/** What check.py says of a value, said of what Brine reads; `undefined` where it does not look. */
function deep(value: unknown): unknown {
  if (value instanceof Estimator && value.version !== undefined) {
    return { estimator: value.name, state: Array.from(value.fields, ([name, item]) => [name, deep(item)]) };
  }
  if (value instanceof NdArray && Array.isArray(value.data)) {
    return { objects: Array.from(value, deep), shape: value.shape };
  }
  if (value instanceof Map) return { dict: Array.from(value, ([key, item]) => [deep(key), deep(item)]) };
  if (Array.isArray(value)) {
    return { [value.constructor.name === 'Tuple' ? 'tuple' : 'list']: Array.from(value, deep) };
  }
  return summary(value);
}

/** Where two summaries differ. `other` is what check.py does not look into. */
function difference(expected: unknown, found: unknown, path = '$'): string | undefined {
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, found) ? undefined : path;
  if ('other' in expected) return undefined;
  if (typeof found !== 'object' || found === null) return path;
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  for (const name of names) {
    const problem = difference(Reflect.get(expected, name), Reflect.get(found, name), `${path}.${name}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function check(environment: Environment, python: string): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'brine-joblib-'));
  try {
    const written = JSON.parse(run(python, [`${folder}check.py`, 'write', work])) as Written;
    const what = `joblib ${written.joblib}, scikit-learn ${written.sklearn}, numpy ${written.numpy}`;
    let [files, equal] = [0, 0];
    const differing: string[] = [];
    let same = 0;
    for (const name of written.names) {
      const expected: unknown = JSON.parse(readFileSync(join(work, `${name}.json`), 'utf8'));
      const own = readdirSync(work).filter((file) => file.startsWith(`${name}.`) && /\.(?:pkl|joblib)$/.test(file));
      for (const file of own) {
        files++;
        try {
          const bytes = new Uint8Array(readFileSync(join(work, file)));
          const value = await loadJoblib<unknown>(bytes, { ...EXACT, codecs: [sklearn] });
          const where = difference(expected, deep(value));
          if (where === undefined) equal++;
          else problems.push(`${what}: ${file}: another value at ${where}`);
          if (!file.endsWith('.none.joblib')) continue;
          await writeBack(join(work, name), value, environment.joblib);
          if (environment.like === undefined) continue;
          const like = joblib.like(environment.like);
          const options = { protocol: 4, python: '3.11', codecs: [like] } as const;
          const again = await dumpJoblib(value, undefined, options);
          if (Buffer.compare(again, bytes) !== 0) differing.push(name);
          const identified = await dumpJoblib(value, undefined, { ...options, original: bytes });
          if (Buffer.compare(identified, bytes) === 0) same++;
          else problems.push(`${what}: ${name}: other bytes with the original`);
        } catch (error) {
          problems.push(`${what}: ${file}: ${String(error).slice(0, 300)}`);
        }
      }
    }
    console.log(
      `${what}: ${written.names.length} estimators (${written.unfit.length} take none of the data); ` +
        `${equal} of ${files} files with equal attributes`,
    );
    if (environment.like !== undefined) {
      compareKnown(what, written.names.length, differing);
      console.log(`${what}: ${same} of ${written.names.length} with the same bytes where the original is given`);
    }
    const read = JSON.parse(run(python, [`${folder}check.py`, 'read', work])) as {
      count: number;
      problems: readonly (readonly string[])[];
    };
    for (const problem of read.problems) problems.push(`${what}: read there: ${problem.join(' | ')}`);
    console.log(`${what}: loaded ${read.count} files of Brine's, ${read.problems.length} differences in predictions`);
    await legacy(python, what);
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Holds differing.json both ways: a difference that is not in it, and an entry that no longer differs, are problems. */
function compareKnown(what: string, count: number, differing: readonly string[]): void {
  const reasons = JSON.parse(readFileSync(`${folder}differing.json`, 'utf8')) as Record<string, readonly string[]>;
  const known = Object.values(reasons).flat();
  console.log(
    `${what}: ${count - differing.length} of ${count} uncompressed files written with the same bytes, ` +
      `${differing.length} not (${known.length} are known)`,
  );
  for (const name of differing) if (!known.includes(name)) problems.push(`${what}: ${name}: other bytes`);
  for (const name of known) {
    if (!differing.includes(name)) problems.push(`${what}: ${name}: the same bytes, but differing.json has it`);
  }
}

async function writeBack(path: string, value: unknown, joblib: '1.1' | undefined): Promise<void> {
  const options = { protocol: 4, python: '3.11', joblib } as const;
  writeFileSync(`${path}.none.joblib.back`, await dumpJoblib(value, undefined, options));
  writeFileSync(`${path}.gzip.joblib.back`, await dumpJoblib(value, undefined, { ...options, compress: 'gzip' }));
  writeFileSync(`${path}.zlib.joblib.back`, await dumpJoblib(value, undefined, { ...options, compress: 'zlib' }));
  const plain = dumps(value, { ...options, codecs: [numpy] });
  loads(plain, { codecs: [numpy] });
  writeFileSync(`${path}.pkl.back`, plain);
}

/** The files that joblib keeps of its old versions; not all packages have them. */
async function legacy(python: string, what: string): Promise<void> {
  const data = run(python, [
    '-c',
    'import joblib, os; print(os.path.join(os.path.dirname(joblib.__file__), "test", "data"))',
  ]).trim();
  const names = existsSync(data) ? readdirSync(data) : [];
  const files = names.filter((name) => name.startsWith('joblib_') && !/_\d\d\.npy/.test(name));
  let opened = 0;
  for (const name of files) {
    try {
      const sibling = (other: string): Uint8Array => new Uint8Array(readFileSync(join(data, other)));
      const value = await loadJoblib<unknown[]>(new Uint8Array(readFileSync(join(data, name))), {
        encoding: 'latin1',
        sibling,
      });
      if (value.length === 6 && value[0] instanceof NdArray && value[0].size === 5) opened++;
      else problems.push(`${what}: ${name}: another value`);
    } catch (error) {
      problems.push(`${what}: ${name}: ${String(error)}`);
    }
  }
  if (files.length > 0) console.log(`${what}: ${opened} of ${files.length} old files of joblib's own opened`);
}

const wanted = process.argv.slice(2);
const chosen = ENVIRONMENTS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
let missing = 0;
for (const environment of chosen) {
  const python = prepare(environment);
  if (python === undefined) missing++;
  else await check(environment, python);
}
if (missing > 0) console.log(`${missing} of ${chosen.length} environments cannot be had here`);
for (const problem of problems.slice(0, 60)) console.log(`NEW ${problem}`);
if (problems.length > 60) console.log(`and ${problems.length - 60} more`);
process.exitCode = problems.length > 0 || missing === chosen.length ? 1 : 0;
