import { expect, test } from 'vitest';
import { command, integerFlag } from '../../src/cli/command.ts';
import { CommandError } from '../../src/cli/command-error.ts';
import { Output } from '../../src/cli/output.ts';
import { StandardSink } from '../../src/cli/sink.ts';

const sample = command({
  name: 'sample',
  operands: 'A B',
  count: { least: 1, most: 2 },
  summary: '',
  details: [],
  flags: {
    quiet: { short: 'q', summary: '' },
    form: { value: 'FORM', choices: ['short', 'long'], summary: '' },
    text: { short: 't', value: 'TEXT', summary: '' },
  },
  examples: [],
  run: async ({ flags, operands }) => Promise.reject(new Given(JSON.stringify({ ...flags, operands }))),
});

/** What a command was started with. */
class Given extends Error {}

async function started(argv: readonly string[]): Promise<string> {
  const sink = new StandardSink(1);
  return await sample.start(argv, new Output(sink, sink, false)).then(String, (error: unknown) => {
    if (error instanceof Given || error instanceof CommandError) return error.message;
    throw error;
  });
}

/** Arguments | what the command is given, or what the user is told. */
test.for([
  [['a'], '{"quiet":false,"operands":["a"]}'],
  [['-q', 'a', '--form=long', 'b'], '{"quiet":true,"form":"long","operands":["a","b"]}'],
  [['a', '-t', 'x', '--', '-q'], '{"quiet":false,"text":"x","operands":["a","-q"]}'],
  [['-', '--text', ''], '{"quiet":false,"text":"","operands":["-"]}'],
  [['a', '--color', 'never'], '{"quiet":false,"color":"never","operands":["a"]}'],
  [[], 'sample: needs A B; see brine sample --help'],
  [['a', 'b', 'c'], 'sample: too many files: it takes A B, so c is one too many; see brine sample --help'],
  [['a', '--form', 'wide'], 'sample: --form takes short, long; see brine sample --help'],
  [['a', '--color', 'pink'], 'sample: --color takes auto, always, never; see brine sample --help'],
  [['a', '--quiet=yes'], "sample: Option '-q, --quiet' does not take an argument; see brine sample --help"],
  [['a', '--other'], "sample: Unknown option '--other'; see brine sample --help"],
  [['a', '-t'], "sample: Option '-t, --text <value>' argument missing; see brine sample --help"],
] as const)('%j: %s', async ([argv, expected]) => {
  const given = (await started(argv)).replace('"help":false,', '').replace(',"help":false', '');
  expect(given).toBe(expected);
});

/** Text, least | the number, or what is said. */
test.for([
  [undefined, 0, undefined],
  ['0', 0, 0],
  ['12', 1, 12],
  ['-3', Number.NEGATIVE_INFINITY, -3],
  ['-3', 0, 'x: --n takes a whole number of at least 0; see brine x --help'],
  ['0', 1, 'x: --n takes a whole number of at least 1; see brine x --help'],
  ['1.5', Number.NEGATIVE_INFINITY, 'x: --n takes a whole number; see brine x --help'],
  ['1e3', 0, 'x: --n takes a whole number of at least 0; see brine x --help'],
  ['', 0, 'x: --n takes a whole number of at least 0; see brine x --help'],
  ['9007199254740993', 0, 'x: --n takes a whole number of at least 0; see brine x --help'],
] as const)('%j of at least %d is %s', ([text, least, expected]) => {
  if (typeof expected === 'string') expect(() => integerFlag('x', 'n', text, least)).toThrow(expected);
  else expect(integerFlag('x', 'n', text, least)).toBe(expected);
});
