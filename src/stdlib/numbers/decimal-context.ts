import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import {
  inspected,
  type PythonRepr,
  pythonRepr,
  type ReprParts,
  reprCall,
  reprInts,
  reprParts,
} from '../../values/repr.ts';
import { bigintArgument, compactInteger, pythonInt } from '../call-arguments.ts';
import { Verbatim } from '../types.ts';

/** Python's `decimal.Context`: the rules by which Python computes with Decimals. */
export class DecimalContext implements PythonKey, PythonRepr {
  /** Digits of precision. */
  prec: number | bigint;
  /** `ROUND_HALF_EVEN` and so on. */
  rounding: string;
  /** The least exponent. */
  Emin: number | bigint;
  /** The greatest exponent. */
  Emax: number | bigint;
  /** 1 if exponents are written with `E`, 0 with `e`. */
  capitals: number | bigint;
  /** 1 if exponents are clamped to the range of the IEEE formats, else 0. */
  clamp: number | bigint;
  /** The signals that were raised: `Global`s. */
  flags: unknown[];
  /** The signals that are errors: `Global`s. */
  traps: unknown[];

  /** The defaults are those of Python's default context. */
  constructor(
    prec: number | bigint = 28,
    rounding = 'ROUND_HALF_EVEN',
    Emin: number | bigint = -999_999,
    Emax: number | bigint = 999_999,
    capitals: number | bigint = 1,
    clamp: number | bigint = 0,
    flags: unknown[] = [],
    traps: unknown[] = ['InvalidOperation', 'DivisionByZero', 'Overflow'].map((name) => new Global('decimal', name)),
  ) {
    this.prec = prec;
    this.rounding = rounding;
    this.Emin = Emin;
    this.Emax = Emax;
    this.capitals = capitals;
    this.clamp = clamp;
    this.flags = flags;
    this.traps = traps;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const [prec, Emin, Emax, capitals, clamp] = reprInts([this.prec, this.Emin, this.Emax, this.capitals, this.clamp]);
    return reprCall(
      'Context',
      [],
      Object.entries({
        prec,
        rounding: new Verbatim(this.rounding),
        Emin,
        Emax,
        capitals,
        clamp,
        flags: this.flags.map(signal),
        traps: this.traps.map(signal),
      }),
    );
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'decimal.Context'");
  }
}

/** `decimal.Context`, in the form of the C implementation. */
export function decimalContext(): readonly FamilyMember[] {
  return [
    pythonClass('decimal.Context', DecimalContext, {
      call: contextOf,
      create: () => undefined,
      reduce: (self): Reduction => {
        const { prec, rounding, Emin, Emax, capitals, clamp, flags, traps } = self;
        const [lowest, highest, upper, clamped] = [Emin, Emax, capitals, clamp].map(pythonInt);
        return {
          callable: DecimalContext,
          args: [pythonInt(prec), rounding, lowest, highest, upper, clamped, flags, traps],
        };
      },
    }),
  ];
}

/** `undefined` for arguments that Python does not write. */
function contextOf(args: readonly unknown[]): DecimalContext | undefined {
  const [prec, rounding, Emin, Emax, capitals, clamp, flags, traps] = args;
  const numbers = [prec, Emin, Emax, capitals, clamp].map(bigintArgument);
  if (args.length !== 8 || typeof rounding !== 'string' || !Array.isArray(flags) || !Array.isArray(traps)) {
    return undefined;
  }
  if (!numbers.every((number) => number !== undefined)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = numbers.map(compactInteger);
  return new DecimalContext(a, rounding, b, c, d, e, flags, traps);
}

/** A signal is shown as its name without the module. */
function signal(value: unknown): unknown {
  return value instanceof Global ? new Verbatim(value.name) : value;
}
