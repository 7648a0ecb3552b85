import { expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command.ts';
import { messageOf } from '../../src/cli/message.ts';
import { UnpicklingError } from '../../src/errors.ts';

const system = (code: string, message: string): Error => Object.assign(new Error(message), { code });

test.for<[unknown, string]>([
  [new CommandError('not so'), 'not so'],
  [new UnpicklingError('truncated', 3, -1, 'Ran out of input'), 'Ran out of input (at byte 3)'],
  [system('ENOENT', 'ENOENT: ...'), 'no such file'],
  [system('EISDIR', 'EISDIR: ...'), 'a folder, and no file'],
  [system('EACCES', 'EACCES: ...'), 'not allowed'],
  [system('EPERM', 'EPERM: ...'), 'not allowed'],
  [system('ENOSPC', 'ENOSPC: no space left'), 'ENOSPC: no space left'],
  ['a text', 'a text'],
])('%s', ([error, expected]) => {
  expect(messageOf(error)).toBe(expected);
});

test('an error that nobody expects says where it comes from', () => {
  expect(messageOf(new TypeError('x is not a function'))).toMatch(
    /^a fault in brine itself: TypeError: x is not a function\n +at .*message\.test\.ts/,
  );
});
