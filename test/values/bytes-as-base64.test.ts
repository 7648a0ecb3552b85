import { expect, test } from 'vitest';
import { ByteArray, bytesAsBase64, Dict, dumps, FrozenSet, loads, PySet, Tuple } from '../../src/index.ts';
import { toJSON } from '../../src/tools.ts';

const bytes = () => Uint8Array.of(1, 2, 3);
const json = (value: unknown): string => JSON.stringify(value, bytesAsBase64);

test.for<[unknown, string]>([
  [bytes(), '"AQID"'],
  [new Uint8Array(), '""'],
  [Buffer.from([1, 2, 3]), '"AQID"'],
  [ByteArray.of(1, 2, 3), '"AQID"'],
  [[bytes(), [bytes()]], '["AQID",["AQID"]]'],
  [Tuple.of(bytes()), '["AQID"]'],
  [new Dict<unknown, unknown>([['a', bytes()]]), '{"a":"AQID"}'],
  [new PySet([bytes()]), '["AQID"]'],
  [new FrozenSet([bytes()]), '["AQID"]'],
  [{ __proto__: null, a: bytes() }, '{"a":"AQID"}'],
  [{ ['__proto__']: bytes() }, '{"__proto__":"AQID"}'],
])('JSON.stringify with bytesAsBase64 of %o is %s', ([value, text]) => {
  expect(json(value)).toBe(text);
});

test('bytes that loads gave have the base64 that toJSON of brine/tools has, wherever they stand', () => {
  const pickle = dumps({ small: bytes(), large: new Uint8Array(100_000).fill(7), in: [Tuple.of(bytes())] });
  const value = loads(pickle);
  expect(json(value)).toBe(toJSON(pickle));
  expect(JSON.stringify(value)).not.toBe(toJSON(pickle));
});

test.for<unknown>([
  'text',
  1,
  null,
  true,
  [1, { a: null }],
  { type: 'Buffer', data: [1] },
  new Date(0),
  new Uint16Array(2),
])('bytesAsBase64 leaves %o as it is', (value) => {
  expect(json(value)).toBe(JSON.stringify(value));
});

test('the text that a class of bytes gives of itself is kept', () => {
  class Key extends Uint8Array {
    toJSON() {
      return 'key';
    }
  }
  expect(json([new Key(3)])).toBe('["key"]');
});
