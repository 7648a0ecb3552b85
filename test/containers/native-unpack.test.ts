/** Long data of gzip and zlib, which the runtime's own zlib unpacks: it gives what the decoders of the library give. */
import { deflateSync, gzipSync } from 'node:zlib';
import { PickleError } from 'brine';
import { bytesSource, openContainer, unpack } from 'brine/containers';
import { afterEach, describe, expect, test, vi } from 'vitest';

/** Bytes that hardly become fewer. */
const noise = new Uint8Array(200_000);
for (let i = 0, state = 1; i < noise.length; i++) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  noise[i] = state >>> 16;
}
const more = noise.slice(0, 100_000).reverse();
const gzip = gzipSync(noise);
const zlib = deflateSync(noise);
const zeros = new Uint8Array(7);

afterEach(() => void vi.restoreAllMocks());

/** What is unpacked or refused, with the runtime's zlib and without it. */
async function bothWays(packed: Uint8Array, limits = {}): Promise<readonly unknown[]> {
  const native = await outcome(packed, limits);
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never);
  const own = await outcome(packed, limits);
  vi.restoreAllMocks();
  return [native, own];
}

async function outcome(packed: Uint8Array, limits: object): Promise<unknown> {
  try {
    return Buffer.from(await unpack(packed, { limits })).toString('base64');
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test('the runtime unpacks what is long, and the library what is short', async () => {
  const asked = vi.spyOn(process, 'getBuiltinModule');
  for (const packed of [zlib, gzip]) expect(new Uint8Array(await unpack(packed))).toEqual(noise);
  const file = await openContainer(bytesSource(gzip));
  expect(new Uint8Array((await file?.entries[0]?.bytes()) ?? [])).toEqual(noise);
  expect(asked).toHaveBeenCalledTimes(3);
  await unpack(deflateSync(noise.subarray(0, 1000)));
  expect(asked).toHaveBeenCalledTimes(3);
});

describe('what is accepted and refused is the same', () => {
  const text = Buffer.from('spam');
  test.for<readonly [string, Uint8Array, string | Uint8Array]>([
    ['zlib', zlib, noise],
    ['zlib with bytes behind it', Buffer.concat([zlib, text]), noise],
    ['gzip', gzip, noise],
    ['two members', Buffer.concat([gzip, gzipSync(more)]), Buffer.concat([noise, more])],
    ['zeros between members', Buffer.concat([gzip, zeros, gzipSync(more)]), Buffer.concat([noise, more])],
    ['zeros at the end', Buffer.concat([gzip, zeros]), noise],
    ['other bytes at the end', Buffer.concat([gzip, text]), 'bad-compression: the gzip data is cut or broken: no gzip'],
    ['zeros and other bytes', Buffer.concat([gzip, zeros, text]), 'bad-compression: the gzip data is cut'],
    ['cut zlib', zlib.subarray(0, -5), 'bad-compression: the zlib data is cut or broken: unexpected end'],
    ['cut gzip', gzip.subarray(0, 100_000), 'bad-compression: the gzip data is cut or broken: unexpected end'],
    ['a wrong checksum', Buffer.concat([zlib.subarray(0, -1), text]), 'bad-compression: the zlib data is cut'],
  ])('%s', async ([, packed, expected]) => {
    const [native, own] = await bothWays(packed);
    expect(native).toBe(own);
    if (typeof expected === 'string') expect(native).toMatch(new RegExp(`^${expected}`));
    else expect(native).toBe(Buffer.from(expected).toString('base64'));
  });

  test('limits', async () => {
    const bomb = deflateSync(new Uint8Array(80_000_000));
    expect(bomb.length).toBeGreaterThan(65_536);
    for (const [packed, limits] of [
      [bomb, {}],
      [bomb, { ratio: 1e4, unpacked: 50e6 }],
      [zlib, { unpacked: 199_999 }],
    ] as const) {
      const [native, own] = await bothWays(packed, limits);
      expect(native).toBe(own);
      expect(native).toMatch(/^limit: /);
    }
    expect(await unpack(zlib, { limits: { unpacked: 200_000 } })).toHaveLength(200_000);
  });
});
