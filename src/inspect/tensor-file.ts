/**
 * What a file of tensors is: its tensors as a table, who wrote it, and what else is in it.
 *
 * @module
 */
import { isZip } from '../bytes/signature.ts';
import { isTar, openTar } from '../containers/tar.ts';
import { openZip } from '../containers/zip/archive.ts';
import { PickleError } from '../errors.ts';
import type { ByteSource } from '../sources/byte-source.ts';
import { JaggedTensor, SparseTensor } from '../torch/layouts.ts';
import { isLegacy } from '../torch/legacy-stream.ts';
import { openTorch, type TorchOptions } from '../torch/open-torch.ts';
import { isSafetensors } from '../torch/safetensors/header.ts';
import { readSafetensors } from '../torch/safetensors/read.ts';
import { TensorStorage } from '../torch/storage.ts';
import type { StorageMemory } from '../torch/storage-memory.ts';
import { shapeText, Tensor } from '../torch/tensor.ts';
import { isTensorLike, type NamedTensor, stridedParts, type TensorLike, tensorsIn } from '../torch/tensors-in.ts';
import type { TorchFile, TorchMember } from '../torch/torch-file.ts';

/** A file of tensors that was opened. */
export interface TensorFile {
  /** What it is: `PyTorch, a zip archive`. */
  readonly kind: string;
  /** Who wrote it, as far as that shows; `undefined` for safetensors. */
  readonly producer: string | undefined;
  /** The object in it: of safetensors, a Map of the tensors. */
  readonly value: unknown;
  /** The tensors, in their order. */
  readonly tensors: readonly NamedTensor[];
  /** The texts in the header of safetensors. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Members of an archive that are neither tensors nor what every such archive has. */
  readonly others: readonly TorchMember[];
}

/** How many bytes say whether a file has tensors. */
export const HEAD = 512;
/** The members that PyTorch writes beside the tensors. */
const USUAL =
  /^(?:[^/]+\/)?(?:data\.pkl|constants\.pkl|byteorder|version|\.format_version|\.storage_alignment|\.data\/serialization_id|(?:data|constants)\/\d+)$/;

/** Opens a file; `undefined` if it has no tensors by its content. */
export async function openTensors(source: ByteSource, options: TorchOptions): Promise<TensorFile | undefined> {
  const head = await source.read(0, Math.min(source.size, HEAD));
  if (isSafetensors(head)) {
    const { tensors, metadata } = await readSafetensors(source, options);
    return fileOf('safetensors', undefined, tensors, metadata, []);
  }
  if (!(isLegacy(head) || (isZip(head) && (await hasPickle(source))) || (isTar(head) && (await hasStorages(source))))) {
    return undefined;
  }
  const file = await openTorch(source, options);
  const others = file.format === 'tar' ? [] : file.members.filter(({ name }) => !USUAL.test(name));
  return fileOf(kindOf(file), producerOf(file), file.value, new Map(), others);
}

function fileOf(
  kind: string,
  producer: string | undefined,
  value: unknown,
  metadata: ReadonlyMap<string, string>,
  others: readonly TorchMember[],
): TensorFile {
  return { kind, producer, value, tensors: [...tensorsIn(value)], metadata, others };
}

async function hasPickle(source: ByteSource): Promise<boolean> {
  try {
    const { entries } = await openZip(source);
    return entries.some(({ name }) => /^(?:[^/]+\/)?data\.pkl$/i.test(name));
  } catch (error) {
    // The error is that of opening it.
    if (error instanceof PickleError) return true;
    throw error;
  }
}

async function hasStorages(source: ByteSource): Promise<boolean> {
  try {
    return (await openTar(source)).some(({ name }) => /^(?:\.\/)?storages$/.test(name));
  } catch (error) {
    if (error instanceof PickleError) return true;
    throw error;
  }
}

const KINDS: Readonly<Record<TorchFile['format'], string>> = {
  zip: 'PyTorch, a zip archive',
  torchscript: 'PyTorch, a TorchScript archive',
  legacy: 'PyTorch, in the format of before 1.6',
  tar: 'PyTorch, a tar archive of 0.1',
  sharded: 'PyTorch, in several files',
  pickle: 'a pickle with tensors',
};

function kindOf(file: TorchFile): string {
  return `${KINDS[file.format]}${file.isBigEndian ? ', big-endian' : ''}`;
}

