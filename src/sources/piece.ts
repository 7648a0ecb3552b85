import type { OwnBytes } from '../bytes/bytes-like.ts';
import { memoryFor } from '../bytes/native-memory.ts';
import { PickleError } from '../errors.ts';

/**
 * Memory for a piece of a source, as {@link memoryFor}.
 *
 * @throws PickleError `limit` if the runtime cannot hold so many bytes in one piece: Node 20 ends at 4 GiB.
 */
export function memoryForPiece(length: number): OwnBytes {
  try {
    return memoryFor(length);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const what = `this runtime cannot hold ${length} bytes in one piece; read them in parts (a tensor by chunks())`;
    throw new PickleError('limit', what, { cause: error });
  }
}
