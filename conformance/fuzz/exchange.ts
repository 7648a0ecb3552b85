/**
 * What the programs of the fuzzer tell each other: the one that looks for pickles, and the one that puts Brine through
 * them.
 *
 * @module
 */

/** One pickle to try. */
export interface Case {
  /** In base64. */
  readonly pickle: string;
  readonly encoding: 'ASCII' | 'latin1' | 'bytes';
  /** Chooses what is chosen at random in trying it: chunks, protocols, which of the slower tools are asked. */
  readonly seed: number;
  /** Nothing is left to chance: all that is tried with some pickles is tried with this one. */
  readonly isThorough?: boolean | undefined;
}

export type Name = readonly [module: string, name: string];

/** What a way of reading gives: a description, or what the error is. */
export interface Outcome {
  /** The canonical description. Neither this nor an error: a value of which there is no description. */
  readonly value?: string | undefined;
  /** The class of the exception, or the code of the `PickleError`; and what it says. */
  readonly error?: readonly [kind: string, message: string] | undefined;
}

/** What CPython makes of a pickle. */
export interface Verdict extends Outcome {
  /** What it looked up, in order. */
  readonly names: readonly Name[];
}

/** Something that does not hold whatever CPython says. */
export interface Fault {
  /** `chunks` */
  readonly check: string;
  readonly detail: string;
}

/** What Brine makes of a pickle. */
export interface Answer {
  readonly parsed: Outcome;
  readonly loaded: Outcome;
  /** The option of `loads`: with `'auto'`, whole floats are described as ints. */
  readonly ints: 'auto' | 'bigint';
  /** For some pickles, what `globals` finds; `null` in it: a name that only running the pickle would tell. */
  readonly names?: readonly (Name | null)[] | undefined;
  /** There may be frames, for which `globals` has also what others than `loads` find. */
  readonly hasFrames?: boolean | undefined;
  readonly faults: readonly Fault[];
  /** What ran, by code, for some of the pickles. */
  readonly opcodes?: readonly number[] | undefined;
}
