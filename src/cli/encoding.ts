/**
 * How strings of Python 2 are decoded.
 *
 * @module
 */
import { PickleError, UnpicklingError } from '../errors.ts';
import { PERSID } from '../opcodes.ts';
import type { Output } from './output.ts';

export const ENCODINGS = ['ASCII', 'latin1', 'utf-8', 'bytes'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** The flag of commands that read values. */
export const ENCODING = {
  value: 'NAME',
  choices: ENCODINGS,
  summary: 'how strings of Python 2 are decoded (as ASCII, or as latin1 if that fails)',
} as const;

/** Checks a name of `ENCODINGS`. */
export function encodingOf(text: string | undefined): Encoding | undefined {
  return ENCODINGS.find((encoding) => encoding === text);
}

/** Runs with the encoding. Without one, Latin-1 is used if the strings of Python 2 are not ASCII. */
export function withEncoding<T>(encoding: Encoding | undefined, output: Output, run: (encoding: Encoding) => T): T {
  try {
    return run(encoding ?? 'ASCII');
  } catch (error) {
    return run(nextEncoding(error, encoding, output));
  }
}

/**
 * What to try after an error: Latin-1, if no encoding was given and the error is that a text is not ASCII; the user is
 * told. Any other error is thrown.
 */
export function nextEncoding(error: unknown, asked: Encoding | undefined, output: Output): Encoding {
  if (asked !== undefined || !(error instanceof PickleError) || error.code !== 'bad-text') throw error;
  // A persistent id is ASCII in any encoding, and is often the letter P of another format.
  if (error instanceof UnpicklingError && error.opcode === PERSID) throw error;
  output.sayOnce(
    'strings of Python 2 that are not ASCII are read as latin1; use --encoding if they are something else',
  );
  return 'latin1';
}
