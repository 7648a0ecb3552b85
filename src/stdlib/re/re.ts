import { decodeLatin1 } from '../../bytes/text.ts';
import { pythonBytesRepr, pythonTextRepr } from '../../bytes/text-repr.ts';
import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { inspected } from '../../values/repr.ts';
import { exactArguments, integerArgument, pythonInt } from '../call-arguments.ts';
import { FLAGS, regExpFromPython } from './regexp-from-python.ts';

const COMPILE = /* @__PURE__ */ Global.of('re._compile');

/** Names of flags, as `repr` lists them. */
const FLAG_NAMES = [
  ['IGNORECASE', FLAGS.I],
  ['LOCALE', FLAGS.L],
  ['MULTILINE', FLAGS.M],
  ['DOTALL', FLAGS.S],
  ['UNICODE', FLAGS.U],
  ['VERBOSE', FLAGS.X],
  ['DEBUG', 128],
  ['ASCII', FLAGS.A],
] as const;

/** Python's `re.Pattern`: a regular expression in Python's notation. */
export class Pattern implements PythonKey {
  /** The expression in Python's notation, as a str or bytes. */
  readonly pattern: string | Uint8Array;
  /** Python's flags; 32 (`re.UNICODE`) is set for a str. */
  readonly flags: number;

  /**
   * @param pattern - The expression in Python's notation.
   * @param flags - Python's flags, such as 2 for `re.IGNORECASE`.
   */
  constructor(pattern: string | Uint8Array, flags: number = typeof pattern === 'string' ? FLAGS.U : 0) {
    this.pattern = pattern;
    this.flags = flags;
  }

  /**
   * The JavaScript expression that matches the same. A pattern of bytes becomes one for Latin-1 text.
   *
   * The engines differ for groups that took no part. In JavaScript a reference to one matches the empty text, whereas
   * Python's fails, and a repetition forgets it. With `re.ASCII`, only Python limits `re.IGNORECASE` to ASCII letters.
   *
   * @throws SyntaxError if JavaScript has no counterpart for something in it.
   */
  toRegExp(): RegExp {
    const { pattern, flags } = this;
    const isBytes = typeof pattern !== 'string';
    const text = isBytes ? decodeLatin1(pattern, 0, pattern.length) : pattern;
    const translated = regExpFromPython(text, flags, isBytes);
    return new RegExp(translated.source, translated.flags);
  }

  /** The expression and the flags. */
  toJSON(): { pattern: string; flags: number } {
    const { pattern, flags } = this;
    return { pattern: typeof pattern === 'string' ? pattern : decodeLatin1(pattern, 0, pattern.length), flags };
  }

  /** Python's `repr`. */
  toString(): string {
    const { pattern } = this;
    const text = typeof pattern === 'string' ? pythonTextRepr(pattern) : pythonBytesRepr(pattern);
    const flags = this.flagsText();
    return `re.compile(${[...text].slice(0, 200).join('')}${flags === '' ? '' : `, ${flags}`})`;
  }

  [pythonKey](): readonly unknown[] {
    return ['re.Pattern', this.pattern, this.flags];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private flagsText(): string {
    const { pattern, flags } = this;
    let left = flags;
    // For a str, re.UNICODE is implied.
    if (typeof pattern === 'string' && (left & (FLAGS.L | FLAGS.U | FLAGS.A)) === FLAGS.U) left &= ~FLAGS.U;
    const names: string[] = [];
    for (const [name, flag] of FLAG_NAMES) {
      if ((left & flag) === 0) continue;
      left &= ~flag;
      names.push(`re.${name}`);
    }
    if (left !== 0) names.push(`0x${left.toString(16)}`);
    return names.join('|');
  }
}

/** Python's `re`. */
export function re(): readonly FamilyMember[] {
  return [
    pythonClass('re.Pattern', Pattern, {
      call: noCall,
      create: noCall,
      reduce: ({ pattern, flags }): Reduction => ({ callable: COMPILE, args: [pattern, pythonInt(flags)] }),
    }),
    pythonFunction('re._compile', undefined, {
      call(args, context) {
        const [pattern, flags = 0, ...more] = exactArguments(args, context);
        if ((typeof pattern !== 'string' && !(pattern instanceof Uint8Array)) || more.length > 0) {
          throw new PickleError('bad-call', 're._compile() takes a pattern and flags');
        }
        return new Pattern(pattern, integerArgument(flags));
      },
    }),
  ];
}

function noCall(): never {
  throw new PickleError('bad-call', "cannot create 're.Pattern' instances");
}
