import { type Survey, survey } from '../inspect/survey.ts';
import type { TrailingBytes } from '../opcodes/cursor.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** {@link survey} with its progress shown. */
export function surveyed(
  bytes: Uint8Array,
  start: number,
  most: number,
  output: Output,
  trailing?: TrailingBytes,
): Survey {
  return withProgress(output.stderr, 'scanning', bytes.length, (onProgress) =>
    survey(bytes, start, most, onProgress, trailing),
  );
}
