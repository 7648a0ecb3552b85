/** Inputs that people reported: the library and the command give the right value, or say what the matter is. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { loads } from '../../src/index.ts';
import { loadFile, loadFileSync } from '../../src/node.ts';
import { toJSON } from '../../src/tools.ts';
import { FOREIGN, OLD_AS_TEXT, pickle } from '../foreign.ts';
import { Built } from './built.ts';

const built = new Built();

const VALUES: readonly (readonly [what: string, hex: string, json: string, shown: string])[] = [
  ['a set of protocol 2', '8002635f5f6275696c74696e5f5f0a7365740a71005d71014b01618571025271032e', '[1]', '{1}'],
  [
    'an OrderedDict of Python 2',
    '800263636f6c6c656374696f6e730a4f726465726564446963740a71015d71025d7103285501614b016561855271042e',
    '{"a":1}',
    "OrderedDict({'a': 1})",
  ],
  [
    'an array behind one of another kind',
    '80025d7101286361727261790a61727261790a71025501635d7103550161618652710468025501695d71054b016186527106652e',
    '[{"class":"array.array","args":["c",["a"]]},[1]]',
    "array('i', [1])",
  ],
  [
    'a time zone of pytz',
    '8004953d000000000000008c086461746574696d65948c086461746574696d65949394430a07e807010c0000000000948c047079747a948c045f555443949394295294869452942e',
    '"2024-07-01T12:00:00+00:00"',
    'datetime.datetime(2024, 7, 1, 12, 0, tzinfo=<UTC>)',
  ],
  [
    'a call of list',
    '8002635f5f6275696c74696e5f5f0a6c6973740a71005d7101284b014b02658571025271032e',
    '[1,2]',
    '[ 1, 2 ]',
  ],
];

test.for(VALUES)('%s', ([, hex, json, shown]) => {
  const bytes = Buffer.from(hex, 'hex');
  expect(inspect(loads(bytes))).toContain(shown);
  expect(toJSON(bytes)).toBe(json);
  built.write('in', bytes);
  expect(built.run(['json', 'in'])).toEqual({ status: 0, out: `${json}\n`, err: '' });
});

test('a state of slots that is none', async () => {
  const bytes = Buffer.from('4e4e8f86622e', 'hex');
  expect(() => loads(bytes)).toThrow('slot state is not a dictionary (at byte 4)');
  built.write('in', bytes);
  expect(built.run(['show', 'in']).err).toBe('brine: in: slot state is not a dictionary (at byte 4)\n');
  await expect(loadFile(`${built.folder}/in`)).rejects.toThrow('slot state is not a dictionary');
});

/** What the command opens by itself; of zip archives only the first bytes are here. */
const ARCHIVES = /zip archive/;
/** The command reads these; the wrapper here has no fields. */
const JOBLIB = /^a joblib file/;
const OPENED = /^(?:gzip|zlib|zstd|bz2|xz|lzma|lz4) data|^a pickle in|^the text of a Python bytes literal|numpy array/;

test.for(FOREIGN)('%s', async ([name, bytes]) => {
  const file = `${built.folder}/${built.write('in', bytes)}`;
  const message = expect.stringContaining(`The input is ${name}`);
  await expect(loadFile(file)).rejects.toThrow(expect.objectContaining({ message, name: 'UnpicklingError' }));
  expect(() => loadFileSync(file)).toThrow(expect.objectContaining({ message, name: 'UnpicklingError' }));
  if (OPENED.test(name)) return;
  const { status, err } = built.run(['json', 'in']);
  if (ARCHIVES.test(name)) {
    expect([status, err]).toEqual([
      2,
      expect.stringMatching(/^brine: in: the zip archive is cut or broken: [^\n]*\n$/),
    ]);
    return;
  }
  if (JOBLIB.test(name)) {
    expect([status, err]).toEqual([2, 'brine: in: a wrapper of joblib has a dtype that is a NoneType (at byte 48)\n']);
    return;
  }
  expect([status, err]).toEqual([2, expect.stringMatching(/^brine: in: not a pickle but [^\n]*\n$/)]);
  expect(err).toContain(name.split(':')[0]);
});

test('the command opens what is only packed or written otherwise', () => {
  const json = built.run(['json', built.write('plain', pickle)]).out;
  const opened = FOREIGN.filter(([name]) => /^(?:gzip|zlib) data|^a pickle in/.test(name));
  expect(opened.length).toBeGreaterThan(4);
  for (const [name, bytes] of opened) expect(built.run(['json', built.write('in', bytes)]).out, name).toBe(json);
});

test('the command says how it opens pickles of protocols 0 and 1 that are written as text', () => {
  for (const [name, bytes] of OLD_AS_TEXT.slice(0, 3)) {
    const form = name.includes('base64') ? 'base64' : 'hex';
    const file = built.write('in', bytes);
    expect(built.run(['json', file]).err).toBe(
      `brine: in: not a pickle but ${name.split(':')[0]}; --from ${form} decodes it\n`,
    );
    expect(built.run(['json', '--from', form, file]).out).toBe('[1,"a",{"b":2.5}]\n');
  }
});
