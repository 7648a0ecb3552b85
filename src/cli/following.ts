/**
 * What follows the first pickle of a file: more pickles, or other bytes. Other bytes are an error, which is reported
 * after the output.
 *
 * @module
 */

import { pickleEnds } from '../inspect/survey.ts';
import { checkLength, LONGEST_ARRAY } from '../limits.ts';
import { CommandError } from './command-error.ts';
import { messageOf } from './message.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** Pickles that stand one after another. */
export interface Pickles {
  /** Where each pickle that is shown begins, in bytes. */
  readonly starts: readonly number[];
  /** How many pickles there are. */
  readonly count: number;
  /** Where the last one ends, in bytes. */
  readonly end: number;
  /** Why the bytes after the last pickle are not another one. */
  readonly broken?: unknown;
}

/**
 * @param first - Where the first pickle ends, in bytes.
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

/** Throws an error if bytes that are not a pickle follow. */
export function refuseRest(bytes: Uint8Array, { end, broken }: Pickles): void {
  if (broken === undefined) return;
  const rest = bytes.length - end;
  throw new CommandError(
    `${rest} trailing ${rest === 1 ? 'byte is' : 'bytes are'} not a pickle: ${messageOf(broken)}`,
    { cause: broken },
  );
}

/** Tells the user that pickles follow the first one, which ends at `end`. */
export function sayWhatFollows(
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
  end: number,
  output: Output,
): void {
  if (end >= bytes.length) return;
  refuseRest(bytes, picklesOf(bytes, end, false, output));
  output.say(`${name}: ${bytes.length - end} bytes follow the first pickle; --all reads them too`);
}
