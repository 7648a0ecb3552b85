import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { PickleError } from '../../src/errors.ts';
import { type PythonLiteral, parsePythonLiteral } from '../../src/literal/python-literal.ts';
import { type Oracle, oracle } from '../oracle.ts';

/** What the same value is for `describe` in Python, below. */
function described(root: PythonLiteral): unknown {
  switch (root.type) {
    case 'none':
      return ['none'];
    case 'bool':
      return ['bool', root.value];
    case 'int':
      return ['int', String(root.value)];
    case 'float':
      return ['float', hexOf(root.value)];
    case 'complex':
      return ['complex', hexOf(root.re), hexOf(root.im)];
    case 'str':
      return ['str', Array.from(root.value, (char) => char.codePointAt(0))];
    case 'bytes':
      return ['bytes', [...root.value]];
    case 'set':
      return ['set', root.items.map(described)];
    case 'dict':
      return ['dict', root.entries.map((entry) => entry.map(described))];
    default:
      return [root.type, root.items.map(described)];
  }
}

function hexOf(value: number): string {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return Buffer.from(bytes).toString('hex');
}

const PYTHON = `
import ast, json, struct, warnings
warnings.simplefilter('ignore')
def hex_of(f):
    return struct.pack('>d', f).hex()
def describe(x):
    if x is None: return ['none']
    if isinstance(x, bool): return ['bool', x]
    if isinstance(x, int): return ['int', str(x)]
    if isinstance(x, float): return ['float', hex_of(x)]
    if isinstance(x, complex): return ['complex', hex_of(x.real), hex_of(x.imag)]
    if isinstance(x, str): return ['str', [ord(c) for c in x]]
    if isinstance(x, bytes): return ['bytes', list(x)]
    if isinstance(x, dict): return ['dict', [[describe(k), describe(v)] for k, v in x.items()]]
    if isinstance(x, set): return ['set', [describe(e) for e in x]]
    return [type(x).__name__, [describe(e) for e in x]]
def literal(text):
    try:
        return describe(ast.literal_eval(text))
    except Exception as e:
        return type(e).__name__
`;

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
  python.run(PYTHON);
});

const ask = (text: string): unknown => python.evaluate(`literal(${JSON.stringify(text)})`);

const ACCEPTED = [
  '0',
  '-0',
  '+7',
  '00',
  '0_0',
  '1_000',
  '0xFF',
  '0x_f_f',
  '0o17',
  '0B101',
  '123456789012345678901234567890',
  '-9007199254740993',
  '1.5',
  '.5',
  '5.',
  '1e3',
  '1E-3',
  '1_0.2_5e1_0',
  '007.5',
  '1e999',
  '-0.0',
  '1j',
  '-2.5J',
  '1+2j',
  '1 - 2j',
  '(1+2j)',
  '-1-0j',
  '0777j',
  'None',
  'True',
  'False',
  "''",
  "'it\\'s'",
  '"a\\"b"',
  "u'ü'",
  "r'a\\nb'",
  "r'\\''",
  "Rb'\\xff'",
  "bR'a\\\\'",
  "b'\\xff\\0\\101\\q'",
  "b'\\u0041'",
  "'\\a\\b\\t\\n\\v\\f\\r\\\\'",
  "'\\101\\7\\777\\x41\\u00e9\\U0001f600\\ud800'",
  "'\\d\\('",
  "'a\\\nb'",
  "'''a\n'b''\\''''",
  '"""a\r\nb\rc"""',
  "('a' 'b'\n# joined\n\"c\")",
  "(b'a'\nb'b')",
  '[]',
  '()',
  '{}',
  'set()',
  '(1,)',
  '(1)',
  '[1, [2, (3, {4})], {5: {}}]',
  "{'a': 1, 'b': (2,), 'a': 3}",
  '{(1, (2, 3)): [4],}',
  ' [1, # one\n 2]',
  "{'descr': [('x', '<f4', (2, 3)), (('title', 'y'), '|S3')], 'fortran_order': False, 'shape': (3,), }",
];

