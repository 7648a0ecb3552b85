import { describe, expect, test } from 'vitest';
import { Dict, dumps, loads, PickleError } from '../../../src/index.ts';
import { Pattern } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections, pythonFinds } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

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
  const line = '[^\\n\\r\\u2028\\u2029]';
  test.each([
    [/a.b/s, 'a.b', 48],
    [/a.b/, `a${line}b`, 32],
    [/^a$/im, `(?<!${line})a(?!${line})`, 266],
    [/^a$/, '^a\\Z', 32],
    [/(?<y>\d+)-\k<y>/u, '(?P<y>[0-9]+)-(?(y)(?P=y))', 32],
    [/(a)?b\1/, '(a)?b(?(1)\\1)', 32],
    [/\w[\w.]\W/, '[A-Za-z0-9_][A-Za-z0-9_.][^A-Za-z0-9_]', 32],
    [new RegExp(ANYTHING), '[\\s\\S]', 32],
    [new RegExp(NOTHING), '[^\\s\\S]', 32],
    [/a\/b[/]/, 'a/b[/]', 32],
    [/\u{1F600}\cA\0/u, '\\U0001f600\\x01\\x00', 32],
    [/\ud83d\ude00/, '\\U0001f600', 32],
    [/\bx\B/, '(?a:\\b)x(?a:(?!\\b))', 32],
    [/(?<=a|b)(?<!b{2})(?=c)(?!d)(?:e)/, '(?<=a|b)(?<!b{2})(?=c)(?!d)(?:e)', 32],
    [/[$^[\]a-c-]/, '[$\\^\\[\\]a-c\\-]', 32],
    [/x{2,}?y{1}z{,3}/, 'x{2,}?y{1}z\\{,3\\}', 32],
    [/a-]/, 'a-\\]', 32],
    [new RegExp(['\\a', '\\-', '\\Z'].join('')), 'a-Z', 32],
    [/é/, '\\xe9', 32],
    [/(?:)/, '', 32],
  ] as const)('%s', async (expression, pattern, flags) => {
    expect(loads(dumps(expression))).toEqual(new Pattern(pattern, flags));
    await pythonFinds(expression, `x == __import__('re').compile(${JSON.stringify(pattern)}, ${flags})`);
  });

  test.each([
    ['the flag g', 'a', 'g'],
    ['the flag y', 'a', 'y'],
    ['the flag d', 'a', 'd'],
    ['the flag v', 'a', 'v'],
    ['the flags i and u', 'a', 'iu'],
    ['a letter outside of ASCII and the flag i', 'é', 'i'],
    ['a property', '\\p{L}', 'u'],
    ['a lookbehind of two lengths', '(?<=ab?)c', ''],
    ['a lookbehind of alternatives of two lengths', '(?<=a|bc)c', ''],
    ['a repeated lookahead', '(?=a)*b', ''],
    ['a reference ahead', '\\1(a)', ''],
    ['a reference to no group', '\\1a', ''],
    ['a reference to a repeated group', '(?:(a)|b)*\\1', ''],
    ['a reference and the flag i', '(a)\\1', 'i'],
    ['a reference in a lookbehind', '(a)(?<=\\1)', ''],
    ['half of a character', '\\ud83d', ''],
    ['a set with halves of characters', '[😀]', ''],
    ['a repeated half of a character', '😀+', ''],
    ['an octal number', '\\07', ''],
    ['a braced number without the flag u', '\\u{61}', ''],
    ['a group named $', '(?<$>a)', ''],
    ['too many repetitions', 'a{4294967296}', ''],
  ])('%s is refused with the reason', (_name, source, flags) => {
    expect(() => dumps([new RegExp(source, flags)])).toThrow(
      expect.objectContaining({
        code: 'cannot-pickle',
        path: '$[0]',
        message: expect.stringMatching(/^cannot pickle a RegExp with .+: .+ \(at/),
      }),
    );
  });

  test('random ones match what they match in Python', async () => {
    const python = await oracle();
    const random = lcg(20240229);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const atoms = [
      'a',
      'b',
      'k',
      'é',
      '.',
      '\\d',
      '\\D',
      '\\w',
      '\\W',
      '\\s',
      '\\S',
      '[ab]',
      '[^a\\d]',
      '[\\W\\s]',
      '[a-k\\-]',
      '[^]',
      '\\n',
      '\\x41',
      '\\u2028',
      '\\-',
      '(a|b)',
      '(?:ab|)',
      '(?<n>k)',
      '(?=a)',
      '(?!b)',
      '(?<=a)',
      '(?<![ab]k)',
      '^',
      '$',
      '\\b',
      '\\B',
      '\\1',
    ];
    const texts = [
      '',
      'a',
      'ab',
      'ka',
      'abab',
      'A',
      'B1',
      '\u2028',
      'a\nb',
      'a\rb\u2029k',
      'é',
      'K',
      'ſ',
      '_a-b',
      ' a\ufeffb\u00a0',
      '\x1c\x85',
      'ak1 b',
      'aab\n',
      '٣',
    ];
    const cases: { regexp: RegExp; pickle: Uint8Array }[] = [];
    while (cases.length < 1500) {
      let source = '';
      for (let i = 1 + Math.floor(random() * 5); i > 0; i--)
        source += pick(atoms) + pick(['', '', '', '*', '+?', '?', '{2}', '{0,1}', '|']);
      try {
        const regexp = new RegExp(source, pick(['', '', 's', 'm', 'i', 'im', 'u', 'su']));
        cases.push({ regexp, pickle: dumps(regexp) });
      } catch (error) {
        if (!(error instanceof SyntaxError || error instanceof PickleError)) throw error;
      }
    }
    python.run(`texts = json.loads(${JSON.stringify(JSON.stringify(texts))})`);
    python.run(
      `patterns = pickle.loads(_b('${Buffer.from(dumps(cases.map(({ regexp }) => regexp))).toString('base64')}'))`,
    );
    const found = python.evaluate(
      '[[(m := p.search(t)) and [m.start(), m.group()] for t in texts] for p in patterns]',
    ) as unknown[][];
    for (const [i, { regexp }] of cases.entries()) {
      const expected = texts.map((text) => {
        const match = regexp.exec(text);
        return match === null ? null : [match.index, match[0]];
      });
      expect({ regexp: String(regexp), found: found[i] }).toEqual({ regexp: String(regexp), found: expected });
    }
  });
});

/** A small generator of numbers from 0 to 1. */
function lcg(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

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
