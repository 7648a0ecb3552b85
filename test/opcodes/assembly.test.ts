import { describe, expect, test } from 'vitest';
import { assemble } from '../../src/opcodes/assemble.ts';
import { assembly } from '../../src/opcodes/assembly.ts';
import { hex } from '../fixtures.ts';
import { mutants, seeded } from '../mutants.ts';
import { MEASURED } from '../pickletools.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const listing = (bytes: Uint8Array): string => [...assembly(bytes)].join('');
const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

/** Bytes | text. */
const ROWS: readonly (readonly [Uint8Array, string])[] = [
  [ascii('I01\n.N.'), 'INT True\nSTOP\nNONE\nSTOP\n'],
  [ascii('I1 \n'), "INT raw b'1 \\n' # 1\n"],
  [ascii('L5\n'), "LONG raw b'5\\n' # 5\n"],
  [ascii('Ix\n'), "INT raw b'x\\n'\n"],
  [ascii('cos\n\\x41\n'), "GLOBAL raw b'os\\n\\\\x41\\n' # 'os A'\n"],
  [hex('47fff8000000000000'), "BINFLOAT raw b'\\xff\\xf8\\x00\\x00\\x00\\x00\\x00\\x00' # nan\n"],
  [hex('8a020500'), "LONG1 raw b'\\x02\\x05\\x00' # 5\n"],
  [hex('8c06eda0bdedb880'), "SHORT_BINUNICODE '\\ud83d\\ude00'\n"],
  [hex('4eff2e'), "NONE\nbytes b'\\xff.'\n"],
  [hex('58ff00000061'), "bytes b'X\\xff\\x00\\x00\\x00a'\n"],
];

describe('assembly', () => {
  test.for(ROWS)('of $0 is %j', ([bytes, text]) => {
    expect(listing(bytes)).toBe(text);
    expect(hexOf(assemble(text))).toBe(hexOf(bytes));
  });

  test('comes back as the same bytes, measured or mutated or at random', () => {
    const measured = MEASURED.map((row) => row.hex);
    const random = seeded(7);
    const noise = Array.from({ length: 2000 }, () =>
      hexOf(Uint8Array.from({ length: Math.floor(random() * 40) }, () => random() * 256)),
    );
    for (const text of [...measured, ...mutants(measured, 2000, 3), ...noise]) {
      expect(hexOf(assemble(listing(hex(text))))).toBe(text);
    }
  });
});
