import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Writer } from '../../src/bytes/writer.ts';

/** What is written | the bytes in hex. */
const WRITTEN: readonly (readonly [string, (writer: Writer) => unknown, string])[] = [
  ['u8', (writer) => writer.u8(0xff), 'ff'],
  ['op8', (writer) => writer.op8(0x4b, 0xff), '4bff'],
  ['op16', (writer) => writer.op16(0x4d, 0x0201), '4d0102'],
  ['op32, signed', (writer) => writer.op32(0x4a, -2), '4afeffffff'],
  ['op32, unsigned', (writer) => writer.op32(0x58, 0xf0ffffff), '58fffffff0'],
  ['op64', (writer) => writer.op64(0x95, Number.MAX_SAFE_INTEGER), '95ffffffffffff1f00'],
  ['opDouble', (writer) => writer.opDouble(0x47, 1.5), '473ff8000000000000'],
  ['raw', (writer) => writer.raw(Uint8Array.of(1, 2, 3)), '010203'],
  ['latin1', (writer) => writer.latin1('a\xff\0'), '61ff00'],
  ['utf8', (writer) => writer.utf8('aé日😀'), '61c3a9e697a5f09f9880'],
  ['utf8 of a lone surrogate', (writer) => writer.utf8('\ud800'), 'eda080'],
];

test.each(WRITTEN)('%s writes its bytes', (_, write, hex) => {
  const writer = new Writer();
  write(writer);
  expect(Buffer.from(writer.toBytes()).toString('hex')).toBe(hex);
  expect(writer.length).toBe(hex.length / 2);
});

test.each(WRITTEN)('%s writes the same where the buffer has to grow', (_, write, hex) => {
  for (let used = 4084; used <= 4096; used++) {
    const writer = new Writer();
    writer.raw(new Uint8Array(used).fill(0xaa));
    write(writer);
    const expected = 'aa'.repeat(used) + hex;
    expect(Buffer.from(writer.toBytes()).toString('hex')).toBe(expected);
  }
});

test('utf8 returns how many bytes it took', () => {
  const writer = new Writer();
  writer.u8(1);
  expect(writer.utf8('aé')).toBe(3);
  expect(writer.utf8('日'.repeat(5000))).toBe(15_000);
  expect(writer.length).toBe(15_004);
});

test('setU64 overwrites what is there', () => {
  const writer = new Writer();
  writer.raw(new Uint8Array(10));
  writer.setU64(1, 2 ** 40 + 3);
  expect(Buffer.from(writer.toBytes()).toString('hex')).toBe('00030000000001000000');
  expect(writer.length).toBe(10);
});

test('toBytes is a copy', () => {
  const writer = new Writer();
  writer.u8(1);
  const copy = writer.toBytes();
  writer.setU64(0, 2);
  expect([...copy]).toEqual([1]);
});

test('pieces of any size are written one after the other', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 20 }), (pieces) => {
      const writer = new Writer();
      for (const piece of pieces) writer.raw(piece);
      expect(Buffer.from(writer.toBytes()).equals(Buffer.concat(pieces))).toBe(true);
    }),
  );
});

test.for([
  [1000, 4096],
  [2 ** 20, 2 ** 20],
  [2 ** 24 + 1, 4096],
] as const)('after reset %d bytes are forgotten, and the buffer has %d', ([used, left]) => {
  const writer = new Writer();
  writer.raw(new Uint8Array(used).fill(1));
  writer.reset();
  expect(writer.length).toBe(0);
  expect(writer.bytes.length).toBe(left);
  writer.op32(0x4a, -2);
  expect(Buffer.from(writer.toBytes()).toString('hex')).toBe('4afeffffff');
});
