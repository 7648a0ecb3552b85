/**
 * One large pickle in the command: CPython makes 82 MB with 1.5 million dicts, and each command that reads a graph goes
 * through it, in Node's default heap. Prints time and the largest resident memory; fails above the limits below.
 *
 * `node bench/large.js [DICTS] [PROTOCOL]`, 1,500,000 at protocol 4 by default.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPythons } from './pythons.js';

const MIB = 2 ** 20;
const count = Number(process.argv[2] ?? 1_500_000);
const protocol = Number(process.argv[3] ?? 4);
const command = fileURLToPath(new URL('../dist/cli/brine.cjs', import.meta.url));
const library = new URL('../dist/node.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'brine-large-'));

const MAKE = `
import pickle, random, sys
random.seed(7)
tags = [format(i, 'x') * 2 for i in range(1000)]
rows = [{'id': i, 'name': 'use%d' % i, 'score': random.random(), 'tag': tags[i % 1000], 'age': i % 90,
         'rank': i % 5000, 'ok': i % 3 == 0} for i in range(int(sys.argv[2]))]
with open(sys.argv[1], 'wb') as file: pickle.dump(rows, file, int(sys.argv[3]))
`;
/** What the reading and writing of values takes: `json` is compared with it. */
const VALUES = `
const { loadFile } = await import('${library}');
JSON.stringify(await loadFile('rows.pkl'));
`;
/** Says at its end what a process took. */
const USAGE = `data:text/javascript,process.on('exit',()=>process._rawDebug(JSON.stringify(process.resourceUsage())))`;

/** What is run | seconds of CPU and MiB that it may take. */
const RUNS = [
  ['loadFile and JSON.stringify', ['--input-type=module', '-e', VALUES], {}],
  ['edit of a leaf', [command, 'edit', 'rows.pkl', `[${count >> 1}].age=91`, '-o', 'out.pkl'], { cpu: 8, rss: 1500 }],
  ['optimize', [command, 'optimize', 'rows.pkl', '-o', 'out.pkl'], {}],
  ['convert --protocol 2', [command, 'convert', '--protocol', '2', 'rows.pkl', '-o', 'out.pkl'], {}],
  ['convert --protocol 5', [command, 'convert', '--protocol', '5', 'rows.pkl', '-o', 'out.pkl'], {}],
  ['json', [command, 'json', 'rows.pkl'], { times: 1.5 }],
];

try {
  const [python] = findPythons();
  if (python === undefined) throw new Error('no CPython from 3.8 on');
  const made = spawnSync(python.command, ['-c', MAKE, join(folder, 'rows.pkl'), String(count), String(protocol)]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  const size = statSync(join(folder, 'rows.pkl')).size;
  console.log(`${count} dicts at protocol ${protocol}: ${(size / 1e6).toFixed(1)} MB; Node ${process.version}`);
  let first;
  for (const [name, argv, limits] of RUNS) {
    const found = run(argv);
    first ??= found;
    const times = found.cpu / first.cpu;
    const isOver = found.status !== 0 || found.cpu > (limits.cpu ?? Infinity) || found.rss > (limits.rss ?? Infinity);
    const isSlow = times > (limits.times ?? Infinity);
    if (isOver || isSlow) process.exitCode = 1;
    const ratio = limits.times === undefined ? '' : `, ${times.toFixed(2)} of loadFile and JSON.stringify`;
    console.log(
      `${name.padEnd(28)} ${found.cpu.toFixed(1)} s CPU, ${found.wall.toFixed(1)} s, ${found.rss.toFixed(0)} MiB${ratio}${isOver || isSlow ? ', TOO MUCH' : ''}`,
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

function run(argv) {
  const out = openSync(join(folder, 'out.txt'), 'w');
  const errors = openSync(join(folder, 'err.txt'), 'w');
  const start = performance.now();
  const { status } = spawnSync(process.execPath, ['--import', USAGE, ...argv], {
    cwd: folder,
    stdio: ['ignore', out, errors],
  });
  const wall = (performance.now() - start) / 1000;
  closeSync(out);
  closeSync(errors);
  const said = readFileSync(join(folder, 'err.txt'), 'utf8').trim().split('\n').at(-1);
  if (status !== 0) console.log(readFileSync(join(folder, 'err.txt'), 'utf8').slice(0, 500));
  const usage = status === 0 ? JSON.parse(said) : { userCPUTime: 0, systemCPUTime: 0, maxRSS: 0 };
  return { status, wall, cpu: (usage.userCPUTime + usage.systemCPUTime) / 1e6, rss: (usage.maxRSS * 1024) / MIB };
}
