/**
 * The pickles of a file, one after another.
 *
 * @module
 */

import type { Graph, Sharing } from '../graph/graph.ts';
import { parse } from '../graph/parse.ts';
import type { ParseOptions } from '../graph/parse-options.ts';
import { type Encoding, withEncoding } from './encoding.ts';
import { sayWhatFollows } from './following.ts';
import { memoryLimits } from './memory.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** One pickle. */
export interface Part {
  readonly graph: Graph & Sharing;
  /** The bytes of only this pickle. */
  readonly bytes: Uint8Array;
  readonly start: number;
}

/** What makes the graph: `parseInParts` if the graph is read but not changed. */
export type GraphReader = (bytes: Uint8Array, options: ParseOptions) => Graph & Sharing;

/** The graph of one pickle. */
export function parsed(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
  label: string,
  { offset = 0, read = parse }: { readonly offset?: number; readonly read?: GraphReader } = {},
): Graph & Sharing {
  const limits = memoryLimits(bytes.length);
  return withProgress(output.stderr, label, bytes.length, (onProgress) =>
    withEncoding(encoding, output, (used) => read(bytes, { offset, encoding: used, limits, onProgress })),
  );
}

/** The graphs of a file's pickles, in order. */
export function* partsOfFile(
  bytes: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
  read?: GraphReader,
): Generator<Part, void, undefined> {
  for (let start = 0; start < bytes.length; ) {
    const offset = start;
    const graph = parsed(bytes, encoding, output, 'parsing', { offset, ...(read && { read }) });
    yield { graph, bytes: bytes.subarray(offset, graph.end), start: offset };
    start = graph.end;
  }
}

/** The pickles that a command reads: the first one, or all. If some are left out, the user is told. */
export function* chosenParts(
  input: { readonly name: string; readonly bytes: Uint8Array },
  isAll: boolean,
  encoding: Encoding | undefined,
  output: Output,
  read?: GraphReader,
): Generator<Part, void, undefined> {
  for (const part of partsOfFile(input.bytes, encoding, output, read)) {
    yield part;
    if (isAll) continue;
    sayWhatFollows(input, part.graph.end, output);
    return;
  }
}
