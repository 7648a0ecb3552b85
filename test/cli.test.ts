/** The command, packed with `npm pack`, installed into an empty folder, and run as a process. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dumps, Global, Instance, loads, loadsAll, Tuple } from '../src/index.ts';
import { PyArray } from '../src/stdlib.ts';
import { parse, write } from '../src/tools.ts';
import { Installed, type Run, type RunOptions } from './cli/installed.ts';
import { localPythons } from './oracle.ts';

let installed: Installed;
const brine = (argv: readonly string[], options?: RunOptions): Promise<Run> => installed.run(argv, options);

function file(name: string, bytes: Uint8Array | string): string {
  writeFileSync(join(installed.folder, name), bytes);
  return name;
}

/** `pickle.dumps(['zstd ' * 40, 1], 4)`, compressed by `zstd -19` 1.5. */
const ZSTD = Buffer.from('KLUv/STd7QAAoIAEldIAXZQojMh6c3RkIJRLAWUuAgBAFIoGoAVozZOH', 'base64');
const ada = new Instance(new Global('app', 'User'));
ada.build({ name: 'Ada', gold: 5.5 });
const SHARED = ['x'];
const VALUE = { user: ada, list: [1, 2.5, null, true], pair: Tuple.of(SHARED, SHARED), bytes: Uint8Array.of(1, 255) };

beforeAll(() => {
  installed = new Installed();
  file('a.pkl', dumps(VALUE, { protocol: 4 }));
  file('cut.pkl', dumps(VALUE, { protocol: 4 }).subarray(0, 50));
  file('two.pkl', Buffer.concat([dumps(1), dumps('b')]));
  file('a.pkl.gz', gzipSync(dumps(['gz'])));
  file('a.zlib', deflateSync(dumps(['zlib'])));
  file('a.zst', ZSTD);
  file('a.zip', 'PK\x03\x04 and so on');
  file('empty', '');
});
afterAll(() => installed.remove());

test('the package brings nothing with it', () => {
  expect(installed.packages).toEqual(['brine']);
});

test('show: what a file is, and what is in it', async () => {
  const { status, out, err } = await brine(['a.pkl']);
  expect([status, err]).toEqual([0, '']);
  expect(out).toBe(`file        ${statSync(join(installed.folder, 'a.pkl')).size} B
protocol    4, 54 opcodes
written by  Python 3.4 or newer (probably)
globals     app.User

{'user': <app.User object state={'name': 'Ada', 'gold': 5.5}>,
 'list': [1, 2.5, None, True],
 'pair': (['x'], ['x']),
 'bytes': b'\\x01\\xff'}
`);
});

test.for<[string, string[], string]>([
  ['show --path', ['show', '--path', 'user.gold', 'a.pkl'], '5.5\n'],
  ['show --path with keys and indexes', ['show', '--path', "$['list'][-1]", 'a.pkl'], 'True\n'],
  ['show --depth', ['show', '--depth', '1', 'a.pkl'], "'list': [...]"],
  ['show --all', ['show', '--all', 'two.pkl'], '--- pickle 2 ---'],
  ['show of the first of several', ['two.pkl'], 'pickles     2: this is the first, --all shows all'],
  ['gzip', ['a.pkl.gz'], 'gzip, '],
  ['zlib', ['a.zlib'], "['zlib']"],
  ['zstd', ['a.zst'], "['zstd zstd zstd"],
  ['a pattern', ['show', 'a.p?l*'], '==> a.pkl.gz <=='],
  ['several files', ['show', 'a.pkl', 'two.pkl'], '==> two.pkl <=='],
  ['dis --stack', ['dis', '--stack', 'two.pkl'], '| [int] memo 0\n'],
  ['dis --json', ['dis', '--json', 'two.pkl'], '{"offset":2,"end":4,"opcode":"BININT1","proto":1,"arg":1}\n'],
  ['dis --all', ['dis', '--all', 'two.pkl'], "SHORT_BINUNICODE 'b'"],
  [
    'json',
    ['json', 'a.pkl'],
    '{"user":{"class":"app.User","state":{"name":"Ada","gold":5.5}},"list":[1,2.5,null,true],"pair":[["x"],["x"]],"bytes":"Af8="}\n',
  ],
  ['json --path --bytes hex', ['json', '--path', 'bytes', '--bytes', 'hex', 'a.pkl'], '"01ff"\n'],
  ['json --bytes length', ['json', '--path', 'bytes', '--bytes', 'length', 'a.pkl'], '2\n'],
  ['json --ndjson', ['json', '--ndjson', 'two.pkl'], '1\n"b"\n'],
  ['json --tagged', ['json', '--tagged', '--path', 'pair', 'a.pkl'], '{"$tuple":[{"$id":1,"$list":["x"]},{"$ref":1}]}'],
  ['tree', ['tree', 'a.pkl'], "['list']  list of 4 items\n"],
  ['tree: what is shared', ['tree', 'a.pkl'], "[1]  is $['pair'][0]\n"],
  ['tree --items', ['tree', '--items', '1', 'a.pkl'], '... 3 more\n'],
  ['globals', ['globals', 'a.pkl'], 'app.User  object made (NEWOBJ at byte 37), result given a state (at byte 72)\n'],
  ['globals --json', ['globals', '--json', 'a.pkl'], '"module":"app","name":"User"'],
  ['completion bash', ['completion', 'bash'], 'complete -o filenames -F _brine brine\n'],
  ['completion zsh', ['completion', 'zsh'], '#compdef brine\n'],
  ['completion fish', ['completion', 'fish'], '-l tolerance -r -d '],
  ['--help', ['--help'], 'usage: brine FILE...'],
  ['--version', ['--version'], JSON.parse(readFileSync('package.json', 'utf8')).version],
])('%s', async ([, argv, expected]) => {
  const { status, out, err } = await brine(argv);
  expect(out).toContain(expected);
  expect(status, err).toBe(0);
});

