/**
 * Files of PyTorch 1.6 and later: zip archives.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import type { ContainerLimits } from '../containers/container.ts';
import { openZip, type ZipEntry } from '../containers/zip/archive.ts';
import { PickleError } from '../errors.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { Device } from './device.ts';
import { storageIdOf } from './rebuild.ts';
import { TensorStorage } from './storage.ts';
import { StorageMemory, type StoredBytes } from './storage-memory.ts';
import { compressed, StoredMember, type WhenChecked } from './zip-storage.ts';

/** The longest member that describes the archive, in bytes. */
const LONGEST_NOTE = 4096;

/** An archive of PyTorch whose directory was read. */
export class ZipCheckpoint {
  /** All members. */
  readonly entries: readonly ZipEntry[];
  /** The folder that contains all members, with its slash; empty if there is none. */
  readonly root: string;
  /** Whether numbers are big-endian. */
  readonly isBigEndian: boolean;
  /** Whether PyTorch made it by TorchScript: it has constants and code. */
  readonly isScript: boolean;
  private readonly source: ByteSource;
  private readonly check: WhenChecked;
  private readonly byName: ReadonlyMap<string, readonly ZipEntry[]>;
  private readonly storages = new Map<string, TensorStorage>();
  private readonly memories = new Map<string, StorageMemory>();

  private constructor(source: ByteSource, archive: OpenedArchive, isBigEndian: boolean, check: WhenChecked) {
    this.source = source;
    this.check = check;
    this.entries = archive.entries;
    this.root = archive.root;
    this.byName = archive.byName;
    this.isBigEndian = isBigEndian;
    this.isScript = archive.byName.has(`${archive.root}constants.pkl`.toLowerCase());
  }

  /** @param check - When checksums of storages are compared. */
  static async open(source: ByteSource, limits: Partial<ContainerLimits>, check: WhenChecked): Promise<ZipCheckpoint> {
    const archive = await opened(source, limits);
    const order = archive.byName.get(`${archive.root}byteorder`.toLowerCase())?.[0];
    const text = order === undefined ? 'little' : await noteIn(order);
    if (text !== 'little' && text !== 'big') {
      throw new PickleError('bad-checkpoint', "the member byteorder is neither 'little' nor 'big'");
    }
    return new ZipCheckpoint(source, archive, text === 'big', check);
  }

  /** Whether there is a member. */
  has(name: string): boolean {
    return this.byName.has(`${this.root}${name}`.toLowerCase());
  }

  /** The text of a short member; `undefined` if there is none. */
  async note(name: string): Promise<string | undefined> {
    const entry = this.byName.get(`${this.root}${name}`.toLowerCase())?.[0];
    return entry === undefined ? undefined : await noteIn(entry);
  }

  /**
   * The content of a member. Its checksum is compared. As in PyTorch, the case of names does not matter.
   *
   * @throws PickleError `bad-archive` if there are several with different contents.
   */
  async member(name: string): Promise<Uint8Array> {
    const path = `${this.root}${name}`;
    const [first, ...others] = this.byName.get(path.toLowerCase()) ?? [];
    if (first === undefined) throw new PickleError('bad-checkpoint', `the archive has no member ${shown(path)}`);
    const bytes = await contentOf(first);
    for (const other of others) {
      const copy = await contentOf(other);
      if (copy.length === bytes.length && copy.every((byte, at) => byte === bytes[at])) continue;
      const which = 'PyTorch reads the first and Python the last';
      const what = `several members are called ${shown(path)}, in upper or lower case, and differ: ${which}`;
      throw new PickleError('bad-archive', `the zip archive is ambiguous: ${what}`);
    }
    return bytes;
  }

  /** A function that returns the storage of a persistent id. Its bytes are in a folder of the archive. */
  persistentLoad(folder: string): (id: unknown) => TensorStorage {
    return (given) => {
      const { dtype, key, location, nbytes } = storageIdOf(given);
      const name = `${folder}\n${dtype?.name}\n${key}`;
      const known = this.storages.get(name);
      if (known !== undefined) {
        if (known.nbytes === nbytes) return known;
        throw new PickleError('bad-tensor', `two ids of the storage ${shown(key)} differ in its length`);
      }
      const memory = this.memoryOf(`${folder}${key}`, nbytes);
      const storage = new TensorStorage({ dtype, bytes: memory, device: new Device(location), key, nbytes });
      this.storages.set(name, storage);
      return storage;
    };
  }

  private memoryOf(name: string, nbytes: number): StorageMemory {
    const path = `${this.root}${name}`.toLowerCase();
    const [entry, another] = this.byName.get(path) ?? [];
    if (another !== undefined) throw new PickleError('bad-archive', `several members are called ${shown(path)}`);
    if (entry !== undefined && entry.size < nbytes) {
      const what = `the storage ${shown(name)} has ${entry.size} bytes, and its tensors claim ${nbytes}`;
      throw new PickleError('bad-tensor', what);
    }
    const known = this.memories.get(path);
    if (known !== undefined) return known;
    const stored = entry === undefined ? missing(name, nbytes) : this.storedIn(entry);
    const memory = new StorageMemory(stored, this.isBigEndian);
    this.memories.set(path, memory);
    return memory;
  }

  private storedIn(entry: ZipEntry): StoredBytes {
    return entry.isStored ? new StoredMember(this.source, entry, this.check) : compressed(entry, this.check);
  }
}

interface OpenedArchive {
  readonly entries: readonly ZipEntry[];
  readonly root: string;
  readonly byName: ReadonlyMap<string, readonly ZipEntry[]>;
}

async function opened(source: ByteSource, limits: Partial<ContainerLimits>): Promise<OpenedArchive> {
  const { entries } = await openZip(source, { limits });
  const byName = new Map<string, ZipEntry[]>();
  const roots = new Map<string, string>();
  for (const entry of entries) {
    const name = entry.name.toLowerCase();
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [entry]);
    else same.push(entry);
    const [, root] = /^((?:[^/]+\/)?)data\.pkl$/is.exec(entry.name) ?? [];
    if (root !== undefined) roots.set(root.toLowerCase(), root);
  }
  const [root, another] = [...roots.values()];
  if (root === undefined) {
    throw new PickleError('bad-checkpoint', 'the zip archive has no data.pkl: it is not a file of PyTorch');
  }
  if (another !== undefined) {
    const what = `two folders of the archive have a data.pkl: ${shown(root)} and ${shown(another)}`;
    throw new PickleError('bad-checkpoint', `${what}; PyTorch refuses it`);
  }
  return { entries, root, byName };
}

/** PyTorch can leave checksums out of an archive; they are then 0. */
async function contentOf(entry: ZipEntry): Promise<Uint8Array> {
  return await entry.bytes({ check: entry.crc32 !== 0 });
}

async function noteIn(entry: ZipEntry): Promise<string> {
  if (entry.size > LONGEST_NOTE) throw new PickleError('bad-checkpoint', `the member ${shown(entry.name)} is too long`);
  const bytes = await contentOf(entry);
  return decodeLatin1(bytes, 0, bytes.length).trim();
}

function missing(name: string, size: number): StoredBytes {
  const refuse = (): never => {
    throw new PickleError('bad-checkpoint', `the archive has no member ${shown(name)}, which is a storage`);
  };
  return { size, source: undefined, span: { start: 0, end: 0 }, take: refuse, read: async () => refuse() };
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
