/**
 * What `docs/parity.md` explains: differences from a CPython that Brine means to have.
 *
 * @module
 */
import type { Difference } from './judge.ts';

/** A difference, and where it was found. */
export interface Context {
  readonly difference: Difference;
  readonly pickle: Uint8Array;
  /** `3.13` */
  readonly python: string;
}

export interface Rule {
  /** The beginning of the row or sentence of `docs/parity.md` that says so. */
  readonly row: string;
  readonly explains: (context: Context) => boolean;
}

export const RULES: readonly Rule[] = [
  {
    row: 'Text of INT and LONG: 3.14 reads base 10 only',
    explains: ({ difference: { expected, found }, pickle, python }) =>
      minorOf(python) < 14 &&
      (bothAreValues(expected, found) || /literal for int\(\)|convert string to int/.test(expected + found)) &&
      hasBase(pickle),
  },
  {
    row: 'What is appended to a class, set in it or added to it',
    explains: ({ difference: { check, expected, found } }) =>
      check === 'loads' &&
      (/'type' object (has no attribute '(append|extend|add)'|does not support item assignment)/.test(found) ||
        /state is not a dictionary|a module, class or function, which stays as it is/.test(found) ||
        (bothAreValues(expected, found) && /"g":\["[^"]*","[^"]*"\],"(item|set|state)":/.test(expected))),
  },
  {
    row: 'A module without a name is refused',
    explains: ({ difference: { found } }) => /Empty module name/.test(found),
  },
  {
    row: 'Sizes beyond what a build can hold',
    explains: ({ difference: { expected, found } }) =>
      (expected === 'UnpicklingError: read would overflow (invalid bytecode)' && found.startsWith('truncated: ')) ||
      / exceeds system's maximum( size)? of 2147483647 bytes$/.test(expected),
  },
  {
    row: 'What `persistentLoad` gives is an object of the caller',
    explains: ({ difference: { check, found } }) =>
      check === 'loads' && (/\bPersistent\b/.test(found) || found.startsWith('bad-state: state is not a dictionary')),
  },
  {
    row: 'Arguments of a class that derives from tuple',
    explains: ({ difference: { expected } }) =>
      expected === 'TypeError: argument list must be a tuple' ||
      /NEWOBJ(_EX)? (args|kwargs) argument must be a (tuple|dict), not (a stub|type)$/.test(expected),
  },
  {
    row: 'Arguments of a class that derives from tuple, keywords of one that derives from dict, their names',
    explains: ({ difference: { expected }, pickle }) =>
      expected === 'TypeError: keywords must be strings' &&
      makesObject(pickle.subarray(0, pickle.lastIndexOf(NEWOBJ_EX))),
  },
  {
    row: 'What a pickle makes may be a class',
    explains: ({ difference: { expected } }) =>
      /NEWOBJ(_EX)? class argument must be a type, not a stub$/.test(expected),
  },
  {
    row: 'Buffers out of band without `buffers`',
    explains: ({ difference: { check, found } }) => check === 'loads' && /refers to out-of-band data/.test(found),
  },
  {
    row: 'A whole number where Python takes ints alone',
    explains: ({ difference: { check, found } }) =>
      check.startsWith('loads') && /\b(may be an int or a float,|int or float\b)/.test(found),
  },
  {
    row: 'Assignment to a slice of a list or bytearray',
    explains: ({ difference: { check, found } }) =>
      check === 'loads' && /assigns to a slice of a (list|bytearray), which no pickler writes/.test(found),
  },
];

/** Whether a difference is explained. */
export function isExplained(context: Context): boolean {
  return RULES.some(({ explains }) => explains(context));
}

function minorOf(python: string): number {
  return Number(python.split('.')[1]);
}

function bothAreValues(expected: string, found: string): boolean {
  return expected.startsWith('value ') && found.startsWith('value ');
}

const NEWOBJ_EX = 0x92;
/** REDUCE, OBJ, INST, PERSID, BINPERSID, NEWOBJ, NEWOBJ_EX. */
const MAKERS: ReadonlySet<number> = new Set(Buffer.from('RoiPQ\x81\x92', 'latin1'));

/** Whether a pickle may make an object of an unknown class, which may be a str. */
function makesObject(pickle: Uint8Array): boolean {
  return pickle.some((byte) => MAKERS.has(byte));
}

/** An INT or LONG whose text means another number if a prefix or a leading zero chooses the base; `00` and `01` are bools. */
function hasBase(pickle: Uint8Array): boolean {
  const text = Buffer.from(pickle).toString('latin1');
  return [...text.matchAll(/[IL]\s*[-+]?0[0-9a-z_]+\s*\n/gi)].some(([line]) => !/^I0[01]\n$/.test(line));
}
