/**
 * What the medians of `run.js` do not show: the first call of a process, the start of the command, growth with the size, memory at the peak,
 * pickles that ask much of a tool.
 * `node bench/cost.js [first|cold|start|linear|memory|bounds|objects]`, after `npm run build`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dumps } from './brine.js';
import { CACHE } from './data.js';
import { FAMILIES, family, OBJECTS, objectsOf, TOOLS } from './families.js';
import { nodeFor } from './node.js';
import { plain } from './plain.js';
import { floats, ints, records, strDict, strings, tuples } from './recipes.js';
import { quantile, table } from './report.js';

const CHILD = new URL('cost-child.js', import.meta.url).pathname;
const COMMAND = new URL('../dist/cli/brine.cjs', import.meta.url).pathname;
const GROWING = { ints, floats, strings, strDict, tuples, records };
const node = nodeFor(process.env.BENCH_NODE);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);

function child(mode, name, value, ...more) {
  const file = `${CACHE}cost-${name}`;
  writeFileSync(file, value);
  const args = ['--expose-gc', '--max-old-space-size=8192', CHILD, mode, file, ...more];
  const { status, stdout, stderr } = spawnSync(node, args);
  if (status !== 0) throw new Error(stderr.toString());
  return JSON.parse(stdout.toString());
}

const MODES = {
  first() {
    const value = records(15);
    const runs = (mode, data) => Array.from({ length: 15 }, () => child(mode, 'first', data));
    const ours = runs('first', dumps(value));
    const json = runs('json', JSON.stringify(plain(value)));
    const row = (name, measured) => [
      name,
      ...['module', 'moduleCpu', 'first', 'firstCpu'].map((key) => quantile(measured.map((m) => m[key])).toFixed(2)),
    ];
    return table(
      ['1 KB, fresh process, ms (median of 15)', 'module', 'module, CPU', 'first call', 'first call, CPU'],
      [row('brine', ours), row('JSON.parse', json)],
    );
  },
  /** A process that reads and writes once, as a function in a cloud does. All of them in each round. */
  async cold() {
    const { pack } = await import('msgpackr');
    const value = records(15);
    const pickle = dumps(value);
    const inputs = {
      brine: pickle,
      'brine/core': pickle,
      JSON: JSON.stringify(plain(value)),
      msgpackr: pack(plain(value)),
      pickleparser: pickle,
    };
    const measured = Object.keys(inputs).map(() => []);
    for (let round = 0; round < 15; round++) {
      Object.entries(inputs).forEach(([name, input], at) => {
        measured[at].push(child('cold', 'cold', input, name));
      });
    }
    const columns = ['module', 'read', 'write', 'all', 'cpu'];
    const rows = Object.keys(inputs).map((name, at) => [
      name,
      ...columns.map((key) => {
        const times = measured[at].map((one) => one[key]);
        return times[0] === null ? '' : quantile(times).toFixed(2);
      }),
    ]);
    return table(['1 KB, fresh process, ms (median of 15)', 'module', 'one read', 'one write', 'all', 'CPU'], rows);
  },
  /** How much later than Node.js itself the command ends, on a pickle of 1 KB. */
  start() {
    const file = `${CACHE}cost-start.pkl`;
    writeFileSync(file, dumps(records(15)));
    const commands = [
      ['node -e 0', ['-e', '0']],
      ['brine --version', [COMMAND, '--version']],
      ...['show', 'dis', 'json', 'tree', 'globals'].map((name) => [`brine ${name}`, [COMMAND, name, file]]),
      ['brine diff', [COMMAND, 'diff', file, file]],
    ];
    const times = commands.map(() => []);
    for (let round = 0; round < 15; round++) {
      commands.forEach(([, argv], at) => {
        const began = performance.now();
        const { status, stderr } = spawnSync(node, argv);
        times[at].push(performance.now() - began);
        if (status !== 0) throw new Error(stderr.toString());
      });
    }
    const [bare] = times;
    const rows = commands.map(([name], at) => [
      name,
      quantile(times[at]).toFixed(0),
      quantile(times[at].map((time, round) => time - bare[round])).toFixed(0),
    ]);
    return table(['fresh process, ms (median of 15)', 'in all', 'beyond node'], rows);
  },
  linear() {
    const largest = Number(process.env.BENCH_LARGEST ?? 1_024_000);
    const sizes = [];
    for (let n = 1000; n <= largest; n *= 2) sizes.push(n);
    const rows = Object.entries(GROWING).map(([name, recipe]) => {
      const times = sizes.map((n) => child('linear', 'linear', dumps(recipe(n))));
      const ratios = times.slice(1).map((time, i) => time / times[i]);
      return [name, ...ratios.map((ratio) => ratio.toFixed(2))];
    });
    return table(['time(2n) / time(n)', ...sizes.slice(1).map(String)], rows);
  },
  memory() {
    const rows = Object.entries(GROWING).map(([name, recipe]) => {
      const { peak, kept, input } = child('memory', 'memory', dumps(recipe(500_000)));
      const MB = (bytes) => (bytes / 2 ** 20).toFixed(1);
      return [name, MB(input), MB(kept), MB(peak), (peak / (kept + input)).toFixed(2)];
    });
    return table(['500,000 elements, MB', 'input', 'result', 'peak growth', 'peak / (result + input)'], rows);
  },
  /** The time of a tool in a process of its own, by the clock, because that is how long the event loop waits. */
  bounds() {
    const rows = Object.keys(FAMILIES).map((name) => {
      const bytes = family(name, 1_000_000);
      const seconds = Object.keys(TOOLS).map((tool) => {
        const times = Array.from({ length: ROUNDS }, () => child('bound', 'bound', bytes, tool));
        return ((quantile(times) / bytes.length) * 1e6).toFixed(2);
      });
      return [name, ...seconds];
    });
    return table([`1 MB, seconds per MB (median of ${ROUNDS})`, ...Object.keys(TOOLS)], rows);
  },
  /** `toJSON` of a list of them: the first call of a process, and a later one. */
  objects() {
    const count = 50_000;
    const rows = Object.keys(OBJECTS).map((name) => {
      const runs = Array.from({ length: ROUNDS }, () => child('objects', 'objects', objectsOf(name, count)));
      const micros = (key) => ((quantile(runs.map((run) => run[key])) / count) * 1e6).toFixed(2);
      return [name, micros('first'), micros('warm')];
    });
    return table([`50,000 objects, µs each (median of ${ROUNDS})`, 'first call', 'later'], rows);
  },
};

const modes = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(MODES);
if (modes.some((mode) => !Object.hasOwn(MODES, mode))) {
  console.error(`npm run bench:cost -- [${Object.keys(MODES).join('|')}]...`);
  process.exit(modes.includes('--help') ? 0 : 2);
}
for (const mode of modes) {
  console.log(`${await MODES[mode]()}\n`);
}
