/**
 * Which code of the built machines runs for some pickles, as V8 counts it: the short ways are functions and branches of
 * these files. A process of its own, because counting is slow: cases in a line of standard input, a text in a line of
 * standard output.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { answerTo } from './examination.ts';
import type { Case } from './exchange.ts';

/** The file of `dist/` with the machines that load and dump. */
const FILE = '/dist/machines.js';

const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const cases: readonly Case[] = JSON.parse(line);
  for (const one of cases) await answerTo(one);
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const script = result.find(({ url }) => url.endsWith(FILE));
  process.stdout.write(
    `${JSON.stringify(script === undefined ? 'nothing was counted' : summary(script, cases.length))}\n`,
  );
}

function summary({ url, functions }: Profiler.ScriptCoverage, cases: number): string {
  const { length } = readFileSync(fileURLToPath(url));
  const isReached = new Uint8Array(length).fill(1);
  const ranges = functions.flatMap((one) => one.ranges);
  // An inner range says more than the one around it.
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const { startOffset, endOffset, count } of ranges) isReached.fill(count > 0 ? 1 : 0, startOffset, endOffset);
  const reached = isReached.reduce((sum, one) => sum + one, 0);
  const named = functions.filter(({ functionName }) => functionName !== '');
  const missing = named.filter(({ ranges: [whole] }) => whole?.count === 0).map(({ functionName }) => functionName);
  const share = ((100 * reached) / length).toFixed(1);
  return `${cases} cases reach ${named.length - missing.length} of ${named.length} functions and ${share} % of the code of the machines that load and dump; not ${missing.join(', ')}`;
}
