/** `corpus.json`: what `dumps` and `write` write, byte for byte, against each CPython at each protocol. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { dumps, PicklingError } from '../../src/index.ts';
import { parse, write } from '../../src/tools.ts';
import { fixture } from '../fixtures.ts';
import { corpusValue } from './corpus-values.ts';

/** By protocol: the versions that agree, and their bytes: hexadecimal, or `sha1:DIGEST:LENGTH:...`, or `EXC ...`. */
type Row = Readonly<Record<string, readonly (readonly [readonly string[], string])[]>>;

const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13', '3.14', '3.15'] as const;
const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

const corpus = fixture<Record<string, Row>>('corpus.json');

interface Case {
  readonly row: string;
  readonly protocol: (typeof PROTOCOLS)[number];
  readonly python: (typeof VERSIONS)[number];
  readonly expected: string;
}

const cases: Case[] = Object.entries(corpus).flatMap(([row, byProtocol]) =>
  PROTOCOLS.flatMap((protocol) =>
    VERSIONS.flatMap((python) => {
      const expected = byProtocol[protocol]?.find(([versions]) => versions.includes(python))?.[1];
      return expected === undefined ? [] : [{ row, protocol, python, expected }];
    }),
  ),
);

/** What was written, in the form of the fixture. */
function written(make: () => Uint8Array, expected: string): string {
  try {
    const bytes = make();
    if (!expected.startsWith('sha1:')) return Buffer.from(bytes).toString('hex');
    return `sha1:${createHash('sha1').update(bytes).digest('hex')}:${bytes.length}`;
  } catch (error) {
    if (!(error instanceof PicklingError)) throw error;
    return `EXC ${error.message}`;
  }
}

/** CPython's refusals are compared by what they say; the words of earlier versions differ. */
function agrees(found: string, expected: string): boolean {
  if (expected.startsWith('sha1:')) return expected.startsWith(`${found}:`);
  if (!expected.startsWith('EXC ')) return found === expected;
  const words = expected.replace(/^EXC \w+: | \| .*$/gs, '').replace('can only pickled', 'can only be pickled');
  return found.startsWith('EXC ') && found.includes(words.replace(/ 'caf.*$/, ''));
}

/** Lines of the file: `WHAT ROW PYTHON PROTOCOLS # REASON`. */
const gaps: ReadonlyMap<string, string> = new Map(
  readFileSync(new URL('./known-gaps.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [, what = '', row = '', pythons = '', protocols = ''] = /^(\w+) (.+) (\S+) (\S+) #/.exec(line) ?? [];
      const all = VERSIONS.filter((python) => pythons === 'all' || pythons.split(',').includes(python));
      return all.flatMap((python) =>
        [...protocols].map((protocol) => [`${what} ${row} ${python} ${protocol}`, line] as const),
      );
    }),
);

/** Compares all cases of one kind; a gap that is listed and closed is as wrong as one that is not listed. */
function compare(what: 'dumps' | 'write', make: (given: Case) => (() => Uint8Array) | undefined): number {
  const wrong: string[] = [];
  let identical = 0;
  let count = 0;
  for (const given of cases) {
    if (what === 'write' && given.expected.startsWith('EXC ')) continue;
    count++;
    const write = make(given);
    const key = `${what} ${given.row} ${given.python} ${given.protocol}`;
    const isSame = write !== undefined && agrees(written(write, given.expected), given.expected);
    if (isSame) identical++;
    if (isSame === gaps.has(key)) wrong.push(`${key}: ${isSame ? 'is no gap any more' : 'differs'}`);
  }
  console.log(`${what}: ${count} cases, ${identical} byte-identical, ${count - identical} known gaps`);
  expect(wrong).toEqual([]);
  return identical;
}

test('dumps writes the bytes of CPython', () => {
  const identical = compare('dumps', ({ row, protocol, python }) => {
    const made = corpusValue(row);
    return made && (() => dumps(made.value, { ...made.options, protocol, python }));
  });
  expect(identical).toBe(11190);
});

test('write gives the bytes of CPython for the graph of each pickle of the row', () => {
  const identical = compare('write', ({ row, protocol, python }) => {
    const made = corpusValue(row);
    const source = made && dumps(made.value, { ...made.options, protocol, python });
    return source && (() => write(parse(source), { protocol, python }));
  });
  expect(identical).toBe(10998);
});
