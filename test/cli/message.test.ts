import { expect, test } from 'vitest';
import { CommandError } from '../../src/cli/command-error.ts';
import { messageOf } from '../../src/cli/message.ts';
import { UnpicklingError } from '../../src/errors.ts';
import { loads } from '../../src/index.ts';
import { limitExceeded } from '../../src/limits.ts';

const system = (code: string, message: string): Error => Object.assign(new Error(message), { code });

function thrown(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test.for<[unknown, string]>([
  [new CommandError('not so'), 'not so'],
  [new UnpicklingError('truncated', 3, -1, 'Ran out of input'), 'Ran out of input (at byte 3)'],
  [limitExceeded('digits', 4300, 'an int'), 'an int: more than the limit (digits: 4300)'],
  [
    limitExceeded('memory', 5, 'an object'),
    'an object: more than the limit (memory: 5); NODE_OPTIONS=--max-old-space-size=16000 lets Node.js take 16 GB',
  ],
  [
    thrown(() => loads(Uint8Array.of(0x55, 1, 0xe9, 0x2e))),
    expect.stringMatching(/str of Python 2: --encoding latin1 \(.*\) or --encoding bytes/),
  ],
  [
    thrown(() => loads(Buffer.from('Px\n.'))),
    expect.stringMatching(/^A load persistent id [^.]* was specified \(at byte 0\)$/),
  ],
  [
    thrown(() => loads(Uint8Array.of(0x97, 0x2e))),
    expect.stringMatching(/no \*buffers\* argument was given \(at byte 0\)$/),
  ],
  [
    thrown(() => loads(Uint8Array.of(0x82, 5, 0x2e))),
    expect.stringMatching(/^unregistered extension code 5 \(at byte 0\)$/),
  ],
  [
    thrown(() => loads(Buffer.from('ca\nb\n.'), { unknown: 'error' })),
    expect.stringMatching(/^no codec for .a\.b. \(at byte 0\)$/),
  ],
  [system('ENOENT', 'ENOENT: ...'), 'no such file'],
  [system('EISDIR', 'EISDIR: ...'), 'is a directory'],
  [system('EACCES', 'EACCES: ...'), 'not allowed'],
  [system('EPERM', 'EPERM: ...'), 'not allowed'],
  [system('ENOSPC', 'ENOSPC: no space left'), 'ENOSPC: no space left'],
  ['a text', 'a text'],
])('%s', ([error, expected]) => {
  expect(messageOf(error)).toEqual(expected);
  expect(messageOf(error)).not.toContain('options.');
});

test('an error that nobody expects says where it comes from', () => {
  expect(messageOf(new TypeError('x is not a function'))).toMatch(
    /^a fault in brine itself: TypeError: x is not a function\n +at .*message\.test\.ts/,
  );
});
