/**
 * Pickles that are made to cost: what each does to a build, in a process of its own with two GiB of heap. Prints seconds,
 * the largest resident memory, and how it ended.
 *
 * `node bench/attacks.js [folder of a build]... [--only WORDS] [--seconds N]`: `dist` of the checkout by default; several are
 * compared. A process that takes longer than 300 seconds, or N, is ended.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const MIB = 2 ** 20;
const HEAP = 2048;
const RESULT = 3;

const latin1 = (text) => Buffer.from(text, 'latin1');
const le = (value, bytes) =>
  String.fromCharCode(...Array.from({ length: bytes }, (_, at) => Math.floor(value / 256 ** at) % 256));
const text = (value) => `X${le(value.length, 4)}${value}`;
const filled = (before, byte, count, after) =>
  Buffer.concat([latin1(before), Buffer.alloc(count, byte, 'latin1'), latin1(after)]);
const doubled = (times, first, next) => `${first}q\0${`0${next}q\0`.repeat(times)}`;

const many = (cls, object, count = 50_000) => latin1(`\x80\x04c${cls}\n\x94](${object.repeat(count)}e.`);
const million = `](${'K\x01'.repeat(1_000_000)}e`;
const wide = `}(${Array.from({ length: 5000 }, (_, at) => `${text(`k${at}`)}N`).join('')}u`;
const record = `}(${Array.from({ length: 20_000 }, (_, at) => `${text(`k${at}`)}K\x01`).join('')}u`;
const calls = (size) => `\x80\x04cm\nC\n\x940${'h\0'.repeat(size / 4)}N${'\x85R'.repeat(size / 4)}.`;
const shared = (count, step) => `\x80\x04](]\x94${step.repeat(count)}e.`;
const doctree = `\x80\x04cm\nNode\n\x940](${'h\0)\x81q\x01}(X\x01\0\0\0ah\x01X\x01\0\0\0b](h\x01h\x01eub'.repeat(4000)}e.`;
const ordered = `\x80\x04ccollections\nOrderedDict\n\x940h\0)Rq\x01${'0h\0)R(K\x01h\x01K\x02h\x01uq\x01'.repeat(60)}.`;

const loads = ({ core }, bytes) => core.loads(bytes);
const toJSON = ({ tools }, bytes) => tools.toJSON(bytes);
const tagged = ({ tools }, bytes) => tools.toJSON(bytes, { form: 'tagged' });
const write = ({ tools }, bytes) => tools.write(tools.parse(bytes));
const count = (iterable) => {
  let items = 0;
  for (const _ of iterable) items++;
  return items;
};

/** Name | bytes | what is done with them: a function, or the arguments of the command before the file. */
const ATTACKS = [
  ['140 M values on the stack', () => filled('N', '2', 140e6, '.'), loads],
  ['140 M marks', () => filled('', '(', 140e6, ''), loads],
  ['a list of 140 M', () => filled('(', 'N', 140e6, 'l.'), loads],
  ['APPENDS of 140 M', () => filled('](', 'N', 140e6, 'e.'), loads],
  ['140 M values on the stack, dis', () => filled('N', '2', 140e6, '.'), ({ tools }, bytes) => count(tools.dis(bytes))],
  ['140 M values on the stack, parse', () => filled('N', '2', 140e6, '.'), ({ tools }, bytes) => tools.parse(bytes)],
  ['136 kB of gzip of 140 M values, brine globals', () => gzipSync(filled('N', '2', 140e6, '.')), ['globals']],
  ['a state of 5,000 keys given 20,000 times, brine tree', () => given(wide, 20_000), ['tree']],
  ['the same, brine convert', () => given(wide, 20_000), ['convert', '--protocol', '2', '-o', '-']],
  ['the same, brine optimize', () => given(wide, 20_000), ['optimize', '-o', '-']],
  ['doubling tuples as a key', () => latin1(`${doubled(60, 'K\x01\x85', 'h\0h\0\x86')}0}h\0Ns.`), loads],
  ['bytes of a shared list of 1 M', () => called('cbuiltins\nbytes\n', `${million}\x85`, 100_000), loads],
  [
    'one state given to a LogRecord',
    () => latin1(`clogging\nLogRecord\n)\x81q\x000${record}q\x010h\0${'h\x01b'.repeat(20_000)}.`),
    loads,
  ],
  ['one OrderedDict in two places, 60 times', () => latin1(ordered), toJSON],
  ['a doctree of shared nodes', () => latin1(doctree), toJSON],
  ['a list in 100,000 places', () => latin1(shared(100_000, 'h\0')), toJSON],
  ['calls in one another, 40 kB, brine show --full', () => latin1(calls(40_000)), ['show', '--full']],
  ['calls in one another, 40 kB, brine show --pprint', () => latin1(calls(40_000)), ['show', '--pprint']],
  ['gzip of 100 M pickles, brine show', () => gzipSync(Buffer.from('N.'.repeat(50e6))), ['show']],
  [
    'an int of 16 MB',
    () => Buffer.concat([latin1(`\x8b${le(16e6, 4)}`), Buffer.alloc(16e6, 0x31), latin1('.')]),
    toJSON,
  ],
  ['calls in one another, 1 MB', () => latin1(calls(1e6)), toJSON],
  ['tuples in one another, 1 MB', () => filled('N', '\x85', 1e6, '.'), toJSON],
  ['tuples in one another, 1 MB, tagged', () => filled('N', '\x85', 1e6, '.'), tagged],
  ['tuples in one another, 1 MB, write', () => filled('N', '\x85', 1e6, '.'), write],
  ['frozensets in one another, 1 MB', () => latin1(`\x80\x04${'('.repeat(5e5)}N${'\x91'.repeat(5e5)}.`), loads],
  ['50,000 datetimes', () => many('datetime\ndatetime', 'h\0C\n\x07\xe4\x01\x02\x03\x04\x05\0\0\0\x85R'), toJSON],
  ['50,000 UUIDs', () => many('uuid\nUUID', `h\0)\x81}\x8c\x03int\x8a\x10${'abcdefgh'.repeat(2)}sb`), toJSON],
  ['50,000 timedeltas', () => many('datetime\ntimedelta', 'h\0K\x01K\x02K\x03\x87R'), toJSON],
  ['50,000 Fractions', () => many('fractions\nFraction', 'h\0\x8c\x031/7\x85R'), toJSON],
  ['50,000 objects', () => many('m\nC', 'h\0)\x81}\x8c\x01aK\x01sb'), toJSON],
  [
    '1.2 GB of buffers out of band',
    () => latin1(`\x80\x05(${'\x97'.repeat(12)}t.`),
    ({ core }, bytes) => {
      const buffer = new Uint8Array(100e6);
      return core.loads(bytes, { buffers: Array.from({ length: 12 }, () => buffer) });
    },
  ],
];

