import { describe, expect, test } from 'vitest';
import { UnpicklingError } from '../../src/errors.ts';
import { genops } from '../../src/opcodes/genops.ts';
import { PythonException } from '../../src/opcodes/python-exception.ts';
import { ByteArray } from '../../src/values/byte-array.ts';
import { hex } from '../fixtures.ts';

/** Bytes before STOP | name, argument. */
const READ: readonly (readonly [string, string, unknown])[] = [
  ['4e', 'NONE', undefined],
  ['4930310a', 'INT', true],
  ['4930300a', 'INT', false],
  ['492037 5f30 0a', 'INT', 70],
  ['4aff ffffff', 'BININT', -1],
  ['4dff ff', 'BININT2', 65535],
  ['4c31324c0a', 'LONG', 12],
  ['8a09000000000000000001', 'LONG1', 2n ** 64n],
  ['95ffffffffffffffff', 'FRAME', 2n ** 64n - 1n],
  ['95ffffffffffff1f00', 'FRAME', Number.MAX_SAFE_INTEGER],
  ['473ff8000000000000', 'BINFLOAT', 1.5],
  ['46315f30652d310a', 'FLOAT', 1],
  ['5501e9', 'SHORT_BINSTRING', 'é'],
  ['8c02c3a9', 'SHORT_BINUNICODE', 'é'],
  ['565c75303065390a', 'UNICODE', 'é'],
  ['4302ff00', 'SHORT_BINBYTES', new Uint8Array([255, 0])],
  ['96 0100000000000000 07', 'BYTEARRAY8', ByteArray.of(7)],
  ['63 6f730a 73797374656d0a', 'GLOBAL', 'os system'],
  ['50 5c7834310a', 'PERSID', 'A'],
];

describe('genops', () => {
  test.for(READ)('reads %s as %s', ([bytes, name, arg]) => {
    const data = hex(`${bytes}2e4e`);
    const ops = [...genops(data)];
    expect(ops.map(({ opcode }) => opcode.name)).toEqual([name, 'STOP']);
    expect(ops[0]?.arg).toEqual(arg);
    expect(ops[0]?.arg instanceof ByteArray).toBe(name === 'BYTEARRAY8');
    expect([ops[0]?.offset, ops[0]?.end, ops[1]?.offset]).toEqual([0, data.length - 2, data.length - 2]);
  });

  test('says where arguments lie, and gives bytes as views', () => {
    const data = hex('0000 42 02000000 6162 2e').subarray(2);
    const [op] = genops(data);
    expect([op?.argStart, op?.argEnd, op?.end]).toEqual([5, 7, 7]);
    data[5] = 0x7a;
    expect(op?.arg).toEqual(hex('7a62'));
  });

  test('begins where it is told, and stops at STOP', () => {
    expect(Array.from(genops(hex('4e2e882e'), { offset: 2 }), ({ offset }) => offset)).toEqual([2, 3]);
  });

  test('gives what is whole before it throws what pickletools raises', () => {
    const ops = genops(hex('4e ff'));
    expect(ops.next().value?.opcode.name).toBe('NONE');
    try {
      ops.next();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UnpicklingError);
      expect(error).toMatchObject({ code: 'bad-opcode', offset: 1, opcode: 255 });
      expect(error).toHaveProperty('message', "at position 1, opcode b'\\xff' unknown (at byte 1)");
      const { cause } = error as UnpicklingError;
      expect(cause).toBeInstanceOf(PythonException);
      expect(String(cause)).toBe("ValueError: at position 1, opcode b'\\xff' unknown");
    }
  });

  test('of 3.13 takes strings and names for ASCII', () => {
    const data = hex('5327e927 0a 2e');
    expect([...genops(data)][0]?.arg).toBe('é');
    expect(() => [...genops(data, { python: '3.13' })]).toThrow("'ascii' codec can't decode byte 0xe9 in position 0");
    expect(() => [...genops(hex('63ff0a610a2e'))]).toThrow("'utf-8' codec can't decode byte 0xff in position 0");
  });

  test.for([{ offset: -1 }, { offset: 0.5 }, { python: '3.7' }])('refuses the options %j at once', (options) => {
    // @ts-expect-error an option that the types forbid
    expect(() => genops(hex('2e'), options)).toThrow(RangeError);
  });

  test('refuses what is no bytes at once', () => {
    // @ts-expect-error an argument that the types forbid
    expect(() => genops('N.')).toThrow(TypeError);
  });
});
