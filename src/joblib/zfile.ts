/**
 * The container of joblib before 0.10: `ZF`, the length in hexadecimal, and zlib.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';

/** `ZF` and `0x` with blanks up to the width of 2**64. */
const PREFIX = 2;
const WIDTH = 19;

/** Whether bytes are such a container. */
export function isZFile(bytes: Uint8Array): boolean {
  return bytes[0] === 0x5a && bytes[1] === 0x46 && bytes[2] === 0x30 && bytes[3] === 0x78;
}

/** The length that the header states, and the zlib data after it. */
export function zFileParts(bytes: Uint8Array): { readonly length: number; readonly packed: Uint8Array } {
  const text = decodeLatin1(bytes, PREFIX, Math.min(bytes.length, PREFIX + WIDTH)).trimEnd();
  const length = /^0x[0-9a-f]{1,16}L?$/.test(text) ? Number(text.replace('L', '')) : Number.NaN;
  if (!Number.isSafeInteger(length)) {
    throw new PickleError('bad-compression', 'the ZF file of joblib has no length (at byte 2)');
  }
  const at = PREFIX + WIDTH;
  // Python 2 wrote one more blank.
  return { length, packed: bytes.subarray(bytes[at] === 0x20 ? at + 1 : at) };
}

/** The zlib data of such a container; other bytes unchanged. */
export function insideZFile(bytes: Uint8Array): Uint8Array {
  return isZFile(bytes) ? zFileParts(bytes).packed : bytes;
}

/** Throws if the unpacked length is not the one that the header states. */
export function checkZFile(unpacked: Uint8Array, length: number): void {
  if (unpacked.length === length) return;
  const message = `a ZF file of joblib states ${length} bytes, and has ${unpacked.length}`;
  throw new PickleError('bad-compression', message);
}
