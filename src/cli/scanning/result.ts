import type { ScanReport } from '../../scan/report.ts';

/** The result for one file: a report, or the reason why there is none. */
export interface ScanResult {
  /** The name as the user knows it; not escaped. */
  readonly name: string;
  readonly report: ScanReport | undefined;
  readonly error: string | undefined;
}

/** Something to scan: a path, an address, or `-`. */
export interface Target {
  readonly name: string;
  readonly kind: 'file' | 'url' | 'stdin' | 'link';
  /** What is read, if it is another place than the name says. */
  readonly place?: string;
}
