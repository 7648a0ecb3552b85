/** Generated pickles: what CPython 3.14 reaches is what the scanner reports. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated } from '../../conformance/scan/generated.ts';
import { scanSync } from '../../src/scan/scan.ts';
import { oracle } from '../oracle.ts';

const python = await oracle();
const script = readFileSync(new URL('../../conformance/scan/reached.py', import.meta.url), 'utf8');
python.run(script.slice(0, script.indexOf("if __name__ == '__main__'")));

test('of 2,000 generated pickles CPython reaches nothing that is not reported, whether it goes on after failures or not', () => {
  const pickles = Array.from({ length: 2000 }, (_, seed) => Buffer.from(generated(seed), 'latin1'));
  const texts = pickles.map((bytes) => bytes.toString('hex'));
  const theirs = python.evaluate(`[reached(bytes.fromhex(text)) for text in ${JSON.stringify(texts)}]`) as string[][][];
  const missed = pickles.flatMap((bytes, seed) => {
    const { findings, members } = scanSync(bytes);
    const ours = new Set(findings.map(({ global }) => global));
    const [before = [], after = []] = theirs[seed] ?? [];
    const names = members[0]?.format === 'text' ? before : [...before, ...after];
    return names.filter((name) => !ours.has(name)).map((name) => `${seed} ${name}`);
  });
  expect(theirs.filter(([before = []]) => before.length > 0).length).toBeGreaterThan(500);
  expect(missed).toEqual([]);
});
