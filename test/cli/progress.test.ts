import { expect, test } from 'vitest';
import { Progress, progressLine, sizeText } from '../../src/cli/progress.ts';
import type { OutputSink } from '../../src/cli/sink.ts';

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

/** Bytes done, bytes in all, seconds, columns | what is shown. */
test.for([
  [50e6, 100e6, 2, 80, 'reading [##########..........] 50%  25.0 MB/s  2 s left'],
  [1e6, 100e6, 1, 80, 'reading [....................] 1%  1.0 MB/s  1 min 39 s left'],
  [100e6, 100e6, 2, 80, 'reading [####################] 100%  50.0 MB/s  0 s left'],
  [50e6, 100e6, 2, 39, 'reading [##..] 50%  25.0 MB/s  2 s left'],
  [50e6, 100e6, 2, 43, 'reading [####....] 50%  25.0 MB/s  2 s left'],
  [50e6, 100e6, 2, 38, 'reading 50%  25.0 MB/s  2 s left'],
  [1e6, 100e6, 1, 39, 'reading 1%  1.0 MB/s  1 min 39 s left'],
  [0, 100e6, 1, 39, 'reading [...................] 0%  0 B/s'],
  [1e6, undefined, 1, 80, 'reading 1.0 MB  1.0 MB/s'],
] as const)('%d of %s bytes in %d s on %d columns: %s', ([done, total, seconds, columns, line]) => {
  expect(progressLine('reading', done, total, seconds, columns)).toBe(line);
  expect(line.length).toBeLessThanOrEqual(columns);
});

/** A terminal of 30 columns, or a file. */
function shownOn(written: string[], isTerminal: boolean): OutputSink {
  const write = (data: string | Uint8Array): void => void written.push(String(data));
  return { isTerminal, columns: 30, rows: 10, write, close: () => {} };
}

test('nothing is drawn in the first second nor into a file, and what was drawn is taken away', async () => {
  const written: string[] = [];
  const progress = new Progress(shownOn(written, true), 'reading', 100);
  progress.update(10);
  progress.end();
  expect(written).toEqual([]);
  const toFile: string[] = [];
  const unseen = new Progress(shownOn(toFile, false), 'reading', 100);
  await new Promise((resolve) => setTimeout(resolve, 1050));
  unseen.update(50);
  unseen.end();
  expect(toFile).toEqual([]);
  progress.update(50);
  progress.update(51);
  progress.end();
  expect(written.length).toBe(2);
  expect(written[0]?.length).toBeLessThanOrEqual(29 + '\r\x1b[K'.length);
  expect(written[1]).toBe('\r\x1b[K');
});
