import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLegacy, type LegacyEncoding, type TextErrors } from '../../src/bytes/legacy-text.ts';

/** Bytes in hex | encoding | errors | the text python3 gives. */
const DECODED: readonly (readonly [string, LegacyEncoding, TextErrors, string])[] = [
  ['', 'ASCII', 'strict', ''],
  ['6162', 'ASCII', 'strict', 'ab'],
  ['61e962', 'ASCII', 'replace', 'a\ufffdb'],
  ['61e9ff62', 'ASCII', 'ignore', 'ab'],
  ['61e9ff62', 'ASCII', 'surrogateescape', 'a\udce9\udcffb'],
  ['61e980', 'latin1', 'strict', 'aé\x80'],
  ['c3a9', 'utf-8', 'strict', 'é'],
  ['efbbbf61', 'utf-8', 'strict', '\ufeffa'],
  ['eda080', 'utf-8', 'replace', '\ufffd\ufffd\ufffd'],
  ['f09f9841', 'utf-8', 'replace', '\ufffdA'],
  ['f09f98', 'utf-8', 'replace', '\ufffd'],
  ['f0808041', 'utf-8', 'replace', '\ufffd\ufffd\ufffdA'],
  ['e697e697a5', 'utf-8', 'replace', '\ufffd日'],
  ['c0af', 'utf-8', 'replace', '\ufffd\ufffd'],
  ['61f09f98e9', 'utf-8', 'ignore', 'a'],
  ['f09f9841ff', 'utf-8', 'surrogateescape', '\udcf0\udc9f\udc98A\udcff'],
];

/** Bytes in hex | encoding | what python3 says. */
const REFUSED: readonly (readonly [string, LegacyEncoding, string])[] = [
  ['e9', 'ASCII', "'ascii' codec can't decode byte 0xe9 in position 0: ordinal not in range(128)"],
  ['6180ff', 'ASCII', "'ascii' codec can't decode byte 0x80 in position 1: ordinal not in range(128)"],
  ['e9', 'utf-8', "'utf-8' codec can't decode byte 0xe9 in position 0: unexpected end of data"],
  ['61eda080', 'utf-8', "'utf-8' codec can't decode byte 0xed in position 1: invalid continuation byte"],
];

/** The bytes in the middle of others, which must not be looked at. */
function within(hex: string): [Uint8Array, number, number] {
  const body = Buffer.from(hex, 'hex');
  const bytes = new Uint8Array(body.length + 6).fill(0x80);
  bytes.set(body, 3);
  return [bytes, 3, 3 + body.length];
}

test.each(DECODED)('bytes %s in %s with %s become %j', (hex, encoding, errors, expected) => {
  expect(decodeLegacy(...within(hex), encoding, errors)).toBe(expected);
});

test.each(REFUSED)('bytes %s in %s are refused in the words of Python', (hex, encoding, message) => {
  const error = expect.objectContaining({ code: 'bad-text', message });
  expect(() => decodeLegacy(...within(hex), encoding, 'strict')).toThrow(error);
});

test('replace gives the replacements that TextDecoder gives', () => {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      expect(decodeLegacy(bytes, 0, bytes.length, 'utf-8', 'replace')).toBe(decoder.decode(bytes));
    }),
  );
});

test('bad bytes without end are replaced in linear time', () => {
  const bytes = new Uint8Array(4_000_000).fill(0xff);
  expect(decodeLegacy(bytes, 0, bytes.length, 'utf-8', 'replace')).toHaveLength(4_000_000);
  expect(decodeLegacy(bytes, 0, bytes.length, 'ASCII', 'surrogateescape')).toHaveLength(4_000_000);
});
