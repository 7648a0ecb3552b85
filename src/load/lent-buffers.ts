import { PickleError } from '../errors.ts';
import { ByteArray } from '../values/byte-array.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { nextBuffer } from './outside.ts';
import type { LoadSettings } from './settings.ts';

/** Out-of-band buffers, as the values that stand for them: views, whatever their length. */
export class LentBuffers {
  /**
   * Buffers that no codec was given yet. The caller has their memory already, so the first codec that takes one over is
   * not charged for it.
   */
  readonly fresh: Set<Uint8Array> = new Set();

  /** NEXT_BUFFER: `-- buffer` */
  next(settings: LoadSettings): ByteArray {
    const buffer = ByteArray.over(nextBuffer(settings));
    this.fresh.add(buffer);
    return buffer;
  }

  /** READONLY_BUFFER: `buffer -- buffer`. Python gives a read-only view; here it is bytes. */
  readonly(buffer: unknown, whole: WholeNumbers): Uint8Array {
    if (!(buffer instanceof Uint8Array)) {
      throw new PickleError(
        'bad-operand',
        `memoryview: a bytes-like object is required, not '${pythonTypeName(buffer, whole)}'`,
      );
    }
    if (!(buffer instanceof ByteArray)) return buffer;
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
    if (this.fresh.delete(buffer)) this.fresh.add(bytes);
    return bytes;
  }

  /** Releases everything from the last pickle. */
  clear(): void {
    if (this.fresh.size > 0) this.fresh.clear();
  }
}
