import type { OwnBytes } from '../bytes/bytes-like.ts';
import { joined } from '../bytes/joined.ts';
import { type ZipMember, zipChunks } from '../containers/zip/write.ts';
import type { Sink } from '../dump/sink.ts';
import { writeBehind } from '../dump/write-behind.ts';
import { PickleError } from '../errors.ts';
import { swapBytes } from '../numpy/elements.ts';
import { numpy } from '../numpy/family.ts';
import type { DumpOptions } from '../options.ts';
import { dumps } from '../pickle/dumps.ts';
import { Global } from '../values/global.ts';
import { distinctText } from '../values/identified-text.ts';
import { type Tuple, tupleOf } from '../values/tuple.ts';
import type { TorchDType } from './dtype.ts';
import { torch } from './family.ts';
import { TensorStorage } from './storage.ts';
import type { StorageMemory } from './storage-memory.ts';
import { checkWeightsOnly } from './weights-only.ts';

/** Options of {@link saveTorch}. */
export interface SaveTorchOptions extends Pick<DumpOptions, 'codecs' | 'ints' | 'strings'> {
  /**
   * Whether the value is refused unless `torch.load(weights_only=True)` accepts all of it. That is the default of
   * `torch.load` since PyTorch 2.6.
   *
   * @defaultValue `false`
   */
  readonly weightsOnly?: boolean | undefined;
  /** The folder in the archive. PyTorch uses the name of the file. @defaultValue `'archive'` */
  readonly root?: string | undefined;
}

/** The data of storages begin at multiples of it, so that PyTorch can map the file into memory. */
const ALIGNMENT = 64;

/**
 * Writes a file for `torch.load`, as `torch.save` of PyTorch 2.13 does. For a state dict, the pickle in the file has the
 * same bytes as PyTorch's. Tensors of an open file are read when they are written.
 *
 * @param value - Tensors, in anything that `dumps` accepts. Tensors of one storage share it in the file too.
 * @param sink - A stream, a file or anything with a `write` method, which stays open.
 * @returns The file, if there is no `sink`.
 * @throws PicklingError if the value cannot be pickled; PickleError `cannot-pickle` for what `weightsOnly` refuses.
 *   In these cases nothing has been written.
 * @example
 * ```ts
 * import { saveTorch, Tensor } from 'brine/torch';
 *
 * const weight = Tensor.from(new Float32Array([1, 2, 3]));
 * const bytes = await saveTorch({ weight }, undefined, { weightsOnly: true });
 * ```
 */
export function saveTorch(value: unknown, sink: Sink, options?: SaveTorchOptions): Promise<void>;
export function saveTorch(value: unknown, sink?: undefined, options?: SaveTorchOptions): Promise<OwnBytes>;
export function saveTorch(
  value: unknown,
  sink?: Sink,
  options: SaveTorchOptions = {},
): Promise<void> | Promise<OwnBytes> {
  const chunks = chunksOfFile(value, options);
  return sink === undefined ? gathered(chunks) : writeBehind(chunks, sink);
}

async function* chunksOfFile(value: unknown, options: SaveTorchOptions): AsyncGenerator<Uint8Array, void> {
  const { weightsOnly = false, root = 'archive', codecs = [], ...rest } = options;
  if (!/^[^/\0]+$/.test(root)) throw new TypeError('options.root needs the name of a folder');
  const storages = new SavedStorages();
  const pickle = dumps(value, {
    ...rest,
    protocol: 2,
    codecs: [numpy, torch, ...codecs],
    persistentId: storages.idOf,
  });
  if (weightsOnly) checkWeightsOnly(pickle);
  yield* zipChunks(members(root, pickle, storages), { alignment: ALIGNMENT });
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<OwnBytes> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

interface Saved {
  readonly storage: TensorStorage;
  readonly key: object;
  readonly dtype: TorchDType | undefined;
}

/** The storages of the value, each memory once. */
class SavedStorages {
  private readonly all = new Map<StorageMemory, Saved>();

  /** The persistent id of a storage; `undefined` for any other value. */
  readonly idOf = (value: unknown): Tuple | undefined => {
    if (!(value instanceof TensorStorage)) return undefined;
    const { dtype, device, memory } = value;
    const typed = dtype?.storage === undefined ? undefined : dtype;
    const saved = this.all.get(memory) ?? { storage: value, key: distinctText(String(this.all.size)), dtype: typed };
    if (saved.dtype !== typed) {
      const what = `tensors of ${saved.dtype ?? 'another dtype'} and ${typed ?? 'of another dtype'} share a storage`;
      throw new PickleError('cannot-pickle', `${what}, which PyTorch cannot save; copy one of them`);
    }
    if (saved.storage.nbytes < value.nbytes) throw new PickleError('cannot-pickle', 'a storage has two lengths');
    this.all.set(memory, saved);
    const { nbytes } = saved.storage;
    const cls = typed?.storage === undefined ? UNTYPED : new Global('torch', typed.storage);
    const length = typed === undefined ? nbytes : Math.floor(nbytes / typed.itemBytes);
    return tupleOf(['storage', cls, saved.key, device.toString(), BigInt(length)]);
  };

  /** The byte order of the file, which is one for all storages. */
  get isBigEndian(): boolean {
    const memories = [...this.all.keys()];
    return memories.length > 0 && memories.every(({ isBigEndian }) => isBigEndian);
  }

  async *members(root: string, isBigEndian: boolean): AsyncGenerator<ZipMember> {
    let key = 0;
    for (const { storage, dtype } of this.all.values()) {
      const bytes = await storage.read();
      const isTurned = storage.isBigEndian !== isBigEndian;
      yield { name: `${root}/data/${key++}`, data: isTurned ? turned(bytes, dtype) : bytes };
    }
  }
}

const UNTYPED = /* @__PURE__ */ new Global('torch.storage', 'UntypedStorage');

function turned(bytes: Uint8Array, dtype: TorchDType | undefined): Uint8Array {
  if (dtype === undefined) {
    const what = 'storages of both byte orders, one of which is untyped, do not go into one file';
    throw new PickleError('cannot-pickle', `${what}; copy its tensors with Tensor.from(await tensor.array())`);
  }
  const copy = bytes.slice();
  if (dtype.unitBytes > 1) swapBytes(copy, dtype.unitBytes);
  return copy;
}

async function* members(root: string, pickle: Uint8Array, storages: SavedStorages): AsyncGenerator<ZipMember> {
  const { isBigEndian } = storages;
  const text = (name: string, content: string): ZipMember => ({
    name: `${root}/${name}`,
    data: new TextEncoder().encode(content),
  });
  yield { name: `${root}/data.pkl`, data: pickle };
  yield text('.format_version', '1');
  yield text('.storage_alignment', String(ALIGNMENT));
  yield text('byteorder', isBigEndian ? 'big' : 'little');
  yield* storages.members(root, isBigEndian);
  yield text('version', '3\n');
}
