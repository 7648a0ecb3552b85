import { type PythonRepr, type ReprLimits, type ReprParts, reprGroup, reprInts, reprParts } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';

/** PyTorch's `torch.Size`: a tuple of how many elements there are along each axis. Made by {@link torchSize}. */
export class Size extends Tuple<number> implements PythonRepr {
  override [reprParts]({ items }: ReprLimits): ReprParts {
    return reprGroup('torch.Size([', reprInts([...this]), '])', items);
  }
}

/**
 * A `torch.Size`.
 *
 * @param sizes - How many elements along each axis.
 * @example
 * ```ts
 * import { torchSize } from 'brine/torch';
 *
 * String(torchSize([2, 3])); // 'torch.Size([2, 3])'
 * ```
 */
export function torchSize(sizes: Iterable<number>): Size {
  const size = new Size();
  for (const one of sizes) size.push(one);
  return size;
}
