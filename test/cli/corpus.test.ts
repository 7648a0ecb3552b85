/**
 * Files that other people's software wrote, in ../shared/corpus, through every command that reads: no crash, no hang, and
 * nothing on the terminal but printable text. `BRINE_CORPUS=all` takes every file, else it is each twentieth.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command.ts';
import { visible } from '../../src/cli/visible.ts';
import { type Ran, ran } from './memory-output.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/files/', import.meta.url));
const READING = ['show', 'dis', 'json', 'tree', 'globals', 'diff'];
/** Control characters, and those that turn the direction of text. */
const RAW = /[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** `brine diff` leaves it to the caller to say why it could not. */
function failed(error: unknown): Ran {
  if (error instanceof CommandError) return { status: 2, out: '', err: visible(error.message) };
  throw error;
}

if (existsSync(folder)) {
  const every = process.env['BRINE_CORPUS'] === 'all' ? 1 : 20;
  const files = readdirSync(folder).filter((_, at) => at % every === 0);

  test('there are files', () => {
    expect(files.length).toBeGreaterThan(20);
  });

  test.for(READING)('brine %s', { timeout: 600_000 }, async (name) => {
    const wrong: string[] = [];
    let read = 0;
    for (const file of files) {
      const { status, out, err } = await ran(
        name,
        name === 'diff' ? [`${folder}${file}`, `${folder}${file}`] : [`${folder}${file}`],
      ).catch(failed);
      if (status === 0) read++;
      if (status !== 0 && err === '') wrong.push(`${file}: status ${status} without a word`);
      if (/a fault in brine/.test(err)) wrong.push(`${file}: ${err}`);
      if (RAW.test(out) || RAW.test(err)) wrong.push(`${file}: raw control characters`);
    }
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(files.length / 2);
  });
} else {
  test('../shared/corpus is not here: the files of other people are not tested', () => {
    expect(existsSync(folder)).toBe(false);
  });
}
