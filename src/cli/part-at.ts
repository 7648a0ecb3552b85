import { parse } from '../tools/parse.ts';
import { write } from '../tools/write.ts';
import { type Encoding, withEncoding } from './encoding.ts';
import { placeAt } from './path.ts';

/** What is at a place in a pickle, as a pickle of its own. */
export function partAt(bytes: Uint8Array, path: string, encoding: Encoding | undefined): Uint8Array {
  const graph = withEncoding(encoding, (used) => parse(bytes, { encoding: used }));
  return write({ root: placeAt(graph, path).node, protocol: graph.protocol });
}
