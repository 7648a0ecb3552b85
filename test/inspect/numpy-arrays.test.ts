import { dumps } from 'brine';
import { NdArray, numpy } from 'brine/numpy';
import { diff, differenceText, numpyArrays, toJSON } from 'brine/tools';
import { describe, expect, test } from 'vitest';

const pickled = (values: readonly number[], version: '1.26' | '2.4', protocol: 2 | 5): Uint8Array =>
  dumps({ a: NdArray.from(values) }, { codecs: [numpy.like(version)], protocol });
const arrays = numpyArrays;

describe('with numpyArrays', () => {
  test('arrays of one value are equal, whatever numpy and protocol wrote them', () => {
    const [old, latest] = [pickled([1, 2.5], '1.26', 2), pickled([1, 2.5], '2.4', 5)];
    expect([...diff(old, latest, { arrays })]).toEqual([]);
    expect([...diff(old, latest)].length).toBeGreaterThan(0);
  });

  test('the element that differs is named, unless it is within the tolerance', () => {
    const [old, latest] = [pickled([1, 2.5], '1.26', 2), pickled([1, 2.75], '2.4', 5)];
    const [first, ...more] = diff(old, latest, { arrays });
    expect(first && differenceText(first)).toMatch(/2\.5.*2\.75/);
    expect(more).toEqual([]);
    expect([...diff(old, latest, { arrays, tolerance: 0.5 })]).toEqual([]);
  });

  test.for([
    ['1.26', 2],
    ['2.4', 5],
  ] as const)('JSON has nested lists of what numpy %s writes at protocol %d', ([version, protocol]) => {
    const pickle = pickled([1, 2.5, Number.NaN], version, protocol);
    expect(toJSON(pickle, { arrays })).toBe('{"a":[1.0,2.5,"NaN"]}');
    expect(toJSON(pickle)).toContain('"class"');
    // The tagged form is the pickle itself.
    expect(toJSON(pickle, { form: 'tagged', arrays })).toBe(toJSON(pickle, { form: 'tagged' }));
  });
});
