import { describe, expect, test } from 'vitest';
import { PicklingError } from '../../src/errors.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { assembly } from '../../src/opcodes/assembly.ts';
import { dis } from '../../src/opcodes/dis.ts';
import { genops } from '../../src/opcodes/genops.ts';
import { hex } from '../fixtures.ts';
import { MEASURED } from '../pickletools.ts';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const listing = (bytes: Uint8Array): string => [...assembly(bytes)].join('');

/** Text | bytes. */
const ROWS: readonly (readonly [string, string])[] = [
  ['', ''],
  ['  # nothing\n\n', ''],
  ['STOP', '2e'],
  ['NONE\r\nSTOP\r\n', '4e2e'],
  ['   17: K        BININT1    5 Push a one-byte unsigned integer. # kept', '4b05'],
  ['t TUPLE (MARK at 9)', '74'],
  ['\\x94 MEMOIZE    (as 3)', '94'],
  ['    1: t    TUPLE      no MARK exists on stack', '74'],
  ['\\x8b LONG4 5 Long integer using found-byte length.', '8b0100000005'],
  ['INT True', '4930310a'],
  ['INT -0', '49300a'],
  ['LONG 5', '4c354c0a'],
  ['FLOAT 1e5', '463130303030302e300a'],
  ['BINFLOAT nan', '477ff8000000000000'],
  ['BINFLOAT -inf', '47fff0000000000000'],
  ['BINFLOAT 2', '474000000000000000'],
  ['BININT -1', '4affffffff'],
  ['FRAME 18446744073709551615', '95ffffffffffffffff'],
  [`LONG1 ${2n ** 64n}`, '8a09000000000000000001'],
  ["STRING 'é\\n'", `53${Buffer.from("'\\xe9\\n'\n").toString('hex')}`],
  ["SHORT_BINSTRING '\\xe9\\351é'", '5503e9e9e9'],
  ["SHORT_BINUNICODE '\\ud83d\\ude00😀'", '8c0aeda0bdedb880f09f9880'],
  ["UNICODE '\\ud83d\\ude00'", `56${Buffer.from('\\ud83d\\ude00\n').toString('hex')}`],
  ["UNICODE '\\U0001f600'", `56${Buffer.from('\\U0001f600\n').toString('hex')}`],
  ['SHORT_BINBYTES b"\'\\x00\\377\\t"', '43042700ff09'],
  ["BYTEARRAY8 bytearray(b'a')", '96010000000000000061'],
  ["GLOBAL 'a.b c d'", `63${Buffer.from('a.b\nc d\n').toString('hex')}`],
  ["PERSID '\\\\\\n'", `50${Buffer.from('\\\\\\n\n').toString('hex')}`],
  ["INT raw b'0x1f\\n' # 31", `49${Buffer.from('0x1f\n').toString('hex')}`],
  ["NONE raw b'z'", '4e7a'],
  ["bytes b'\\xff\\xfe'", 'fffe'],
  ['PROTO 4\nFRAME auto\nNONE\nFRAME auto\nNONE\nSTOP', '8004 95 0100000000000000 4e 95 0200000000000000 4e2e'],
];

/** Text | line, what was found. */
const REFUSED: readonly (readonly [string, number, string])[] = [
  ['NONE\nNOPE', 2, 'a line without the name of an opcode'],
  ['    2: ', 1, 'a line without the name of an opcode'],
  ['K NONE', 1, 'NONE behind the character of another opcode'],
  ['NONE 5', 1, 'something behind what the opcode takes'],
  ['BININT1 5 6', 1, 'something behind what the opcode takes'],
  ['BININT1', 1, 'an argument that is no Python literal'],
  ['BININT1 256', 1, 'an int that has no 8 bits'],
  ['BININT -2147483649', 1, 'an int that has no 32 bits'],
  ['BININT1 1.0', 1, 'a float where the opcode has an int'],
  ["BININT1 '1'", 1, 'a str where the opcode has an int'],
  ['SHORT_BINBYTES 5', 1, 'an int where the opcode has a bytes'],
  ["BYTEARRAY8 b'a'", 1, 'a bytes where the opcode has a bytearray'],
  ["SHORT_BINUNICODE 'a", 1, 'a text without its end'],
  ["SHORT_BINUNICODE '\\q'", 1, 'an escape that Python does not have'],
  ["SHORT_BINUNICODE '\\U00110000'", 1, 'a character beyond'],
  ["SHORT_BINBYTES b'\\u0041'", 1, 'an escape that Python does not have'],
  ["SHORT_BINBYTES b'é'", 1, 'bytes that are not in ASCII'],
  ["BYTEARRAY8 bytearray('a')", 1, 'a bytearray that is not made of bytes'],
  ["BYTEARRAY8 bytearray(b'a'", 1, 'a bytearray that does not end'],
  ["SHORT_BINSTRING '日'", 1, 'a character that has no byte'],
  [`SHORT_BINUNICODE '${'x'.repeat(256)}'`, 1, 'an argument of 256 bytes, which is too long for the opcode'],
  ["GLOBAL 'os'", 1, 'a name without a module'],
  ["INT raw 'x'", 1, 'a str where bytes are needed'],
  [`INT ${'1'.repeat(5000)}`, 1, 'an int of more than 4300 digits'],
];

describe('assemble', () => {
  test.for(ROWS)('makes of %j the bytes %s', ([text, bytes]) => {
    expect(hexOf(assemble(text))).toBe(bytes.replaceAll(' ', ''));
  });

  test.for(REFUSED)('refuses %j', ([text, line, found]) => {
    try {
      assemble(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PicklingError);
      expect(error).toMatchObject({ code: 'bad-assembly', path: `line ${line}` });
      expect(String(error)).toContain(found);
    }
  });

  test('is the inverse of dis for every measured pickle whose arguments are in the usual form', () => {
    let usual = 0;
    for (const { hex: text, dis: output } of MEASURED) {
      const bytes = hex(text);
      if (output.includes('EXC ') || /^\w+ raw |^bytes /m.test(listing(bytes))) continue;
      usual++;
      for (const options of [{}, { annotate: 30 }, { annotate: 1, indentlevel: 1, python: '3.8' as const }]) {
        const end = [...genops(bytes)].at(-1)?.end ?? 0;
        expect(hexOf(assemble([...dis(bytes, options)].join(''))), text).toBe(text.slice(0, 2 * end));
      }
    }
    expect(usual).toBeGreaterThan(600);
  });
});
