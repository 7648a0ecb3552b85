/** The recipe for FastAPI in docs/numpy.md, both halves as printed: the service in CPython, the page here. */
import { readFileSync } from 'node:fs';
import { ByteArray, loads, type Tuple } from 'brine';
import { expect, test } from 'vitest';
import { recipe } from '../../conformance/numpy/recipe-text.ts';
import { oracle } from '../oracle.ts';

test('what the service sends arrives on the page without a copy', async () => {
  const python = await oracle();
  const { service, unpacked } = await recipe(readFileSync(new URL('../../docs/numpy.md', import.meta.url), 'utf8'));
  python.run(service);
  // CPython alone has no arrays; numpy gives its buffers to pickle in the same way (npm run conformance:numpy).
  python.run(
    `parts = (pickle.PickleBuffer(bytearray(range(5))), 'between', pickle.PickleBuffer(bytearray(12)), pickle.PickleBuffer(bytearray(80)))`,
  );
  const sent = String(python.evaluate(`base64.b64encode(b''.join(bytes(part) for part in packed(parts))).decode()`));
  const body = Uint8Array.from(Buffer.from(sent, 'base64')).buffer;
  const [pickle = new Uint8Array(), ...buffers] = unpacked(body);
  // Bytes, numbers of 4 bytes and numbers of 8: each at a multiple of the size of its elements.
  expect(buffers.map(({ byteOffset }, at) => byteOffset % ([1, 4, 8][at] ?? 0))).toEqual([0, 0, 0]);
  const [first, text, ...others] = loads<Tuple<unknown>>(pickle, { buffers });
  expect(first).toEqual(ByteArray.from([0, 1, 2, 3, 4]));
  expect([text, ...others]).toEqual(['between', new ByteArray(12), new ByteArray(80)]);
  expect(first instanceof Uint8Array && first.buffer === body).toBe(true);
});
