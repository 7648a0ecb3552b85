/**
 * Compares the arrays in the pickles of a folder, `../shared/corpus/files`, with those that numpy makes of them. The
 * second half of `npm run conformance:numpy`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Instance, loads } from 'brine';
import { NdArray, numpy } from 'brine/numpy';
import { bytesOf } from './summary.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/files/', import.meta.url));
const files = existsSync(folder) ? folder : '/work/shared/corpus/files/';
const python = `${process.env['BRINE_VENVS'] ?? '/tmp/venvs'}/numpy-1.26.4/bin/python`;
const script = fileURLToPath(new URL('../numpy/corpus.py', import.meta.url));

/** All arrays that are reached from a value. */
function arraysIn(root: unknown): NdArray[] {
  const found: NdArray[] = [];
  const seen = new Set<unknown>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof NdArray) {
      found.push(value);
      if (Array.isArray(value.data)) pending.push(value.data);
      pending.push(value.extra?.value);
    } else if (value instanceof Instance) {
      const { cls, args, argsObject, kwargs, states, items, entries, members, setters } = value;
      pending.push(cls, args, argsObject, kwargs, states, items, entries, members, setters);
    } else if (value instanceof Map) {
      for (const entry of value) pending.push(...entry);
    } else if (value instanceof Set || Array.isArray(value)) {
      for (const item of value) pending.push(item);
    } else if (!ArrayBuffer.isView(value)) pending.push(...Object.values(value));
  }
  return found;
}

function described(array: NdArray): string {
  const dtype = array.dtype.byteorder === '>' ? array.dtype.with({ byteorder: '<' }) : array.dtype;
  const { shape } = array;
  if (dtype.hasObject) return JSON.stringify([shape, dtype.toString(), null]);
  const plain = new NdArray({ data: array.packed(), shape, dtype });
  return JSON.stringify([shape, dtype.toString(), createHash('sha1').update(bytesOf(plain)).digest('hex')]);
}

if (!existsSync(files) || !existsSync(python)) {
  console.log('no corpus, or no numpy 1.26.4: arrays in files are not compared');
} else {
  const { stdout } = spawnSync(python, [script, files], { encoding: 'utf8', maxBuffer: 2 ** 30 });
  const rows = Object.entries(JSON.parse(stdout) as Record<string, readonly unknown[]>);
  let arrays = 0;
  let same = 0;
  for (const [name, expected] of rows) {
    const wanted = expected.map((row) => JSON.stringify(row)).sort();
    arrays += wanted.length;
    let found: string[];
    try {
      found = arraysIn(loads(readFileSync(files + name), { codecs: [numpy], encoding: 'latin1' }))
        .map(described)
        .sort();
    } catch (error) {
      found = [String(error)];
    }
    if (JSON.stringify(found) === JSON.stringify(wanted)) same++;
    else {
      const missing = wanted.filter((row) => !found.includes(row));
      const more = found.filter((row) => !wanted.includes(row));
      console.log(
        `${name}: ${wanted.length} arrays, ${found.length} found\n  numpy ${missing.slice(0, 2)}\n  brine ${more.slice(0, 2)}`,
      );
    }
  }
  console.log(`corpus: ${same} of ${rows.length} files have the same arrays, ${arrays} in all`);
  if (same < rows.length) process.exitCode = 1;
}
