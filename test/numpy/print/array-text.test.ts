import { expect, test } from 'vitest';
import { readNpy } from '../../../src/npy/read-npy.ts';
import { arrayRepr } from '../../../src/numpy/print/array-repr.ts';
import { arrayStr } from '../../../src/numpy/print/array-text.ts';
import { fixture } from '../../fixtures.ts';

interface Printed {
  readonly numpy: string;
  readonly cases: readonly {
    readonly name: string;
    readonly npy: string;
    readonly repr: string;
    readonly str: string | null;
  }[];
}

/** Made by conformance/npy/printed.py. */
const { cases } = fixture<Printed>('numpy-printed.json.gz');

test.for(cases)('$name is printed as by numpy', ({ npy, repr, str }) => {
  const array = readNpy(Buffer.from(npy, 'base64'));
  expect(arrayRepr(array)).toBe(repr);
  if (str !== null) expect(arrayStr(array)).toBe(str);
});
