import type { Graph } from '../graph/graph.ts';
import type { NdArrays } from '../graph/nd-arrays.ts';
import type { Readers } from '../inspect/places.ts';
import { mentions, namesLibrary, namesNumpy } from './input.ts';

/** The readers of objects in a pickle. Each is loaded only if the bytes name such objects. */
export async function objectReaders(pickle: Uint8Array, graph: Graph): Promise<Readers> {
  return {
    arrays: mentions(pickle, 'array') ? (await import('../graph/array-form.ts')).arrayView : undefined,
    numpy: await numpyArrays(pickle, graph),
    library: namesLibrary(pickle) ? (await import('../graph/known-library.ts')).LIBRARY : undefined,
  };
}

/** The reader of arrays of numpy. */
export async function numpyArrays(pickle: Uint8Array, graph: Graph): Promise<NdArrays | undefined> {
  return namesNumpy(pickle) ? new (await import('../graph/nd-arrays.ts')).NdArrays(graph) : undefined;
}
