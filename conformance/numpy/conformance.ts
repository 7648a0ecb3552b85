/**
 * Asks real numpys whether `brine/numpy` reads what they write, and writes what they read: `npm run conformance:numpy`.
 *
 * Each numpy writes all cases at all protocols. Brine reads them, checks dtype, shape, order and elements, and writes
 * them again: in the form of all versions, which each of the numpys reads with warnings as errors, and in that of the
 * version itself, which is to be the same bytes. `gaps.json` lists what is known to differ, and the run fails if the
 * list is wrong in either direction.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { dumps, loads, type PickleBuffer } from 'brine';
import { NdArray, type NumpyVersion, numpy, portableGenerator } from 'brine/numpy';
import { base64, differs, fromBase64, type Row } from './summary.ts';

const folder = fileURLToPath(new URL('../numpy/', import.meta.url));
const environments = process.env['BRINE_VENVS'] ?? '/tmp/venvs';
const pyenv = `${homedir()}/.pyenv/versions`;

interface Numpy {
  readonly version: string;
  readonly python: string;
  /** The version whose bytes it writes. */
  readonly like?: NumpyVersion;
  readonly path?: string;
}

const NUMPYS: readonly Numpy[] = [
  { version: '1.16.6', python: `${pyenv}/2.7.18/bin/python`, path: `${environments}/numpy-1.16.6` },
  { version: '1.23.5', python: `${environments}/numpy-1.23.5/bin/python` },
  { version: '1.26.4', python: `${environments}/numpy-1.26.4/bin/python`, like: '1.26' },
  { version: '2.0.2', python: `${environments}/numpy-2.0.2/bin/python` },
  { version: '2.2.6', python: `${environments}/numpy-2.2.6/bin/python` },
  { version: '2.4.6', python: `${environments}/numpy-2.4.6/bin/python`, like: '2.4' },
];

interface Problem {
  readonly name: string;
  readonly protocol: number;
  readonly from: string;
  readonly problem: string;
}

