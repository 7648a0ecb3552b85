import type { Global } from '../values/global.ts';
import { type PolicyName, type PolicyOptions, policyOf } from './policy.ts';

/** What `options.unknown` of `loads` takes: keeps a name, or refuses it. */
export type Gate = (name: Global) => 'keep' | 'error';

/**
 * The allow-list as a gate for reading: `loads(bytes, { unknown: policy() })` refuses a pickle that names something which
 * the policy does not allow. Python's readers have no such gate; what the values are used for is not looked at.
 *
 * @param given - The policy, as `options.policy` of `scan` takes it.
 * @throws RangeError, TypeError if there is no such policy.
 * @example
 * ```ts
 * import { loads } from 'brine';
 * import { policy } from 'brine/scan';
 *
 * const gate = policy('strict');
 * const bytes = new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR.");
 * let refused = false;
 * try { loads(bytes, { unknown: gate }); } catch { refused = true; }
 * refused; // true
 * ```
 */
export function policy(given?: PolicyName | PolicyOptions): Gate {
  const chosen = policyOf(given);
  return ({ module, name }) => {
    const { kind } = chosen.standingOf({ module, name });
    return kind === 'listed' || kind === 'allowed' ? 'keep' : 'error';
  };
}
