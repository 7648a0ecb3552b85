import type { Graph } from '../graph/graph.ts';
import type { NdArrays } from '../graph/nd-arrays.ts';
import type { ArrayReader } from '../inspect/places.ts';
import { mentions, namesNumpy } from './input.ts';

/** The reader of arrays in a pickle. It is loaded only if the bytes contain the word `array`. */
export async function arrayReader(pickle: Uint8Array): Promise<ArrayReader | undefined> {
  return mentions(pickle, 'array') ? (await import('../graph/array-form.ts')).arrayView : undefined;
}

/** The same for arrays of numpy. */
export async function numpyArrays(pickle: Uint8Array, graph: Graph): Promise<NdArrays | undefined> {
  return namesNumpy(pickle) ? new (await import('../graph/nd-arrays.ts')).NdArrays(graph) : undefined;
}
