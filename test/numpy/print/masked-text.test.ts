import { expect, test } from 'vitest';
import { loads } from '../../../src/index.ts';
import { numpy } from '../../../src/numpy/family.ts';
import type { MaskedArray } from '../../../src/numpy/masked-array.ts';
import { arrayRepr } from '../../../src/numpy/print/array-repr.ts';
import { fixture } from '../../fixtures.ts';

/** Made by conformance/npy/masked.py. */
const cases = fixture<readonly { readonly pickle: string; readonly repr: string }[]>('masked-printed.json');

test.for(cases)('$repr is printed as by numpy', ({ pickle, repr }) => {
  expect(arrayRepr(loads<MaskedArray>(Buffer.from(pickle, 'base64'), { codecs: [numpy] }))).toBe(repr);
});
