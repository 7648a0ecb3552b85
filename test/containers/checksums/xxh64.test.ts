import { expect, test } from 'vitest';
import { Xxh64 } from '../../../src/containers/checksums/xxh64.ts';

/** The bytes of the test vectors of xxHash: a generator with these two primes. */
function sanityBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let seed = 2_654_435_761n;
  for (let i = 0; i < length; i++) {
    bytes[i] = Number(seed >> 56n);
    seed = BigInt.asUintN(64, seed * 11_400_714_785_074_694_797n);
  }
  return bytes;
}

function hashOf(bytes: Uint8Array, step = bytes.length): Xxh64 {
  const hash = new Xxh64();
  for (let at = 0; at < bytes.length; at += step) hash.update(bytes.subarray(at, at + step));
  return hash;
}

test.for([
  ['', 'ef46db3751d8e999'],
  ['a', 'd24ec4f1a98c6e5b'],
  ['abc', '44bc2cf5ad770999'],
  ['Nobody inspects the spammish repetition', 'fbcea83c8a378bf1'],
] as const)('the hash of %j is %s', ([text, expected]) => {
  expect(hashOf(new TextEncoder().encode(text)).digest()).toBe(expected);
});

test.for([
  [1, 'e934a84adb052768'],
  [4, '9136a0dca57457ee'],
  [14, '8282dcc4994e35c8'],
  [222, 'b641ae8cb691c174'],
] as const)("the hash of the first %i bytes of xxHash's own test data is %s", ([length, expected]) => {
  expect(hashOf(sanityBytes(length)).digest()).toBe(expected);
});

test('bytes may come in pieces of any length', () => {
  const bytes = sanityBytes(300);
  for (let length = 0; length <= bytes.length; length += 7) {
    const whole = hashOf(bytes.subarray(0, length));
    for (const step of [1, 5, 31, 32, 33, 64, 100]) {
      expect(hashOf(bytes.subarray(0, length), step).digest()).toBe(whole.digest());
    }
    expect(whole.low).toBe(Number.parseInt(whole.digest().slice(8), 16));
  }
});
