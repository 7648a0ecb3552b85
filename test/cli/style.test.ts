import { expect, test } from 'vitest';
import { Styler, wantsColor } from '../../src/cli/style.ts';

const marked = (line: string): string =>
  new Styler(true)
    .python(line)
    .replaceAll('\x1b[32m', '<t>')
    .replaceAll('\x1b[36m', '<n>')
    .replaceAll('\x1b[35m', '<w>')
    .replaceAll('\x1b[0m', '</>');

test.for([
  ["{'a': 1}", "{<t>'a'</>: <n>1</>}"],
  ["b'\\'1' None", "<t>b'\\'1'</> <w>None</>"],
  ['-1.5e-7 0xff nan 2j', '<n>-1.5e-7</> <n>0xff</> <n>nan</> <n>2j</>'],
  ['name1 NoneType True', 'name1 NoneType <w>True</>'],
  ["'not closed 1", "<t>'not closed 1</>"],
] as const)('%s', ([line, expected]) => {
  expect(marked(line)).toBe(expected);
  expect(new Styler(false).python(line)).toBe(line);
});

test('no style is white, black, yellow or blue, which one ground or the other hides', () => {
  const styler = new Styler(true);
  for (const style of ['text', 'number', 'word', 'name', 'faint', 'good', 'bad', 'change'] as const) {
    expect(styler.paint(style, 'x')).toMatch(/^\x1b\[(1|2|31|32|35|36)mx\x1b\[0m$/);
  }
});

const terminal = { isTerminal: true };
const pipe = { isTerminal: false };

test.for([
  ['always', pipe, {}, true],
  ['never', terminal, { FORCE_COLOR: '1' }, false],
  [undefined, terminal, {}, true],
  [undefined, pipe, {}, false],
  [undefined, terminal, { NO_COLOR: '1' }, false],
  [undefined, terminal, { NO_COLOR: '' }, true],
  [undefined, pipe, { FORCE_COLOR: '1' }, true],
  [undefined, terminal, { FORCE_COLOR: '0' }, false],
  [undefined, terminal, { TERM: 'dumb' }, false],
] as const)('--color %s, %j, %j: %s', ([when, sink, env, expected]) => {
  expect(wantsColor(when, sink, env)).toBe(expected);
});