test('tree --largest has the largest first', async () => {
  const { out } = await brine(['tree', '--largest', '--depth', '1', 'a.pkl']);
  const sizes = out
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => Number.parseInt(line, 10));
  expect(sizes.length).toBe(4);
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
});

test('standard input, and no pickle on it', async () => {
  expect((await brine(['-'], { input: dumps([1]) })).out).toContain('\n\n[1]\n');
  expect(await brine(['-'], { input: 'hello' })).toMatchObject({
    status: 2,
    out: '',
    err: expect.stringContaining('brine: <stdin>: '),
  });
});

test.for(['show', 'dis', 'json', 'tree', 'globals', 'diff', 'optimize', 'convert', 'edit', 'make', 'completion'])(
  'brine %s --help has an example',
  async (name) => {
    const { status, out, err } = await brine([name, '--help']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toContain(`usage: brine ${name}`);
    expect(out).toContain('\n  $ ');
  },
);

test.for<[string, string[], string]>([
  ['no arguments, and nothing that is piped', [], 'brine: <stdin>: the file is empty\n'],
  ['an unknown flag', ['dis', '--foo', 'a.pkl'], "brine: dis: Unknown option '--foo'; see brine dis --help\n"],
  ['a flag without its value', ['show', 'a.pkl', '--path'], "brine: show: Option '--path <value>' argument missing"],
  [
    'a flag with a wrong value',
    ['json', '--bytes', 'octal', 'a.pkl'],
    'brine: json: --bytes takes base64, hex, length; ',
  ],
  ['a number that is none', ['show', '--depth', 'x', 'a.pkl'], 'brine: show: --depth takes a whole number'],
  ['a number that is too small', ['show', '--depth', '0', 'a.pkl'], '--depth takes a whole number of at least 1; '],
  ['a colour that is none', ['show', '--color', 'pink', 'a.pkl'], 'brine: show: --color takes auto, always, never; '],
  ['a pattern that is none', ['[z-a].pkl'], 'brine: [z-a].pkl: no file matches\n'],
  ['a tolerance that is none', ['diff', '--tolerance', 'x', 'a.pkl', 'a.pkl'], 'brine: diff: --tolerance'],
  ['no file, and nothing that is piped', ['dis'], 'brine: <stdin>: the file is empty\n'],
  ['a missing file', ['no.pkl'], 'brine: no.pkl: no such file\n'],
  ['a pattern without a match', ['x*.pkl'], 'brine: x*.pkl: no file matches\n'],
  ['a directory', ['node_modules'], 'brine: node_modules: is a directory\n'],
  ['an empty file', ['empty'], 'brine: empty: the file is empty\n'],
  ['a cut file', ['cut.pkl'], 'brine: cut.pkl: '],
  ['a cut file, as JSON', ['json', 'cut.pkl'], 'brine: cut.pkl: '],
  ['a cut file in a diff', ['diff', 'a.pkl', 'cut.pkl'], 'brine: cut.pkl: '],
  ['something else', ['a.zip'], 'brine: a.zip: not a pickle but a zip archive; extract the pickle from it first'],
  [
    'a path that is not there',
    ['show', '--path', 'user.age', 'a.pkl'],
    'there is no .age in the app.User object, which has .__class__ .name .gold',
  ],
  ['a path that is none', ['json', '--path', 'a b', 'a.pkl'], 'expected .name or [key]'],
  ['a shell that is none', ['completion', 'ksh'], 'brine: completion: takes bash, zsh, fish'],
  ['a broken literal', ['make', '-e', '[1, 2'], 'expected a comma or ] (line 1, column 6)'],
  ['an edit of nothing', ['edit', 'a.pkl', 'user'], 'brine: edit: user is not PATH=VALUE'],
  ['an edit of no place', ['edit', 'a.pkl', '=5'], 'brine: edit: =5 has no path; $ is the whole value'],
  ['cut gzip data', ['cut.gz'], 'the gzip data is cut or broken'],
  ['help for an unknown command', ['help', 'foo'], 'unknown command foo'],
])('%s: status 2, and a word on standard error alone', async ([, argv, expected]) => {
  if (argv[0] === 'cut.gz') file('cut.gz', gzipSync(dumps('x'.repeat(1000))).subarray(0, 30));
  const { status, out, err } = await brine(argv);
  expect(err).toContain(expected);
  expect([status, out]).toEqual([2, '']);
});

test('one bad file does not hide the good ones', async () => {
  const { status, out, err } = await brine(['json', 'two.pkl', 'no.pkl', 'a.pkl.gz']);
  expect([status, out]).toEqual([2, '1\n["gz"]\n']);
  expect(err).toContain('brine: no.pkl: no such file\n');
});

test('bytes after the pickle that are none are told', async () => {
  file('tail.pkl', Buffer.concat([dumps(1), Buffer.from([255, 255])]));
  for (const command of ['show', 'json', 'tree', 'globals']) {
    for (const flags of [[], ['--all']]) {
      const { status, err } = await brine([command, ...flags, 'tail.pkl']);
      expect([command, flags, status]).toEqual([command, flags, 2]);
      if (flags.length === 0) expect(err).toContain('2 trailing bytes are not a pickle');
    }
  }
  const { status, out } = await brine(['show', '--pprint', 'tail.pkl']);
  expect([status, out]).toEqual([2, '1\n']);
});

test.for<[number, string[]]>([
  [2, ['diff', 'tail.pkl', 'two.pkl']],
  [2, ['optimize', 'tail.pkl', '-o', 'tail-out.pkl']],
  [2, ['convert', 'tail.pkl', '-o', 'tail-out.pkl']],
  [2, ['dis', '--all', 'tail.pkl']],
  [0, ['dis', 'tail.pkl']],
  [0, ['edit', 'tail.pkl', '$=2', '-o', 'tail-edited.pkl']],
])('bytes after the pickle that are none: status %s of %s', async ([expected, argv]) => {
  file('tail.pkl', Buffer.concat([dumps(1), Buffer.from([255, 255])]));
  expect((await brine(argv)).status).toBe(expected);
  expect(existsSync(join(installed.folder, 'tail-out.pkl'))).toBe(false);
  if (argv[0] !== 'edit') return;
  expect(readFileSync(join(installed.folder, 'tail-edited.pkl'))).toEqual(
    Buffer.concat([dumps(2), Buffer.from([255, 255])]),
  );
});

const HOSTILE = 'a\x1b[31mred\x07\x9b2J\u202egpj.exe\n\t\r';

test('text from a pickle reaches the terminal escaped, from every command', async () => {
  const evil = new Instance(new Global(HOSTILE, HOSTILE));
  evil.build({ [HOSTILE]: HOSTILE });
  const name = file('evil.pkl', dumps([HOSTILE, evil, { [HOSTILE]: 1 }], { protocol: 4 }));
  const odd = file('\x1b[31m\x9bodd.pkl', dumps(1));
  file('evil2.pkl', dumps([`${HOSTILE}!`, { [HOSTILE]: HOSTILE }], { protocol: 4 }));
  const commands = [
    ['show', name],
    ['show', '--pprint', name],
    ['show', '--full', name],
    ['show', '--path', '[9]', name],
    ['dis', '-a', name],
    ['dis', '--json', name],
    ['dis', '--stack', name],
    ['json', name],
    ['json', '--tagged', name],
    ['tree', name],
    ['globals', name],
    ['globals', '--json', name],
    ['diff', name, 'evil2.pkl'],
    ['diff', '--ops', name, 'evil2.pkl'],
    ['edit', '--dry-run', name, '[0]=1'],
    ['show', HOSTILE],
    ['show', 'a.pkl', odd],
    ['dis', 'a.pkl', odd],
    ['tree', 'a.pkl', odd],
    ['globals', 'a.pkl', odd],
    ['show', '--path', HOSTILE, name],
    [`--${HOSTILE}`],
  ];
  const ran = await Promise.all(commands.map((argv) => brine(argv)));
  for (const [at, { out, err }] of ran.entries()) {
    expect(out + err, commands[at]?.join(' ')).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    expect((out + err).length).toBeGreaterThan(5);
  }
});

test('colours: for a terminal, or as it is told', async () => {
  const color = '\x1b[3';
  expect((await brine(['a.pkl'])).out).not.toContain(color);
  expect((await brine(['a.pkl', '--color', 'always'])).out).toContain(`\x1b[32m'Ada'\x1b[0m`);
  expect((await brine(['a.pkl'], { env: { FORCE_COLOR: '1' } })).out).toContain(color);
  expect((await brine(['a.pkl'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out).not.toContain(color);
  expect((await brine(['a.pkl', '--color=never'], { env: { FORCE_COLOR: '1' } })).out).not.toContain(color);
});

test('narrow: no line is wider than the columns', async () => {
  for (const columns of [20, 40]) {
    for (const argv of [
      ['show', 'a.pkl'],
      ['tree', 'a.pkl'],
    ]) {
      const { out } = await brine(argv, { env: { COLUMNS: String(columns) } });
      expect(Math.max(...out.split('\n').map((line) => line.length)), argv[0]).toBeLessThanOrEqual(columns);
    }
  }
});

test('a pipe that is closed ends the command without a word', async () => {
  file('long.pkl', dumps(Array.from({ length: 200_000 }, (_, i) => `item ${i}`)));
  for (const argv of [
    ['dis', 'long.pkl'],
    ['show', '--full', 'long.pkl'],
    ['json', 'long.pkl'],
  ]) {
    const { err, out } = await brine(argv, { most: 10 });
    expect(err, argv[0]).toBe('');
    expect(out.length).toBeLessThan(1_000_000);
  }
});

test.skipIf(!existsSync('/dev/full'))('an output that is full ends the command with a message and status 2', () => {
  file('full.pkl', dumps([1]));
  for (const argv of [
    'json full.pkl > /dev/full',
    'dis full.pkl > /dev/full',
    'show full.pkl > /dev/full',
    'tree full.pkl > /dev/full',
    'dis -o /dev/full full.pkl',
    '--help > /dev/full',
    'json full.pkl none.pkl > /dev/full',
  ]) {
    const { status, err } = installed.shell(argv);
    expect({ status, err }, argv).toEqual({ status: 2, err: expect.stringMatching(/^(brine: [^\n]*\n)+$/) });
    expect(err, argv).toContain('ENOSPC');
  }
  expect(installed.shell('json none.pkl 2> /dev/full').status).toBe(2);
  for (const argv of [
    'dis -o /dev/full full.pkl',
    'convert --protocol 2 full.pkl -o /dev/full',
    'edit full.pkl [0]=5 -o /dev/full',
  ]) {
    expect(installed.shell(argv).err, argv).toContain('/dev/full: ENOSPC');
  }
});

test('a long pickle: the value of its beginning, and what it says of that', async () => {
  const { status, out } = await brine(['show', 'long.pkl']);
  expect(status).toBe(0);
  expect(out).toContain("['item 0',\n 'item 1',\n");
  expect(out).toContain('... (from the first 200,000 opcodes; --full shows all, --path a part)\n');
});

test('diff: status 0 for the same value, 1 for another', async () => {
  file('b.pkl', dumps({ ...VALUE, list: [1, 2.5000001, null, true] }, { protocol: 2 }));
  file('a5.pkl', dumps(VALUE, { protocol: 5 }));
  expect(await brine(['diff', 'a.pkl', 'a5.pkl'])).toMatchObject({ status: 0, out: '', err: '' });
  file('a2.pkl', dumps({ ...VALUE, array: new PyArray('i', Int32Array.of(1)) }, { protocol: 2 }));
  file('a3.pkl', dumps({ ...VALUE, array: new PyArray('i', Int32Array.of(1)) }, { protocol: 3 }));
  expect(await brine(['diff', 'a2.pkl', 'a3.pkl'])).toMatchObject({ status: 0, out: '', err: '' });
  expect(await brine(['diff', 'a2.pkl', 'a.pkl'])).toMatchObject({
    status: 1,
    out: expect.stringMatching(/^- \$\['array'\]: .*\n$/),
  });
  expect(await brine(['diff', '--ops', 'a.pkl', 'a5.pkl'])).toMatchObject({ status: 1 });
  file('c.pkl', dumps([1.0, 2.5], { protocol: 5 }));
  file('d.pkl', dumps([1.0, 2.50000001], { protocol: 5 }));
  expect(await brine(['diff', 'c.pkl', 'd.pkl'])).toMatchObject({ status: 1, out: '~ $[1]: 2.5 -> 2.50000001\n' });
  expect(await brine(['diff', '--tolerance', '1e-6', 'c.pkl', 'd.pkl'])).toMatchObject({ status: 0, out: '' });
  expect(await brine(['diff', '-q', 'c.pkl', 'd.pkl'])).toMatchObject({ status: 1, out: '' });
  expect((await brine(['diff', 'two.pkl', 'c.pkl'])).out).toContain('pickle 2: - only in B'.replace('B', 'A'));
});

test('optimize and convert write what is proved equal', async () => {
  const small = await brine(['optimize', 'a.pkl']);
  expect(small.status, small.err).toBe(0);
  expect(small.bytes.length).toBeLessThan(statSync(join(installed.folder, 'a.pkl')).size);
  expect(write(parse(small.bytes))).toEqual(write(parse(dumps(VALUE))));
  const old = await brine(['convert', '--protocol', '2', '-o', 'old.pkl', 'a.pkl']);
  expect([old.status, old.out]).toEqual([0, '']);
  const written = readFileSync(join(installed.folder, 'old.pkl'));
  expect(written.subarray(0, 2)).toEqual(Buffer.from([0x80, 2]));
  expect(loads(written)).toEqual(loads(dumps(VALUE)));
  expect([...loadsAll((await brine(['convert', '--protocol', '0', 'two.pkl'])).bytes)]).toEqual([1, 'b']);
});

test('edit changes one value and leaves the others', async () => {
  const name = file('e.pkl', dumps(VALUE, { protocol: 4 }));
  const dry = await brine(['edit', '--dry-run', name, 'user.gold=6', "$['list'][0]='x=1'"]);
  expect(dry).toMatchObject({ status: 0, err: '' });
  expect(dry.out).toContain("~ $['user'].gold: 5.5 (float) -> 6 (int)\n");
  expect(readFileSync(join(installed.folder, name))).toEqual(Buffer.from(dumps(VALUE, { protocol: 4 })));
  const done = await brine(['edit', name, 'user.gold=6.5', 'pair[0]=[]']);
  expect(done).toMatchObject({ status: 0, out: '', err: 'brine: e.pkl: 2 values changed\n' });
  const user = new Instance(new Global('app', 'User'));
  user.build({ name: 'Ada', gold: 6.5 });
  const expected = dumps({ ...VALUE, user, pair: Tuple.of<unknown>([], SHARED) }, { protocol: 4 });
  expect(loads(readFileSync(join(installed.folder, name)))).toEqual(loads(expected));
  // Nothing is left behind.
  expect(readdirSync(installed.folder).filter((one) => one.endsWith('.tmp'))).toEqual([]);
  const zipped = file('e.gz', gzipSync(dumps([1, 2])));
  expect((await brine(['edit', zipped, '[0]=7'])).status).toBe(0);
  expect((await brine(['json', zipped])).out).toBe('[7,2]\n');
});

test('Ctrl-C while a file is written leaves it whole, and nothing beside it', async () => {
  const folder = join(installed.folder, 'interrupted');
  mkdirSync(folder);
  const blobs = Array.from({ length: 20 }, (_, i) => new Uint8Array(1e6).fill(i));
  const [before, after] = [dumps({ blobs, n: 1 }), dumps({ blobs, n: 2 })];
  const name = file('interrupted/f.pkl', before);
  const signal = await installed.interrupted(['edit', name, 'n=2'], () => readdirSync(folder).length > 1);
  expect(signal).toBe('SIGINT');
  expect(readdirSync(folder)).toEqual(['f.pkl']);
  const left = readFileSync(join(folder, 'f.pkl'));
  expect(left.equals(before) || left.equals(after)).toBe(true);
});

test('edit does not turn strings of Python 2 into others unasked', async () => {
  const name = file('py2.pkl', "(S'a'\nI1\nl.");
  const { status, err } = await brine(['edit', name, '[1]=2']);
  expect(status).toBe(2);
  expect(err).toContain('--encoding');
  expect(readFileSync(join(installed.folder, name), 'latin1')).toBe("(S'a'\nI1\nl.");
});

test('make: literals, JSON lines, and tagged JSON that comes back', async () => {
  const { bytes } = await brine([
    'make',
    '-e',
    "{a: [1, 2.0, 1n, 0x10, None, true], 'b': new Map([[1, (2,)]]), c: new Set([1]), d: b'\\xff', }",
  ]);
  const shown = await brine(['show', '--pprint', '-'], { input: bytes });
  expect(shown.out).toBe("{'a': [1, 2.0, 1, 16, None, True], 'b': {1: (2,)}, 'c': {1}, 'd': b'\\xff'}\n");
  const lines = await brine(['make', '--lines', '-'], { input: '{"a": 1}\n[2.5]\n' });
  expect((await brine(['json', '--all', '-'], { input: lines.bytes })).out).toBe('{"a":1}\n[2.5]\n');
  const tagged = await brine(['json', '--tagged', 'a.pkl']);
  const back = await brine(['make', '--tagged', '--protocol', '4', '-'], { input: tagged.out });
  expect(back.bytes).toEqual(readFileSync(join(installed.folder, 'a.pkl')));
});

for (const { command: python, version } of localPythons().slice(-1)) {
  test(`Python ${version}: dis, show --pprint and make are what Python prints and writes`, async () => {
    const script = (code: string, ...argv: string[]): Buffer =>
      spawnSync(python, ['-c', code, ...argv], { cwd: installed.folder, maxBuffer: 2 ** 26 }).stdout;
    script(
      "import pickle; pickle.dump({'z': list(range(40)), 'a': {1: 2.0, 'k': 'word ' * 30}, 'b': b'x' * 99}, open('py.pkl', 'wb'))",
    );
    const module = (...argv: string[]): string =>
      spawnSync(python, ['-m', ...argv], { cwd: installed.folder, encoding: 'utf8' }).stdout;
    expect((await brine(['show', '--pprint', 'py.pkl', 'py.pkl'])).out).toBe(module('pickle', 'py.pkl').repeat(2));
    const flags = ['-a', '-m', '-l', '2', '-p', '## {name}'];
    expect((await brine(['dis', 'py.pkl'])).out).toBe(module('pickletools', 'py.pkl'));
    for (const argv of [['py.pkl', 'two.pkl'], ['cut.pkl']]) {
      expect((await brine(['dis', ...flags.filter((flag) => flag !== '-m'), ...argv])).out).toBe(
        module('pickletools', ...flags.filter((flag) => flag !== '-m'), ...argv),
      );
    }
    await brine(['dis', '-o', 'ours.txt', 'py.pkl']);
    module('pickletools', '-o', 'theirs.txt', 'py.pkl');
    expect(readFileSync(join(installed.folder, 'ours.txt'), 'utf8')).toBe(
      readFileSync(join(installed.folder, 'theirs.txt'), 'utf8'),
    );
    const json =
      '[{"a": 1, "b": [2.0, -1e5, 12345678901234567890, "\\u00e9\\ud83d\\ude00"]}, {"a": null, "b": "a", "a": true}]';
    const made = await brine(['make', '--protocol', '4', '-'], { input: json });
    expect(made.bytes).toEqual(
      script(`import json, pickle, sys; sys.stdout.buffer.write(pickle.dumps(json.loads(sys.argv[1]), 4))`, json),
    );
  });
}

test('completion scripts are taken by their shells', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { out } = await brine(['completion', shell]);
    if (spawnSync(shell, ['-c', 'true']).status !== 0) continue;
    expect(spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' }).stderr, shell).toBe('');
  }
  const { out } = await brine(['completion', 'bash']);
  const words = spawnSync(
    'bash',
    ['-c', `${out}\nCOMP_WORDS=(brine json --b) COMP_CWORD=2; _brine; echo "\${COMPREPLY[@]}"`],
    {
      encoding: 'utf8',
    },
  );
  expect(words.stdout).toBe('--bytes\n');
});
