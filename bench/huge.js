/**
 * A file of pickles that is larger than memory should be: written with `dumpFile` into one open file, read back with
 * `loadAllFile`, value by value. Prints time and the largest resident memory; fails above 512 MiB.
 *
 * `node bench/huge.js [GiB] [folder]`, 3 GiB in the system's temporary folder by default.
 */
import { createHash } from 'node:crypto';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dumpFile, loadAllFile } from '../dist/node.js';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const CEILING = 512 * MIB;
const size = Number(process.argv[2] ?? 3) * GIB;
const folder = process.argv[3] ?? tmpdir();
const path = join(folder, `brine-huge-${process.pid}.pkl`);

const { bavail, bsize } = await statfs(folder);
if (bavail * bsize < 1.2 * size) throw new Error(`${folder} has no room for ${size / GIB} GiB`);

/** A table of 20,000 rows, and 8 MiB of samples. */
function valueAt(index) {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    id: index * 20_000 + i,
    name: `row ${i} of ${index}`,
    score: (i * 31 + index) / 7,
  }));
  return { index, rows, samples: new Uint8Array(8 * MIB).fill(index) };
}

/** What is compared: no value is kept. */
function digest({ index, first, last, samples }) {
  return createHash('sha256')
    .update(JSON.stringify([index, first, last]))
    .update(samples)
    .digest('base64');
}

const digests = [];
try {
  await timed('written', async () => {
    const file = await open(path, 'w');
    try {
      for (let index = 0; (await file.stat()).size < size; index++) {
        const value = valueAt(index);
        await dumpFile(value, file);
        const { rows, samples } = value;
        digests.push(digest({ index, first: rows[0], last: rows.at(-1), samples }));
      }
      await file.sync();
    } finally {
      await file.close();
    }
  });
  await timed('read back', async () => {
    let index = 0;
    for await (const value of loadAllFile(path, { dicts: 'object' })) {
      const { rows, samples } = value;
      const found = digest({ index: value.index, first: rows[0], last: rows.at(-1), samples });
      if (found !== digests[index] || rows.length !== 20_000) throw new Error(`pickle ${index} is another`);
      index++;
    }
    if (index !== digests.length) throw new Error(`${index} pickles of ${digests.length}`);
  });
} finally {
  await rm(path, { force: true });
}
const peak = process.resourceUsage().maxRSS * 1024;
console.log(`largest resident memory: ${(peak / MIB).toFixed(0)} MiB, of ${CEILING / MIB} allowed`);
if (peak > CEILING) process.exitCode = 1;

async function timed(what, run) {
  const start = performance.now();
  await run();
  const seconds = (performance.now() - start) / 1000;
  const bytes = (await stat(path)).size;
  const rate = bytes / MIB / seconds;
  console.log(
    `${what}: ${digests.length} pickles, ${(bytes / GIB).toFixed(2)} GiB in ${seconds.toFixed(1)} s (${rate.toFixed(0)} MiB/s)`,
  );
}
