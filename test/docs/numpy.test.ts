/** The types of docs/numpy.md: each row says what `data` are and what `at` gives. */
import { readFileSync } from 'node:fs';
import { Complex, Tuple } from 'brine';
import { type ArrayData, dtypeOf, NdArray } from 'brine/numpy';
import { describe, expect, test } from 'vitest';

const text = readFileSync(new URL('../../docs/numpy.md', import.meta.url), 'utf8');
const [, table = ''] = /\| dtype \| `data` \|.*\n\|[-|]+\n((?:\|.*\n)+)/.exec(text) ?? [];
const rows = table
  .trimEnd()
  .split('\n')
  .map((line) => line.slice(1, -1).split('|'))
  .map(([dtypes = '', data = '', element = '']) => ({
    dtypes: [...dtypes.matchAll(/`([^`]+)`/g)].map(([, dtype = '']) => dtype),
    data: data.trim(),
    element: element.trim(),
  }));

/** A value of each kind. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  b: true,
  i: 1,
  u: 1,
  f: 0.5,
  c: new Complex(1, 2),
  M: 5n,
  m: 5n,
  S: Uint8Array.of(1, 2),
  U: 'ab',
  O: { a: 1 },
  T: 'text',
};

function sampleOf(spelling: string): unknown {
  const dtype = dtypeOf(spelling);
  if (dtype.fields !== undefined) return new Tuple(1, 2.5);
  if (dtype.type !== undefined) return 1;
  if (dtype.itemsize === 8 && 'iu'.includes(dtype.kind)) return 1n;
  return dtype.kind === 'V' ? Uint8Array.of(1, 2, 3, 4) : SAMPLES[dtype.kind];
}

/** What the table calls a value. */
function kindOf(value: unknown): string {
  if (value instanceof Complex) return '`Complex`';
  if (value instanceof Tuple) return '`Tuple`';
  if (value instanceof Uint8Array) return '`Uint8Array`';
  return typeof value === 'object' ? 'what it is' : typeof value;
}

const className = (data: ArrayData): string => `\`${Object.prototype.toString.call(data).slice(8, -1)}\``;

test('there is a row for each kind of dtype', () => {
  const kinds = new Set(rows.flatMap(({ dtypes }) => dtypes).map((spelling) => dtypeOf(spelling).kind));
  expect([...kinds].sort().join('')).toBe('MOSTUVbcfimu');
});

describe('each row of the table of types', () => {
  const all = rows.flatMap((row) => row.dtypes.map((spelling) => [spelling, row] as const));
  test.for(all)('%s', ([spelling, { data, element }]) => {
    const sample = sampleOf(spelling);
    const array = NdArray.from([sample], [1], spelling);
    expect(data.split(', before')).toSatisfy((forms: readonly string[]) =>
      forms.some((form) => form.includes(className(array.data))),
    );
    expect(element.startsWith(kindOf(array.at(0)))).toBe(true);
    expect(array.at(0)).toEqual(sample);
    const [, width] = /(two|\d+) for each/.exec(data) ?? [];
    expect(array.data.length).toBe(width === 'two' ? 2 : Number(width ?? 1));
  });
});

test('NaT is what the text says', () => {
  expect(text).toContain('-2⁶³');
  expect(NdArray.from([-(2n ** 63n)], undefined, 'M8[ns]').at(0)).toBe(-(2n ** 63n));
});
