import { expect, test } from 'vitest';
import { encodingOf, nextEncoding, withEncoding } from '../../src/cli/encoding.ts';
import { Output } from '../../src/cli/output.ts';
import { loads, UnpicklingError } from '../../src/index.ts';

/** `'é'` as Python 2 wrote it in Latin-1. */
const LATIN = Uint8Array.of(0x55, 1, 0xe9, 0x2e);
/** What is said is in `said`. */
let said: string[] = [];
const output = (): Output => {
  said = [];
  const sink = {
    isTerminal: false,
    columns: 80,
    rows: undefined,
    write: async (text: string | Uint8Array) => void said.push(String(text)),
    close: () => {},
  };
  return new Output(sink, sink, false);
};
const load = (encoding: 'ASCII' | 'latin1' | 'utf-8' | 'bytes'): unknown => loads(LATIN, { encoding });

test('without an encoding it is ASCII, and Latin-1 where the text is not', () => {
  expect(withEncoding(undefined, output(), (encoding) => encoding)).toBe('ASCII');
  expect(withEncoding(undefined, output(), load)).toBe('é');
  expect(said).toEqual([
    'brine: strings of Python 2 that are not ASCII are read as latin1; use --encoding if they are something else\n',
  ]);
});

test('an encoding that was asked for is the only one', () => {
  expect(withEncoding('bytes', output(), load)).toEqual(Uint8Array.of(0xe9));
  expect(() => withEncoding('ASCII', output(), load)).toThrow(UnpicklingError);
  expect(() => withEncoding('utf-8', output(), load)).toThrow(UnpicklingError);
});

test('another error is no reason to try again', () => {
  const cut = new UnpicklingError('truncated', 0, -1, 'cut');
  expect(() => nextEncoding(cut, undefined, output())).toThrow(cut);
  expect(() => nextEncoding(new RangeError('x'), undefined, output())).toThrow(RangeError);
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
