import { limitExceeded } from '../limits.ts';
import type { KeyForms } from './key-forms.ts';

/** Work that may still be spent on keys, in elements. */
export interface KeyBudget {
  keysLeft: number;
  readonly keysAllowed: number;
  /** The spellings of keys so far, if many are compared within one budget. */
  keyForms?: KeyForms | undefined;
}

/**
 * The one state of a module. A hook makes containers with `new` and fills them with `set` and `add`: no argument of the
 * load reaches these, and no field of the containers that the load makes itself. Without it, each key that a hook adds may
 * cost as much as the largest key may: 36 kB whose hook makes a set of one shared tuple, 4,000 times, take 1.2 s in place of
 * 0.09, and 144 kB take 11.5 s in place of 0.14 (measured, Node 20). It is set only while a load runs, which nothing
 * interrupts, and is set back after each, errors included.
 */
let ambient: KeyBudget | undefined;

/** The budget of the load that is calling a codec right now. It pays for the containers that the codec fills. */
export function ambientBudget(): KeyBudget | undefined {
  return ambient;
}

/** Makes another budget the {@link ambientBudget}; returns the one before, to be set again. */
export function setAmbientBudget(budget: KeyBudget | undefined): KeyBudget | undefined {
  const before = ambient;
  ambient = budget;
  return before;
}

/** @throws PickleError with the code `limit` if that is more than is left. */
export function spend(budget: KeyBudget, work: number): void {
  budget.keysLeft -= work;
  if (budget.keysLeft < 0) throw limitExceeded('keys', budget.keysAllowed, 'comparing dict keys and set members');
}

/** Comparing strings of fewer units costs next to nothing. */
export const LONG_TEXT = 1024;

/**
 * Pays for a str key: comparing two equal strings of a million units takes as long as comparing a million others, each
 * time that a pickle names one of them.
 */
export function spendOnText(budget: KeyBudget, text: string): void {
  if (text.length > LONG_TEXT) spend(budget, text.length / 256);
}

/** Ints of fewer bits cost nothing. */
const LONG_INT = 4096;
const LONG_BOUND = 2n ** 4096n;

/** Pays for an int key. Its size alone takes 0.4 ms to find for 400 kB, which are compared besides (Node 20). */
export function spendOnInt(budget: KeyBudget, int: bigint): void {
  const size = bigintSize(int);
  if (size > 0) spend(budget, size / 8);
}

/**
 * The bytes of an int, to an eighth; 0 for one that costs nothing. JavaScript only tells whether it is less
 * than another.
 */
export function bigintSize(int: bigint): number {
  const size = int < 0n ? -int : int;
  if (size < LONG_BOUND) return 0;
  let most = LONG_INT;
  for (let bound = LONG_BOUND; size >= bound; bound <<= BigInt(most), most *= 2);
  let least = most / 2;
  for (let step = most / 4; step >= most / 16; step /= 2) if (size >> BigInt(least + step) > 0n) least += step;
  return (least + most / 16) / 8;
}
