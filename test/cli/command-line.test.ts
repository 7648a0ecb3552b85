/** Command lines as people write them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { suggestion } from '../../src/cli/suggestion.ts';
import { dumps, loads } from '../../src/index.ts';
import { Built } from './built.ts';

const built = new Built();
built.write('a.pkl', dumps(['a', 1]));
/** `'é'` as Python 2 wrote it in Latin-1. */
built.write('py2.pkl', Uint8Array.of(0x55, 1, 0xe9, 0x2e));

test('what is piped in is read without a -', () => {
  const pickle = dumps(['a', 1]);
  expect(built.run([], pickle).out).toContain("\n['a', 1]\n");
  expect(built.run(['--pprint'], pickle).out).toBe("['a', 1]\n");
  expect(built.run(['json'], pickle)).toEqual({ status: 0, out: '["a",1]\n', err: '' });
  expect(built.run(['tree', '--depth', '0'], pickle).out).toContain('list of 2 items');
  expect(built.run(['convert', '-o', 'out.pkl', '--protocol', '2'], pickle).status).toBe(0);
  expect(loads(built.read('out.pkl'))).toEqual(['a', 1]);
  expect(built.run(['make', '-o', 'made.pkl'], '{"x": 1}').status).toBe(0);
  expect(loads(built.read('made.pkl'))).toEqual(loads(dumps({ x: 1 })));
  expect(built.run(['json', 'a.pkl'], 'not read')).toMatchObject({ status: 0, out: '["a",1]\n' });
});

test.for([['optimize'], ['convert', '--protocol', '4']])('%s writes to devices and pipes', (command) => {
  const file = built.run([...command, 'a.pkl', '-o', 'file.pkl']);
  expect(file.status).toBe(0);
  expect(built.run([...command, 'a.pkl', '-o', '/dev/null'])).toEqual(file);
  // What Node gives to a child is a socket, which no system opens by name.
  const brine = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));
  const line = `"$0" "$1" ${command.join(' ')} a.pkl -o /dev/stdout | cat`;
  const { stdout, stderr } = spawnSync('sh', ['-c', line, process.execPath, brine], { cwd: built.folder });
  expect(stderr.toString()).toBe(file.err);
  expect(stdout.equals(built.read('file.pkl'))).toBe(true);
});

test('without a file and without a pipe, the command says what it needs', () => {
  const command = fileURLToPath(new URL('../../dist/cli/brine.cjs', import.meta.url));
  const run = (...argv: string[]): string =>
    spawnSync(process.execPath, [command, ...argv], { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' }).stderr;
  expect(run('json')).toBe('brine: json: needs FILE...; see brine json --help\n');
  expect(run()).toContain('usage: brine FILE...');
  expect(run('make')).toContain('make: needs a FILE or -e TEXT');
});

test.for<[string, string[]]>([
  ['before', ['--pprint', '--encoding', 'latin1', 'show', 'py2.pkl']],
  ['before, with =', ['--encoding=latin1', '--pprint', 'show', 'py2.pkl']],
  ['on both sides', ['--encoding', 'latin1', 'show', 'py2.pkl', '--pprint']],
  ['without a command', ['--pprint', '--encoding', 'latin1', 'py2.pkl']],
])('flags %s the command', ([, argv]) => {
  expect(built.run(argv)).toEqual({ status: 0, out: "'é'\n", err: '' });
});

test('a flag that takes the name of a command as its value leaves it', () => {
  built.write('dict.pkl', dumps({ show: 5 }));
  expect(built.run(['--path', 'show', 'dict.pkl'])).toEqual({ status: 0, out: '5\n', err: '' });
  expect(built.run(['--path', 'show', 'json', 'dict.pkl'])).toEqual({ status: 0, out: '5\n', err: '' });
});

test.for<[string[], string]>([
  [['shwo', 'a.pkl'], 'brine: no command or file is called shwo: did you mean show?\n'],
  [['convrt', 'a.pkl'], 'brine: no command or file is called convrt: did you mean convert?\n'],
  [['help', 'globls'], 'brine: no command or file is called globls: did you mean globals?\n'],
  [['data', 'a.pkl'], 'brine: data: no such file\n'],
  [['optimize', 'a.pkl', 'b.pkl'], 'brine: optimize: too many files: it takes FILE, so b.pkl is one too many; see'],
  [['diff', 'a.pkl', 'b.pkl', 'c.pkl'], 'brine: diff: too many files: it takes A B, so c.pkl is one too many; see'],
  [
    ['completion', 'bash', 'zsh'],
    'brine: completion: too many arguments: it takes bash|zsh|fish, so zsh is one too many; see',
  ],
])('%j', ([argv, expected]) => {
  const { status, err } = built.run(argv);
  expect(err).toContain(expected);
  expect(status).toBe(2);
});

test('a file with the name of a mistyped command is a file', () => {
  built.write('shwo', dumps(5));
  expect(built.run(['shwo']).out).toContain('\n5\n');
});

test.for<[string, string | undefined]>([
  ['show', 'show'],
  ['shwo', 'show'],
  ['shw', 'show'],
  ['optimise', 'optimize'],
  ['complete', undefined],
  ['xxxx', undefined],
])('%s: %s', ([word, expected]) => {
  expect(suggestion(word, ['show', 'optimize', 'completion'])).toBe(expected);
});
