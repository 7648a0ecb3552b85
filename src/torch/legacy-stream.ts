/**
 * The format of PyTorch before 1.6: pickles one after another, and behind them the storages. It is also what is in a
 * tensor that was pickled by itself.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import type { Tuple } from '../values/tuple.ts';
import { Device } from './device.ts';
import { type StorageId, storageIdOf } from './rebuild.ts';
import { TensorStorage } from './storage.ts';
import { StorageMemory, type StoredBytes } from './storage-memory.ts';

/** The number with which such a file begins, and the version behind it. */
const MAGIC = 0x1950_a86a_20f9_469c_fc6cn;
const VERSION = 1001;
/** The length of a storage before its bytes, in elements. */
export const LENGTH_BYTES = 8;

/** The first bytes of a file in this format: PROTO 2, LONG1 of ten bytes. */
export function isLegacy(head: Uint8Array): boolean {
  const start = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  return start.every((byte, at) => head[at] === byte);
}

/** Storages by their keys, found while the object is read, before it is known where they are. */
export class LegacyStorages {
  /** The memory of each key, with what the first id says of it. */
  readonly memories = new Map<string, { readonly memory: StorageMemory; readonly id: StorageId }>();
  private readonly known = new Map<string, TensorStorage>();
  /** Whether the file was written by a big-endian machine. */
  isBigEndian = false;
  private readonly storedOf: (id: StorageId) => StoredBytes;

  /** @param storedOf - Where the bytes of a storage will be. */
  constructor(storedOf: (id: StorageId) => StoredBytes) {
    this.storedOf = storedOf;
  }

