/**
 * Small pickles that ask for much: what shares, nests and repeats. Each took minutes, or all memory, in some tool; now it is
 * done, or refused, soon. The bound is CPU time, for a busy machine, and far below what quadratic time would take.
 */
import { describe, expect, test } from 'vitest';
import { PickleError } from '../../src/index.ts';
import { diff, differenceText, fromJSON, globals, optimize, parse, toJSON, write } from '../../src/tools.ts';

const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const u32 = (i: number): string => String.fromCharCode(i & 0xff, (i >> 8) & 0xff, (i >> 16) & 0xff, i >>> 24);
const numbered = (count: number, item: (i: number) => string): string =>
  Array.from({ length: Math.floor(count) }, (_, i) => item(i)).join('');
const text = (length: number): string => `X${u32(length)}${'a'.repeat(length)}`;
const dictOf = (count: number): string => `}(${numbered(count, (i) => `J${u32(i)}N`)}u`;
const P = '\x80\x04';
const ORDERED = 'ccollections\nOrderedDict\n';

/** Pickles of about so many bytes. */
const FAMILIES: Readonly<Record<string, (size: number) => string>> = {
  'lists of two equal lists': (n) => `${P}]\x94${numbered(n / 15, (i) => `0](j${u32(i)}j${u32(i)}e\x94`)}.`,
  'tuples of two equal tuples': (n) => `${P})${'2\x86'.repeat(n / 2)}.`,
  'OrderedDicts of two equal ones': (n) =>
    `${P}${ORDERED}\x94h\0)R\x94${numbered(n / 22, (i) => `0h\0)R(K\x01j${u32(i + 1)}K\x02j${u32(i + 1)}u\x94`)}.`,
  'calls with two equal calls': (n) =>
    `${P}cm\nC\n\x94h\0)R\x94${numbered(n / 15, (i) => `0h\0j${u32(i + 1)}j${u32(i + 1)}\x86R\x94`)}.`,
  'an object and one state, again and again': (n) =>
    `${P}cm\nC\n)\x81\x94${dictOf(n / 16)}\x940h\0${'h\x01b'.repeat(n / 6)}.`,
  'objects of one state': (n) => `${P}cm\nC\n\x94${dictOf(n / 16)}\x940](${'h\0)\x81h\x01b'.repeat(n / 14)}e.`,
  'one long str as the key of many dicts': (n) => `${P}](${text(n / 2)}\x94${'}h\0Ns'.repeat(n / 10)}e.`,
  'one long str as the key of one dict, again and again': (n) => `${P}${text(n / 2)}\x940}(${'h\0N'.repeat(n / 6)}u.`,
  'one long int as the key of many dicts': (n) =>
    `${P}](\x8b${u32(n / 2)}${'U'.repeat(n / 2)}\x94${'}h\0Ns'.repeat(n / 10)}e.`,
  'one long bytes in many places': (n) => `${P}](B${u32(n / 2)}${'\0'.repeat(n / 2)}\x94${'h\0'.repeat(n / 4)}e.`,
};

/** Each None is True, so that there is a difference wherever there was one. */
function changed(pickle: Uint8Array): Uint8Array {
  return pickle.map((byte) => (byte === 0x4e ? 0x88 : byte));
}

const TOOLS: Readonly<Record<string, (pickle: Uint8Array) => number>> = {
  write: (pickle) => write(parse(pickle)).length,
  toJSON: (pickle) => toJSON(pickle).length,
  'tagged JSON and back': (pickle) => write(fromJSON(toJSON(pickle, { form: 'tagged' }))).length,
  diff: (pickle) => [...diff(pickle, pickle.slice())].length,
  'diff of what is different': (pickle) => {
    let count = 0;
    for (const difference of diff(pickle, changed(pickle))) count += differenceText(difference).length;
    return count;
  },
  globals: (pickle) => globals(pickle).globals.length,
  optimize: (pickle) => optimize(pickle).length,
};

const SIZE = 60_000;

describe.for(Object.entries(FAMILIES))('%s', ([, make]) => {
  const pickle = latin1(make(SIZE));

  test.for(Object.entries(TOOLS))('take %s no more than a few seconds', ([, use]) => {
    const before = process.cpuUsage();
    let found: unknown;
    try {
      found = use(pickle);
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
      found = error.code;
    }
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(6);
    if (typeof found === 'number') expect(found).toBeLessThan(400 * SIZE);
    else expect(found).toMatch(/^(limit|memo-missing)$/);
  });
});
