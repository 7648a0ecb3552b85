/**
 * Puts Brine through pickles, as a process of its own: an array of cases in a line of standard input, an array of
 * answers in a line of standard output.
 *
 * @module
 */
import { createInterface } from 'node:readline';
import { answerTo } from './examination.ts';
import type { Answer, Case } from './exchange.ts';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  const cases: readonly Case[] = JSON.parse(line);
  const answers: Answer[] = [];
  for (const one of cases) answers.push(await answerTo(one));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
