/**
 * Results as SARIF 2.1.0, which code scanning of GitHub takes.
 *
 * @see {@link https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html | SARIF 2.1.0}
 * @module
 */
import { visible } from '../../inspect/visible.ts';
import type { Finding } from '../../scan/finding.ts';
import { REMEDIES } from '../../scan/finding.ts';
import type { Severity } from '../../scan/verdict.ts';
import type { ScanResult } from './result.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const HELP = 'docs/scanning.md of brine says what a verdict promises and what it does not.';

const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  dangerous: 'error',
  suspicious: 'warning',
  unknown: 'warning',
  incomplete: 'note',
  info: 'note',
};

/** What GitHub sorts by: from 0 to 10. */
const SECURITY: Readonly<Record<Severity, string>> = {
  dangerous: '9.5',
  suspicious: '7.5',
  unknown: '5.0',
  incomplete: '3.0',
  info: '1.0',
};

/** One run over all files. @param version - That of this package. */
export function sarif(results: readonly ScanResult[], version: string): string {
  const rules = rulesOf(results);
  const indexes = new Map([...rules.keys()].map((rule, index) => [rule, index]));
  const found = results.flatMap(({ name, report, error }) => {
    if (report === undefined) return [failure(name, error ?? '')];
    return report.findings.map((finding) => resultOf(name, finding, indexes.get(finding.rule) ?? 0));
  });
  const run = {
    tool: {
      driver: {
        name: 'brine scan',
        version,
        rules: [...rules].map(([rule, severity]) => ruleOf(rule, severity)),
      },
    },
    invocations: [{ executionSuccessful: results.every(({ report }) => report !== undefined) }],
    artifacts: results.map(({ name, report }) => ({
      location: { uri: uriOf(name) },
      ...(report?.sha256 === undefined ? {} : { hashes: { 'sha-256': report.sha256 } }),
    })),
    results: found,
  };
  return `${JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, undefined, 2)}\n`;
}

/** The rules that were found, each with the worst of its severities. */
function rulesOf(results: readonly ScanResult[]): ReadonlyMap<string, Severity> {
  const rules = new Map<string, Severity>();
  for (const { report, error } of results) {
    if (error !== undefined) rules.set('failed', 'incomplete');
    for (const { rule, severity } of report?.findings ?? []) if (!rules.has(rule)) rules.set(rule, severity);
  }
  return rules;
}

function ruleOf(id: string, severity: Severity): unknown {
  const words = id.replaceAll('-', ' ');
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}` },
    fullDescription: { text: `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}. ${REMEDIES[severity]}` },
    help: { text: HELP },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { 'security-severity': SECURITY[severity], tags: ['security'] },
  };
}

/** Escapes brackets, which would make links in messages. */
function withoutLinks(text: string): string {
  return visible(text).replace(/[\\[\]{}]/g, '\\$&');
}

function resultOf(name: string, finding: Finding, ruleIndex: number): unknown {
  const { rule, severity, global, reach, offset, path, reason, remedy } = finding;
  const inside = path.length === 0 ? '' : ` In ${path.join(' > ')}.`;
  const about = global === undefined ? '' : `${global}: `;
  const place = offset === undefined ? '' : ` At byte ${offset}.`;
  return {
    ruleId: rule,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: withoutLinks(`${about}${reason}${place}${inside} ${remedy}`) },
    locations: [locationOf(name, path.length === 0 ? offset : undefined)],
    partialFingerprints: { 'brine/v1': `${rule}:${visible(global ?? '')}:${visible(path.join('>'))}` },
    properties: {
      severity,
      ...(reach === undefined ? {} : { reach }),
      path: path.map(visible),
      ...(offset === undefined ? {} : { offset }),
    },
  };
}

function failure(name: string, error: string): unknown {
  return {
    ruleId: 'failed',
    level: 'note',
    message: { text: withoutLinks(`It could not be scanned: ${error}`) },
    locations: [locationOf(name, undefined)],
  };
}

/** GitHub needs a line, which a binary file does not have. */
function locationOf(name: string, offset: number | undefined): unknown {
  const region = { startLine: 1, ...(offset === undefined ? {} : { byteOffset: offset, byteLength: 1 }) };
  return { physicalLocation: { artifactLocation: { uri: uriOf(name) }, region } };
}

/** A name as a relative reference, or the address that it is. */
function uriOf(name: string): string {
  if (name === '-') return 'stdin';
  if (/^https?:\/\//i.test(name)) return encodeURI(name);
  return name
    .split(/[\\/]/)
    .map((part) => encodeURIComponent(part))
    .join('/');
}
