import type { Graph, Sharing } from '../graph/graph.ts';
import { type WriteOptions, writeShared } from '../graph/write.ts';
import type { Output } from './output.ts';
import { withProgress } from './progress.ts';

/** The pickle of a graph. */
export function written(graph: Graph & Sharing, options: WriteOptions, output: Output, label: string): Uint8Array {
  return withProgress(output.stderr, label, graph.end, (onProgress) => writeShared(graph, { ...options, onProgress }));
}
