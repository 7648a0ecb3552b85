import { fixture } from '../fixtures.ts';

/** A file that numpy wrote, and what is in it. */
export interface NpyCase {
  readonly name: string;
  readonly npy: Uint8Array;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly order: 'C' | 'F';
  /** As `canonical` gives them. */
  readonly values?: unknown;
}

interface Measured {
  readonly numpy: string;
  readonly cases: readonly (Omit<NpyCase, 'npy'> & { readonly npy: string })[];
}

function readCases(): { numpy: string; cases: NpyCase[] } {
  const { numpy, cases } = fixture<Measured>('npy.json.gz');
  return { numpy, cases: cases.map((one) => ({ ...one, npy: Buffer.from(one.npy, 'base64') })) };
}

/** Made by conformance/npy/cases.py. */
export const npyCases = readCases();
