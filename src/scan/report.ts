import type { Finding } from './finding.ts';
import type { Verdict } from './verdict.ts';

/** A file, or something in it that was looked at. */
export interface ScanMember {
  /** The way from the file to it; empty for the file itself. */
  readonly path: readonly string[];
  /** What it is: `pickle`, `zip`, `npy`... */
  readonly format: string;
  /** Its size in bytes, where it is known. */
  readonly size: number | undefined;
}

/** The result of a scan. */
export interface ScanReport {
  /** The worst that was found. */
  readonly verdict: Verdict;
  /** Whether something was not looked at. What was not looked at is not in the verdict. */
  readonly incomplete: boolean;
  /** What was found, the worst first; of equal ones, in the order of their places. */
  readonly findings: readonly Finding[];
  /** The SHA-256 of the bytes that were scanned, in hexadecimal; `undefined` if not all of them were read. */
  readonly sha256: string | undefined;
  /** The file itself, and everything in it that was looked at. */
  readonly members: readonly ScanMember[];
}