  /** The storage of a persistent id. In files of Python 2 it may be that of a module, whose source is dropped. */
  readonly load = (given: unknown): unknown => {
    if (Array.isArray(given) && given[0] === 'module') return given[1];
    const id = storageIdOf(given);
    const name = `${id.key}\n${id.dtype?.name}\n${id.view?.key}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const found = this.memories.get(id.key) ?? { memory: this.memoryOf(id), id };
    this.memories.set(id.key, found);
    const memory = id.view === undefined ? found.memory : partOfMemory(found.memory, id);
    if (id.view === undefined && id.nbytes > memory.size) {
      throw new PickleError('bad-tensor', `two ids of the storage ${id.key.slice(0, 100)} differ in its length`);
    }
    const { dtype, location, key } = id;
    const storage = new TensorStorage({ dtype, bytes: memory, device: new Device(location), key });
    this.known.set(name, storage);
    return storage;
  };

  private memoryOf(id: StorageId): StorageMemory {
    return new StorageMemory(this.storedOf(id), this.isBigEndian);
  }
}

/** A part of another storage, as files before 0.4 have them. */
function partOfMemory(root: StorageMemory, { view, dtype }: StorageId): StorageMemory {
  const item = dtype?.itemBytes ?? 1;
  const start = (view?.offset ?? 0) * item;
  const size = (view?.length ?? 0) * item;
  if (!(start >= 0 && size >= 0 && start + size <= root.size)) {
    throw new PickleError('bad-tensor', `a view of ${size} bytes from ${start} of a storage of ${root.size}`);
  }
  const stored: StoredBytes = {
    size,
    source: undefined,
    span: { start: 0, end: 0 },
    take: (bytes) => bytes,
    read: (from, to) => root.read(start + from, start + to),
  };
  return new StorageMemory(stored, root.isBigEndian);
}

/** Checks the first two pickles. */
export function checkStart(magic: unknown, version: unknown): void {
  if (magic !== MAGIC) throw new PickleError('bad-checkpoint', 'it does not begin with the magic number of PyTorch');
  if (Number(version) === VERSION) return;
  throw new PickleError('bad-checkpoint', `the version of the format is not ${VERSION}, which is the only one`);
}

/** Whether the third pickle says that the numbers are big-endian. */
export function isBigEndianSystem(info: unknown): boolean {
  return info instanceof Map && info.get('little_endian') === false;
}

/** Checks the fifth pickle: the keys of the storages, in the order of the file. */
export function keysOf(keys: unknown): readonly string[] {
  if (Array.isArray(keys) && keys.every((key) => typeof key === 'string')) return keys;
  throw new PickleError('bad-checkpoint', 'the list of storages is not a list of strs');
}

/** Checks the length that precedes the bytes of a storage. */
export function checkLength(bytes: Uint8Array, { key, nbytes, dtype }: StorageId, isBigEndian: boolean): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES);
  // PyTorch writes the length in the order of the machine, too.
  const length = view.getBigInt64(0, !isBigEndian);
  const expected = nbytes / (dtype?.itemBytes ?? 1);
  if (length === BigInt(expected)) return;
  const what = `the storage ${key.slice(0, 100)} has ${length} elements, and ${expected} are announced`;
  throw new PickleError('bad-checkpoint', what);
}

/** `torch.storage._load_from_bytes(bytes)`: a file of this format inside a pickle. */
export function loadedFromBytes([data]: Tuple, context: LoadContext): unknown {
  if (!(data instanceof Uint8Array) || !isLegacy(data)) return undefined;
  const places = new Map<string, Uint8Array>();
  const storages = new LegacyStorages(({ key, nbytes }) => {
    if (nbytes > data.length) throw new PickleError('bad-tensor', `a storage of ${nbytes} bytes in ${data.length}`);
    return {
      size: nbytes,
      source: undefined,
      span: { start: 0, end: 0 },
      take: (bytes) => bytes,
      read: async (start, end) => (places.get(key) ?? new Uint8Array(0)).subarray(start, end),
    };
  });
  const unpickler = context.unpickler(data, { persistentLoad: storages.load, encoding: 'utf-8' });
  checkStart(unpickler.load(), unpickler.load());
  storages.isBigEndian = isBigEndianSystem(unpickler.load());
  const value = unpickler.load();
  for (const key of keysOf(unpickler.load())) {
    const found = storages.memories.get(key);
    if (found === undefined) throw new PickleError('bad-checkpoint', 'a storage that no tensor uses');
    checkLength(unpickler.readBytes(LENGTH_BYTES), found.id, storages.isBigEndian);
    const bytes = unpickler.readBytes(found.id.nbytes);
    places.set(key, bytes);
    found.memory.keep(bytes);
  }
  for (const [key, { memory }] of storages.memories) {
    if (memory.bytes === undefined)
      throw new PickleError('bad-checkpoint', `no bytes of the storage ${key.slice(0, 100)}`);
  }
  return value;
}

/**
 * A file of this format that has one storage.
 *
 * @throws PickleError `cannot-pickle` if its bytes are not in memory.
 */
export function storageFile(storage: TensorStorage): Uint8Array {
  const { dtype, device, length } = storage;
  const bytes = storage.memory.bytes?.subarray(0, storage.nbytes);
  if (bytes === undefined) {
    const remedy = 'read them first (loadTensors, or loadAll: true), or write with saveTorch';
    throw new PickleError('cannot-pickle', `the elements of a tensor are still in its file: ${remedy}`);
  }
  const key = storage.key ?? '0';
  const cls = dtype?.storage === undefined ? 'torch.storage\nUntypedStorage' : `torch\n${dtype.storage}`;
  const header = new DataView(new ArrayBuffer(LENGTH_BYTES));
  header.setBigInt64(0, BigInt(length), !storage.isBigEndian);
  return joined([
    START,
    storage.isBigEndian ? BIG : LITTLE,
    latin1('\x80\x02('),
    unicode('storage'),
    latin1(`c${cls}\n`),
    unicode(key),
    unicode(device.toString()),
    longOf(length),
    latin1('NtQ.'),
    latin1('\x80\x02]'),
    unicode(key),
    latin1('a.'),
    new Uint8Array(header.buffer),
    bytes,
  ]);
}

/** The magic number and the version, a pickle each. */
const START = /* @__PURE__ */ latin1('\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.');
/** What the file says of the machine, as a pickle. */
const LITTLE = /* @__PURE__ */ machine('\x88');
const BIG = /* @__PURE__ */ machine('\x89');

/** `{'protocol_version': 1001, 'little_endian': ..., 'type_sizes': {'short': 2, 'int': 4, 'long': 4}}` */
function machine(isLittleEndian: string): Uint8Array {
  const sizes = [unicode('short'), latin1('K\x02'), unicode('int'), latin1('K\x04'), unicode('long'), latin1('K\x04u')];
  return joined([
    latin1('\x80\x02}('),
    unicode('protocol_version'),
    latin1('M\xe9\x03'),
    unicode('little_endian'),
    latin1(isLittleEndian),
    unicode('type_sizes'),
    latin1('}('),
    ...sizes,
    latin1('u.'),
  ]);
}

/** BINUNICODE */
function unicode(text: string): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  const head = new DataView(new ArrayBuffer(5));
  head.setUint8(0, 0x58);
  head.setUint32(1, bytes.length, true);
  return joined([new Uint8Array(head.buffer), bytes]);
}

/** LONG1 of eight bytes */
function longOf(value: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(10));
  bytes.setUint16(0, 0x8a08);
  bytes.setBigInt64(2, BigInt(value), true);
  return new Uint8Array(bytes.buffer);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
