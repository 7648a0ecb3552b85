import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Float } from '../../values/float.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { inspected } from '../../values/repr.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { bigintArgument, pythonInt } from '../call-arguments.ts';

/** The number of words of the Mersenne Twister. The position comes after them. */
const WORDS = 624;
const VERSION = 3;
const MASK = 0xffff_ffffn;

/** Python's `random.Random`: the state of the generator, kept and written back. It does not draw numbers. */
export class Random {
  /** The 624 words of the Mersenne Twister, 0 to 4294967295; none for a generator that has no state yet. */
  words: readonly number[] = [];
  /** The number of words already used, 0 to 624. */
  position = 0;
  /** The second of two normal numbers, drawn but not yet returned; else null. */
  gaussNext: number | null = null;

  /** Python's `repr`, without the address. */
  toString(): string {
    return '<random.Random object>';
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `random`: the state of generators. */
export function random(): readonly FamilyMember[] {
  return [
    pythonClass('random.Random', Random, {
      // A seed is not supported: the words would have to be computed.
      call: (args) => (args.length > 0 ? undefined : new Random()),
      create: (args, kwargs) => (args.length > 0 || kwargs !== undefined ? undefined : new Random()),
      setState: (self, state) => void Object.assign(self, fieldsOf(state)),
      reduce: ({ words, position, gaussNext }): Reduction => ({
        callable: Random,
        args: [],
        state:
          words.length === 0
            ? undefined
            : Tuple.of<unknown>(
                pythonInt(VERSION),
                tupleOf([...words, position].map(pythonInt)),
                gaussNext === null ? null : new Float(gaussNext),
              ),
      }),
    }),
  ];
}

/** `(3, (624 words and the position), gauss_next)`; version 2, of Python 2.5 and before, had signed words. */
function fieldsOf(state: unknown): Pick<Random, 'words' | 'position' | 'gaussNext'> {
  if (!(state instanceof Tuple) || state.length !== 3) throw wrong('is not a tuple of three');
  const [version, internal, gauss] = state;
  const known = bigintArgument(version);
  if (known !== 3n && known !== 2n) throw wrong(`has a version that Random.setstate() of version ${VERSION} refuses`);
  if (!(internal instanceof Tuple)) throw wrong('needs a tuple as state vector');
  if (internal.length !== WORDS + 1) throw wrong('vector is the wrong size');
  const numbers = internal.map((word) => wordOf(word, known === 2n));
  const position = numbers.pop() ?? 0;
  if (position > WORDS) throw wrong('is invalid: the position is beyond the words');
  return { words: [...numbers], position, gaussNext: gaussOf(gauss) };
}

function wordOf(word: unknown, wrap: boolean): number {
  const value = bigintArgument(word);
  if (value === undefined) throw wrong(`vector needs ints, not '${pythonTypeName(word)}'`);
  const kept = wrap ? BigInt.asUintN(32, value) : value;
  if (kept < 0n || kept > MASK) throw wrong('vector has a word of more than 32 bits');
  return Number(kept);
}

function gaussOf(value: unknown): number | null {
  if (value === null) return null;
  if (typeof value === 'number' || value instanceof Float) return Number(value);
  throw wrong(`needs None or a float as gauss_next, not '${pythonTypeName(value)}'`);
}

function wrong(what: string): PickleError {
  return new PickleError('bad-state', `the state of a Random ${what}`);
}
