import type { ByteSource } from '../sources/byte-source.ts';
import { type Finding, found, type PickleFinding } from './finding.ts';
import { FindingList } from './finding-list.ts';
import { Judge } from './judge.ts';
import type { ScanSettings } from './options.ts';
import type { ScanMember, ScanReport } from './report.ts';
import { verdictOf, weightOf } from './verdict.ts';

/**
 * What is to be looked at:
 * - `file`, `member`: a file, and what an archive or a compressed file has in it;
 * - `loaded`: bytes in a pickle that are read as a pickle when it is loaded;
 * - `passed`: bytes in a pickle that are given to something that may read them.
 */
export type Role = 'file' | 'member' | 'loaded' | 'passed';

/** Something that is to be looked at. */
export interface Part {
  readonly path: readonly string[];
  readonly role: Role;
  /** Its bytes, or where they can be read. */
  readonly content: Uint8Array | ByteSource;
}

/** One scan: what is to be looked at, what was found, and what may still be spent. */
export class Session {
  readonly judge: Judge;
  readonly settings: ScanSettings;
  private readonly waiting: Part[] = [];
  private readonly findings: FindingList<Finding>;
  private readonly members: ScanMember[] = [];
  private spent = 0;

  constructor(settings: ScanSettings) {
    this.settings = settings;
    this.judge = new Judge(settings.policy);
    this.findings = new FindingList(settings.limits.findings);
  }

  /** Adds something to look at, unless that is too deep. */
  add(part: Part): void {
    if (part.path.length > this.settings.limits.depth) {
      this.report(part, found('limit', 'incomplete', undefined, 'It is nested deeper than limits.depth allows.'));
    } else this.waiting.push(part);
  }

  /** The next thing to look at. */
  next(): Part | undefined {
    const { signal, onProgress } = this.settings;
    if (signal?.aborted === true) throw signal.reason;
    onProgress?.(this.spent);
    return this.waiting.shift();
  }

  report({ path }: Pick<Part, 'path'>, finding: PickleFinding): void {
    this.findings.add({ ...finding, path }, JSON.stringify(path));
  }

  /** Lists something that is looked at. */
  list({ path }: Pick<Part, 'path'>, format: string, size: number | undefined): void {
    if (this.members.length < this.settings.limits.members) this.members.push({ path, format, size });
  }

  /** Pays for bytes that are looked at; false, and a finding, if there are too many. */
  spend(part: Pick<Part, 'path'>, bytes: number): boolean {
    const { limits } = this.settings;
    const reason =
      this.spent + bytes > limits.bytes
        ? 'There are more bytes than limits.bytes allows.'
        : this.members.length >= limits.members
          ? 'There are more members than limits.members allows.'
          : undefined;
    if (reason !== undefined) {
      this.report(part, found('limit', 'incomplete', undefined, reason));
      return false;
    }
    this.spent += bytes;
    return true;
  }

  /** How many bytes may still be looked at. */
  get left(): number {
    return this.settings.limits.bytes - this.spent;
  }

  result(sha256: string | undefined): ScanReport {
    const { isCut } = this.findings;
    const findings = [...this.findings];
    if (isCut) {
      const cut = found('limit', 'incomplete', undefined, 'There are more findings than limits.findings allows.');
      findings.push({ ...cut, path: [] });
    }
    const places = new Map(findings.map((finding, place) => [finding, place]));
    findings.sort((a, b) => weightOf(b.severity) - weightOf(a.severity) || (places.get(a) ?? 0) - (places.get(b) ?? 0));
    return {
      verdict: verdictOf(findings),
      incomplete: findings.some(({ severity }) => severity === 'incomplete'),
      findings,
      sha256,
      members: this.members,
    };
  }
}
