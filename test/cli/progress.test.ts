import { expect, test } from 'vitest';
import { Progress, progressLine, sizeText } from '../../src/cli/progress.ts';

test.for([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [999_949, '999.9 kB'],
  [999_999, '1.0 MB'],
  [1.5e9, '1.5 GB'],
  [2e12, '2.0 TB'],
] as const)('%d bytes are %s', ([bytes, text]) => {
  expect(sizeText(bytes)).toBe(text);
});

test('rate and time left', () => {
  expect(progressLine('reading', 50e6, 100e6, 2)).toBe('reading [##########..........] 50%  25.0 MB/s  2 s left');
  expect(progressLine('reading', 1e6, 100e6, 1)).toMatch(/1 min 39 s left$/);
  expect(progressLine('reading', 1e6, undefined, 1)).toBe('reading 1.0 MB  1.0 MB/s');
});

test('nothing is drawn in the first second, and what was drawn is taken away', async () => {
  const written: string[] = [];
  const stream = { columns: 30, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  const progress = new Progress(stream, 'reading', 100);
  progress.update(10);
  progress.end();
  expect(written).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 1050));
  progress.update(50);
  progress.update(51);
  progress.end();
  expect(written.length).toBe(2);
  expect(written[0]?.length).toBeLessThanOrEqual(29 + '\r\x1b[K'.length);
  expect(written[1]).toBe('\r\x1b[K');
});
