import { expect, test } from 'vitest';
import { cutTo, widthOf } from '../../src/inspect/width.ts';

/** Text | columns. */
test.for([
  ['', 0],
  ['abc', 3],
  ['日本', 4],
  ['ﾊﾝ', 2],
  ['e\u0301', 1],
  ['a\u200bb', 2],
  ['😀', 2],
  ['é…', 2],
  ['한글', 4],
  ['𠀋', 2],
] as const)('%j takes %d columns', ([text, width]) => {
  expect(widthOf(text)).toBe(width);
});

/** Text, columns | what is shown. */
test.for([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['a😀b', 3, 'a…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
] as const)('%j in %d columns is %j', ([text, columns, shown]) => {
  expect(cutTo(text, columns)).toBe(shown);
  expect(widthOf(cutTo(text, columns))).toBeLessThanOrEqual(columns);
});
