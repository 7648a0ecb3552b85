import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decodeLatin1,
  decodeUtf8,
  isAscii,
  unitsToBytes,
  utf8Length,
  utf16Length,
  writeUtf8,
} from '../../src/bytes/text.ts';

/** Bytes in hex | the text Python's `bytes.decode('utf-8', 'surrogatepass')` gives. */
const DECODED: readonly (readonly [string, string])[] = [
  ['', ''],
  ['61', 'a'],
  ['61626364656667', 'abcdefg'],
  ['6162636465666768', 'abcdefgh'],
  ['616263646566676869', 'abcdefghi'],
  ['00', '\0'],
  ['c3a9', 'é'],
  ['e697a5', '日'],
  ['f09f9880', '😀'],
  ['f48fbfbf', '\u{10ffff}'],
  ['efbbbf61', '\ufeffa'],
  ['eda080', '\ud800'],
  ['edbfbf', '\udfff'],
  ['61eda0bd62edb880', 'a\ud83db\ude00'],
  ['edbfbfedbfbff09f9880', '\udfff\udfff😀'],
];

/** Bytes in hex | what python3 says after `'utf-8' codec can't decode `. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['ff', 'byte 0xff in position 0: invalid start byte'],
  ['6180', 'byte 0x80 in position 1: invalid start byte'],
  ['c0af', 'byte 0xc0 in position 0: invalid start byte'],
  ['f5808080', 'byte 0xf5 in position 0: invalid start byte'],
  ['c3', 'byte 0xc3 in position 0: unexpected end of data'],
  ['c341', 'byte 0xc3 in position 0: invalid continuation byte'],
  ['e0', 'byte 0xe0 in position 0: unexpected end of data'],
  ['e08080', 'byte 0xe0 in position 0: invalid continuation byte'],
  ['e080', 'byte 0xe0 in position 0: invalid continuation byte'],
  ['e697', 'bytes in position 0-1: unexpected end of data'],
  ['e69741', 'bytes in position 0-1: invalid continuation byte'],
  ['eda0', 'byte 0xed in position 0: invalid continuation byte'],
  ['eda041', 'byte 0xed in position 0: invalid continuation byte'],
  ['f09f98', 'bytes in position 0-2: unexpected end of data'],
  ['f09f9841', 'bytes in position 0-2: invalid continuation byte'],
  ['f0808080', 'byte 0xf0 in position 0: invalid continuation byte'],
  ['f4908080', 'byte 0xf4 in position 0: invalid continuation byte'],
  ['eda080ff', 'byte 0xff in position 3: invalid start byte'],
];

/** Text, lone surrogates not unlikely. */
const text = fc
  .array(
    fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0xd83d, 0xde00)),
    {
      maxLength: 200,
    },
  )
  .map((units) => String.fromCharCode(...units));

/** The bytes in the middle of others, which must not be looked at. */
function within(hex: string): [Uint8Array, number, number] {
  const body = Buffer.from(hex, 'hex');
  const bytes = new Uint8Array(body.length + 6).fill(0x80);
  bytes.set(body, 3);
  return [bytes, 3, 3 + body.length];
}

test.each(DECODED)('UTF-8 bytes %s become %j', (hex, expected) => {
  expect(decodeUtf8(...within(hex))).toBe(expected);
});

test.each(DECODED)('the length in units of UTF-8 bytes %s is known without decoding', (hex, expected) => {
  expect(utf16Length(...within(hex))).toBe(expected.length);
});

test.each(REFUSED)('UTF-8 bytes %s are refused in the words of Python', (hex, reason) => {
  const error = expect.objectContaining({ code: 'bad-text', message: `'utf-8' codec can't decode ${reason}` });
  expect(() => decodeUtf8(...within(hex))).toThrow(error);
});

test('a long text with an error at its end is refused at the right position', () => {
  const bytes = new Uint8Array(100_000).fill(0x61);
  bytes[99_999] = 0xff;
  expect(() => decodeUtf8(bytes, 0, bytes.length)).toThrow('byte 0xff in position 99999: invalid start byte');
});

test('a long text with one lone surrogate is decoded', () => {
  const expected = `${'é'.repeat(50_000)}\ud800${'😀'.repeat(20_000)}`;
  const bytes = new Uint8Array(utf8Length(expected));
  writeUtf8(expected, bytes, 0);
  expect(decodeUtf8(bytes, 0, bytes.length) === expected).toBe(true);
});

test('ASCII of every length up to 100 is decoded', () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => 0x20 + (i % 0x5f));
  for (let length = 0; length <= 100; length++) {
    const expected = Buffer.from(bytes.subarray(0, length)).toString('latin1');
    expect(decodeUtf8(bytes, 0, length)).toBe(expected);
    expect(decodeLatin1(bytes, 0, length)).toBe(expected);
  }
});

test('what is written is what Node writes, for text without lone surrogates', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (whole) => {
      const target = new Uint8Array(utf8Length(whole) + 2);
      expect(writeUtf8(whole, target, 2)).toBe(target.length);
      expect(Buffer.from(target.subarray(2)).equals(Buffer.from(whole, 'utf8'))).toBe(true);
    }),
  );
});

test('any text comes back from its UTF-8, lone surrogates too', () => {
  fc.assert(
    fc.property(text, (original) => {
      const target = new Uint8Array(utf8Length(original) + 1);
      const end = writeUtf8(original, target, 1);
      expect(end).toBe(target.length);
      expect(utf16Length(target, 1, end)).toBe(original.length);
      expect(decodeUtf8(target, 1, end)).toBe(original);
    }),
  );
});

test('Latin-1 of any bytes is one unit a byte', () => {
  for (const length of [0, 1, 7, 31, 32, 100, 767, 768, 20_000]) {
    const bytes = Uint8Array.from({ length: length + 2 }, (_, i) => (i * 7) & 0xff);
    const expected = Buffer.from(bytes.subarray(1, length + 1)).toString('latin1');
    expect(decodeLatin1(bytes, 1, length + 1) === expected).toBe(true);
  }
});

test('isAscii looks only between its bounds', () => {
  const bytes = Uint8Array.of(0x80, 0x7f, 0x00, 0xff);
  expect(isAscii(bytes, 1, 3)).toBe(true);
  expect(isAscii(bytes, 0, 3)).toBe(false);
  expect(isAscii(bytes, 1, 4)).toBe(false);
  expect(isAscii(bytes, 2, 2)).toBe(true);
});

test('unitsToBytes is the inverse of decodeLatin1', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(unitsToBytes(decodeLatin1(bytes, 0, 256))).toEqual(bytes);
});
