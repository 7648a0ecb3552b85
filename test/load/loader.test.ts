import { expect, test } from 'vitest';
import { Dict, dumps, loads, pythonClass } from '../../src/index.ts';

test('a codec that calls loads in the middle of a pickle changes nothing for it', () => {
  const inner = dumps({ a: ['inner', 1.5] });
  class Box {}
  const codecs = [
    pythonClass('m.Box', Box, { setState: (self, state) => Object.assign(self, { got: [state, loads(inner)] }) }),
  ];
  const pickle = Uint8Array.from(']\x94(cm\nBox\n)\x81\x94K\x07bh\x01h\x00e.', (unit) => unit.charCodeAt(0));
  const list = loads<unknown[]>(pickle, { codecs });
  expect(list[0]).toEqual({ got: [7, loads(inner)] });
  expect(list[1]).toBe(list[0]);
  expect(list[2]).toBe(list);
});

test('options of one call do not hold for the next', () => {
  const pickle = dumps({ a: 1 });
  expect(loads(pickle, { dicts: 'object', ints: 'bigint' })).toEqual({ a: 1n });
  expect(loads(pickle)).toEqual(new Dict([['a', 1]]));
  expect(() => loads(pickle, { limits: { memo: 0 } })).toThrow('limits.memo');
  expect(loads(pickle)).toEqual(new Dict([['a', 1]]));
});

test('a pickle that fails leaves nothing for the next', () => {
  expect(() => loads(Uint8Array.from([0x80, 4, 0x5d, 0x94, 0x28, 0x4b, 1, 0x68, 9]))).toThrow('Memo value not found');
  expect(() => loads(Uint8Array.from([0x80, 4, 0x68, 0, 0x2e]))).toThrow('Memo value not found at index 0');
  expect(() => loads(Uint8Array.from([0x80, 4, 0x74, 0x2e]))).toThrow('could not find MARK');
});

test('what one call read does not hold for the next with the same options', () => {
  const notList = Uint8Array.from([0x4b, 1, 0x4b, 2, 0x61, 0x2e]);
  loads(dumps(1.5));
  expect(() => loads(notList)).toThrow("'int' object has no attribute 'append'");
});

test('names of one call do not hold for the next with the same options', () => {
  const pickle = Uint8Array.from('cm\nBox\n.', (unit) => unit.charCodeAt(0));
  expect(loads(pickle)).not.toBe(loads(pickle));
});
