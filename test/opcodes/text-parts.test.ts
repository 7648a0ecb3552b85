import { expect, test } from 'vitest';
import { rawUnicodeParts, utf8Parts } from '../../src/opcodes/text-parts.ts';
import { hex } from '../fixtures.ts';

test.for([
  ['', ['']],
  ['61f09f9880', ['a😀']],
  ['eda0bdedb880', ['\ud83d', '\ude00']],
  ['eda0bd61edb880', ['\ud83da\ude00']],
  ['eda0bdeda0bdedb880edb880', ['\ud83d\ud83d', '\ude00\ude00']],
  ['edb880eda0bd', ['\ude00\ud83d']],
] as const)('utf8Parts of %s are %j', ([bytes, parts]) => {
  const data = hex(`ff${bytes}ff`);
  expect(utf8Parts(data, 1, data.length - 1)).toEqual(parts);
});

test.for([
  ['', ['']],
  ['a\\U0001f600', ['a😀']],
  ['\\ud83d\\ude00', ['\ud83d', '\ude00']],
  ['\\U0000d83d\\U0000de00x', ['\ud83d', '\ude00x']],
  ['\\ud83d\\\\ude00', ['\ud83d\\\\ude00']],
  ['\\ud83dx\\ude00', ['\ud83dx\ude00']],
  ['\\ud83d\\', ['\ud83d\\']],
] as const)('rawUnicodeParts of %s are %j', ([text, parts]) => {
  const data = new Uint8Array(Buffer.from(`x${text}`, 'latin1'));
  expect(rawUnicodeParts(data, 1, data.length)).toEqual(parts);
});
