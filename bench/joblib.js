/**
 * Opens a random forest of about 200 MB that joblib wrote, uncompressed and with zlib, beside joblib itself:
 * `npm run bench:joblib`. Each time is of a process of its own, in turn. `PYTHON` names a Python with joblib and
 * scikit-learn.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const python = process.env.PYTHON ?? '/tmp/venvs/joblib-1.6/bin/python';
const script = fileURLToPath(new URL('joblib_child.py', import.meta.url));
const child = fileURLToPath(new URL('joblib-child.js', import.meta.url));
const folder = join(tmpdir(), 'brine-bench-joblib');
const ROUNDS = 7;
/** What issue 19 allows. */
const MOST = 1.2;
const MOST_LAZY = 50;

function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command}: ${stderr.slice(-2000)}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

mkdirSync(folder, { recursive: true });
const files = ['none', 'zlib'].map((name) => join(folder, `${name}.joblib`));
if (!files.every((file) => existsSync(file))) run(python, [script, 'make', folder]);

let failed = false;
for (const file of files) {
  const times = { python: [], brine: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const who of round % 2 === 0 ? ['python', 'brine'] : ['brine', 'python']) {
      const { ms } =
        who === 'python' ? run(python, [script, 'load', file]) : run(process.execPath, [child, 'load', file]);
      times[who].push(ms);
    }
  }
  const [theirs, ours] = [median(times.python), median(times.brine)];
  const ratio = ours / theirs;
  if (ratio > MOST) failed = true;
  console.log(
    `${file.split('/').at(-1)} (${(statSync(file).size / 1e6).toFixed(0)} MB): joblib ${theirs.toFixed(0)} ms, ` +
      `brine ${ours.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (at most ${MOST})`,
  );
}
const lazily = Array.from({ length: ROUNDS }, () => run(process.execPath, [child, 'lazy', files[0]]));
const [first, warm] = [median(lazily.map(({ ms }) => ms)), median(lazily.map((one) => one.warm))];
if (Math.max(first, warm) > MOST_LAZY) failed = true;
console.log(
  `none.joblib lazily: ${first.toFixed(1)} ms in a new process, ${warm.toFixed(1)} ms later (at most ${MOST_LAZY})`,
);
process.exitCode = failed ? 1 : 0;
