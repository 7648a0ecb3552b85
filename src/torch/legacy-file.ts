import type { AbortSignalLike } from '../abort.ts';
import { PickleError } from '../errors.ts';
import type { LoadOptions } from '../options.ts';
import { StreamUnpickler } from '../pickle/stream-unpickler.ts';
import { type ByteSource, chunksOf } from '../sources/byte-source.ts';
import { checkLength, checkStart, isBigEndianSystem, keysOf, LENGTH_BYTES, LegacyStorages } from './legacy-stream.ts';
import type { StorageId } from './rebuild.ts';
import type { StoredBytes } from './storage-memory.ts';
import { TorchFile } from './torch-file.ts';

/** A storage whose place is known once all before it are. */
class LegacyBytes implements StoredBytes {
  readonly size: number;
  readonly source: ByteSource;
  /** Where its length is, which precedes its bytes. */
  at = -1;
  private readonly id: StorageId;
  private readonly storages: () => LegacyStorages;

  constructor(source: ByteSource, id: StorageId, storages: () => LegacyStorages) {
    this.source = source;
    this.size = id.nbytes;
    this.id = id;
    this.storages = storages;
  }

  get span(): { readonly start: number; readonly end: number } {
    return { start: this.at, end: this.at + LENGTH_BYTES + this.size };
  }

  take(bytes: Uint8Array, base: number): Uint8Array {
    const start = this.at - base;
    checkLength(bytes.subarray(start, start + LENGTH_BYTES), this.id, this.storages().isBigEndian);
    return bytes.subarray(start + LENGTH_BYTES, start + LENGTH_BYTES + this.size);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    const from = this.at + LENGTH_BYTES;
    // The length is checked where that takes no read of its own.
    if (start === 0) return this.take(await this.source.read(this.at, from + end), this.at);
    return await this.source.read(from + start, from + end);
  }
}

/** Opens a file of PyTorch before 1.6: reads the pickles at its beginning. */
export async function openLegacy(
  source: ByteSource,
  settings: LoadOptions,
  signal: AbortSignalLike | undefined,
): Promise<TorchFile> {
  const places = new Map<string, LegacyBytes>();
  const storages: LegacyStorages = new LegacyStorages((id) => {
    if (id.nbytes > source.size)
      throw new PickleError('bad-tensor', `a storage of ${id.nbytes} bytes in ${source.size}`);
    const stored = new LegacyBytes(source, id, () => storages);
    places.set(id.key, stored);
    return stored;
  });
  const unpickler = new StreamUnpickler(chunksOf(source), { ...settings, signal, persistentLoad: storages.load });
  const next = async (): Promise<unknown> => {
    unpickler.memo = [];
    return await unpickler.load<unknown>();
  };
  const magic = await next();
  checkStart(magic, await next());
  storages.isBigEndian = isBigEndianSystem(await next());
  const value = await next();
  const keys = keysOf(await next());
  let at = unpickler.offset;
  await unpickler.close();
  for (const key of keys) {
    const stored = places.get(key);
    if (stored === undefined) throw new PickleError('bad-checkpoint', 'it has a storage that no tensor uses');
    stored.at = at;
    at = stored.span.end;
  }
  if (at > source.size) throw new PickleError('bad-checkpoint', `it is cut: ${source.size} bytes of ${at} are there`);
  for (const [key, stored] of places) {
    if (stored.at < 0) throw new PickleError('bad-checkpoint', `it has no bytes of the storage ${key.slice(0, 100)}`);
  }
  return new TorchFile({ value, format: 'legacy', isBigEndian: storages.isBigEndian, version: '1001' });
}