function producerOf({ format, serializationId, members }: TorchFile): string {
  if (format === 'legacy') return 'PyTorch before 1.6, or a later one in the old format';
  if (format === 'tar') return 'PyTorch 0.1';
  if (serializationId !== undefined) return 'PyTorch 2.1 or newer';
  // PyTorch 2.1.2 writes both of them, and 2.0.1 neither.
  const hasByteOrder = members.some(({ name }) => /(^|\/)byteorder$/.test(name));
  return hasByteOrder ? 'Brine or another program, not PyTorch' : 'PyTorch 1.6 to 2.0';
}

/** A line of the table. */
export interface TensorRow {
  readonly name: string;
  readonly dtype: string;
  /** The length of each axis; `*` for one whose length differs from tensor to tensor. */
  readonly shape: readonly (number | '*')[];
  /** What is to be said of it besides: its layout, that it has no data. */
  readonly note: string;
  /** Bytes of its elements. */
  readonly nbytes: number;
  /** The name of the first tensor with the same memory; `undefined` for that one itself. */
  readonly shared: string | undefined;
}

/** The tensors as lines of a table. */
export function tensorRows(tensors: readonly NamedTensor[]): TensorRow[] {
  const first = new Map<StorageMemory, string>();
  return tensors.map(({ name, tensor }) => {
    const memories = memoriesOf(tensor);
    const shared = memories.map((memory) => first.get(memory)).find((one) => one !== undefined);
    for (const memory of memories) if (!first.has(memory)) first.set(memory, name);
    return { name, ...columnsOf(tensor), nbytes: bytesOf(tensor), shared };
  });
}

function memoriesOf(tensor: TensorLike): StorageMemory[] {
  if (tensor instanceof TensorStorage) return [tensor.memory];
  return stridedParts(tensor).flatMap(({ storage, isMeta }) => (isMeta ? [] : [storage.memory]));
}

function columnsOf(tensor: TensorLike): Pick<TensorRow, 'dtype' | 'shape' | 'note'> {
  if (tensor instanceof Tensor) {
    return { dtype: tensor.dtype.name, shape: tensor.shape, note: tensor.isMeta ? 'no data' : '' };
  }
  if (tensor instanceof SparseTensor) {
    return { dtype: tensor.dtype.name, shape: tensor.shape, note: tensor.layout };
  }
  if (tensor instanceof TensorStorage)
    return { dtype: tensor.dtype?.name ?? 'bytes', shape: [tensor.length], note: 'storage' };
  if (tensor instanceof JaggedTensor) {
    const shape = tensor.shape.map((length) => length ?? '*');
    return { dtype: tensor.dtype.name, shape, note: 'jagged' };
  }
  return { dtype: tensor.buffer.dtype.name, shape: [tensor.sizes.shape[0] ?? 0], note: 'nested' };
}

/** The shape and the note of a line. */
export function shapeColumn({ shape, note }: TensorRow): string {
  return note === '' ? shapeText(shape) : `${shapeText(shape)}, ${note}`;
}

function bytesOf(tensor: TensorLike): number {
  if (tensor instanceof TensorStorage) return tensor.nbytes;
  return stridedParts(tensor).reduce((sum, one) => sum + (one.isMeta ? 0 : one.nbytes), 0);
}

/** How many storages the tensors have, and how many bytes are in them. */
export function storageTotals(tensors: readonly NamedTensor[]): { readonly count: number; readonly nbytes: number } {
  const memories = new Set(tensors.flatMap(({ tensor }) => memoriesOf(tensor)));
  return { count: memories.size, nbytes: [...memories].reduce((sum, { size }) => sum + size, 0) };
}

/**
 * A value without its tensors: dicts and lists of what else there is. Containers without anything else are left out.
 *
 * @returns `undefined` if there is nothing else.
 */
export function withoutTensors(value: unknown): unknown {
  if (!(value instanceof Map) || isTensorLike(value)) return undefined;
  const rest = new Map<unknown, unknown>();
  for (const [key, part] of value) {
    const isContainer = typeof part === 'object' && part !== null;
    if (!isContainer) rest.set(key, part);
    else if (tensorsIn(part).next().done === true) rest.set(key, part);
  }
  return rest.size === 0 ? undefined : rest;
}
