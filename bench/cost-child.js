/**
 * One measurement in a process that has done nothing else: `node cost-child.js first|json|cold|linear|memory|bound|objects ...`. Answers
 * with a line of JSON; times in milliseconds, sizes in bytes.
 *
 * @module
 */
import { readFileSync } from 'node:fs';

const [, , mode, file] = process.argv;
const data = readFileSync(file);
const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const rss = () => process.memoryUsage.rss();

const MODES = {
  /** Loading the module, and the first call. */
  async first() {
    const start = performance.now();
    const startCpu = cpu();
    const { loads } = await import('./brine.js');
    const loaded = performance.now();
    const loadedCpu = cpu();
    loads(data);
    return {
      module: loaded - start,
      moduleCpu: loadedCpu - startCpu,
      first: performance.now() - loaded,
      firstCpu: cpu() - loadedCpu,
    };
  },
  json() {
    const text = data.toString();
    const start = performance.now();
    const startCpu = cpu();
    JSON.parse(text);
    return { module: 0, moduleCpu: 0, first: performance.now() - start, firstCpu: cpu() - startCpu };
  },
  /** A process that reads and writes once, as a function in a cloud does: the module, then one call each. */
  async cold() {
    const start = performance.now();
    const startCpu = cpu();
    const { read, write } = await COLD[process.argv[4]]();
    const loaded = performance.now();
    const value = read(data);
    const called = performance.now();
    write?.(value);
    const end = performance.now();
    return {
      module: loaded - start,
      read: called - loaded,
      write: write === undefined ? Number.NaN : end - called,
      all: end - start,
      cpu: cpu() - startCpu,
    };
  },
  /** Time of a call, warm. */
  async linear() {
    const { loads } = await import('./brine.js');
    let best = Number.POSITIVE_INFINITY;
    const end = performance.now() + 2000;
    for (let i = 0; i < 5 || (i < 1000 && performance.now() < end); i++) {
      const start = performance.now();
      loads(data);
      best = Math.min(best, performance.now() - start);
    }
    return best;
  },
  /** What the process grew by at most while it read, and what the result keeps. */
  async memory() {
    const { loads } = await import('./brine.js');
    loads(Uint8Array.of(0x4e, 0x2e));
    globalThis.gc();
    const before = rss();
    const heapBefore = used();
    const value = loads(data);
    const peak = process.resourceUsage().maxRSS * 1024 - before;
    globalThis.gc();
    const kept = used() - heapBefore;
    return { peak, kept, input: data.length, type: typeof value };
  },
  /** Seconds of a tool that is called once. */
  async bound() {
    const { TOOLS } = await import('./families.js');
    const modules = { core: await dist('index'), tools: await dist('tools') };
    const start = performance.now();
    try {
      TOOLS[process.argv[4]](modules, data);
    } catch (error) {
      if (error.code === undefined) throw error;
    }
    return (performance.now() - start) / 1000;
  },
  /** Seconds of the first `toJSON`, and the median of the seven after it. */
  async objects() {
    const { quantile } = await import('./report.js');
    const { toJSON } = await dist('tools');
    const times = Array.from({ length: 8 }, () => {
      const start = performance.now();
      toJSON(data);
      return (performance.now() - start) / 1000;
    });
    return { first: times[0], warm: quantile(times.slice(1)) };
  },
};

const dist = (entry) => import(new URL(`../dist/${entry}.js`, import.meta.url));

const COLD = {
  async brine() {
    const { loads, dumps } = await import(new URL('../dist/index.js', import.meta.url));
    return { read: loads, write: dumps };
  },
  async 'brine/core'() {
    const { loads, dumps } = await import(new URL('../dist/core.js', import.meta.url));
    return { read: loads, write: dumps };
  },
  JSON: async () => ({ read: (bytes) => JSON.parse(bytes.toString()), write: JSON.stringify }),
  async msgpackr() {
    const { pack, unpack } = await import('msgpackr');
    return { read: unpack, write: pack };
  },
  async pickleparser() {
    const { default: pickleparser } = await import('pickleparser');
    return { read: (bytes) => new pickleparser.Parser().parse(bytes), write: undefined };
  },
};

function used() {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

process.stdout.write(`${JSON.stringify(await MODES[mode]())}\n`);
