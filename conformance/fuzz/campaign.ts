/**
 * One run: batches of pickles to Brine and to CPython at once, what differs, and what it is.
 *
 * @module
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded } from '../../test/mutants.ts';
import { root } from '../transcode.ts';
import { Brine, codeCoverage } from './brine.ts';
import { Choice } from './choice.ts';
import { OpcodeCoverage } from './coverage.ts';
import type { Answer, Case, Verdict } from './exchange.ts';
import { type Finding, Findings } from './findings.ts';
import { Generator } from './generator.ts';
import { type Difference, differencesOf, isDecided, signatureOf } from './judge.ts';
import { minimise } from './minimiser.ts';
import { Mutator } from './mutator.ts';
import { isExplained } from './policy.ts';
import { type Token, tokensOf } from './program.ts';
import type { Python } from './python.ts';
import { filePickles, fixturePickles } from './seeds.ts';

/** How a run is to be. */
export interface Plan {
  readonly minutes: number;
  /** Pickles after which a run ends before its time. */
  readonly cases: number;
  readonly seed: number;
  readonly isFresh: boolean;
}

/** What a run did, with what earlier ones of the same plan did. */
export interface Result {
  readonly python: string;
  readonly seed: number;
  readonly seeds: number;
  /** Of this run. */
  readonly cases: number;
  readonly seconds: number;
  /** Of all runs. */
  readonly totals: Totals;
  readonly opcodes: string;
  readonly code: string;
  /** Of this run, unexplained. */
  readonly findings: readonly Finding[];
}

export interface Totals {
  batches: number;
  cases: number;
  /** Which CPython takes. */
  accepted: number;
  /** About which CPython does not say anything: it has no memory or no stack left. */
  undecided: number;
  /** Which differ as `docs/parity.md` explains. */
  explained: number;
}

const FOLDER = join(root, 'conformance/.fuzz');
const BATCH = 500;
/** Values of CPython's own writers to begin with, each at every protocol. */
const WRITTEN = 200;
/** Findings that are made short, at most. */
const MINIMISED = 20;
/** Pickles by which the code that runs is counted. */
const SAMPLE = 2000;

interface Tried {
  readonly cases: readonly Case[];
  readonly verdicts: readonly (Verdict | undefined)[];
  readonly answers: readonly (Answer | string)[];
}

export class Campaign {
  private readonly plan: Plan;
  private readonly python: Python;
  private readonly brine = new Brine();
  private readonly seeds: readonly (readonly Token[])[];
  private readonly opcodes = new OpcodeCoverage();
  private readonly findings = new Findings();
  private readonly totals: Totals = { batches: 0, cases: 0, accepted: 0, undecided: 0, explained: 0 };
  private readonly sample: Case[] = [];

  constructor(plan: Plan, python: Python) {
    this.plan = plan;
    this.python = python;
    const pickles = [
      ...fixturePickles(join(root, 'test/fixtures')),
      ...filePickles(join(root, '../shared/corpus/files')),
      ...python.written(plan.seed, WRITTEN),
    ];
    this.seeds = pickles.map(tokensOf).filter(({ length }) => length > 1);
    if (plan.isFresh) rmSync(this.file, { force: true });
    else this.resume();
  }

  async run(): Promise<Result> {
    const [works] = await this.python.judge([{ pickle: 'Ti4=', encoding: 'ASCII', seed: 0 }]);
    if (works?.value !== 'null') throw new Error(`the oracle does not answer: ${JSON.stringify(works)}`);
    const [start, before] = [performance.now(), this.totals.cases];
    const end = start + this.plan.minutes * 60_000;
    let pending = this.ask(this.batch(this.totals.batches));
    let next = this.batch(this.totals.batches + 1);
    for (;;) {
      const tried = await pending;
      this.totals.batches++;
      const isLast = performance.now() >= end || this.totals.batches * BATCH >= this.plan.cases;
      // The processes work on the next batch while this one judges the last.
      if (!isLast) pending = this.ask(next);
      this.judge(tried);
      if (isLast) break;
      next = this.batch(this.totals.batches + 1);
      if (this.totals.batches % 100 === 0) this.save();
    }
    const seconds = (performance.now() - start) / 1000;
    await this.shorten();
    this.save();
    return {
      python: this.python.version,
      seed: this.plan.seed,
      seeds: this.seeds.length,
      cases: this.totals.cases - before,
      seconds,
      totals: this.totals,
      opcodes: String(this.opcodes),
      code: await codeCoverage(this.sample),
      findings: this.findings.all,
    };
  }

