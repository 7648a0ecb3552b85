/** Out-of-band buffers (protocol 5), with a real CPython on the other side. */
import { expect, test } from 'vitest';
import { ByteArray, dumps, loads, PickleBuffer } from '../../src/index.ts';
import { hex } from '../fixtures.ts';
import { oracle } from '../oracle.ts';

test('a buffer stays out of the pickle when the callback says so, and comes back without a copy', () => {
  const data = new Float64Array([1, 2, 3]);
  const buffers: PickleBuffer[] = [];
  const pickle = dumps([new PickleBuffer(data)], { bufferCallback: (buffer) => void buffers.push(buffer) });
  expect(pickle.length).toBeLessThan(30);
  const [back] = loads<ByteArray[]>(pickle, { buffers: buffers.map(({ bytes }) => bytes) });
  expect(back).toBeInstanceOf(ByteArray);
  expect(back?.buffer).toBe(data.buffer);
});

test('a read-only buffer comes back as bytes', () => {
  const pickle = dumps(new PickleBuffer(Uint8Array.of(1, 2), { readonly: true }), { bufferCallback: () => false });
  expect(pickle).toEqual(hex('80 05 97 98 2e'));
  const back: unknown = loads(pickle, { buffers: [Uint8Array.of(1, 2)] });
  expect(back).toEqual(Uint8Array.of(1, 2));
  expect(back).not.toBeInstanceOf(ByteArray);
});

test('without a callback, or with one that says so, the bytes are in the pickle', async () => {
  const python = await oracle();
  const value = [new PickleBuffer(Uint8Array.of(1)), new PickleBuffer(Uint8Array.of(2), { readonly: true })];
  for (const options of [{}, { bufferCallback: () => true }]) {
    expect(python.repr(dumps(value, options))).toBe("[bytearray(b'\\x01'), b'\\x02']");
  }
});

test("what Python's buffer_callback keeps out, loads gets from options.buffers", async () => {
  const python = await oracle();
  python.run(`
import pickle, base64, json
kept = []
out_of_band = pickle.dumps([pickle.PickleBuffer(bytearray(b'spam')), pickle.PickleBuffer(b'eggs')], protocol=5, buffer_callback=kept.append)
`);
  const pickle = Buffer.from(String(python.evaluate('base64.b64encode(out_of_band).decode()')), 'base64');
  const buffers = [Buffer.from('spam'), Buffer.from('eggs')];
  expect(loads(pickle, { buffers })).toEqual([
    ByteArray.from(Buffer.from('spam')),
    new Uint8Array(Buffer.from('eggs')),
  ]);
  expect(() => loads(pickle)).toThrow(/no \*buffers\* argument was given/);
  expect(() => loads(pickle, { buffers: [] })).toThrow(/not enough out-of-band buffers/);
});

test('a buffer needs protocol 5', () => {
  expect(() => dumps(new PickleBuffer(Uint8Array.of(1)), { protocol: 4 })).toThrow(/protocol >= 5 \(at \$\)$/);
});
