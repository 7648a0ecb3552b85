import type { Graph } from '../graph/graph.ts';
import type { NdArrays } from '../graph/nd-arrays.ts';
import type { Readers } from '../inspect/places.ts';
import { mentions, namesLibrary, namesNumpy } from './input.ts';

/** The readers of objects in a pickle. Each is loaded only if the bytes name such objects. */
export async function objectReaders(pickle: Uint8Array, graph: Graph): Promise<Readers> {
  return { ...(await libraryReaders(pickle)), numpy: await numpyArrays(pickle, graph) };
}

/**
 * The readers of the standard library's objects.
 *
 * @param hasOthers - Whether there may be such objects besides those of the pickle.
 */
export async function libraryReaders(
  pickle: Uint8Array,
  hasOthers = false,
): Promise<Pick<Readers, 'arrays' | 'library'>> {
  const [hasArrays, hasForms] = [hasOthers || mentions(pickle, 'array'), hasOthers || namesLibrary(pickle)];
  return {
    arrays: hasArrays ? (await import('../graph/array-form.ts')).arrayView : undefined,
    library: hasForms ? (await import('../graph/known-library.ts')).LIBRARY : undefined,
  };
}

/** The reader of arrays of numpy. */
export async function numpyArrays(pickle: Uint8Array, graph: Graph): Promise<NdArrays | undefined> {
  return namesNumpy(pickle) ? new (await import('../graph/nd-arrays.ts')).NdArrays(graph) : undefined;
}
