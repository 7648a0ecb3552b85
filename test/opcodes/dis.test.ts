import { describe, expect, test } from 'vitest';
import { UnpicklingError } from '../../src/errors.ts';
import { type DisMemo, type DisOptions, dis } from '../../src/opcodes/dis.ts';
import { hex } from '../fixtures.ts';

const NESTED = hex('80025d2828 4b01 74 65 2e');

const text = (bytes: Uint8Array, options?: DisOptions): string => [...dis(bytes, options)].join('');

/** What comes out before the error, and the error. */
function broken(bytes: Uint8Array, options?: DisOptions): readonly [string[], unknown] {
  const lines: string[] = [];
  try {
    for (const line of dis(bytes, options)) lines.push(line);
  } catch (error) {
    return [lines, error];
  }
  throw new Error('nothing was thrown');
}

describe('dis', () => {
  test('gives lines, each with its newline', () => {
    expect([...dis(NESTED)]).toEqual([
      '    0: \\x80 PROTO      2\n',
      '    2: ]    EMPTY_LIST\n',
      '    3: (    MARK\n',
      '    4: (        MARK\n',
      '    5: K            BININT1    1\n',
      '    7: t            TUPLE      (MARK at 4)\n',
      '    8: e        APPENDS    (MARK at 3)\n',
      '    9: .    STOP\n',
      'highest protocol among opcodes = 2\n',
    ]);
  });

  test('indents as told, and not at all', () => {
    expect(text(NESTED, { indentlevel: 1 })).toContain('    7: t      TUPLE      (MARK at 4)\n');
    expect(text(NESTED, { indentlevel: -3 })).toContain('    7: t    TUPLE      (MARK at 4)\n');
  });

  test('describes opcodes from a column on', () => {
    expect(text(hex('4e2e'), { annotate: 30 })).toContain(
      '    0: N    NONE                      Push None on the stack.\n',
    );
  });

  test('counts columns in code points', () => {
    const [first] = dis(hex('8c04f09f9880 2e'), { annotate: 40 });
    const [second] = dis(hex('8c0161 2e'), { annotate: 40 });
    expect(first?.indexOf('Push')).toBe((second?.indexOf('Push') ?? 0) + 1);
  });

  test('shows two surrogates that Python keeps apart', () => {
    expect(text(hex('8c06eda0bdedb880 2e'))).toContain("'\\ud83d\\ude00'");
    expect(text(hex('8c04f09f9880 2e'))).toContain("'😀'");
    expect(text(new Uint8Array(Buffer.from('V\\ud83d\\ude00\n.')))).toContain("'\\ud83d\\ude00'");
    expect(text(new Uint8Array(Buffer.from('V\\U0001f600\n.')))).toContain("'😀'");
  });

  test('begins where it is told, and shows places in the data', () => {
    expect([...dis(hex('4e2e4e2e'), { offset: 2 })][0]).toBe('    2: N    NONE\n');
  });

  test('keeps a memo from one pickle to the next', () => {
    const memo: DisMemo = new Map();
    text(hex('4e71052e'), { memo });
    expect(memo).toEqual(new Map([[5, 'None']]));
    expect(text(hex('68052e'), { memo })).toContain('BINGET     5');
    expect(broken(hex('68052e'))[1]).toMatchObject({ code: 'memo-missing' });
  });

  test('shows the line that is wrong before it throws', () => {
    const [lines, error] = broken(hex('4e742e'));
    expect(lines).toEqual(['    0: N    NONE\n', '    1: t    TUPLE\n']);
    expect(error).toBeInstanceOf(UnpicklingError);
    expect(error).toMatchObject({ code: 'no-mark', offset: 1, opcode: 0x74 });
    expect(String((error as UnpicklingError).cause)).toBe('ValueError: no MARK exists on stack');
    expect(broken(hex('4e742e'), { python: '3.13' })[0][1]).toBe('    1: t    TUPLE      no MARK exists on stack\n');
  });

  test('shows the part of a line that Python prints before it fails', () => {
    const [lines, error] = broken(hex('2885742e'));
    expect(lines.at(-1)).toBe('    2: ');
    expect(String((error as UnpicklingError).cause)).toBe('IndexError: list index out of range');
  });

  test('finds what is left on the stack, after everything else', () => {
    const [lines, error] = broken(hex('4e5d2e'));
    expect(lines.at(-1)).toBe('highest protocol among opcodes = 1\n');
    expect(error).toMatchObject({ code: 'leftover', offset: 2 });
    expect(String((error as UnpicklingError).cause)).toBe('ValueError: stack not empty after STOP: [None]');
  });

  test('of 3.13 minds a memo entry stored twice', () => {
    const bytes = hex('4e710171012e');
    expect(text(bytes)).toContain('BINPUT     1');
    expect(broken(bytes, { python: '3.13' })[1]).toMatchObject({ message: 'memo key 1 already defined (at byte 3)' });
  });

  test('goes through a million marks in linear time', () => {
    const bytes = new Uint8Array(1_000_001).fill(0x28);
    bytes[1_000_000] = 0x2e;
    let lines = 0;
    expect(() => {
      for (const line of dis(bytes, { indentlevel: 0 })) lines += line.length > 0 ? 1 : 0;
    }).toThrow(/^stack not empty after STOP: \[mark, mark, /);
    expect(lines).toBe(1_000_002);
  });

  test.for([{ annotate: 0.5 }, { indentlevel: Number.NaN }, { offset: -1 }])(
    'refuses the options %j at once',
    (options) => {
      expect(() => dis(hex('2e'), options)).toThrow(RangeError);
    },
  );

  test('refuses a memo that is no Map', () => {
    // @ts-expect-error an option that the types forbid
    expect(() => dis(hex('2e'), { memo: {} })).toThrow(TypeError);
  });
});
