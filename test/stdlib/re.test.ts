import { describe, expect, test } from 'vitest';
import { Dict, dumps, loads, Pattern, PickleError } from '../../src/index.ts';
import { oracle } from '../oracle.ts';
import { bothDirections, pythonFinds } from './both-directions.ts';
import { checkRows } from './rows.ts';

test('every measured pickle loads and is written in the same bytes', () =>
  checkRows('re.Pattern', (value) => expect(value).toEqual(new Pattern('a+', 34))));

test.each([
  're.compile("a+")',
  're.compile("", re.I | re.M | re.S | re.X)',
  're.compile("a", re.A)',
  're.compile(b"\\xff\\n", re.L)',
  're.compile(b"a")',
])('%s', async (expression) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(Pattern), { setup: 'import re' });
});

/** Sets that the linter would take for mistakes. */
const ANYTHING = '[^]';
const NOTHING = '[]';
/** A flag that the compiler's target does not have. */
const SETS = 'v';

const TEXTS = [
  '',
  'a',
  'abc',
  'ABC',
  'a\nb',
  'a\n',
  '\n',
  'a\r\nb',
  'x1_é ٣',
  'foo.bar-baz',
  'aa bb aa',
  'key = value # note',
  '{a}',
  'a{2}',
  ']',
  'a]b',
  '-',
  'ß ſ K',
  '😀',
  '2024-02-29',
  '\x1c\x85',
  '/path/to',
];

const PATTERNS: readonly string[] = [
  'a',
  'a.b',
  '(?s)a.b',
  '^a$',
  '(?m)^b$',
  'a$',
  '\\Aa\\Z',
  '\\d+',
  '\\w+',
  '\\W',
  '\\s',
  '(?a)\\w+',
  '(?a)\\s',
  '\\bb',
  '\\Ba',
  '[]a]',
  '[^]a]',
  '[a-c.-]+',
  '[-a]',
  '[\\w-]+',
  '[\\d.]',
  '{',
  '}',
  'a{2}',
  'a{,2}',
  'a{1,}b?',
  'a{x}',
  '(?P<y>\\d{4})-(?P<m>\\d\\d)',
  '(?P<q>a)(?P=q)',
  '(a)\\1',
  '(?:a|b)+?',
  'a(?=\\n)',
  '(?<=a)\\n',
  '(?<!a)b',
  'a(?!b)',
  '(?#note)a',
  '(?i)abc',
  '(?i)[a-c]+',
  '(?x) a  b # note\n c',
  '\\x61\\u0062\\U00000063',
  '\\141',
  '\\.\\-\\/\\ ',
  '[\\b\\]]',
  '/',
  '.',
  '[^a]',
  '\\{a\\}',
  '\\t|\\n',
];

describe('toRegExp', () => {
  test.each(PATTERNS)('%s matches what Python matches', async (source) => {
    const python = await oracle();
    python.run('import re');
    const pattern = loads(python.dumps(`re.compile(${JSON.stringify(source)})`, 5)) as Pattern;
    const list = JSON.stringify(TEXTS).replaceAll('\\u001c', '\\x1c');
    const call = `[(lambda m: None if m is None else [m.group(), list(m.groups())])(p.search(t)) for t in ${list}]`;
    const theirs = python.evaluate(`(lambda p: ${call})(re.compile(${JSON.stringify(source)}))`);
    const expression = pattern.toRegExp();
    const ours = TEXTS.map((text) => {
      const match = expression.exec(text);
      return match === null ? null : [match[0], [...match].slice(1).map((group) => group ?? null)];
    });
    expect(ours).toEqual(theirs);
  });

  test.each(['(?P>x)', '(?(1)a|b)', 'a++', '(?>a)', '(?i:a)', '[\\W]'])('%s has no counterpart', (source) => {
    expect(() => new Pattern(source).toRegExp()).toThrow(SyntaxError);
  });

  test('a pattern of bytes is one of Latin-1', () => {
    expect(new Pattern(Uint8Array.of(0xe9, 0x2b)).toRegExp().test('é')).toBe(true);
  });
});

describe('a RegExp of JavaScript', () => {
  test.each([
    [/a.b/s, 'a.b', 48],
    [/^a$/im, '^a$', 42],
    [/a$/, 'a\\Z', 32],
    [/(?<y>\d+)-\k<y>/u, '(?P<y>[0-9]+)-(?P=y)', 32],
    [/\w[\w.]\W/, '[A-Za-z0-9_][A-Za-z0-9_.][^A-Za-z0-9_]', 32],
    [new RegExp(ANYTHING), '[\\s\\S]', 32],
    [new RegExp(NOTHING), '(?!)', 32],
    [/a\/b[/]/, 'a/b[/]', 32],
    [/\u{1F600}\cA\0/u, '\\U0001f600\\x01\\x00', 32],
    [/\bx/, '(?a:\\b)x', 32],
    [/(?<=a)(?<!b)(?=c)(?!d)(?:e)/, '(?<=a)(?<!b)(?=c)(?!d)(?:e)', 32],
    [/[$^[\]]/, '[$^\\[\\]]', 32],
    [/(?:)/, '', 32],
  ] as const)('%s', async (expression, pattern, flags) => {
    expect(loads(dumps(expression))).toEqual(new Pattern(pattern, flags));
    await pythonFinds(expression, `x == re.compile(${JSON.stringify(pattern)}, ${flags})`);
  });

  test.each([/a/g, /a/y, /a/d, new RegExp('a', SETS), /\p{L}/u, /[\W]/])(
    '%s is refused with the reason',
    (expression) => {
      expect(() => dumps([expression])).toThrow(expect.objectContaining({ code: 'cannot-pickle', path: '$[0]' }));
    },
  );
});

test('patterns are equal by value as keys', () => {
  expect(new Dict([[new Pattern('a'), 1]]).get(new Pattern('a'))).toBe(1);
  expect(new Dict<unknown, number>([[new Pattern('a'), 1]]).get(new Pattern(Uint8Array.of(97)))).toBeUndefined();
});

test.each([
  ['a number as pattern', 'cre\n_compile\n(I1\nI0\ntR.'],
  ['a str as flags', 'cre\n_compile\n(Va\nVx\ntR.'],
  ['the class itself', 'cre\nPattern\n(Va\ntR.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text))).toThrow(PickleError);
});
