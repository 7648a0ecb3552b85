/** The words of errors: those of CPython's C unpickler stand in ours. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loads, UnpicklingError } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

/** Opcodes with their arguments, right and wrong. Sizes beyond 32 bits are left out: pyodide is a 32-bit build. */
const PARTS = [
  ...[
    'N',
    'K\x01',
    '\x88',
    '\x8c\x01a',
    'C\x01b',
    ']',
    '}',
    ')',
    '\x8f',
    '(',
    'G?\xf8\0\0\0\0\0\0',
    'I5\n',
    'L7L\n',
    'Va\n',
  ],
  ...["S'x'\n", 'U\x01z', 'T\x01\0\0\0y', 'X\x01\0\0\0w', '\x8a\x01\x05', 'F1.5\n', 'I01\n', '\x96\x01\0\0\0\0\0\0\0c'],
  ...[
    'e',
    'a',
    's',
    'u',
    't',
    'l',
    'd',
    '\x85',
    '\x86',
    '\x87',
    '\x90',
    '\x91',
    '0',
    '1',
    '2',
    'R',
    'b',
    '\x81',
    '\x92',
  ],
  ...[
    '\x93',
    'q\0',
    'h\0',
    '\x94',
    'h\x01',
    'r\0\x01\0\0',
    'j\0\x01\0\0',
    'p3\n',
    'g3\n',
    'p-1\n',
    'gx\n',
    'Q',
    'Pid\n',
  ],
  ...['\x82\x01', '\x83\0\0', '\x84\0\0\0\0', '\x84\xff\xff\xff\xff', '\x97', '\x98', '\x80\x06', '\x80\x04'],
  ...[
    '\x95\x05\0\0\0\0\0\0\0',
    'o',
    'i',
    'I\n',
    'Ix\n',
    'L\n',
    'Lx\n',
    'F\n',
    'Fx\n',
    "S'\n",
    'Sx\n',
    "S'\\x'\n",
    'V\\u12\n',
  ],
  ...['\x8b\xff\xff\xff\xff', '\x8b\x01\0\0\0\x05', '\xff', 'X\x01\0\0\0\xff', '\x8c\x02\xc3(', 'U\x02\x80\x25'],
];

test('random programs of these opcodes are refused with the words of CPython 3.14, or give its value', async () => {
  const python = await oracle();
  const program = fc.tuple(
    fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 8 }),
    fc.constantFrom('.', '.', '.', ''),
  );
  const pickles = fc
    .sample(program, { numRuns: 3000, seed: 15 })
    .map(([parts, stop]) => new Uint8Array(Buffer.from(parts.join('') + stop, 'latin1')));
  const refused = python.reprAll(pickles).map((repr) => /^ERR \w+: (.*)$/s.exec(repr)?.[1]);
  const differences = pickles.flatMap((pickle, i) => {
    const words = refused[i];
    const ours = messageOf(() => loads(pickle));
    const isSame = words === undefined ? ours === undefined : ours?.includes(words) === true;
    return isSame ? [] : [[Buffer.from(pickle).toString('hex'), words, ours]];
  });
  expect(differences).toEqual([]);
  expect(refused.filter((words) => words !== undefined).length).toBeGreaterThan(2000);
});

function messageOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof UnpicklingError ? error.message : String(error);
  }
}
