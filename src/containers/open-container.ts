import { type Compression, compressionOf, isZip } from '../bytes/signature.ts';
import { Ceiling } from '../ceiling.ts';
import { type ByteSource, bytesSource, chunksOf } from '../sources/byte-source.ts';
import {
  type Container,
  type ContainerEntry,
  type ContainerLimits,
  type ContainerOptions,
  containerLimits,
} from './container.ts';

/** How many bytes are enough to recognise a file. */
const HEAD = 16;

/**
 * Opens a file that its first bytes show to be a zip archive (PyTorch, `.npz`) or to be compressed with gzip, zlib,
 * zstd, bz2, xz, lzma or lz4.
 *
 * @returns The container; `undefined` if the file is not of these formats.
 * @throws PickleError `bad-archive` if it begins like a zip archive but is not one; `limit`. Errors of the source are
 *   unchanged.
 * @example
 * ```ts
 * import { bytesSource, openContainer, pack } from 'brine/containers';
 *
 * const container = await openContainer(bytesSource(await pack(new TextEncoder().encode('spam'), 'gzip')));
 * container?.format; // 'gzip'
 * await container?.entries[0]?.bytes(); // Uint8Array(4) [115, 112, 97, 109]
 * ```
 */
export async function openContainer(
  source: ByteSource,
  options: ContainerOptions = {},
): Promise<Container | undefined> {
  const limits = containerLimits(options);
  const head = await source.read(0, Math.min(source.size, HEAD));
  if (isZip(head)) return await (await import('./zip/archive.ts')).openZip(source, options);
  const format = compressionOf(head);
  return format === undefined ? undefined : { format, entries: [new PackedFile(source, format, limits)] };
}

/** The content of a compressed file. Its checksums are always compared. */
class PackedFile implements ContainerEntry {
  readonly name = undefined;
  readonly size = undefined;
  readonly packedSize: number;
  private readonly packed: ByteSource;
  private readonly format: Compression;
  private readonly limits: ContainerLimits;

  constructor(packed: ByteSource, format: Compression, limits: ContainerLimits) {
    this.packed = packed;
    this.packedSize = packed.size;
    this.format = format;
    this.limits = limits;
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const { unpacked } = await import('./unpacked.ts');
    const { format, limits } = this;
    yield* unpacked(format, chunksOf(this.packed), new Ceiling(limits, `${format} data`));
  }

  async bytes(): Promise<Uint8Array> {
    const { unpackedWhole } = await import('./unpacked.ts');
    const { format, limits, packed } = this;
    return await unpackedWhole(format, await packed.read(0, packed.size), new Ceiling(limits, `${format} data`));
  }

  async source(): Promise<ByteSource> {
    return bytesSource(await this.bytes());
  }
}
