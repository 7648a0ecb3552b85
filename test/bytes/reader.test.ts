import { expect, test } from 'vitest';
import { NeedMore, Reader } from '../../src/bytes/reader.ts';

/** What is read | the bytes in hex | the value | how many bytes that takes. */
const NUMBERS: readonly (readonly [string, string, (reader: Reader) => number, number, number])[] = [
  ['u8', 'ff', (reader) => reader.u8(), 255, 1],
  ['u16', '0102', (reader) => reader.u16(), 0x0201, 2],
  ['u32', 'fffffff0', (reader) => reader.u32(), 0xf0ffffff, 4],
  ['i32', 'feffffff', (reader) => reader.i32(), -2, 4],
  ['f64be', '3ff8000000000000', (reader) => reader.f64be(), 1.5, 8],
  ['u64', 'ffffffffffff1f00', (reader) => reader.u64(), Number.MAX_SAFE_INTEGER, 8],
];

/** An error that the bytes end too soon. */
const TRUNCATED: unknown = expect.objectContaining({ code: 'truncated', message: 'pickle data was truncated' });

/** What `read` throws. */
function thrownBy(read: () => unknown): unknown {
  try {
    read();
  } catch (error) {
    return error;
  }
  return undefined;
}

test.each(NUMBERS)('%s reads %s', (_, hex, read, value, size) => {
  const whole = Buffer.from(`aa${hex}bb`, 'hex');
  const reader = new Reader(whole.subarray(1));
  expect(read(reader)).toBe(value);
  expect(reader.pos).toBe(size);
});

test.each(NUMBERS)('%s refuses bytes that end too soon, and does not move', (_, hex, read, __, size) => {
  const reader = new Reader(Buffer.from(hex, 'hex'));
  reader.end = size - 1;
  expect(() => read(reader)).toThrow(TRUNCATED);
  expect(reader.pos).toBe(0);
});

test.each(NUMBERS)('%s asks for more when more may come', (_, hex, read, __, size) => {
  const reader = new Reader(Buffer.from(`00${hex}`, 'hex'));
  reader.end = size;
  reader.pos = 1;
  reader.complete = false;
  expect(thrownBy(() => read(reader))).toEqual(new NeedMore(1 + size));
});

test('take claims bytes up to the last one', () => {
  const reader = new Reader(new Uint8Array(5));
  expect(reader.take(2)).toBe(0);
  expect(reader.take(3)).toBe(2);
  expect(reader.take(0)).toBe(5);
  expect(() => reader.take(1)).toThrow(TRUNCATED);
});

test('take refuses counts beyond any array', () => {
  const reader = new Reader(new Uint8Array(5));
  expect(() => reader.take(2 ** 63)).toThrow(TRUNCATED);
});

test('line claims up to and with the newline', () => {
  const reader = new Reader(Buffer.from('ab\n\nc\n'));
  expect([reader.line(), reader.pos]).toEqual([2, 3]);
  expect([reader.line(), reader.pos]).toEqual([3, 4]);
  expect([reader.line(), reader.pos]).toEqual([5, 6]);
  expect(() => reader.line()).toThrow(TRUNCATED);
});

test('line does not look behind the end', () => {
  const reader = new Reader(Buffer.from('ab\n'));
  reader.end = 2;
  expect(() => reader.line()).toThrow(TRUNCATED);
  reader.complete = false;
  expect(thrownBy(() => reader.line())).toEqual(new NeedMore(3));
  expect(reader.pos).toBe(0);
});
