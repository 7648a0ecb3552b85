/**
 * Load and dump change nothing: with either pair of options, `dumps(loads(pickle))` has the canonical description of the
 * pickle, wherever its ints and floats are: values, keys, arguments of classes, states.
 */
import { readFileSync } from 'node:fs';
import { type DumpOptions, dumps, Global, type LoadOptions, loads, loadsAll } from 'brine';
import { parse, parseAll } from 'brine/tools';
import { beforeAll, expect, describe as suite, test } from 'vitest';
import { describe } from '../../conformance/describe.ts';
import { RANDOM_VALUES } from '../../conformance/transcode.ts';
import { oracle } from '../oracle.ts';
import { corpusStreams, hasCorpus } from './corpus-streams.ts';

const WHOLE_FLOATS = readFileSync(new URL('./whole_floats.py', import.meta.url), 'utf8');

type Pair = readonly [load: LoadOptions, dump: DumpOptions];

const PAIRS: readonly Pair[] = [
  [{ floats: 'exact' }, {}],
  [{ ints: 'bigint' }, { ints: 'bigint' }],
];

const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

interface Row {
  readonly seed: number;
  readonly pickles: readonly (string | null)[];
}

/** What stands for persistent ids: a class, because torch's pickles make objects of some. It gives the id back. */
function persistence(): Required<Pick<LoadOptions, 'persistentLoad'>> & Required<Pick<DumpOptions, 'persistentId'>> {
  const ids = new Map<unknown, unknown>();
  return {
    persistentLoad(id) {
      const stand = new Global('persistent', `id${ids.size}`);
      ids.set(stand, id);
      return stand;
    },
    persistentId: (value) => ids.get(value),
  };
}

/** What a pickle says; sets, which protocols before 4 write as calls, without an order. */
function said(pickle: Uint8Array): string | undefined {
  return describe(parse(pickle).root, 'refs', 'std');
}

suite('random values of CPython', () => {
  let rows: readonly Row[] = [];
  let extensions: ReadonlyMap<number, Global> = new Map();

  beforeAll(async () => {
    const python = await oracle();
    python.run(`${RANDOM_VALUES}\n${WHOLE_FLOATS}`);
    const batch: { extensions: [number, string, string][]; rows: Row[] } = JSON.parse(
      String(python.evaluate('pickled(1, 400)')),
    );
    rows = batch.rows;
    extensions = new Map(batch.extensions.map(([code, module, name]) => [code, new Global(module, name)]));
  });

  test.for(PAIRS)('loads with %o and dumps with %o', ([load, dump]) => {
    const wrong: string[] = [];
    let count = 0;
    for (const { seed, pickles } of rows) {
      for (const protocol of PROTOCOLS) {
        const text = pickles[protocol] ?? null;
        if (text === null) continue;
        count++;
        const pickle = Buffer.from(text, 'base64');
        const { persistentLoad, persistentId } = persistence();
        const value = loads(pickle, { ...load, extensions, persistentLoad });
        const again = dumps(value, { ...dump, protocol, extensions, persistentId });
        if (said(again) !== said(pickle)) wrong.push(`seed ${seed}, protocol ${protocol}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(2000);
  });
});

const ENCODINGS = ['ASCII', 'latin1', 'bytes'] as const;

/** A persistent id of None, which `persistentId` cannot give; an OrderedDict in the form of Python 2, which is written in that of 3. */
const OTHERWISE: readonly string[] = [
  'kisielk+og-rek__fuzz__corpus__487c030feaa93eca14443e8e6f2f48bb91c7f410-5',
  'richzhang+PerceptualSimilarity__lpips__weights__v0.1__squeeze.pth',
];

/** At most so many values of a stream: what follows torch's pickles are no pickles. */
function first<T>(values: Iterator<T>, count: number): T[] {
  return Array.from({ length: count }, () => values.next()).flatMap(({ done, value }) =>
    done === true ? [] : [value],
  );
}

if (hasCorpus) {
  const all = corpusStreams();

  test.for(PAIRS)('the files of other people: loads with %o and dumps with %o', ([load, dump]) => {
    const wrong: string[] = [];
    let count = 0;
    for (const { name, stream, bytes } of all) {
      const encoding = ENCODINGS.find((known) => stream.load[known] === 'ok');
      if (encoding === undefined) continue;
      const extensions = new Map(stream.ext.map((code) => [code, new Global('extension', `code${code}`)]));
      const { persistentLoad, persistentId } = persistence();
      const options: LoadOptions = { ...load, encoding, extensions, persistentLoad, fixImports: false };
      const graphs = first(parseAll(bytes, { encoding }), Math.max(1, stream.n_pickles));
      const values = graphs.length === 1 ? [loads(bytes, options)] : first(loadsAll(bytes, options), graphs.length);
      for (const [number, { root, protocol: highest }] of graphs.entries()) {
        const expected = describe(root, 'refs', 'std');
        if (expected === undefined) continue;
        count++;
        const isSame = [Math.max(2, highest), Math.max(3, highest)].some((at) => {
          const protocol = PROTOCOLS[at] ?? 5;
          const again = dumps(values[number], { ...dump, protocol, persistentId, extensions, fixImports: false });
          return describe(parse(again).root, 'refs', 'std') === expected;
        });
        if (!isSame) wrong.push(name);
      }
    }
    expect(wrong).toEqual(OTHERWISE);
    expect(count).toBeGreaterThan(700);
  });
} else {
  test('../shared/corpus is not here: the files of other people are not tested', () => {
    expect(hasCorpus).toBe(false);
  });
}
