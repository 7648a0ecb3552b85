import { expect, test } from 'vitest';
import { encodingOf, nextEncoding, withEncoding } from '../../src/cli/encoding.ts';
import { loads, UnpicklingError } from '../../src/index.ts';

/** `'é'` as Python 2 wrote it in Latin-1. */
const LATIN = Uint8Array.of(0x55, 1, 0xe9, 0x2e);
const load = (encoding: 'ASCII' | 'latin1' | 'utf-8' | 'bytes'): unknown => loads(LATIN, { encoding });

test('without an encoding it is ASCII, and Latin-1 where the text is not', () => {
  expect(withEncoding(undefined, (encoding) => encoding)).toBe('ASCII');
  expect(withEncoding(undefined, load)).toBe('é');
});

test('an encoding that was asked for is the only one', () => {
  expect(withEncoding('bytes', load)).toEqual(Uint8Array.of(0xe9));
  expect(() => withEncoding('ASCII', load)).toThrow(UnpicklingError);
  expect(() => withEncoding('utf-8', load)).toThrow(UnpicklingError);
});

test('another error is no reason to try again', () => {
  const cut = new UnpicklingError('truncated', 0, -1, 'cut');
  expect(() => nextEncoding(cut, undefined)).toThrow(cut);
  expect(() => nextEncoding(new RangeError('x'), undefined)).toThrow(RangeError);
});

test('names', () => {
  expect(['ASCII', 'latin1', 'utf-8', 'bytes', 'ascii', '', undefined].map(encodingOf)).toEqual([
    'ASCII',
    'latin1',
    'utf-8',
    'bytes',
    undefined,
    undefined,
    undefined,
  ]);
});
