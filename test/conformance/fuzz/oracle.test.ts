/** CPython's side of the fuzzer, and the command. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pythonOf } from '../../../conformance/fuzz/python.ts';
import { fixture, hex } from '../../fixtures.ts';

interface Vector {
  readonly hex: string;
  readonly encoding: 'ASCII' | 'latin1' | 'bytes';
  readonly refs: string;
}

function base64(digits: string): string {
  return Buffer.from(hex(digits)).toString('base64');
}

test('CPython describes the vectors as they are', async () => {
  const python = await pythonOf('pyodide');
  const vectors = fixture<Vector[]>('digest-vectors.json');
  const cases = vectors.map(({ hex: digits, encoding }) => ({ pickle: base64(digits), encoding, seed: 0 }));
  const verdicts = await python.judge(cases);
  expect(verdicts.map((verdict) => verdict?.value)).toEqual(vectors.map(({ refs }) => refs));
  expect(vectors.length).toBe(17);
});

test('CPython tells what it looks up and why it refuses, and reads frames as loads does', async () => {
  const python = await pythonOf('pyodide');
  const ask = async (digits: string): Promise<unknown> =>
    (await python.judge([{ pickle: base64(digits), encoding: 'ASCII', seed: 0 }]))[0];
  expect(await ask('636d0a430a65')).toEqual({
    error: ['UnpicklingError', 'could not find MARK'],
    names: [['m', 'C']],
  });
  expect(await ask('97 2e')).toEqual({ value: '{"oob":true}', names: [] });
  expect(await ask('82052e')).toEqual({ value: '{"g":["<ext>","code 5"]}', names: [['<ext>', 'code 5']] });
  // The frame ends inside of the name; a file would have another name here.
  const lying = await ask('80049504000000000000 00636d61636f730a73797374656d0a2e'.replaceAll(' ', ''));
  expect(lying).toMatchObject({ names: [['macos', 'system']] });
});

test('CPython tells what it refuses only for a class that is unknown', async () => {
  const python = await pythonOf('pyodide');
  const ask = async (digits: string): Promise<string | undefined> => {
    const [verdict] = await python.judge([{ pickle: base64(digits), encoding: 'ASCII', seed: 0 }]);
    return verdict?.error?.[0];
  };
  // Arguments, keywords, a name of a keyword, bytes: an object of some class, then a list or an int.
  expect(await ask('636d0a430a636d0a440a2952522e')).toBe('OnlyItsClassKnows');
  expect(await ask('636d0a440a2952636d0a430a5d522e')).toBe('TypeError');
  expect(await ask('636d0a430a29636d0a440a2952922e')).toBe('OnlyItsClassKnows');
  expect(await ask('636d0a440a2952636d0a430a295d922e')).toBe('UnpicklingError');
  expect(await ask('636d0a430a297d636d0a440a29524b0173922e')).toBe('OnlyItsClassKnows');
  expect(await ask('636d0a440a2952636d0a430a297d4b014b0173922e')).toBe('TypeError');
  expect(await ask('636d0a440a2952982e')).toBe('OnlyItsClassKnows');
  expect(await ask('636d0a440a29525d982e')).toBe('TypeError');
});

const script = fileURLToPath(new URL('../../../conformance/.build/fuzz.js', import.meta.url));

test('the command says how it is used, and refuses what it does not know', () => {
  const run = (...args: string[]): { status: number | null; text: string } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args]);
    return { status, text: `${stdout}${stderr}` };
  };
  expect(run('--help')).toMatchObject({ status: 0, text: expect.stringContaining('usage: npm run fuzz') });
  expect(run('--minutes', '0')).toMatchObject({ status: 2, text: expect.stringContaining('above 0; got 0') });
  expect(run('--seed', 'x')).toMatchObject({ status: 2, text: expect.stringContaining('an integer; got x') });
  expect(run('--spam')).toMatchObject({ status: 2, text: expect.stringContaining('usage: npm run fuzz') });
});
