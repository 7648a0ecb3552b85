/**
 * Files that other people's software wrote, in ../shared/corpus, through every command that reads: no crash, no hang, and
 * nothing on the terminal but printable text. `BRINE_CORPUS=all` takes every file, else it is each twentieth.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command-error.ts';
import { readInput } from '../../src/cli/input.ts';
import { openingOf } from '../../src/cli/opening.ts';
import { Output } from '../../src/cli/output.ts';
import { StandardSink } from '../../src/cli/sink.ts';
import { visible } from '../../src/inspect/visible.ts';
import { fromJSON, parse, write } from '../../src/tools.ts';
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

/** Protocol 5 holds whatever any other does. */
const FORM = { protocol: 5 } as const;

/** As the commands open files that no flag is given for. */
const OPENING = openingOf('json', {
  from: undefined,
  offset: undefined,
  'max-unpacked': undefined,
  'max-ratio': undefined,
});

/** What a file holds, as the commands see it. */
async function unpacked(path: string): Promise<Uint8Array> {
  return (await readInput(path, new Output(new StandardSink(1), new StandardSink(2), false), OPENING)).bytes;
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

  test('brine json --tagged comes back without loss', { timeout: 600_000 }, async () => {
    const wrong: string[] = [];
    let read = 0;
    for (const file of files) {
      const path = `${folder}${file}`;
      const { status, out } = await ran('json', ['--tagged', '--encoding', 'latin1', path]).catch(failed);
      if (status !== 0) continue;
      read++;
      const original = parse(await unpacked(path), { encoding: 'latin1' });
      if (Buffer.compare(write(fromJSON(out), FORM), write(original, FORM)) !== 0) wrong.push(file);
    }
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(files.length / 2);
  });

  // CPython names a persistent object anew in each place, so that one that a fuzzer shared becomes several.
  test.for([
    ['optimize', [], ['--identity', '--order']],
    ['convert', ['--protocol', '0'], ['--order']],
    ['convert', ['--protocol', '4', '--python', '3.8'], ['--order']],
  ] as const)(
    'brine %s %j writes what is proved equal, or says why not',
    { timeout: 600_000 },
    async ([name, flags, sameness]) => {
      const target = mkdtempSync(join(tmpdir(), 'brine-corpus-'));
      const made = join(target, 'made.pkl');
      const wrong: string[] = [];
      let written = 0;
      for (const file of files) {
        const path = `${folder}${file}`;
        const { status, err } = await ran(name, [...flags, '-o', made, path]).catch(failed);
        if (status === 0) written++;
        if (status !== 0 && (err === '' || /a fault in brine/.test(err))) wrong.push(`${file}: ${err}`);
        if (status !== 0) continue;
        const compared = await ran('diff', [...sameness, path, made]).catch(failed);
        // Arrays that joblib before 0.10 wrote to other files, which are not in the corpus.
        if (compared.status !== 0 && !compared.err.includes('--siblings reads them')) wrong.push(file);
      }
      rmSync(target, { recursive: true });
      expect(wrong).toEqual([]);
      expect(written).toBeGreaterThan(files.length / 3);
    },
  );
} else {
  test('../shared/corpus is not here: the files of other people are not tested', () => {
    expect(existsSync(folder)).toBe(false);
  });
}
