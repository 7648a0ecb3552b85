import { toBase64 } from '../bytes/base64.ts';
import { pythonBytesRepr } from '../bytes/text-repr.ts';
import { inspectCustom } from './inspect.ts';
import {
  inspected,
  type PythonRepr,
  pythonRepr,
  type ReprLimits,
  type ReprParts,
  reprParts,
  reprText,
} from './repr.ts';

/** Python's bytearray: bytes that may be changed. */
export class ByteArray extends Uint8Array implements PythonRepr {
  /** The same memory as a bytearray. */
  static over(bytes: Uint8Array): ByteArray {
    return new ByteArray(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length);
  }

  declare static of: (...items: number[]) => ByteArray;
  declare static from: {
    (items: Iterable<number> | ArrayLike<number>): ByteArray;
    <T>(items: Iterable<T> | ArrayLike<T>, map: (item: T, index: number) => number, self?: unknown): ByteArray;
  };

  /** Base64. */
  toJSON(): string {
    return toBase64(this);
  }

  /** Python's `repr`. */
  override toString(): string {
    return pythonRepr(this);
  }

  [reprParts]({ length }: ReprLimits): ReprParts {
    const bytes = pythonBytesRepr(this.subarray(0, length));
    // CPython escapes `'` in a bytearray even between double quotes.
    return reprText(`bytearray(${bytes.startsWith('b"') ? bytes.replaceAll("'", "\\'") : bytes})`);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}
