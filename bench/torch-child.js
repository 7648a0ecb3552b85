/**
 * Brine in a process of its own: `node torch-child.js FOLDER` answers commands, each a line of JSON; with `costs` it says
 * what an opened file costs. See `torch.js`.
 *
 * @module
 */
import { openAsBlob } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { httpSource } from '../dist/containers.js';
import { fileSource } from '../dist/node.js';
import {
  loadTensors,
  loadTorch,
  openTorch,
  readSafetensors,
  saveTorch,
  tensorsIn,
  writeSafetensors,
} from '../dist/torch.js';

const [, , folder, isCosts] = process.argv;
const file = (name) => `${folder}/${name}`;

async function withSource(name, use) {
  const source = await fileSource(file(name));
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** Writes to a file of its own. */
async function writing(write) {
  const handle = await open(file('written'), 'w');
  try {
    await write(handle);
  } finally {
    await handle.close();
  }
}

/** For what is done, what to call again and again. */
const WAYS = {
  open: () => () => withSource('large.pt', (source) => openTorch(source)),
  load: () => () => withSource('large.pt', (source) => loadTorch(source, { loadAll: true })),
  'load unchecked': () => () => withSource('large.pt', (source) => loadTorch(source, { loadAll: true, check: false })),
  'load again': () => WAYS.load(),
  'load many': () => () => withSource('many.pt', (source) => loadTorch(source, { loadAll: true })),
  async 'load blob'() {
    const blob = await openAsBlob(file('large.pt'));
    return () => loadTorch(blob, { loadAll: true });
  },
  async save() {
    const value = await withSource('large.pt', (source) => loadTorch(source, { loadAll: true }));
    return () => writing((handle) => saveTorch(value, handle));
  },
  'read safetensors': () => () =>
    withSource('large.safetensors', (source) => readSafetensors(source, { loadAll: true })),
  async 'write safetensors'() {
    const { tensors } = await withSource('large.safetensors', (source) => readSafetensors(source, { loadAll: true }));
    return () => writing((handle) => writeSafetensors(tensors, handle));
  },
};

let run;

const COMMANDS = {
  async setup({ name, isFresh }) {
    run = await WAYS[name]();
    const warm = isFresh ? () => withSource('small.pt', (source) => loadTorch(source, { loadAll: true })) : run;
    for (let i = 0; i < 3; i++) await warm();
  },
  /** Nanoseconds. */
  async round() {
    globalThis.gc();
    // What was collected is given back by another thread.
    await new Promise((resolve) => setTimeout(resolve, 50));
    const cpu = process.cpuUsage();
    const wall = performance.now();
    let value = await run();
    const spent = (performance.now() - wall) * 1e6;
    const { user, system } = process.cpuUsage(cpu);
    value = undefined;
    return { wall: spent, cpu: (user + system) * 1000, value };
  },
  about: () => `Node ${process.versions.node}`,
};

async function costs() {
  const used = () => {
    globalThis.gc();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  await withSource('large.pt', (source) => openTorch(source));
  const source = await fileSource(file('large.pt'));
  const before = used();
  const opened = await openTorch(source);
  const openedMB = Number(((used() - before) / 1e6).toFixed(1));
  await source.close();
  const bytes = await readFile(file('large.pt'));
  let requests = 0;
  const fetch = async (_, { headers }) => {
    requests++;
    const [, first, last] = /(\d+)-(\d+)/.exec(headers.range).map(Number);
    const body = bytes.subarray(first, Math.min(bytes.length, last + 1));
    const range = `bytes ${first}-${first + body.length - 1}/${bytes.length}`;
    return new Response(body, { status: 206, headers: { 'content-range': range } });
  };
  const { value } = await openTorch(await httpSource('https://example.org/large.pt', { fetch }));
  const open = requests;
  const tensors = [...tensorsIn(value)].map(({ tensor }) => tensor);
  let each = 0;
  for (const tensor of tensors.slice(16, 32)) {
    requests = 0;
    await tensor.array();
    each = Math.max(each, requests);
  }
  requests = 0;
  await loadTensors(tensors.slice(0, 16));
  return { openedMB, open, each, joined: requests, opened: opened.format };
}

if (isCosts !== undefined) process.stdout.write(`${JSON.stringify(await costs())}\n`);
else {
  for await (const line of createInterface({ input: process.stdin })) {
    const { command, ...args } = JSON.parse(line);
    process.stdout.write(`${JSON.stringify((await COMMANDS[command](args)) ?? null)}\n`);
  }
}
