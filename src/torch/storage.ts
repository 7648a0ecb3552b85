import { inspectCustom } from '../values/inspect.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';
import { Device } from './device.ts';
import type { TorchDType } from './dtype.ts';
import { StorageMemory } from './storage-memory.ts';

/** What a {@link TensorStorage} is made of. */
export interface StorageParts {
  /** {@link TensorStorage.dtype} */
  readonly dtype: TorchDType | undefined;
  /** The bytes, little-endian, or memory that other storages of the same file share. */
  readonly bytes: Uint8Array | StorageMemory;
  /** {@link TensorStorage.device} @defaultValue the device `cpu` */
  readonly device?: Device | undefined;
  /** {@link TensorStorage.key} */
  readonly key?: string | undefined;
  /** {@link TensorStorage.nbytes} @defaultValue all of `bytes` */
  readonly nbytes?: number | undefined;
}

const CPU = /* @__PURE__ */ new Device('cpu');

/**
 * PyTorch's storage: the memory of one or more tensors. The storage of a file is read again at each request, unless
 * `loadAll` or `loadTensors` has read it into memory.
 */
export class TensorStorage implements PythonRepr {
  /** What the elements are; `undefined` for an `UntypedStorage`, whose tensors each have their own dtype. */
  readonly dtype: TorchDType | undefined;
  /** The device that it was on. */
  readonly device: Device;
  /** How many bytes it has. */
  readonly nbytes: number;
  /** Its name in the file: `0` for the member `data/0`. */
  readonly key: string | undefined;
  /** Where the bytes are. Storages of one file whose memory is the same object are views of the same bytes. */
  readonly memory: StorageMemory;

  /** @throws TypeError if a part is missing; RangeError if there are fewer bytes than `nbytes`. */
  constructor({ dtype, bytes, device = CPU, key, nbytes }: StorageParts) {
    this.dtype = dtype;
    this.device = device;
    this.key = key;
    this.memory = bytes instanceof StorageMemory ? bytes : new StorageMemory(bytes);
    this.nbytes = nbytes ?? this.memory.size;
    if (this.nbytes > this.memory.size) {
      throw new RangeError(`a storage of ${this.nbytes} bytes needs as many, but there are ${this.memory.size}`);
    }
  }

  /** How many elements it has. */
  get length(): number {
    return Math.floor(this.nbytes / (this.dtype?.itemBytes ?? 1));
  }

  /** Whether its bytes are in memory. */
  get isLoaded(): boolean {
    return this.memory.bytes !== undefined;
  }

  /**
   * A part of its bytes, in the order of the file: see {@link isBigEndian}.
   *
   * @param start - The first byte.
   * @param end - The byte after the last.
   * @returns A view if they are in memory.
   * @throws RangeError if there are no such bytes; errors of the source; PickleError if the file is broken.
   */
  async read(start = 0, end: number = this.nbytes): Promise<Uint8Array> {
    if (
      !(Number.isSafeInteger(start) && Number.isSafeInteger(end) && 0 <= start && start <= end && end <= this.nbytes)
    ) {
      throw new RangeError(`bytes ${String(start)} to ${String(end)} are not a range of ${this.nbytes} bytes`);
    }
    return await this.memory.read(start, end);
  }

  /** Whether its numbers are big-endian in the file. */
  get isBigEndian(): boolean {
    return this.memory.isBigEndian;
  }

  /** `<FloatStorage of 6 on cpu>` */
  toString(): string {
    return `<${this.dtype?.storage ?? 'UntypedStorage'} of ${this.length} on ${this.device}>`;
  }

  [reprParts](): ReprParts {
    return reprText(this.toString());
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}
