import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import { arrayOfBytes } from '../graph/array-form.ts';
import type { Graph } from '../graph/graph.ts';
import { parse } from '../graph/parse.ts';
import type { ParseOptions } from '../graph/parse-options.ts';
import { Comparison, type ComparisonOptions } from './comparison.ts';
import type { Difference } from './difference.ts';

/** What counts as a difference. */
export interface DiffOptions extends ParseOptions, ComparisonOptions {}

/**
 * What differs between two pickles: their values, not their bytes. Nothing is built.
 *
 * Lists and tuples are compared index by index, between what is the same at their beginnings and ends. Dicts are compared
 * by key, sets by member; keys are the same if they are of the same type and value all through. Keys that are objects, or
 * large, are compared in order. Objects are compared by class, arguments, items and state; names are those of Python 3.
 * Attributes are `.x`, members of sets `.{1}`, classes `.__class__`, what is called and its arguments `.__reduce__()`.
 *
 * It is no difference that protocols have several forms for one object: bytes, sets, arrays, objects made by
 * `copyreg._reconstructor`, nested classes. What a protocol does not keep is one: below 4 the fold of a time, below 2 the
 * arguments of `__new__` and a state that Python takes for false.
 *
 * Each pair of objects is compared once, and what was found to belong together is not compared again, so that cycles end
 * and the time is about linear. If there is any difference, at least one is given.
 *
 * @param a - A pickle, or a graph of `parse`.
 * @param b - Another.
 * @returns Differences one by one, in the order of `a`; stop when there are enough.
 * @throws UnpicklingError if one of them is not a pickle, at once.
 * @throws RangeError for a tolerance that is not a number of at least 0.
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
  return new Comparison(graphOf(a, options), graphOf(b, options), options, arrayOfBytes).run();
}

function graphOf(data: Bytes | Graph, options: ParseOptions): Graph {
  return 'root' in data ? data : parse(toUint8Array(data), options);
}
