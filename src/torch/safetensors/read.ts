import type { ByteSource } from '../../sources/byte-source.ts';
import { loadMemories, type ReadingOptions } from '../load-storages.ts';
import { TensorStorage } from '../storage.ts';
import { StorageMemory, storedAt } from '../storage-memory.ts';
import { Tensor } from '../tensor.ts';
import { sourceOf, type TorchSource } from '../torch-source.ts';
import { headerLength, LENGTH_BYTES, parseHeader, type SafetensorsEntry } from './header.ts';

/** Options of {@link readSafetensors}. */
export interface SafetensorsOptions extends ReadingOptions {
  /** Whether all tensors are read immediately, and kept in memory. @defaultValue `false` */
  readonly loadAll?: boolean | undefined;
}

/** A safetensors file whose header was read. */
export class SafetensorsFile {
  /** The tensors by name, in the order of the header. They are read when they are asked for. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The metadata: strings by name. */
  readonly metadata: ReadonlyMap<string, string>;

  /**
   * @param tensors - The tensors by name.
   * @param metadata - The metadata.
   */
  constructor(tensors: ReadonlyMap<string, Tensor>, metadata: ReadonlyMap<string, string>) {
    this.tensors = tensors;
    this.metadata = metadata;
  }
}

/** How many bytes are read first: most headers are shorter. */
const HEAD = 2 ** 16;

/**
 * Opens a safetensors file: reads its header, and none of its tensors.
 *
 * @param source - As for `loadTorch`. It has to stay open while tensors are read.
 * @throws PickleError `bad-safetensors` if the header is cut off, longer than 100 MB or invalid: if a name occurs twice,
 *   tensors overlap, or bytes belong to no tensor. Errors of the source are unchanged; the signal's `reason`.
 * @example
 * ```ts
 * import { readSafetensors, Tensor, writeSafetensors } from 'brine/torch';
 *
 * const bytes = await writeSafetensors({ weight: Tensor.from(new Float32Array([1, 2])) });
 * const { tensors } = await readSafetensors(bytes);
 * (await tensors.get('weight')?.array())?.toNested(); // [1, 2]
 * ```
 */
export async function readSafetensors(source: TorchSource, options: SafetensorsOptions = {}): Promise<SafetensorsFile> {
  const file = sourceOf(source);
  const head = await file.read(0, Math.min(file.size, HEAD));
  const start = LENGTH_BYTES + headerLength(head.subarray(0, LENGTH_BYTES), file.size);
  const header = start <= head.length ? head.subarray(LENGTH_BYTES, start) : await file.read(LENGTH_BYTES, start);
  const { entries, metadata } = parseHeader(header, file.size - start);
  const tensors = new Map(entries.map((entry) => [entry.name, tensorIn(file, entry, start)]));
  if (options.loadAll === true)
    await loadMemories(
      [...tensors.values()].map(({ storage }) => storage.memory),
      options,
    );
  return new SafetensorsFile(tensors, metadata);
}

function tensorIn(source: ByteSource, { name, dtype, shape, start, end }: SafetensorsEntry, base: number): Tensor {
  const span = { start: base + start, end: base + end };
  const memory = new StorageMemory(storedAt(source, span));
  return new Tensor({ dtype, shape, storage: new TensorStorage({ dtype, bytes: memory, key: name }) });
}
