import { toUint8Array } from '../bytes/bytes-like.ts';
import { fromCaller } from '../codec/caller-error.ts';
import { PickleError } from '../errors.ts';
import { ByteArray } from '../values/byte-array.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import type { LoadSettings } from './load-settings.ts';

/** The buffers of `options.buffers` as values: views, whatever their length. */
export class OutOfBandBuffers {
  /**
   * Buffers that no codec has received yet. The caller has their memory already, so the first codec that takes one is
   * not charged for it.
   */
  readonly fresh: Set<Uint8Array> = new Set();
  /** Bytearrays in the caller's memory, which must not be changed. */
  readonly lent: Set<ByteArray> = new Set();

  /** NEXT_BUFFER: `-- buffer` */
  next(settings: LoadSettings): ByteArray {
    const buffer = ByteArray.over(nextBuffer(settings));
    this.fresh.add(buffer);
    this.lent.add(buffer);
    return buffer;
  }

  /** READONLY_BUFFER: `buffer -- buffer`. Python makes a read-only view; here the result is bytes. */
  readonly(buffer: unknown, wholeNumbers: WholeNumbers): Uint8Array {
    if (!(buffer instanceof Uint8Array)) {
      throw new PickleError(
        'bad-operand',
        `memoryview: a bytes-like object is required, not '${pythonTypeName(buffer, wholeNumbers)}'`,
      );
    }
    if (!(buffer instanceof ByteArray)) return buffer;
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    if (this.fresh.delete(buffer)) this.fresh.add(bytes);
    return bytes;
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    if (this.lent.size === 0) return;
    this.fresh.clear();
    this.lent.clear();
  }
}

function nextBuffer({ buffers }: LoadSettings): Uint8Array {
  if (buffers === undefined) {
    throw new PickleError(
      'no-buffer',
      'pickle stream refers to out-of-band data but no *buffers* argument was given; pass options.buffers',
    );
  }
  const bytes = fromCaller(() => {
    const { done, value } = buffers.next();
    return done === true ? undefined : toUint8Array(value);
  });
  if (bytes === undefined) throw new PickleError('no-buffer', 'not enough out-of-band buffers');
  return bytes;
}
