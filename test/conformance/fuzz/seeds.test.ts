import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { filePickles, fixturePickles } from '../../../conformance/fuzz/seeds.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-seeds-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('pickles are found in files of folders in folders', () => {
  mkdirSync(join(folder, 'deep', 'deeper'), { recursive: true });
  writeFileSync(join(folder, 'rows.json'), '["4e2e", "nothing"]');
  writeFileSync(join(folder, 'deep', 'deeper', 'rows.json'), '["80024e2e"]');
  writeFileSync(join(folder, 'deep', 'a.pkl'), Uint8Array.of(0x80, 2, 0x4e, 0x2e));
  expect(
    fixturePickles(folder)
      .map((bytes) => Buffer.from(bytes).toString('hex'))
      .sort(),
  ).toEqual(['4e2e', '80024e2e']);
  expect(filePickles(folder).map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(['80024e2e']);
  expect(filePickles(join(folder, 'missing'))).toEqual([]);
});

test('the fixtures have pickles', () => {
  expect(fixturePickles(fileURLToPath(new URL('../../fixtures', import.meta.url))).length).toBeGreaterThan(1000);
});
