/**
 * Files that other people's software wrote, in ../shared/corpus: none is called dangerous, and every one is looked at to
 * its end or says that it is incomplete.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ScanReport, scan } from '../../src/scan.ts';

const folder = fileURLToPath(new URL('../../../shared/corpus/files/', import.meta.url));

if (existsSync(folder)) {
  test('no file is dangerous, and a finding says why each is not safe', { timeout: 300_000 }, async () => {
    const files = readdirSync(folder);
    expect(files.length).toBeGreaterThan(600);
    const reports: [file: string, report: ScanReport][] = [];
    for (const file of files) reports.push([file, await scan(readFileSync(folder + file))]);
    expect(reports.filter(([, { verdict }]) => verdict === 'dangerous').map(([file]) => file)).toEqual([]);
    const unexplained = reports.filter(([, { verdict, incomplete, findings }]) => {
      const severities = findings.map(({ severity }) => severity);
      return (verdict !== 'safe' && !severities.includes(verdict)) || incomplete !== severities.includes('incomplete');
    });
    expect(unexplained).toEqual([]);
    expect(reports.filter(([, { members }]) => members.length === 0).map(([file]) => file)).toEqual([]);
  });
} else {
  test('../shared/corpus is not here: the files of other people are not scanned', () => {
    expect(existsSync(folder)).toBe(false);
  });
}
