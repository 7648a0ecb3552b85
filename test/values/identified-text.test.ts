/** strs that are other objects than equal ones. */
import { dumps, loads, pythonClass, type Reduction, Tuple } from 'brine';
import { distinctText } from 'brine/codec';
import { expect, test } from 'vitest';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Measured: CPython 3.8, 3.11 and 3.13 write so two bytes objects that are equal, `[bytes(bytearray(b'xy')), ...]`. */
const TWO_EQUAL_BYTES =
  '\x80\x02]q\x00(c_codecs\nencode\nq\x01X\x02\x00\x00\x00xyq\x02X\x06\x00\x00\x00latin1q\x03\x86q\x04Rq\x05h\x01' +
  'X\x02\x00\x00\x00xyq\x06h\x03\x86q\x07Rq\x08e.';

test('equal bytes of two objects are decoded twice at protocol 2', () => {
  const bytes = [Uint8Array.of(0x78, 0x79), Uint8Array.of(0x78, 0x79)];
  expect(hex(dumps(bytes, { protocol: 2 }))).toBe(TWO_EQUAL_BYTES);
});

test('bytes of one letter have one text, as CPython keeps single characters', () => {
  const pickle = hex(dumps([Uint8Array.of(0x78), Uint8Array.of(0x78)], { protocol: 2 }));
  expect(pickle.split('X\x01\x00\x00\x00x').length).toBe(2);
});

test.for(['f4', 'b'])('a distinct text %s is written beside an equal one, and read as a str', (text) => {
  const pickle = dumps(Tuple.of<unknown>(text, distinctText(text), text), { protocol: 4 });
  expect(hex(pickle).split(text).length).toBe(3);
  expect(loads(pickle)).toEqual(Tuple.of(text, text, text));
});

test('a distinct text is one object wherever it is', () => {
  class Unit {}
  const once = distinctText('ns');
  const reduce = (): Reduction => ({ callable: Unit, args: [once, once] });
  const pickle = dumps(new Unit(), { codecs: [pythonClass('app.Unit', Unit, { reduce })] });
  expect(hex(pickle).split('ns').length).toBe(2);
});
