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
  /** Of a pointer, in that build. */
  readonly bits: number;
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
        (bothAreValues(expected, found) && CHANGED_CLASS.test(expected))),
  },
  {
    row: 'What is done to a class that is not in the value',
    explains: ({ difference: { check, expected, found } }) =>
      check === 'parse' &&
      bothAreValues(expected, found) &&
      CHANGED_CLASS.test(expected) &&
      found.length < expected.length,
  },
  {
    row: 'A module without a name is refused',
    explains: ({ difference: { found } }) => /Empty module name/.test(found),
  },
  {
    row: 'Sizes beyond what a build can hold',
    explains: ({ difference: { expected, found }, bits }) =>
      (expected === 'UnpicklingError: read would overflow (invalid bytecode)' && found.startsWith('truncated: ')) ||
      (bits === 32 && BEYOND_32_BITS.test(expected)),
  },
  {
    row: 'Counts of BINSTRING from 2^31 on',
    explains: ({ difference: { expected, found }, python }) =>
      minorOf(python) >= 14 &&
      expected === 'UnpicklingError: BINSTRING pickle has negative byte count' &&
      found.startsWith('truncated: '),
  },
  {
    row: 'What `persistentLoad` gives is an object of the caller',
    explains: ({ difference: { check, expected, found }, pickle }) =>
      check === 'loads' &&
      (/\bPersistent\b/.test(found) ||
        (found.startsWith('bad-state: ') && hasPersistent(pickle)) ||
        (bothAreValues(expected, found) && /"pid":.*"state":\[/.test(expected))),
  },
  {
    row: 'Arguments of a class that derives from tuple, keywords of one that derives from dict, their names of one that derives from str, objects that have the bytes',
    explains: ({ difference: { expected } }) => expected.startsWith('OnlyItsClassKnows: '),
  },
  {
    row: 'A read-only view of a bytearray',
    explains: ({ difference: { expected, found }, pickle }) =>
      pickle.includes(BYTEARRAY8) &&
      pickle.includes(READONLY_BUFFER) &&
      (/unhashable type: 'bytearray'/.test(expected) ||
        (expected === 'TypeError: cannot modify read-only memory' && BYTES_TAKE_NO_ITEM.test(found)) ||
        (/\bmemoryview\b/.test(expected) &&
          found.includes(expected.replace(/^\w+: /, '').replaceAll('memoryview', 'bytes')))),
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
    row: 'A whole number where Python only accepts ints',
    explains: ({ difference: { check, expected, found }, pickle }) =>
      check.startsWith('loads') &&
      (pickle.includes(FLOAT) || pickle.includes(BINFLOAT)) &&
      (/\bmay be an int or a float,/.test(found) || isSaidOfWholeFloat(expected, found)),
  },
  {
    row: 'Assignment to a slice of a list or bytearray',
    explains: ({ difference: { check, found } }) =>
      check === 'loads' && /assigns to a slice of a (list|bytearray), which no pickler writes/.test(found),
  },
];

/** Of an index, bytes are asked before they say that they take no item. */
const BYTES_TAKE_NO_ITEM =
  /'bytes' object does not support item assignment|cannot fit 'int' into an index-sized integer/;

/** What a build of 32 bits says of numbers that are too large for it. */
const BEYOND_32_BITS =
  / exceeds system's maximum( size)? of 2147483647 bytes$|: negative LONG_BINPUT argument$|: Memo value not found at index -\d+$|: Python int too large to convert to C ssize_t$|: cannot fit 'int' into an index-sized integer$|: byte string is too large$/;

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

/** An object that is a class, to which something was done. */
const CHANGED_CLASS = /"g":\["[^"]*","[^"]*"\],"(item|set|state)":|"add":\[.*"g":/;

/** Whether two errors say the same, but that one of them says `int or float`; of a fault, both are in `found`. */
function isSaidOfWholeFloat(expected: string, found: string): boolean {
  const [a = '', b = ''] = expected === '' ? found.split(' | ') : [expected.replace(/^\w+: /, ''), found];
  return ['int', 'float'].some((type) => {
    const [one, other] = [a, b].map((text) => text.replaceAll('int or float', type));
    return (one !== a || other !== b) && other?.includes(one ?? '');
  });
}

const FLOAT = 0x46;
const BINFLOAT = 0x47;
const BYTEARRAY8 = 0x96;
const READONLY_BUFFER = 0x98;
const PERSID = 0x50;
const BINPERSID = 0x51;

function hasPersistent(pickle: Uint8Array): boolean {
  return pickle.includes(PERSID) || pickle.includes(BINPERSID);
}

/** An INT or LONG whose text means another number if a prefix or a leading zero chooses the base; `00` and `01` are bools. */
function hasBase(pickle: Uint8Array): boolean {
  const text = Buffer.from(pickle).toString('latin1');
  return [...text.matchAll(/[IL]\s*[-+]?0[0-9a-z_]+\s*(\0.*)?\n/gi)].some(([line]) => !/^I0[01]\n$/.test(line));
}
