import { expect, test } from 'vitest';
import { visible } from '../../src/inspect/visible.ts';

test.for([
  ['plain text, 日本 and 😀', 'plain text, 日本 and 😀'],
  ['\x1b[31m\x07\r\n\t\x7f\x9b', '\\x1b[31m\\x07\\x0d\\x0a\\x09\\x7f\\x9b'],
  ['\u202egpj.exe\u2066', '\\u202egpj.exe\\u2066'],
  ['\xa0\u3000\u2028', '\\xa0\\u3000\\u2028'],
  ['\ud800', '\\ud800'],
  ['\u{e0001}\u{10ffff}', '\\U000e0001\\U0010ffff'],
] as const)('%j is shown as %j', ([text, shown]) => {
  expect(visible(text)).toBe(shown);
});
