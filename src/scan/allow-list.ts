import { TIERS } from './policy.ts';
import { type ListedName, listedNames, type TierName } from './tier.ts';

/** A tier of the allow-list, with its names. */
export interface ListedTier {
  /** The name of the tier. */
  readonly name: TierName;
  /** Changes when an entry does. */
  readonly version: string;
  /** Where the entries are from. */
  readonly source: string;
  /** The names, and how each may be used. */
  readonly names: readonly ListedName[];
}

/**
 * The allow-list: every name that the scanner vouches for, tier by tier.
 *
 * @returns A new list each time.
 * @example
 * ```ts
 * import { allowList } from 'brine/scan';
 *
 * const [builtin] = allowList();
 * builtin?.names.some(({ module, name }) => `${module}.${name}` === 'collections.OrderedDict'); // true
 * ```
 */
export function allowList(): readonly ListedTier[] {
  return TIERS.map((tier) => {
    const { name, version, source } = tier;
    return { name, version, source, names: [...listedNames(tier)] };
  });
}
