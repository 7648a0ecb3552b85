import { expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { Float, loads } from '../../src/index.ts';
import { LiteralReader } from '../../src/inspect/literal.ts';
import { repr, write } from '../../src/tools.ts';

function read(text: string): string {
  const value: unknown = loads(write({ root: new LiteralReader(text, 'text').only(), protocol: 5 }), {
    ints: 'bigint',
  });
  return repr(value, { ints: 'bigint' });
}

test.for([
  ['null', 'None'],
  ['undefined', 'None'],
  ['None', 'None'],
  ['[true, false, True, False]', '[True, False, True, False]'],
  [
    '[1, -2, +3, 1_000, 0x1F, 0b11, 0o17, 12n, 12345678901234567890]',
    '[1, -2, 3, 1000, 31, 3, 15, 12, 12345678901234567890]',
  ],
  ['[1.0, .5, 5., 1e3, -0.0, -0, NaN, -Infinity, 1e400]', '[1.0, 0.5, 5.0, 1000.0, -0.0, 0, nan, -inf, inf]'],
  [`["a\\n\\u00e9\\x41", 'it\\'s', \`b\nc\`, "\\u{1f600}", "\\ud800"]`, `['a\\néA', "it's", 'b\\nc', '😀', '\\ud800']`],
  ['{a: 1, \'b\': 2, "c d": 3, 4: 5, $e: 6, a: 7,}', "{'a': 7, 'b': 2, 'c d': 3, 4: 5, '$e': 6}"],
  ['{"__proto__": {"x": 1}}', "{'__proto__': {'x': 1}}"],
  ['[1, /* two */ 2, // three\n]', '[1, 2]'],
  ['[(), (1,), (1), (1, 2), [[], {}]]', '[(), (1,), 1, (1, 2), [[], {}]]'],
  ['new Map([[1, "a"]])', "{1: 'a'}"],
  ['new Set([1, 2])', '{1, 2}'],
  ['new Map()', '{}'],
  ['new Uint8Array([1, 255])', "b'\\x01\\xff'"],
  ["b'\\xff\\0a'", "b'\\xff\\x00a'"],
  ['[r\'\\d\', u\'a\', rb\'\\d\', """a\n"b"""] # all of Python\'s', "['\\\\d', 'a', b'\\\\d', 'a\\n\"b']"],
  ["['\\U0001f600', '\\101', '\\a', '\\/', '\\d', b'\\d']", "['😀', 'A', '\\x07', '/', 'd', b'\\\\d']"],
  ['[1j, (1+2j), -1.5 - 2.5j]', '[1j, (1+2j), (-1.5-2.5j)]'],
] as const)('%s is %s', ([text, expected]) => {
  expect(read(text)).toBe(expected);
});

test.for([
  ['', 'a value is missing (line 1, column 1)'],
  ['[1 2]', 'expected a comma or ] (line 1, column 4)'],
  ['[1,\n  x]', 'a word that is no value: text needs quotes (line 2, column 4)'],
  ['{a 1}', 'a word that is no value'],
  ['{[1]: 2}', "cannot use 'list' as a dict key (unhashable type: 'list')"],
  ['"abc', 'a text without its end'],
  ['"a\nb"', 'a text without its end'],
  ['1 2', 'more than one value'],
  ['1x', 'a number that goes on with letters'],
  ['007', 'an int that begins with 0'],
  ['1__0', 'an underscore that is not between digits'],
  ['0x', 'a number without digits'],
  ['1.5n', 'an n after a number that is not an int'],
  ['"\\u12"', 'an escape without its digits'],
  ['new Uint8Array([256])', 'takes a list of ints from 0 to 255'],
  ['new Map([1])', 'takes a list of [key, value]'],
  ['new Date(0)', 'a word that is no value'],
  ['process.exit()', 'a word that is no value'],
  [`${'9'.repeat(4301)}`, 'an int of more than 4300 digits'],
  ["b'é€'", 'bytes hold characters up to \\xff'],
] as const)('%s is refused: %s', ([text, message]) => {
  expect(() => read(text)).toThrow(PickleError);
  expect(() => read(text)).toThrow(message);
});

test('any depth, without recursion', () => {
  const depth = 200_000;
  let node = new LiteralReader('['.repeat(depth) + ']'.repeat(depth), 'text').only();
  let count = 0;
  for (; node.type === 'list'; count++) {
    const [item] = node.items;
    if (item === undefined) break;
    node = item;
  }
  expect(count).toBe(depth - 1);
});

test('any number of blanks and comments', () => {
  expect(read(`${' '.repeat(2e7)}${'#\n/**/'.repeat(1e5)}1`)).toBe('1');
});

test('a float stays a float', () => {
  expect(loads(write({ root: new LiteralReader('2.0', 'text').only(), protocol: 5 }))).toBe(2);
  expect(write({ root: new LiteralReader('2.0', 'text').only(), protocol: 5 }).length).toBeGreaterThan(
    new Float(2).value + 5,
  );
});
