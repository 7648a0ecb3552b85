/**
 * Pickles to begin with: those of the fixtures, those of other people's software where they are, and random values of
 * CPython's own writers.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Bytes of a file of other people that are read. */
const LONGEST_FILE = 100_000;

/** The pickles in the files of `test/fixtures`, in which they are hexadecimal. */
export function fixturePickles(folder: string): Uint8Array[] {
  const found = new Set<string>();
  for (const name of filesIn(folder)) {
    const file = readFileSync(join(folder, name));
    const text = (name.endsWith('.gz') ? gunzipSync(file) : file).toString('utf8');
    for (const [, digits = ''] of text.matchAll(/"((?:[0-9a-f]{2}){1,2000}2e)"/g)) found.add(digits);
  }
  return [...found].map((digits) => Buffer.from(digits, 'hex'));
}

/** The files of a folder that look like pickles; none if there is no such folder. */
export function filePickles(folder: string): Uint8Array[] {
  if (!existsSync(folder)) return [];
  const found: Uint8Array[] = [];
  for (const name of filesIn(folder)) {
    const file = readFileSync(join(folder, name)).subarray(0, LONGEST_FILE);
    if (file[0] === 0x80 || file[0] === 0x28 || file[0] === 0x63) found.push(file);
  }
  return found;
}

/** The files of a folder and of those in it. */
function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile()).sort();
}
