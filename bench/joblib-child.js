/** One measurement of joblib.js, in CPU time where everything is read, in time by the clock where it waits for a file. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { loadJoblib } from '../dist/joblib.js';
import { fileSource } from '../dist/node.js';
import { sklearn } from '../dist/sklearn.js';

const [, , mode, path] = process.argv;
const codecs = [sklearn];
const start = performance.now();
const before = process.cpuUsage();
if (mode === 'lazy') {
  const source = await fileSource(path);
  await loadJoblib(source, { codecs, lazy: true });
  const ms = performance.now() - start;
  await source.close?.();
  const times = [];
  for (let round = 0; round < 30; round++) times.push(await opened(path));
  console.log(JSON.stringify({ ms, warm: times.slice(20).sort((a, b) => a - b)[5] }));
} else {
  const bytes = readFileSync(path);
  await loadJoblib(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), { codecs });
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ ms: (user + system) / 1000 }));
}

/** Milliseconds to open the file once more. */
async function opened(file) {
  const began = performance.now();
  const source = await fileSource(file);
  await loadJoblib(source, { codecs, lazy: true });
  await source.close?.();
  return performance.now() - began;
}
