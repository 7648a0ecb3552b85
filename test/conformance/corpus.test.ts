/** Pickles that other people's software wrote load where CPython loads them. */
import { Global, type LoadOptions, loads, loadsAll, PickleError } from 'brine';
import { expect, test } from 'vitest';
import { corpusStreams, hasCorpus } from './corpus-streams.ts';

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

if (hasCorpus) {
  const all = corpusStreams();

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
    expect(hasCorpus).toBe(false);
  });
}
