/** Pickles that other people's software wrote: 600 files in ../shared/corpus, read in place. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Global, type LoadOptions, loads, loadsAll, PickleError } from 'brine';
import { expect, test } from 'vitest';

interface Stream {
  readonly tags: readonly string[];
  readonly size: number;
  readonly load: Readonly<Record<string, string>>;
  readonly n_pickles: number;
  readonly ext: readonly number[];
}

interface Extracted {
  readonly name: string;
  readonly number: number;
  readonly data?: string;
  readonly error?: string;
}

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const script = fileURLToPath(new URL('./extract-streams.py', import.meta.url));

function streams(): { name: string; stream: Stream; bytes: Uint8Array }[] {
  const manifest = JSON.parse(readFileSync(`${corpus}/manifest.json`, 'utf8')) as { name: string; streams: Stream[] }[];
  const byName = new Map(manifest.map((entry) => [entry.name, entry.streams]));
  const { status, stdout, stderr } = spawnSync('python3', [script, corpus], { maxBuffer: 2 ** 30 });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
  const rows = stdout.toString().trim().split('\n');
  return rows.flatMap((line) => {
    const { name, number, data } = JSON.parse(line) as Extracted;
    const stream = byName.get(name)?.[number];
    const bytes = new Uint8Array(Buffer.from(data ?? '', 'base64'));
    return stream === undefined || bytes.length !== stream.size ? [] : [{ name, stream, bytes }];
  });
}

/** What stands for every persistent id: a class, because torch's pickles make objects of some. */
const PERSISTENT = new Global('persistent', 'id');

const ENCODINGS = ['ASCII', 'latin1', 'bytes'] as const;

/** How far a stream of several pickles (torch's legacy files) is read. */
function readAll(bytes: Uint8Array, count: number, options: LoadOptions): number {
  if (count <= 1) {
    loads(bytes, options);
    return 1;
  }
  let read = 0;
  for (const _value of loadsAll(bytes, options)) if (++read === count) break;
  return read;
}

if (existsSync(corpus)) {
  const all = streams();

  test('the corpus is opened', () => {
    expect(all.length).toBeGreaterThan(600);
  });

  test.for(ENCODINGS)('with encoding %s, what CPython loads loads, and what it refuses is refused', (encoding) => {
    const wrong: string[] = [];
    let loaded = 0;
    for (const { name, stream, bytes } of all) {
      const expected = stream.load[encoding];
      if (expected === undefined) continue;
      const extensions = new Map(stream.ext.map((code) => [code, new Global('extension', `code${code}`)]));
      const options: LoadOptions = { encoding, persistentLoad: () => PERSISTENT, extensions };
      try {
        readAll(bytes, stream.n_pickles, options);
        loaded++;
        if (expected !== 'ok') wrong.push(`${name}: loaded, CPython: ${expected}`);
      } catch (error) {
        if (!(error instanceof PickleError)) throw error;
        if (expected === 'ok') wrong.push(`${name}: ${error.message}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(loaded).toBeGreaterThan(100);
  });
} else {
  test('../shared/corpus is not here: the files of other people are not tested', () => {
    expect(existsSync(corpus)).toBe(false);
  });
}
