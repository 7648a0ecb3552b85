/**
 * Brine in a process of its own: `node numpy-child.js FOLDER` answers commands, each a line of JSON; with the name of a
 * case it says what memory that takes. See `numpy.js`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dump, dumps, loads } from '../dist/index.js';
import { loadFile, loadFileSync } from '../dist/node.js';
import { NdArray, numpy, readNpy } from '../dist/numpy.js';
import { timed } from './timing.js';

const [, , folder, memoryOf] = process.argv;
const codecs = [numpy];
const like24 = [numpy.like('2.4')];
const file = (name) => `${folder}/${name}`;
const bytesOf = (name) => new Uint8Array(readFileSync(file(name)));
const protocolOf = (name) => (name.endsWith('4') ? 4 : 5);

/** For what is done, what to call again and again with something that is ready. */
const WAYS = {
  loads(name) {
    const bytes = bytesOf(name);
    const buffers = name === 'largeOut' ? [bytesOf('largeOut.buffer')] : undefined;
    return { run: () => loads(bytes, { codecs, buffers }), input: bytes.length + (buffers?.[0].length ?? 0) };
  },
  loadFile: (name) => ({ run: () => loadFile(file(name), { codecs }), input: 0 }),
  loadFileSync: (name) => ({ run: () => loadFileSync(file(name), { codecs }), input: 0 }),
  dumps: (name) => dumping(name, codecs),
  dumps24: (name) => dumping(name, like24),
  dump(name) {
    const value = writtenValue(name);
    const sink = { write() {} };
    return { run: () => dump(value, new WritableStream(sink), { codecs, protocol: 5 }), input: 0, isInPlace: true };
  },
  nested(name) {
    const value = loads(bytesOf(name), { codecs });
    return { run: () => value.toNested(), input: value.nbytes };
  },
  readNpy(name) {
    const bytes = bytesOf(name);
    return { run: () => readNpy(bytes), input: bytes.length };
  },
  readNpyFile: (name) => ({ run: () => readNpy(readFileSync(file(name))), input: 0 }),
};

function dumping(name, codecs) {
  const value = writtenValue(name);
  if (!name.endsWith('Out')) return { run: () => dumps(value, { codecs, protocol: protocolOf(name) }), input: 0 };
  return {
    run() {
      const buffers = [];
      dumps(value, { codecs, bufferCallback: (buffer) => void buffers.push(buffer) });
      return buffers;
    },
    input: 0,
  };
}

/** What is written, in memory of its own. */
function writtenValue(name) {
  // Nothing else may have been in memory where its peak is measured.
  if (memoryOf !== undefined) return NdArray.from(new Float64Array(12_500_000).fill(1));
  const value = loads(bytesOf(name), { codecs, buffers: name === 'largeOut' ? [bytesOf('largeOut.buffer')] : [] });
  return value instanceof NdArray ? value.copy() : value;
}

let way;
let isAsync = false;

const COMMANDS = {
  async setup({ name, roundMs }) {
    const [how, what] = name.split(' ');
    way = undefined;
    globalThis.gc();
    way = WAYS[how](what);
    let best = Number.POSITIVE_INFINITY;
    const end = performance.now() + 1000;
    for (let i = 0; i < 3 || performance.now() < end; i++) {
      const start = performance.now();
      const value = way.run();
      isAsync = value instanceof Promise;
      if (isAsync) await value;
      best = Math.min(best, performance.now() - start);
    }
    return Math.max(1, Math.round(roundMs / best));
  },
  /** Nanoseconds a call. */
  async round({ calls }) {
    if (!isAsync) return timed(way.run, calls);
    globalThis.gc();
    // CPU is that of all threads, because others read the file.
    const cpu = process.cpuUsage();
    const wall = performance.now();
    for (let i = 0; i < calls; i++) await way.run();
    const spent = (performance.now() - wall) * 1e6;
    const { user, system } = process.cpuUsage(cpu);
    return { wall: spent / calls, cpu: ((user + system) * 1000) / calls };
  },
  about: () => `Node ${process.versions.node}`,
};

/** What the process grew by while it did that once, and what it needed. */
async function memory(name) {
  const [how, what] = name.split(' ');
  const { run, input, isInPlace } = WAYS[how](what);
  loads(dumps(NdArray.from([1, 2]), { codecs }), { codecs });
  globalThis.gc();
  const before = process.memoryUsage.rss();
  const value = await run();
  const grown = process.resourceUsage().maxRSS * 1024 - before;
  const result = value?.nbytes ?? value?.length ?? 0;
  return { peak: grown + input, needed: input + (isInPlace ? 100e6 : result) };
}

if (memoryOf !== undefined) process.stdout.write(`${JSON.stringify(await memory(memoryOf))}\n`);
else {
  for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...args } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await COMMANDS[command](args))}\n`);
  }
}
