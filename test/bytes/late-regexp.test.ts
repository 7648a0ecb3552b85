import { expect, test } from 'vitest';
import { lateRegExp } from '../../src/bytes/late-regexp.ts';

test('the expression is made once, when it is first asked for', () => {
  const wrong = lateRegExp('(', '');
  expect(wrong).toThrow(SyntaxError);

  const digits = lateRegExp('\\p{Nd}', 'u');
  expect(digits()).toEqual(/\p{Nd}/u);
  expect(digits()).toBe(digits());
});
