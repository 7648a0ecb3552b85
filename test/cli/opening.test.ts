import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pythonBytesRepr } from '../../src/bytes/text-repr.ts';
import { dumps, loads, type Protocol } from '../../src/index.ts';
import { localPythons, runPython } from '../oracle.ts';
import { Built } from './built.ts';

const built = new Built();
const pickle = Buffer.from(dumps(['Ada', 1815]));
const hex = pickle.toString('hex');
const base64 = pickle.toString('base64');
/** `repr(pickle)` in Python. */
const literal = `b'${[...pickle].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;

test.for<[string, string | Uint8Array, string[]]>([
  ['hex', hex, []],
  ['hex of an editor', `${hex.replace(/../g, '$& ').toUpperCase()}\n`, []],
  ["hex of PostgreSQL's bytea", `\\x${hex}`, []],
  ['hex with a prefix', `0x${hex}`, []],
  ['hex with colons, if it is said', hex.replace(/..(?!$)/g, '$&:'), ['--from', 'hex']],
  ['base64', base64, []],
  ['base64 in lines', base64.replace(/.{8}/g, '$&\r\n'), []],
  ['base64 for URLs', pickle.toString('base64url'), []],
  ['a bytes literal', literal, []],
  ['a bytes literal without its quotes', `${literal.slice(2, -1)}\n`, []],
  [
    'base64 of protocol 0, if it is said',
    Buffer.from(dumps(['Ada', 1815], { protocol: 0 })).toString('base64'),
    ['--from', 'base64'],
  ],
  ['base64 of gzip, if it is said', gzipSync(pickle).toString('base64'), ['--from', 'base64']],
  ['a header', Buffer.concat([Buffer.from('HEAD\n'), pickle]), ['--offset', '5']],
  ['a header before zlib', Buffer.concat([Buffer.from('HEAD\n'), deflateSync(pickle)]), ['--offset', '5']],
  ['a header before hex', `HEAD\n${hex}`, ['--offset', '5']],
])('%s is opened', ([, text, flags]) => {
  built.write('in', text);
  expect(built.run(['json', ...flags, 'in'])).toEqual({ status: 0, out: '["Ada",1815]\n', err: '' });
});

test('every command that reads a pickle opens it so', () => {
  built.write('in', `HEAD\n${hex}`);
  const flags = ['--offset', '5', '--from', 'hex'];
  expect(built.run(['show', '--pprint', ...flags, 'in']).out).toBe("['Ada', 1815]\n");
  for (const command of ['dis', 'tree', 'globals']) {
    expect(built.run([command, ...flags, 'in']), command).toMatchObject({ status: 0, err: '' });
  }
  expect(built.run(['diff', ...flags, 'in', 'in'])).toMatchObject({ status: 0, err: '' });
  for (const command of ['optimize', 'convert']) {
    expect(built.run([command, ...flags, '-o', 'out', 'in']).status, command).toBe(0);
    expect(loads(built.read('out'))).toEqual(['Ada', 1815]);
  }
});

test('show says how the file was written', () => {
  built.write('in', base64);
  expect(built.run(['in']).out).toContain(`${base64.length} B, base64, ${pickle.length} B unpacked\n`);
});

test('a pickle of protocols 0 to 5 in a literal that Python printed', () => {
  const python = localPythons().at(-1);
  for (const protocol of [0, 1, 2, 3, 4, 5] as const satisfies readonly Protocol[]) {
    const bytes = dumps(['\n\t\\\'"\r', 'é', 10], { protocol });
    const script = 'import sys; sys.stdout.write(repr(sys.stdin.buffer.read()))';
    built.write('in', python === undefined ? pythonBytesRepr(bytes) : runPython(python, script, bytes));
    expect(built.run(['json', '--from', 'escaped', 'in']).out).toBe(`${JSON.stringify(['\n\t\\\'"\r', 'é', 10])}\n`);
  }
});

test.for<[string, string, string[], string]>([
  ['hex that is none', 'zz', ['--from', 'hex'], 'not hex: there is "z" in it'],
  ['hex that is cut', '800', ['--from', 'hex'], 'not hex: it is cut after 3 characters'],
  ['base64 that is none', 'gA#', ['--from', 'base64'], 'not base64: there is "#" in it'],
  ['base64 that is cut', 'gASVB', ['--from', 'base64'], 'not base64: it is cut after 5 characters'],
  ['an escape that is none', "b'\\xq0'", ['--from', 'escaped'], 'not escaped text: invalid \\x escape at position 0'],
  ['text of another alphabet', 'é', ['--from', 'escaped'], 'not escaped text: it has characters that are not ASCII'],
  ['a form that is none', 'N.', ['--from', 'rot13'], 'json: --from takes hex, base64, escaped'],
  ['an offset beyond the end', 'N.', ['--offset', '2'], 'there is nothing at offset 2: the file has 2 bytes'],
  ['an offset that is none', 'N.', ['--offset', '-1'], "json: Option '--offset' argument is ambiguous"],
  ['an offset that is no number', 'N.', ['--offset', 'x'], 'json: --offset takes a whole number of at least 0'],
])('%s is refused', ([, text, flags, expected]) => {
  built.write('in', text);
  const { status, out, err } = built.run(['json', ...flags, 'in']);
  expect([status, out]).toEqual([2, '']);
  expect(err).toContain(expected);
});

test('edit keeps the header, and does not write a pickle where text was', () => {
  built.write('in', Buffer.concat([Buffer.from('HEAD'), gzipSync(pickle)]));
  expect(built.run(['edit', '--offset', '4', 'in', '[1]=2']).status).toBe(0);
  expect(built.read('in').subarray(0, 4).toString()).toBe('HEAD');
  expect(built.run(['json', '--offset', '4', 'in']).out).toBe('["Ada",2]\n');
  built.write('in', hex);
  expect(built.run(['edit', 'in', '[1]=2'])).toMatchObject({
    status: 2,
    err: 'brine: in: the pickle is written as text (hex): name an output file with -o\n',
  });
  expect(built.run(['edit', '-o', 'out', 'in', '[1]=2']).status).toBe(0);
  expect(loads(built.read('out'))).toEqual(['Ada', 2]);
});

test('make reads a text as it is', () => {
  built.write('in', `"${hex}"`);
  built.run(['make', '-o', 'out', 'in']);
  expect(loads(built.read('out'))).toBe(hex);
});

test('strings of Python 2 that are read as latin1 are told, once', () => {
  // pickle.dumps(['é'], 2) in Python 2, of a file in Latin-1.
  built.write('in', Buffer.from('80025d71005501e971016 12e'.replace(' ', ''), 'hex'));
  const err =
    'brine: strings of Python 2 that are not ASCII are read as latin1; use --encoding if they are something else\n';
  expect(built.run(['json', 'in', 'in'])).toEqual({ status: 0, out: '["é"]\n["é"]\n', err });
  expect(built.run(['tree', 'in']).err).toBe(err);
  expect(built.run(['show', '--pprint', 'in'])).toEqual({ status: 0, out: "['é']\n", err });
  expect(built.run(['diff', 'in', 'in'])).toEqual({ status: 0, out: '', err });
  expect(built.run(['convert', '-o', 'out', 'in']).err).toContain(err);
  expect(built.run(['json', '--encoding', 'latin1', 'in'])).toEqual({ status: 0, out: '["é"]\n', err: '' });
});

test('a result for a folder that is not there', () => {
  built.write('in', 'N.');
  const { status, err } = built.run(['convert', '-o', 'none/out.pkl', 'in']);
  expect([status, err]).toEqual([2, 'brine: in: none/out.pkl: there is no such directory\n']);
});