/** An object that is given one state so often. */
function given(state, times) {
  return latin1(`\x80\x04cm\nC\n)\x81q\x01${state}q\x000${'h\0b'.repeat(times)}.`);
}

function called(callable, args, times) {
  return latin1(`\x80\x04${callable}q\x000${args}q\x010${'h\0h\x01R0'.repeat(times)}N.`);
}

const self = fileURLToPath(import.meta.url);
if (process.argv[2] === '--child') await attack(process.argv[3], Number(process.argv[4]), process.argv[5]);
else await campaign();

/** In a process of its own. */
async function attack(build, index, path) {
  const [, make, use] = ATTACKS[index];
  const isCommand = Array.isArray(use);
  const bytes = make();
  if (isCommand) writeFileSync(path, bytes);
  const modules = isCommand
    ? {}
    : { core: await import(`${build}/index.js`), tools: await import(`${build}/tools.js`) };
  const before = process.cpuUsage();
  let outcome = 'ended';
  process.on('exit', (status) => {
    const { user, system } = process.cpuUsage(before);
    const peak = process.resourceUsage().maxRSS * 1024;
    if (isCommand) outcome = `exit ${status}`;
    writeSync(RESULT, JSON.stringify({ size: bytes.length, seconds: (user + system) / 1e6, peak, outcome }));
  });
  if (isCommand) {
    process.argv = [process.argv[0], `${build}/cli/brine.cjs`, ...use, path];
    await import(`${build}/cli/brine.cjs`);
    return;
  }
  try {
    use(modules, bytes);
  } catch (error) {
    outcome = error.code === undefined ? `${error.name}: ${error.message}`.slice(0, 40) : `error ${error.code}`;
  }
}

async function campaign() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string', default: '' }, seconds: { type: 'string', default: '300' } },
  });
  const builds = (positionals.length > 0 ? positionals : [fileURLToPath(new URL('../dist', import.meta.url))]).map(
    (build) => resolve(build),
  );
  const folder = mkdtempSync(join(tmpdir(), 'brine-attacks-'));
  try {
    console.log(`| attack | bytes |${builds.map((build) => ` ${build} |`).join('')}`);
    console.log(`| --- | ---: |${' --- |'.repeat(builds.length)}`);
    for (const [index, [name]] of ATTACKS.entries()) {
      if (!name.includes(values.only)) continue;
      const results = [];
      for (const build of builds)
        results.push(await measured(build, index, join(folder, 'attack.pkl'), +values.seconds));
      const size = results.find((result) => result.size !== undefined)?.size ?? '';
      console.log(`| ${name} | ${size} |${results.map((result) => ` ${told(result)} |`).join('')}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function told({ seconds, peak, outcome }) {
  if (peak === undefined) return outcome;
  return `${seconds.toFixed(2)} s, ${(peak / MIB).toFixed(0)} MiB, ${outcome}`;
}

/** What a process tells; one that dies tells nothing. */
function measured(build, index, path, seconds) {
  return new Promise((done) => {
    const args = [`--max-old-space-size=${HEAP}`, self, '--child', build, String(index), path];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), seconds * 1000);
    let result = '';
    child.stdio[RESULT].on('data', (chunk) => (result += chunk));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') done({ outcome: `not ended after ${seconds} s, or killed for its memory` });
      else done(result === '' ? { outcome: `the process died (${signal ?? `exit ${status}`})` } : JSON.parse(result));
    });
  });
}
