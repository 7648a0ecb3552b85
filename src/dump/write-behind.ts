/**
 * Long files, written while what follows is being made: the checksum of a storage, or its bytes from another file.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import { openSink, type Sink } from './sink.ts';

/** How many bytes are collected for one write. A write takes long, whatever its length. */
const BATCH = 2 ** 23;
/** Shorter chunks are copied together, in bytes. */
const SMALL = 2 ** 16;

/**
 * Writes chunks to a sink, which stays open. While a batch of them is being written, the next is asked for, so up to
 * three batches are in memory; chunks must not change. The first failure is the error, and nothing is being written any
 * more when it is thrown.
 */
export async function writeBehind(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, sink: Sink): Promise<void> {
  const target = openSink(sink);
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batchesOf(chunks)) {
      await writing;
      writing = target.writeAll(batch);
      // Its error is seen when it is awaited, which may be much later.
      writing.catch(ignore);
    }
    await writing;
    await target.finish();
  } catch (error) {
    await writing.catch(ignore);
    target.abandon();
    throw error;
  }
}

function ignore(): void {}

/** The chunks in groups, of which only the long ones are longer than {@link SMALL}. */
async function* batchesOf(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<readonly Uint8Array[], void> {
  let batch: Uint8Array[] = [];
  let small: Uint8Array[] = [];
  let [length, smallLength] = [0, 0];
  const join = (): void => {
    const [only] = small;
    if (only !== undefined) batch.push(small.length === 1 ? only : joined(small));
    small = [];
    smallLength = 0;
  };
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    length += chunk.length;
    const isSmall = chunk.length < SMALL;
    if (!isSmall) join();
    if (isSmall) smallLength += chunk.length;
    (isSmall ? small : batch).push(chunk);
    if (smallLength >= SMALL) join();
    if (length < BATCH) continue;
    join();
    yield batch;
    batch = [];
    length = 0;
  }
  join();
  if (batch.length > 0) yield batch;
}
