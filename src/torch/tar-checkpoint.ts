/**
 * Files of PyTorch 0.1: tar archives of `storages`, `tensors` and `pickle`.
 *
 * @module
 */
import { openTar, tarSource } from '../containers/tar.ts';
import { PickleError } from '../errors.ts';
import { fromPickle, sizeOf } from '../numpy/pickled-arguments.ts';
import type { LoadOptions } from '../options.ts';
import { loads } from '../pickle/loads.ts';
import { Unpickler } from '../pickle/unpickler.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { Device } from './device.ts';
import { torchDType } from './dtype.ts';
import { storageDType } from './rebuild.ts';
import { TensorStorage } from './storage.ts';
import { StorageMemory, storedAt } from './storage-memory.ts';
import { Tensor } from './tensor.ts';
import { TorchFile } from './torch-file.ts';

/** How many bytes are first read for a pickle among others. */
const WINDOW = 2 ** 14;
const INT64 = 8;

/** Opens such a file. */
export async function openTarCheckpoint(source: ByteSource, settings: LoadOptions): Promise<TorchFile> {
  const entries = await openTar(source);
  const member = (name: string): ByteSource => {
    const entry = entries.find((one) => one.name.replace(/^\.\//, '') === name);
    if (entry === undefined)
      throw new PickleError('bad-checkpoint', `the tar archive has no ${name}: it is not a file of PyTorch`);
    return tarSource(source, entry);
  };
  const pickle = member('pickle');
  const objects = new Map<string, unknown>();
  await readStorages(new Cursor(member('storages'), settings), objects);
  await readTensors(new Cursor(member('tensors'), settings), objects);
  const persistentLoad = (id: unknown): unknown => {
    // A module. Its source code is dropped.
    if (Array.isArray(id)) return id[0];
    const found = objects.get(String(id));
    if (found !== undefined) return found;
    throw new PickleError('bad-checkpoint', 'an object that is neither a tensor nor a storage of the file');
  };
  const value = loads<unknown>(await pickle.read(0, pickle.size), { ...settings, persistentLoad });
  return new TorchFile({
    value,
    format: 'tar',
    members: entries.map(({ name, start, end }) => ({ name, size: end - start })),
  });
}

/** Reads pickles and numbers one after another, and skips what is between them. */
class Cursor {
  at = 0;
  readonly source: ByteSource;
  private readonly settings: LoadOptions;

  constructor(source: ByteSource, settings: LoadOptions) {
    this.source = source;
    this.settings = settings;
  }

  async pickle(): Promise<unknown> {
    const { source, settings } = this;
    for (let window = WINDOW; ; window *= 16) {
      const end = Math.min(source.size, this.at + window);
      try {
        const unpickler = new Unpickler(await source.read(this.at, end), settings);
        const value = unpickler.load<unknown>();
        this.at += unpickler.offset;
        return value;
      } catch (error) {
        const isCut = error instanceof PickleError && error.code === 'truncated';
        if (!isCut || end === source.size) throw error;
      }
    }
  }

  async numbers(count: number): Promise<number[]> {
    const bytes = await this.bytes(INT64 * count);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    return Array.from({ length: count }, (_, i) => Number(view.getBigInt64(INT64 * i, true)));
  }

  async bytes(length: number): Promise<Uint8Array> {
    const { at, source } = this;
    if (at + length > source.size) throw new PickleError('bad-checkpoint', 'a member of the tar archive is cut');
    this.at += length;
    return await source.read(at, at + length);
  }
}

async function readStorages(cursor: Cursor, objects: Map<string, unknown>): Promise<void> {
  const { source } = cursor;
  for (let left = countOf(await cursor.pickle()); left > 0; left--) {
    const [key, location, type] = tupleOf(await cursor.pickle());
    const dtype = storageDType(type) ?? torchDType('uint8');
    const [length = -1] = await cursor.numbers(1);
    const size = length * dtype.itemBytes;
    const start = cursor.at;
    if (!(length >= 0 && start + size <= source.size)) {
      throw new PickleError('bad-checkpoint', `a storage of ${size} bytes, of which ${source.size - start} are there`);
    }
    cursor.at += size;
    const memory = new StorageMemory(storedAt(source, { start, end: cursor.at }));
    const device = new Device(typeof location === 'string' ? location : 'cpu');
    objects.set(String(key), new TensorStorage({ dtype, bytes: memory, device, key: String(key) }));
  }
  const views = await cursor.pickle();
  for (const view of Array.isArray(views) ? views : []) {
    const [key, root, offset, length] = tupleOf(view);
    const parent = objects.get(String(root));
    if (!(parent instanceof TensorStorage) || parent.dtype === undefined)
      throw new PickleError('bad-checkpoint', 'a view of an object that is not a storage');
    const { dtype, device, memory } = parent;
    const start = fromPickle(() => sizeOf(offset), 'bad-tensor') * dtype.itemBytes;
    const size = fromPickle(() => sizeOf(length), 'bad-tensor') * dtype.itemBytes;
    if (!(start >= 0 && size >= 0 && start + size <= parent.nbytes) || memory.stored === undefined) {
      throw new PickleError('bad-tensor', `a view of ${size} bytes from ${start} of a storage of ${parent.nbytes}`);
    }
    const first = memory.stored.span.start + start;
    const bytes = new StorageMemory(storedAt(source, { start: first, end: first + size }));
    objects.set(String(key), new TensorStorage({ dtype, bytes, device, key: String(key) }));
  }
}

async function readTensors(cursor: Cursor, objects: Map<string, unknown>): Promise<void> {
  for (let left = countOf(await cursor.pickle()); left > 0; left--) {
    const [key, storageKey] = tupleOf(await cursor.pickle());
    const storage = objects.get(String(storageKey));
    // The number of axes takes four bytes, and four more that are not used.
    const head = await cursor.bytes(INT64);
    const axes = new DataView(head.buffer, head.byteOffset, INT64).getInt32(0, true);
    if (!(axes >= 0 && axes <= 64)) throw new PickleError('bad-tensor', `a tensor of ${axes} axes`);
    const [shape, stride, [offset = 0]] = [
      await cursor.numbers(axes),
      await cursor.numbers(axes),
      await cursor.numbers(1),
    ];
    if (!(storage instanceof TensorStorage) || storage.dtype === undefined) {
      throw new PickleError('bad-checkpoint', 'a tensor of an object that is not a storage');
    }
    const { dtype } = storage;
    objects.set(
      String(key),
      fromPickle(() => new Tensor({ dtype, shape, stride, offset, storage }), 'bad-tensor'),
    );
  }
}

function countOf(value: unknown): number {
  const count = fromPickle(() => sizeOf(value), 'bad-checkpoint');
  if (count < 0) throw new PickleError('bad-checkpoint', `${count} is not a number of objects`);
  return count;
}

function tupleOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new PickleError('bad-checkpoint', 'the tar archive has something other than a tuple where one is expected');
}
