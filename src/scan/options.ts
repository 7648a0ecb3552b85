import { type AbortSignalLike, signalOf } from '../abort.ts';
import { callbackOf } from '../option-check.ts';
import { type Policy, type PolicyName, type PolicyOptions, policyOf } from './policy.ts';

/** Limits on one scan. What exceeds one is reported, and the report is incomplete. */
export interface ScanLimits {
  /** How deep things may be nested in others. @defaultValue 8 */
  readonly depth: number;
  /** How many bytes are looked at, unpacked ones included. @defaultValue 4 GiB */
  readonly bytes: number;
  /** How many members are looked at, in all archives together. @defaultValue 100,000 */
  readonly members: number;
  /** How many findings are kept. @defaultValue 1000 */
  readonly findings: number;
  /** Estimated bytes of memory for one pickle. @defaultValue the larger of 1 GiB and 16 times the pickle */
  readonly memory: number | undefined;
}

/** Options of {@link scan} and {@link scanSync}. */
export interface ScanOptions {
  /** What is allowed. @defaultValue `'standard'` */
  readonly policy?: PolicyName | PolicyOptions | Policy | undefined;
  /** Limits. */
  readonly limits?: Partial<ScanLimits> | undefined;
  /** Ends the scan, with the signal's `reason` as the error. */
  readonly signal?: AbortSignalLike | undefined;
  /** Called from time to time with the number of bytes that were looked at. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** The options, checked, with their defaults. */
export interface ScanSettings {
  readonly policy: Policy;
  readonly limits: ScanLimits;
  readonly signal: AbortSignalLike | undefined;
  readonly onProgress: ((bytes: number) => void) | undefined;
}

/**
 * Fills in the defaults.
 *
 * @throws RangeError, TypeError if an option is wrong.
 */
export function settingsOf({ policy, limits, signal, onProgress }: ScanOptions): ScanSettings {
  return {
    policy: policyOf(policy),
    limits: {
      depth: limitOf('depth', limits?.depth, 8),
      bytes: limitOf('bytes', limits?.bytes, 2 ** 32),
      members: limitOf('members', limits?.members, 100_000),
      findings: limitOf('findings', limits?.findings, 1000),
      memory: limits?.memory === undefined ? undefined : limitOf('memory', limits.memory, 0),
    },
    signal: signalOf(signal),
    onProgress: callbackOf('onProgress', onProgress),
  };
}

function limitOf(name: string, given: number | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  if (typeof given === 'number' && given >= 0) return given;
  throw new RangeError(`options.limits.${name} needs a number of at least 0, got ${String(given)}`);
}