const REFUSED = [
  ['', 'a value is missing (line 1, column 1)'],
  ['[1 2]', 'expected a comma or ] (line 1, column 4)'],
  ['[1,\n  x]', 'no literal of Python (line 2, column 3)'],
  ['[', 'a value is missing'],
  ['[1)', 'expected a comma or ]'],
  ['{1: 2, 3}', 'expected a colon'],
  ['{1, 2: 3}', 'expected a comma or }'],
  ['{[1]: 2}', "unhashable type: 'list'"],
  ['{(1, ({},)): 2}', "unhashable type: 'dict'"],
  ['{{1}}', "unhashable type: 'set'"],
  ['1 2', 'more than one value'],
  ['1x', 'a number that goes on with letters'],
  ['007', 'an int that begins with 0'],
  ['1__0', 'an underscore that is not between digits'],
  ['1_', 'an underscore that is not between digits'],
  ['1_.5', 'an underscore that is not between digits'],
  ['1._5', 'an underscore that is not between digits'],
  ['1e_5', 'an underscore that is not between digits'],
  ['0x', 'a number without digits'],
  ['--1', 'no literal of Python'],
  ['1 + 2', 'more than one value'],
  ['nan', 'no literal of Python'],
  ['12n', 'a number that goes on with letters'],
  ["'abc", "a text without its end '"],
  ["'a\nb'", "a text without its end '"],
  ["'''a'", "a text without its end '''"],
  ["'\\x4'", 'an escape without its digits'],
  ["'\\U00110000'", 'a character beyond'],
  ["'a' b'b'", 'str and bytes side by side'],
  ["b'\u00e9'", 'bytes that are not in ASCII'],
  ["f'a'", 'no literal of Python'],
  ['`a`', 'no literal of Python'],
  ['int()', 'no literal of Python'],
  ['__import__("os")', 'no literal of Python'],
  ['True1', 'no literal of Python'],
  ['9'.repeat(4301), 'an int of more than 4300 digits'],
  ['// a\n1', 'no literal of Python'],
] as const;

test.for(ACCEPTED)('%j is what ast.literal_eval of Python says', (text) => {
  expect(described(parsePythonLiteral(text, 'text'))).toEqual(ask(text));
});

test.for(REFUSED)('%j is refused, as by Python: %s', ([text, message]) => {
  expect(() => parsePythonLiteral(text, 'text')).toThrow(PickleError);
  expect(() => parsePythonLiteral(text, 'text')).toThrow(message);
  expect(ask(text)).toBeTypeOf('string');
});

test('characters by their names are not read', () => {
  expect(() => parsePythonLiteral("'\\N{BULLET}'", 'text')).toThrow('a character by its name, which is not read');
});

test('what Python shows of random values is read as it was', () => {
  const leaf = fc.oneof(
    fc.constant('None'),
    fc.boolean().map((value) => (value ? 'True' : 'False')),
    fc.bigInt().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => `float.fromhex('${hexFloat(value)}')`),
    fc.string({ unit: 'binary' }).map((value) => JSON.stringify(value)),
    fc.uint8Array().map((bytes) => `bytes([${bytes.join()}])`),
  );
  const { value: values } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
      fc.array(tie('value'), { maxLength: 4 }).map((items) => `(${items.map((item) => `${item},`).join('')})`),
      fc.array(fc.tuple(leaf, tie('value')), { maxLength: 4 }).map((all) => `{${all.map((e) => e.join(':')).join()}}`),
    ),
  }));
  fc.assert(
    fc.property(values, (expression) => {
      const shown = String(python.evaluate(`repr(${expression})`));
      expect(described(parsePythonLiteral(shown, 'text'))).toEqual(python.evaluate(`describe(${expression})`));
    }),
    { numRuns: 200 },
  );
});

function hexFloat(value: number): string {
  const bits = BigInt(`0x${hexOf(value)}`);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const sign = bits >> 63n === 0n ? '' : '-';
  const digits = (bits & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, '0');
  return `${sign}0x${exponent === 0 ? 0 : 1}.${digits}p${Math.max(exponent, 1) - 1023}`;
}

test('any text is a literal or a PickleError', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...'[](){}:,\'"\\bruxn01_.ej+-# \n')).map((chars) => chars.join('')),
  );
  fc.assert(
    fc.property(text, (source) => {
      try {
        parsePythonLiteral(source, 'text');
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
      }
    }),
    { numRuns: 3000 },
  );
});

describe('a text of 20 million characters is read or refused in linear time', () => {
  const MANY = 2e7;
  test.for([
    ['blanks', `${' '.repeat(MANY)}1`, true],
    ['digits', '1'.repeat(MANY), false],
    ['digits of a float', `0.${'1'.repeat(MANY)}`, true],
    ['hex digits', `0x${'f'.repeat(MANY)}`, false],
    ['underscores', `1${'_1'.repeat(MANY / 2)}`, false],
    ['zeros', `${'0'.repeat(MANY)}1`, false],
    ['a text', `'${'a'.repeat(MANY)}'`, true],
    ['escapes', `'${'\\n'.repeat(MANY / 10)}'`, true],
    ['strs side by side', "'a'".repeat(MANY / 10), true],
    ['comments', '#\n'.repeat(MANY / 10), false],
    ['brackets', '['.repeat(MANY / 4), false],
  ] as const)('%s', ([, text, isLiteral]) => {
    const read = (): unknown => parsePythonLiteral(text, 'text');
    if (isLiteral) read();
    else expect(read).toThrow(PickleError);
  });
});

test('any depth, without recursion', () => {
  let node = parsePythonLiteral(`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'text');
  let depth = 0;
  for (; node.type === 'list'; depth++) {
    const [item] = node.items;
    if (item === undefined) break;
    node = item;
  }
  expect(depth).toBe(199_999);
});
