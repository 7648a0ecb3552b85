import { arrayView } from '../graph/array-form.ts';
import { LIBRARY } from '../graph/known-library.ts';
import { write } from '../graph/write.ts';
import { placeAt } from '../inspect/path.ts';
import type { Encoding } from './encoding.ts';
import { numpyArrays } from './object-readers.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';

/** What is at a place in a pickle, as a separate pickle. */
export async function partAt(
  bytes: Uint8Array,
  path: string,
  encoding: Encoding | undefined,
  output: Output,
): Promise<Uint8Array> {
  const graph = parsed(bytes, encoding, output, 'parsing');
  const { root, protocol } = graph;
  const readers = { arrays: arrayView, library: LIBRARY, numpy: await numpyArrays(bytes, graph) };
  return write({ root: placeAt({ root, protocol, ...readers }, path).node, protocol });
}
