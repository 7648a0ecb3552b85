import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { arrayOfBytes } from '../graph/array-form.ts';
import type { Graph } from '../graph/graph.ts';
import { LIBRARY } from '../graph/known-library.ts';
import { parse } from '../graph/parse.ts';
import type { ParseOptions } from '../graph/parse-options.ts';
import { type ArrayComparison, Comparison, type ComparisonOptions } from './comparison.ts';
import type { Difference } from './difference.ts';

/** What counts as a difference. */
export interface DiffOptions extends ParseOptions, ComparisonOptions {
  /**
   * Compares arrays by their elements, whatever protocol and version wrote them: `numpyArrays`.
   *
   * @defaultValue arrays are compared as any other object, by class, arguments and state
   */
  readonly arrays?: ArrayTools | undefined;
}

/** What {@link diff} has to know of arrays. */
interface ArrayTools {
  comparison(a: Graph, b: Graph, tolerance: number | undefined): ArrayComparison;
}

/**
 * The differences between two pickles: between their values, not their bytes. Nothing is built.
 *
 * Lists and tuples are compared index by index, after their common beginnings and ends are left out. Dicts are compared
 * by key, sets by member; keys match if their types and values are the same throughout. Keys that are objects, or
 * large, are matched in order. Objects are compared by class, arguments, items and state; names are those of Python 3.
 * Attributes are `.x`, members of sets `.{1}`, classes `.__class__`, the callable and its arguments `.__reduce__()`.
 *
 * Protocols have several forms for one object, which are not a difference: for bytes, sets, arrays, objects made by
 * `copyreg._reconstructor`, nested classes. So have versions of Python: for dates, `OrderedDict` and `deque` of Python 2,
 * IOError, Fractions, paths. A call such as `list((1, 2))` is the list. What a protocol does not keep is a difference: below 4 the fold of a time,
 * below 2 the arguments of `__new__` and a state that is false in Python.
 *
 * Each pair of objects is compared once, and objects that were matched are not compared again, so that cycles end and
 * the time is about linear. If there is any difference, at least one is given.
 *
 * @param a - A pickle, or a graph of `parse`.
 * @param b - The other pickle or graph.
 * @returns Differences one by one, in the order of `a`; stop iterating when you have enough.
 * @throws UnpicklingError if one of them is not a pickle; thrown by the call itself.
 * @throws RangeError if the tolerance is not a number of at least 0.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { diff, differenceText } from 'brine/tools';
 *
 * const [first] = diff(dumps({ a: [1, 2] }), dumps({ a: [1, 3] }));
 * first?.path; // "$['a'][1]"
 * first && differenceText(first); // "~ $['a'][1]: 2 -> 3"
 * ```
 */
export function diff(
  a: Bytes | Graph,
  b: Bytes | Graph,
  options: DiffOptions = {},
): Generator<Difference, void, undefined> {
  const { tolerance } = options;
  if (tolerance !== undefined && !(tolerance >= 0)) {
    throw new RangeError(`options.tolerance needs a number of at least 0, got ${tolerance}`);
  }
  const [first, second] = [graphOf(a, options), graphOf(b, options)];
  const known = { arrayForm: arrayOfBytes, library: LIBRARY };
  const arrays = options.arrays?.comparison(first, second, tolerance);
  return new Comparison(first, second, options, known, arrays).run();
}

function graphOf(data: Bytes | Graph, options: ParseOptions): Graph {
  return 'root' in data ? data : parse(toUint8Array(data), options);
}
