/**
 * In what two files of tensors differ besides their tensors: epochs, hyperparameters, the state of an optimizer.
 *
 * @module
 */
import { LIBRARY } from '../graph/known-library.ts';
import { parse } from '../graph/parse.ts';
import { numpy } from '../numpy/family.ts';
import { dumps } from '../pickle/dumps.ts';
import { torch } from '../torch/family.ts';
import { isTensorLike } from '../torch/tensors-in.ts';
import { NumpyComparison } from './array-difference.ts';
import { Comparison, type ComparisonOptions } from './comparison.ts';
import type { Difference } from './difference.ts';

/** Compares two objects as pickles. All tensors are the same here, and are not read. */
export function* objectDifferences(
  a: unknown,
  b: unknown,
  options: ComparisonOptions,
): Generator<Difference, void, undefined> {
  const [first, second] = [parse(withoutContents(a)), parse(withoutContents(b))];
  const arrays = new NumpyComparison(first, second, options.tolerance);
  for (const one of new Comparison(first, second, options, { library: LIBRARY }, arrays).run()) {
    // Tensors that only one of them has are found by name.
    if (one.kind === 'removed' && one.a.type === 'persistent') continue;
    if (one.kind === 'added' && one.b.type === 'persistent') continue;
    yield one;
  }
}

function withoutContents(value: unknown): Uint8Array {
  return dumps(value, {
    codecs: [numpy, torch],
    persistentId: (part) => (isTensorLike(part) ? 'tensor' : undefined),
  });
}