function run(
  command: string,
  args: readonly string[],
  options: { input?: string; env?: NodeJS.ProcessEnv } = {},
): string {
  const { status, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Makes the environment of a numpy, if it is not there. False: it cannot be had here. */
function prepare({ version, python, path }: Numpy): boolean {
  if (path !== undefined) {
    if (!existsSync(python)) return false;
    if (existsSync(path)) return true;
    return spawnSync(python, ['-m', 'pip', 'install', '-q', '--target', path, `numpy==${version}`]).status === 0;
  }
  if (existsSync(python)) return true;
  const base = `${pyenv}/3.11.7/bin/python`;
  run(existsSync(base) ? base : 'python3', ['-m', 'venv', `${environments}/numpy-${version}`]);
  const packages = version.startsWith('2.4') ? [`numpy==${version}`, 'ml_dtypes==0.5.4'] : [`numpy==${version}`];
  run(python, ['-m', 'pip', 'install', '-q', ...packages]);
  return true;
}

function ask({ python, path }: Numpy, mode: 'write' | 'read', input = ''): unknown {
  const env = path === undefined ? process.env : { ...process.env, PYTHONPATH: path };
  return JSON.parse(run(python, [`${folder}cases.py`, mode], { input, env }));
}

interface Written {
  readonly pickle: string;
  readonly buffers?: readonly string[];
  readonly readonly?: readonly boolean[];
}

function write(value: unknown, row: Row, like?: NumpyVersion): Written {
  const buffers: PickleBuffer[] = [];
  const pickle = dumps(value, {
    codecs: [like === undefined ? numpy : numpy.like(like)],
    protocol: row.protocol,
    python: '3.11',
    ...(row.buffers === undefined ? {} : { bufferCallback: (buffer: PickleBuffer) => void buffers.push(buffer) }),
  });
  if (row.buffers === undefined) return { pickle: base64(pickle) };
  return {
    pickle: base64(pickle),
    buffers: buffers.map(({ bytes }) => base64(bytes)),
    readonly: buffers.map(({ readonly }) => readonly),
  };
}

function read(row: Row | (Written & { protocol: number }), like?: NumpyVersion): unknown {
  return loads(fromBase64(row.pickle), {
    codecs: [like === undefined ? numpy : numpy.like(like)],
    encoding: 'latin1',
    ...(row.buffers === undefined ? {} : { buffers: row.buffers.map(fromBase64) }),
  });
}

/** How an array lies in memory after it was written in this form. */
function flagsOf(written: Written, protocol: number): readonly boolean[] | undefined {
  const value = read({ ...written, protocol });
  return value instanceof NdArray ? [value.isCContiguous, value.isFContiguous, value.isWritable] : undefined;
}

const problems: Problem[] = [];
const identical = new Map<string, [number, number]>();
const rowsToRead: Record<string, unknown>[] = [];
const available = NUMPYS.filter(prepare);

for (const one of available) {
  const { rows } = ask(one, 'write') as { rows: readonly Row[] };
  let readHere = 0;
  for (const row of rows) {
    const where = { name: row.name, protocol: row.protocol, from: one.version };
    try {
      const value = read(row);
      const problem = differs(value, row.summary);
      if (problem !== undefined) problems.push({ ...where, problem: `read: ${problem.slice(0, 300)}` });
      readHere++;
      const isRandom = row.name.startsWith('random');
      const written = write((isRandom && portableGenerator(value)) || value, row);
      // Generators of 1.16 have no form that later ones share.
      const isPortable = isRandom && one.path === undefined;
      rowsToRead.push({ ...where, ...written, flags: flagsOf(written, row.protocol), isPortable });
      // Generators of random numbers are inert: not in the form of a version.
      if (one.like === undefined || isRandom) continue;
      const again = write(read(row, one.like), row, one.like);
      const counts = identical.get(one.version) ?? [0, 0];
      identical.set(one.version, counts);
      counts[1]++;
      // numpy writes views in another form than what is read of them, and turns bytes around when it reads them: the
      // bytes are to be those of the original, or of the array that was read, with its byte order.
      const isSame =
        again.pickle === row.pickle
          ? String(again.buffers) === String(row.buffers)
          : again.pickle === row.again ||
            (again.pickle === row.packed && String(again.buffers) === String(row.packedBuffers));
      if (isSame) counts[0]++;
      else problems.push({ ...where, problem: 'other bytes' });
    } catch (error) {
      problems.push({ ...where, problem: `error: ${String(error).slice(0, 300)}` });
    }
  }
  console.log(`numpy ${one.version}: ${readHere} of ${rows.length} pickles read`);
}
for (const [version, [same, all]] of identical)
  console.log(`numpy ${version}: ${same} of ${all} written with the same bytes`);

for (const one of available) {
  const isOld = one.path !== undefined;
  const rows = isOld ? rowsToRead.filter(({ protocol }) => Number(protocol) <= 2) : rowsToRead;
  const result = ask(one, 'read', JSON.stringify(rows)) as { read: number; problems: readonly Problem[] };
  console.log(
    `numpy ${one.version}: read ${result.read} of Brine's, ${result.read - result.problems.length} without a difference`,
  );
  for (const problem of result.problems) {
    problems.push({ ...problem, problem: `read by ${one.version}: ${problem.problem}` });
  }
}

/** What is known to differ, as regular expressions of `name | protocol | from | problem`. */
const gaps = JSON.parse(readFileSync(`${folder}gaps.json`, 'utf8')) as readonly {
  gap: string;
  why: string;
  numpys?: string;
}[];
const used = new Set<string>();
const unexplained = problems.filter((problem) => {
  const line = lineOf(problem);
  const gap = gaps.find((one) => new RegExp(one.gap).test(line));
  if (gap !== undefined) used.add(gap.gap);
  return gap === undefined;
});

function lineOf({ name, protocol, from, problem }: Problem): string {
  return `${name} | ${protocol} | ${from} | ${problem}`;
}

const details = process.argv.indexOf('--details');
if (details > 0) writeFileSync(process.argv[details + 1] ?? '', problems.map(lineOf).join('\n'));
console.log(`${problems.length - unexplained.length} differences are known (conformance/numpy/gaps.json)`);
const missing = NUMPYS.length - available.length;
if (missing > 0) console.log(`${missing} of ${NUMPYS.length} numpys cannot be had here`);
for (const problem of unexplained.slice(0, 40)) console.log(`NEW ${lineOf(problem)}`);
if (unexplained.length > 40) console.log(`and ${unexplained.length - 40} more`);
const stale = missing > 0 ? [] : gaps.filter(({ gap }) => !used.has(gap));
for (const { gap } of stale) console.log(`GONE ${gap}`);
process.exitCode = unexplained.length + stale.length > 0 ? 1 : 0;
