import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32, portableCrc32 } from '../../../src/containers/checksums/crc32.ts';
import { nativeCrc32 } from '../../../src/containers/checksums/native-crc32.ts';

test('the checksum of 123456789 is that of the standard', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
  expect(portableCrc32(new TextEncoder().encode('123456789'))).toBe(0xcbf4_3926);
});

test("the runtime's own, where there is one, and that in JavaScript give the same, also in pieces", () => {
  const native = nativeCrc32() ?? portableCrc32;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40_000, size: 'max' }), fc.nat(40_000), (bytes, cut) => {
      const whole = portableCrc32(bytes);
      expect(native(bytes, 0)).toBe(whole);
      expect(crc32(bytes)).toBe(whole);
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(whole);
    }),
    { numRuns: 50 },
  );
});
