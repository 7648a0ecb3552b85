/**
 * What follows the first pickle of a file: more pickles, or bytes that are none, which are refused after what was
 * asked for is shown.
 *
 * @module
 */

import { pickleEnds } from '../inspect/survey.ts';
import { checkLength, LONGEST_ARRAY } from '../limits.ts';
import { CommandError } from './command-error.ts';
import { messageOf } from './message.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** The pickles that stand one after another. */
export interface Pickles {
  /** Where each begins that is shown. */
  readonly starts: readonly number[];
  /** How many there are. */
  readonly count: number;
  /** Where the last one ends. */
  readonly end: number;
  /** Why what follows is none. */
  readonly broken?: unknown;
}

/**
 * @param first - Where the first pickle ends.
 * @param isAll - Whether all are shown.
 */
export function picklesOf(bytes: Uint8Array, first: number, isAll: boolean, output: Output): Pickles {
  const starts = [0];
  let count = 1;
  let end = first;
  try {
    withProgress(output.stderr, 'scanning', bytes.length, (onProgress) => {
      for (const next of pickleEnds(bytes, first, onProgress)) {
        count++;
        if (isAll && count <= LONGEST_ARRAY) starts.push(end);
        end = next;
      }
    });
  } catch (broken) {
    return { starts, count, end, broken };
  }
  if (isAll) checkLength(count, 'the pickles of a file');
  return { starts, count, end };
}

/** The bytes that are no pickle, as an error; nothing if there are none. */
export function refuseRest(bytes: Uint8Array, { end, broken }: Pickles): void {
  if (broken === undefined) return;
  const rest = bytes.length - end;
  throw new CommandError(`the ${rest} bytes after the last pickle are none: ${messageOf(broken)}`, { cause: broken });
}

/** Says that pickles follow the first one, which ends at `end`. */
export function sayWhatFollows(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  end: number,
  output: Output,
): void {
  if (end >= bytes.length) return;
  refuseRest(bytes, picklesOf(bytes, end, false, output));
  output.say(`${name}: ${bytes.length - end} bytes follow the first pickle; --all reads them`);
}
