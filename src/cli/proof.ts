import type { Graph, Sharing } from '../graph/graph.ts';
import { parseInParts } from '../graph/parse-in-parts.ts';
import { type WriteOptions, writeShared } from '../graph/write.ts';
import { areSameSteps } from '../opcodes/same-steps.ts';

import { CommandError } from './command-error.ts';
import type { Encoding } from './encoding.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { withProgress } from './progress.ts';

/**
 * Refuses a pickle that does not make the same objects as another. It makes the same objects if it takes the same steps.
 * Otherwise both are parsed and written in one form, which must be equal. Which places share one object counts too,
 * except for persistent objects: their ID says which object it is.
 */
export function prove(made: Uint8Array, original: Uint8Array, encoding: Encoding | undefined, output: Output): void {
  const isSame = withProgress(output.stderr, 'proving', original.length, (onProgress) =>
    areSameSteps(original, made, [], onProgress),
  );
  if (isSame) return;
  const canonical = (bytes: Uint8Array): Uint8Array =>
    written(parsed(bytes, encoding, output, 'proving', { read: parseInParts }), {}, output, 'proving');
  if (Buffer.compare(canonical(made), canonical(original)) !== 0) {
    throw new CommandError('the new pickle cannot be proved equal to the old one: nothing was written');
  }
}

/** Writes a graph. */
export function written(graph: Graph & Sharing, options: WriteOptions, output: Output, label: string): Uint8Array {
  return withProgress(output.stderr, label, graph.end, (onProgress) => writeShared(graph, { ...options, onProgress }));
}
