import { visibleJson } from '../inspect/visible.ts';
import { allowList } from '../scan/allow-list.ts';
import type { ScanOptions } from '../scan/options.ts';
import { policyOf } from '../scan/policy.ts';
import { type Severity, weightOf } from '../scan/verdict.ts';
import { type Command, command, integerFlag, misuse } from './command.ts';
import { EXIT } from './command-error.ts';
import { Output } from './output.ts';
import { Progress } from './progress.ts';
import { jobsFor, scanAll } from './scanning/jobs.ts';
import { junit } from './scanning/junit.ts';
import { policyOfFlags } from './scanning/policy-file.ts';
import type { ScanResult } from './scanning/result.ts';
import { sarif } from './scanning/sarif.ts';
import { targetsOf } from './scanning/targets.ts';
import { textReport } from './scanning/text-report.ts';

const FORMATS = ['text', 'jsonl', 'sarif', 'junit'] as const;
const FAIL_ON = ['unknown', 'suspicious', 'dangerous'] as const;

export const scan: Command = command({
  name: 'scan',
  operands: 'FILE|FOLDER|URL|hf:OWNER/NAME...',
  count: { least: 0, most: Number.POSITIVE_INFINITY },
  readsPipe: true,
  summary: 'what files would do to a Python that loads them',
  details: [
    'Prints a line for each file, the worst first: safe, unknown, suspicious or dangerous. If part of a file was not scanned, the line says incomplete. Nothing is run. Folders are searched with their subfolders, except .git. Links that lead out of a folder are not followed. URLs and models of the Hugging Face Hub are read in ranges.',
    'Exit status: 0 if everything is safe and complete, 1 for findings, 2 if something could not be read or is incomplete.',
  ],
  flags: {
    policy: {
      value: 'NAME|FILE',
      summary:
        'standard (the default), weights, strict, or a JSON file: {"base": "strict", "allow": ["app.models.*"], "deny": []}',
    },
    allow: { value: 'NAMES', summary: 'names that are allowed, separated by commas: app.models.Point,app.util.*' },
    deny: { value: 'NAMES', summary: 'names that count as dangerous, even if the allow-list has them' },
    'fail-on': {
      value: 'VERDICT',
      choices: FAIL_ON,
      summary: 'the mildest verdict that makes the exit status 1 (unknown)',
    },
    format: { value: 'FORM', choices: FORMATS, summary: 'text (the default), JSON lines, SARIF 2.1.0 or JUnit' },
    details: { short: 'v', summary: 'every finding, with its reason and what to do' },
    output: { short: 'o', value: 'FILE', summary: 'write to a file' },
    jobs: {
      short: 'j',
      value: 'N',
      summary: 'how many threads scan (as many as there are cores, up to 8, from 64 files on)',
    },
    list: { summary: 'print the allow-list and scan nothing' },
  },
  examples: [
    ['brine scan models/', 'every file in a folder'],
    ['brine scan --policy weights hf:owner/name', 'a model of the Hugging Face Hub, without downloading its tensors'],
    ['brine scan --format sarif -o brine.sarif .', 'for GitHub code scanning'],
  ],
  async run({ flags, operands, output }) {
    const target = flags.output === undefined ? output : Output.toFile(flags.output, output);
    try {
      if (flags.list) return await list(target);
      if (operands.length === 0) throw misuse('scan', 'needs FILE|FOLDER|URL|hf:OWNER/NAME...');
      const options: ScanOptions = { policy: policyOfFlags(flags.policy, flags.allow, flags.deny) };
      checked(options);
      const least = FAIL_ON.find((verdict) => verdict === flags['fail-on']) ?? 'unknown';
      const fails = (result: ScanResult): boolean => isFinding(result, least);
      const results: ScanResult[] = [];
      const targets = await targetsOf(operands);
      const progress = new Progress(output.stderr, 'scanning', undefined);
      const jobs = jobsFor(targets.length, integerFlag('scan', 'jobs', flags.jobs, 1));
      let bytes = 0;
      await scanAll(targets, options, jobs, async (result) => {
        if (flags.format === 'jsonl') await target.line(jsonOf(result));
        results.push(result);
        bytes += result.report?.members[0]?.size ?? 0;
        progress.update(bytes);
      });
      progress.end();
      if (flags.format === 'sarif') await target.write(sarif(results, (await import('./version.ts')).version()));
      else if (flags.format === 'junit') await target.write(junit(results, fails));
      else if (flags.format !== 'jsonl') {
        for (const line of textReport(results, target.style, { details: flags.details })) await target.line(line);
      }
      if (results.some(fails)) return EXIT.found;
      const isWhole = results.every(({ report }) => report?.incomplete === false);
      return isWhole ? EXIT.ok : EXIT.failed;
    } finally {
      if (target !== output) await target.close();
    }
  },
});

/** Refuses invalid patterns of names, before anything is read. */
function checked({ policy }: ScanOptions): void {
  try {
    policyOf(policy);
  } catch (error) {
    throw misuse('scan', error instanceof Error ? error.message.replace('options.policy.', '--') : String(error));
  }
}

function isFinding({ report }: ScanResult, least: Severity): boolean {
  return report !== undefined && report.verdict !== 'safe' && weightOf(report.verdict) >= weightOf(least);
}

function jsonOf({ name, report, error }: ScanResult): string {
  return visibleJson(JSON.stringify({ file: name, ...(error === undefined ? {} : { error }), ...report }));
}

async function list(output: Output): Promise<number> {
  for (const { name, version, source, names } of allowList()) {
    await output.line(`# ${name} ${version}: ${source}`);
    for (const { module, name: own, listedAs, rule } of names) {
      await output.line(`${module}.${own}  ${listedAs}${rule === undefined ? '' : `, called with ${rule}`}`);
    }
  }
  return EXIT.ok;
}
