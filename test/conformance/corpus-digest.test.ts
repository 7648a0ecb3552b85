/** Pickles that other people's software wrote, described by `npm run digest` as CPython 3.13 describes them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { type CorpusStream, corpusStreams, hasCorpus } from './corpus-streams.ts';

const script = fileURLToPath(new URL('../../conformance/.build/digest.js', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'brine-corpus-'));
afterAll(() => rmSync(work, { recursive: true }));

/** The manifest has the longer forms for one encoding of each pickle, mostly ASCII. */
const DESCRIPTIONS = [
  ['ASCII', 'refs', ['--form', 'refs']],
  ['ASCII', 'tree', ['--form', 'tree']],
  ['ASCII', 'std', ['--form', 'tree', '--level', 'std']],
  ['latin1', 'refs', ['--form', 'refs']],
  ['latin1', 'std', ['--form', 'tree', '--level', 'std']],
  ['bytes', 'refs', ['--form', 'refs']],
] as const;

/** The digests that the command prints, by stream. */
function digests(streams: readonly number[], args: readonly string[]): Map<number, string[]> {
  const found = new Map<number, string[]>(streams.map((number) => [number, []]));
  if (streams.length === 0) return found;
  // A file that is none, so that there are several and each line begins with its name.
  const { stdout } = spawnSync(process.execPath, [script, ...streams.map(String), 'none', ...args], {
    cwd: work,
    maxBuffer: 2 ** 28,
  });
  for (const line of stdout.toString().trim().split('\n')) {
    const [file, , , digest = ''] = line.split('\t');
    found.get(Number(file))?.push(digest);
  }
  return found;
}

/** Streams of which the manifest has digests of one kind for one encoding, longer descriptions left out. */
function expectations(all: readonly CorpusStream[], encoding: string, key: string): Map<number, (string | null)[]> {
  const expected = new Map<number, (string | null)[]>();
  for (const [number, { stream }] of all.entries()) {
    const digests = stream.digest[encoding]?.filter((digest) => digest !== null) ?? [];
    const isLong = key !== 'refs' && digests.some(({ chars }) => Number(chars) > SHORT);
    const values = digests.map((digest) => digest[key]);
    if (values.length > 0 && values.every((value) => typeof value === 'string') && !isLong)
      expected.set(number, values);
  }
  return expected;
}

/** Characters of a description up to which the longer forms of it are compared as well. */
const SHORT = 100_000;

if (hasCorpus) {
  const all = corpusStreams();
  for (const [number, { bytes }] of all.entries()) writeFileSync(join(work, String(number)), bytes);

  test.for(DESCRIPTIONS)(
    'with encoding %s, every pickle of the corpus has the description of CPython 3.13: %s',
    ([encoding, key, args]) => {
      const expected = expectations(all, encoding, key);
      const found = digests([...expected.keys()], [...args, '--encoding', encoding]);
      const wrong = [...expected].filter(([number, values]) =>
        values.some((value, i) => found.get(number)?.[i] !== value),
      );
      expect(wrong.map(([number]) => all[number]?.name)).toEqual([]);
      if (key === 'refs') expect(expected.size).toBeGreaterThan(100);
    },
  );
} else {
  test('../shared/corpus is not here: the files of other people are not described', () => {
    expect(hasCorpus).toBe(false);
  });
}
