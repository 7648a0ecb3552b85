import { type Survey, survey } from '../inspect/survey.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** {@link survey} with its progress shown. */
export function surveyed(bytes: Uint8Array, start: number, most: number, output: Output): Survey {
  return withProgress(output.stderr, 'scanning', bytes.length, (onProgress) => survey(bytes, start, most, onProgress));
}
