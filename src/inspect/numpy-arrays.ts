/**
 * The arrays of numpy, for the tools that take `arrays`.
 *
 * @module
 */

import { NumpyComparison } from '../diff/array-difference.ts';
import type { ArrayComparison } from '../diff/comparison.ts';
import type { Graph } from '../graph/graph.ts';
import { NdArrays } from '../graph/nd-arrays.ts';
import { NumpyJson } from '../json/array-json.ts';
import type { ArrayJson, PlainOptions } from '../json/plain.ts';
import { printedParts } from '../numpy/print/array-repr.ts';
import type { ReprLimits, ReprParts } from '../values/repr.ts';

/** What tools know of a kind of arrays: the option `arrays` of `diff`, `toJSON` and `repr`. */
export interface ArrayTools {
  /** For `diff`: compares the arrays of two pickles. */
  comparison(a: Graph, b: Graph, tolerance: number | undefined): ArrayComparison;
  /** For `toJSON`: the arrays of a pickle as nested lists. */
  json(graph: Graph, bytes: PlainOptions['bytes']): ArrayJson;
  /** For `repr`: how an array is shown. */
  parts(value: object, limits: ReprLimits): ReprParts | undefined;
}

/**
 * What `diff`, `toJSON` and `repr` have to be told to know numpy's arrays as the command does, whatever protocol and
 * numpy wrote them: `diff` compares elements, `toJSON` has nested lists, and `repr` is what numpy 2.4 prints. It is a
 * value to be given, because it brings the code of `brine/numpy` with it.
 *
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { NdArray, numpy } from 'brine/numpy';
 * import { diff, numpyArrays, repr, toJSON } from 'brine/tools';
 *
 * const codecs = [numpy];
 * const [a, b] = [NdArray.from([1, 2.5]), NdArray.from([1, 3])].map((array) => dumps(array, { codecs }));
 * toJSON(a, { arrays: numpyArrays }); // '[1.0,2.5]'
 * [...diff(a, b, { arrays: numpyArrays })].length; // 1
 * repr(NdArray.from([1, 2.5]), { arrays: numpyArrays }); // 'array([1. , 2.5])'
 * ```
 */
export const numpyArrays: ArrayTools = /* @__PURE__ */ Object.freeze<ArrayTools>({
  comparison: (a, b, tolerance) => new NumpyComparison(a, b, tolerance),
  json: (graph, bytes) => new NumpyJson(new NdArrays(graph), { arrays: 'list', bytes }),
  parts: printedParts,
});
