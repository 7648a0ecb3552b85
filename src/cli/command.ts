/**
 * A command of `brine`: its flags, its help, and how it runs.
 *
 * @module
 */
import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CommandError } from './command-error.ts';
import type { Output } from './output.ts';

/** A flag. If it has `value`, it takes a value, which the help shows under that name. */
export interface Flag {
  readonly summary: string;
  readonly short?: string;
  readonly value?: string;
  /** The values it takes, if there are only a few. */
  readonly choices?: readonly string[];
}

export type Flags = Readonly<Record<string, Flag>>;

/** The flags that were given: a string for those with a value, true for the others. */
export type Given<F extends Flags> = {
  readonly [Name in keyof F]: F[Name] extends { readonly value: string } ? string | undefined : boolean;
};

/** One run of a command. */
export interface Invocation<F extends Flags> {
  readonly flags: Given<F>;
  readonly operands: readonly string[];
  readonly output: Output;
}

export interface CommandSpec<F extends Flags> {
  readonly name: string;
  /** The operands as the help shows them: `FILE...`. */
  readonly operands: string;
  /** Whether standard input is read if no file is named and something is piped in. */
  readonly readsPipe?: boolean;
  /** The least and the greatest number of operands. */
  readonly count: { readonly least: number; readonly most: number };
  readonly summary: string;
  /** Paragraphs of the help. */
  readonly details: readonly string[];
  readonly flags: F;
  /** Command lines with explanations. */
  readonly examples: readonly (readonly [string, string])[];
  run(invocation: Invocation<F>): Promise<number>;
}

/** A command whose flags only it knows. */
export interface Command extends Omit<CommandSpec<Flags>, 'run'> {
  start(argv: readonly string[], output: Output): Promise<number>;
  /**
   * The index of the first argument that is neither a flag of this command nor the value of one; -1 if there is none.
   */
  firstOperand(argv: readonly string[]): number;
}

/** One command, loaded only when it is used, so that the others start fast. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command>;
}

/** The flags that every command has. */
export const COMMON_FLAGS = {
  help: { short: 'h', summary: 'show this help' },
  color: {
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    summary: 'colours: auto (the default), always or never',
  },
} as const satisfies Flags;

/** The flag of commands that read one pickle or all of them. */
export const ALL = { summary: 'every pickle in the file, if there are several' } as const;

/** The operands of commands that read files. */
export const FILES = {
  operands: 'FILE...',
  count: { least: 1, most: Number.POSITIVE_INFINITY },
  readsPipe: true,
} as const;

/** The operand of commands that read one file. */
export const ONE_FILE = { operands: 'FILE', count: { least: 1, most: 1 }, readsPipe: true } as const;

export function command<const F extends Flags>(spec: CommandSpec<F>): Command {
  return {
    ...spec,
    start: async (argv, output) => {
      const { values, positionals } = parse(spec, argv);
      const operands = spec.readsPipe === true && positionals.length === 0 && isPiped() ? ['-'] : positionals;
      const { least, most } = spec.count;
      if (operands.length > most) throw misuse(spec.name, tooMany(spec.operands, operands[most] ?? ''));
      if (operands.length < least) throw misuse(spec.name, `needs ${spec.operands}`);
      return await spec.run({ flags: given(spec, values), operands, output });
    },
    firstOperand: (argv) => firstOperand({ ...spec.flags, ...COMMON_FLAGS }, argv),
  };
}

function tooMany(operands: string, first: string): string {
  const what = /FILE|A B/.test(operands) ? 'too many files' : 'too many arguments';
  return `${what}: it takes ${operands}, so ${first} is one too many`;
}

/** Whether something is piped into the process. A terminal or an empty input is read only on request. */
export function isPiped(): boolean {
  try {
    const status = fstatSync(0);
    return status.isFIFO() || status.isFile() || status.isSocket();
  } catch {
    return false;
  }
}

/** The index of the first argument that is neither a flag nor the value of one; -1 if an unknown flag comes first. */
function firstOperand(flags: Flags, argv: readonly string[]): number {
  const byName = new Map<string, Flag>();
  for (const [name, flag] of Object.entries(flags)) {
    byName.set(`--${name}`, flag);
    if (flag.short !== undefined) byName.set(`-${flag.short}`, flag);
  }
  let at = 0;
  for (; at < argv.length; at++) {
    const argument = argv[at] ?? '';
    if (!argument.startsWith('-') || argument === '-') return at;
    const flag = byName.get(argument.replace(/=.*$/s, ''));
    if (flag === undefined) return -1;
    if (flag.value !== undefined && !argument.includes('=')) at++;
  }
  return -1;
}

/** A mistake in the command line. */
export function misuse(name: string, message: string): CommandError {
  return new CommandError(`${name}: ${message}; see brine ${name} --help`);
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function parse<F extends Flags>(
  spec: CommandSpec<F>,
  argv: readonly string[],
): { values: Values; positionals: string[] } {
  const flags: Flags = { ...spec.flags, ...COMMON_FLAGS };
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { value, short }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
      },
    ]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw misuse(spec.name, error.message.replace(/\. To specify a positional.*$|\n.*$/s, '').replace(/\.$/, ''));
  }
}

function given<F extends Flags>(spec: CommandSpec<F>, values: Values): Given<F> {
  const entries = Object.entries({ ...spec.flags, ...COMMON_FLAGS }).map(([name, flag]: [string, Flag]) => {
    const value = values[name];
    if (flag.value === undefined) return [name, value === true];
    if (typeof value !== 'string') return [name, undefined];
    if (flag.choices !== undefined && !flag.choices.includes(value)) {
      throw misuse(spec.name, `--${name} takes ${flag.choices.join(', ')}`);
    }
    return [name, value];
  });
  return Object.fromEntries(entries) as Given<F>;
}

/** The value of a flag that takes a whole number. */
export function integerFlag(name: string, flag: string, value: string | undefined, least = 0): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (/^-?\d+$/.test(value) && Number.isSafeInteger(number) && number >= least) return number;
  throw misuse(name, `--${flag} takes a whole number${least < 0 ? '' : ` of at least ${least}`}`);
}
