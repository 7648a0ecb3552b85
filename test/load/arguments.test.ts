import { expect, test } from 'vitest';
import { load, loads } from '../../src/index.ts';
import { diff, parse, toJSON } from '../../src/tools.ts';

test.for([
  ['STRING', "S'caf\\xe9'\n."],
  ['SHORT_BINSTRING', 'U\x04caf\xe9.'],
  ['BINSTRING', 'T\x04\0\0\0caf\xe9.'],
] as const)('a str of Python 2 that is not ASCII names the options for it: %s', async ([, text]) => {
  const bytes = Buffer.from(text, 'latin1');
  const message =
    "'ascii' codec can't decode byte 0xe9 in position 3: ordinal not in range(128); this is a str of Python 2: " +
    "pass encoding: 'latin1' (for text, numpy and datetimes) or encoding: 'bytes' (at byte 0)";
  expect(() => loads(bytes)).toThrow(message);
  await expect(load(bytes)).rejects.toThrow(message);
  for (const tool of [parse, toJSON, () => diff(bytes, bytes)]) expect(() => tool(bytes)).toThrow(message);
  expect(loads(bytes, { encoding: 'latin1' })).toBe('café');
  expect(loads(bytes, { encoding: 'bytes' })).toEqual(new Uint8Array(Buffer.from('caf\xe9', 'latin1')));
});

test('a name that is not ASCII is not called a str of Python 2', () => {
  expect(() => loads(Buffer.from('(icaf\xe9\nb\n.', 'latin1'))).toThrow(/ordinal not in range\(128\) \(at byte 1\)$/);
});