  end(): void {
    this.brine.end();
    this.python.end();
  }

  /** The pickles of one batch: the same for the same plan. */
  private batch(number: number): Case[] {
    const choice = new Choice(seeded(this.plan.seed * 1_000_003 + number));
    const mutator = new Mutator(choice, new Generator(choice), this.seeds);
    return Array.from({ length: BATCH }, () => ({
      pickle: Buffer.from(mutator.next()).toString('base64'),
      encoding: choice.of(['ASCII', 'ASCII', 'latin1', 'bytes']),
      seed: choice.below(2 ** 31),
    }));
  }

  private async ask(cases: readonly Case[]): Promise<Tried> {
    const [verdicts, answers] = await Promise.all([this.python.judge(cases), this.brine.try(cases)]);
    return { cases, verdicts, answers };
  }

  private judge({ cases, verdicts, answers }: Tried): void {
    if (this.totals.batches % 10 === 1) this.sample.splice(0, this.sample.length > SAMPLE ? BATCH : 0, ...cases);
    for (const [i, one] of cases.entries()) {
      const [verdict, answer] = [verdicts[i], answers[i]];
      if (answer === undefined) continue;
      this.totals.cases++;
      if (verdict === undefined || !isDecided(verdict)) this.totals.undecided++;
      else if (verdict.error === undefined) this.totals.accepted++;
      if (typeof answer !== 'string' && answer.opcodes !== undefined) this.opcodes.add(answer.opcodes);
      for (const difference of this.unexplained(one, answer, verdict)) this.findings.add(one, difference);
    }
  }

  private unexplained(one: Case, answer: Answer | string, verdict: Verdict | undefined): Difference[] {
    if (typeof answer === 'string') return [{ check: 'process', expected: '', found: answer }];
    const differences = differencesOf(answer, verdict);
    if (differences.length === 0) return differences;
    const pickle = Buffer.from(one.pickle, 'base64');
    const { version: python, bits } = this.python;
    const left = differences.filter((difference) => !isExplained({ difference, pickle, python, bits }));
    if (left.length < differences.length) this.totals.explained++;
    return left;
  }

  /** Makes the pickles of findings short. */
  private async shorten(): Promise<void> {
    for (const { hex, encoding, signature } of this.findings.all.slice(0, MINIMISED)) {
      const caseOf = (pickle: Uint8Array): Case => {
        return { pickle: Buffer.from(pickle).toString('base64'), encoding, seed: 0, isThorough: true };
      };
      const pickle = await minimise(Buffer.from(hex, 'hex'), async (pickles) => {
        const { cases, verdicts, answers } = await this.ask(pickles.map(caseOf));
        return cases.map((one, i) => {
          const [answer, verdict] = [answers[i], verdicts[i]];
          if (answer === undefined) return false;
          return this.unexplained(one, answer, verdict).some((difference) => signatureOf(difference) === signature);
        });
      });
      const { verdicts, answers } = await this.ask([caseOf(pickle)]);
      const [answer, verdict] = [answers[0], verdicts[0]];
      if (answer === undefined) continue;
      for (const difference of this.unexplained(caseOf(pickle), answer, verdict)) {
        if (signatureOf(difference) === signature) this.findings.shorten(caseOf(pickle), difference);
      }
    }
  }

  private get file(): string {
    return join(FOLDER, `${this.python.version}-${this.plan.seed}.json`);
  }

  private save(): void {
    mkdirSync(FOLDER, { recursive: true });
    const { totals, opcodes, findings } = this;
    writeFileSync(this.file, JSON.stringify({ totals, opcodes, findings: findings.all }, undefined, 1));
  }

  private resume(): void {
    try {
      const { totals, opcodes } = JSON.parse(readFileSync(this.file, 'utf8'));
      Object.assign(this.totals, totals);
      this.opcodes.resume(opcodes);
    } catch {
      // There was no run before.
    }
  }
}
