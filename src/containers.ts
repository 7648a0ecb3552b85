/**
 * Files in files: what is compressed, zip archives, and bytes that are read in ranges.
 *
 * @module
 */
export type { Compression } from './bytes/signature.ts';
export type {
  Container,
  ContainerEntry,
  ContainerFormat,
  ContainerLimits,
  ContainerOptions,
  ReadOptions,
} from './containers/container.ts';
export { openContainer } from './containers/open-container.ts';
export { pack } from './containers/pack.ts';
export { openTar, type TarEntry, tarSource } from './containers/tar.ts';
export { unpack } from './containers/unpack.ts';
export { openZip, ZipArchive, ZipEntry } from './containers/zip/archive.ts';
export { type ZipMember, type ZipOptions, zip, zipChunks } from './containers/zip/write.ts';
export { blobSource, type SlicedBlob } from './sources/blob.ts';
export type { SourceOptions } from './sources/block-cache.ts';
export { type ByteSource, bytesSource, chunksOf, partOf } from './sources/byte-source.ts';
export {
  type BodyLike,
  type BodyReaderLike,
  type FetchLike,
  type HttpSourceOptions,
  httpSource,
  type ResponseLike,
  type UrlLike,
} from './sources/http.ts';
