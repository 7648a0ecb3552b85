/**
 * How the pickle in a file is found: after a header, written as text, compressed.
 *
 * @module
 */
import type { TextForm } from '../bytes/signature.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { type Flags, type Given, integerFlag } from './command.ts';
import { UNPACKING, unpackLimitsOf } from './compression.ts';

/** What is done with a file before it is read as a pickle. */
export interface Opening {
  readonly limits: UnpackLimits;
  /** The form of the text to decode; `undefined` if text is left as it is. */
  readonly form: TextForm | 'content' | undefined;
  /** Where the pickle begins in the file, in bytes. */
  readonly offset: number;
  /** Whether files of numpy are read as the pickle of their arrays. */
  readonly arrays: boolean;
  /** Whether a file of joblib before 0.10 may name others in its folder, in which its arrays are. */
  readonly siblings: boolean;
  /** What the command is asked for in the value, if it is asked for a part: of a `.npz`, only that array is read. */
  readonly path?: string | undefined;
  /** What is done with a file of tensors; it gives the exit status, or `undefined` for a file that has none. */
  readonly tensors?: (name: string, count: number) => Promise<number | undefined>;
}

const FORMS: readonly TextForm[] = ['hex', 'base64', 'escaped'];

/** The flags of commands that open pickles. */
export const OPENING = {
  from: {
    value: 'FORM',
    choices: FORMS,
    summary: 'how the text encodes the pickle; escaped is as in b"\\x80" (found by itself for protocols 2 to 5)',
  },
  offset: { value: 'N', summary: 'skip the first N bytes of the file, such as a header' },
  ...UNPACKING,
} as const satisfies Flags;

/** The flags of commands that read the values of pickles. */
export const OPENING_VALUES = {
  ...OPENING,
  siblings: { summary: 'also read the files beside this one to which joblib before 0.10 wrote arrays' },
} as const satisfies Flags;

/** Commands that are about values and not about pickles. */
const OF_VALUES: ReadonlySet<string> = new Set(['show', 'tree', 'json', 'diff', 'convert']);

/** What the flags of a command say. */
export function openingOf(
  command: string,
  flags: Given<typeof OPENING> & { readonly path?: string | undefined; readonly siblings?: boolean },
): Opening {
  return {
    limits: unpackLimitsOf(command, flags),
    form: FORMS.find((form) => form === flags.from) ?? 'content',
    offset: integerFlag(command, 'offset', flags.offset) ?? 0,
    arrays: OF_VALUES.has(command),
    siblings: flags.siblings === true,
    path: flags.path,
  };
}

/** For a file that is meant to be text, such as JSON. */
export function openingOfText(command: string, flags: Given<typeof UNPACKING>): Opening {
  return { limits: unpackLimitsOf(command, flags), form: undefined, offset: 0, arrays: false, siblings: false };
}
