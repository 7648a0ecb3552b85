import type { OwnBytes } from '../../bytes/bytes-like.ts';
import { joined } from '../../bytes/joined.ts';
import type { Sink } from '../../dump/sink.ts';
import { writeBehind } from '../../dump/write-behind.ts';
import { PickleError } from '../../errors.ts';
import { openTorch, type TorchOptions } from '../open-torch.ts';
import { isModule, stateDict } from '../state-dict.ts';
import type { StorageMemory } from '../storage-memory.ts';
import { Tensor } from '../tensor.ts';
import { tensorsIn } from '../tensors-in.ts';
import type { TorchSource } from '../torch-source.ts';
import { shardsOf } from './shards.ts';
import { metadataOf, safetensorsChunks, type WriteSafetensorsOptions, type WrittenTensor, writable } from './write.ts';

/** Options of {@link toSafetensors}. */
export interface ToSafetensorsOptions extends WriteSafetensorsOptions {
  /**
   * What happens to tensors that share memory. `'one'` does what the converter of safetensors does. Of tensors that
   * overlap, it writes the one that covers the whole storage, and the metadata say which name stands for the others. If
   * none covers the whole storage, that is an error. `'copy'` writes each tensor separately.
   *
   * @defaultValue `'one'`
   */
  readonly shared?: 'one' | 'copy' | undefined;
  /** Options of `openTorch`. */
  readonly load?: TorchOptions | undefined;
}

/** Options of {@link toSafetensorsShards}. */
export interface ShardOptions extends ToSafetensorsOptions {
  /** The most bytes of tensors in one file. A larger tensor gets a file of its own. @defaultValue 5 GB */
  readonly shardBytes?: number | undefined;
  /** The beginning of the file names. @defaultValue `'model'` */
  readonly name?: string | undefined;
}

/** What {@link toSafetensors} wrote. */
export interface ConversionReport {
  /** The names of the tensors in the file. */
  readonly names: readonly string[];
  /** The names that were left out because another tensor has the same memory, with the name of that tensor. */
  readonly shared: ReadonlyMap<string, string>;
  /** Bytes of tensors. */
  readonly bytes: number;
}

/**
 * Converts a file of PyTorch to safetensors. It writes the state dict, which may be under the key `state_dict`, or the
 * state dict of a module that was saved as an object. Of any other object it writes all tensors, by the names of
 * {@link tensorsIn}. Everything else in the file is left out, because safetensors has no place for it. Tensors are read
 * and written in pieces.
 *
 * @param source - As for `loadTorch`.
 * @param sink - A stream, a file or anything with a `write` method, which stays open.
 * @param options - Options. The metadata have `format: 'pt'` unless another format is given.
 * @returns What was written; without a sink, the file.
 * @throws PickleError `cannot-pickle` for tensors that the format does not have, and what `openTorch` throws.
 * @example
 * ```ts
 * import { readSafetensors, saveTorch, Tensor, toSafetensors } from 'brine/torch';
 *
 * const checkpoint = await saveTorch({ weight: Tensor.from(new Float32Array([1, 2])) });
 * const { tensors, metadata } = await readSafetensors(await toSafetensors(checkpoint));
 * [...tensors.keys()]; // ['weight']
 * ```
 */
export function toSafetensors(
  source: TorchSource,
  sink: Sink,
  options?: ToSafetensorsOptions,
): Promise<ConversionReport>;
export function toSafetensors(source: TorchSource, sink?: undefined, options?: ToSafetensorsOptions): Promise<OwnBytes>;
export async function toSafetensors(
  source: TorchSource,
  sink?: Sink,
  options: ToSafetensorsOptions = {},
): Promise<ConversionReport | OwnBytes> {
  const { value } = await openTorch(source, options.load);
  const { tensors, metadata, report } = convertible(value, options);
  const chunks = safetensorsChunks(tensors, metadata);
  if (sink !== undefined) {
    await writeBehind(chunks, sink);
    return report;
  }
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

/**
 * Converts a file of PyTorch to several files of safetensors with an index, as Hugging Face's libraries split and read
 * them: `model-00001-of-00002.safetensors`, `model.safetensors.index.json`. A single file has no number and no index.
 *
 * @param source - As for `loadTorch`.
 * @param open - Returns the sink for a file name. It is called for one file after another, and for the index last.
 * @returns What was written.
 * @throws As {@link toSafetensors}.
 * @example
 * ```ts
 * import { saveTorch, Tensor, toSafetensorsShards } from 'brine/torch';
 *
 * const weights = { a: Tensor.from(new Float32Array(8)), b: Tensor.from(new Float32Array(8)) };
 * const files: string[] = [];
 * await toSafetensorsShards(await saveTorch(weights), (name) => {
 *   files.push(name);
 *   return { write: () => undefined };
 * }, { shardBytes: 32 });
 * files.length; // 3
 * ```
 */
export async function toSafetensorsShards(
  source: TorchSource,
  open: (name: string) => Sink | Promise<Sink>,
  options: ShardOptions = {},
): Promise<ConversionReport> {
  const { shardBytes = 5e9, name = 'model' } = options;
  if (!(typeof shardBytes === 'number' && shardBytes > 0))
    throw new RangeError('options.shardBytes needs a number of bytes');
  const { value } = await openTorch(source, options.load);
  const { tensors, metadata, report } = convertible(value, options);
  const { shards, index } = shardsOf(tensors, shardBytes, name);
  for (const shard of shards) await writeBehind(safetensorsChunks(shard.tensors, metadata), await open(shard.name));
  if (index !== undefined) {
    const target = await open(`${name}.safetensors.index.json`);
    await writeBehind(once(new TextEncoder().encode(index)), target);
  }
  return report;
}

async function* once(chunk: Uint8Array): AsyncGenerator<Uint8Array, void> {
  yield chunk;
}

interface Convertible {
  readonly tensors: readonly WrittenTensor[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly report: ConversionReport;
}

/** The tensors of an object that go into the file. */
function convertible(value: unknown, options: ToSafetensorsOptions): Convertible {
  const all = new Map<string, Tensor>();
  for (const { name, tensor } of tensorsIn(weightsIn(value))) {
    if (!(tensor instanceof Tensor)) {
      const what = `safetensors can only store strided tensors, and ${JSON.stringify(name)} is another kind`;
      throw new PickleError('cannot-pickle', what);
    }
    if (all.has(name)) throw new PickleError('cannot-pickle', `two tensors are called ${JSON.stringify(name)}`);
    all.set(name, tensor);
  }
  const metadata = metadataOf(options);
  if (!metadata.has('format')) metadata.set('format', 'pt');
  const shared = (options.shared ?? 'one') === 'one' ? sharedNames(all) : new Map<string, string>();
  for (const [name, kept] of shared) if (!metadata.has(name)) metadata.set(name, kept);
  const tensors = [...all].filter(([name]) => !shared.has(name)).map(([name, tensor]) => writable(name, tensor));
  const bytes = tensors.reduce((sum, { tensor }) => sum + tensor.nbytes, 0);
  return { tensors, metadata, report: { names: tensors.map(({ name }) => name), shared, bytes } };
}

/** The state dict in what was saved. */
function weightsIn(value: unknown): unknown {
  const inner = value instanceof Map ? value.get('state_dict') : undefined;
  const found = inner instanceof Map ? inner : value;
  return isModule(found) ? stateDict(found) : found;
}

/** The names of tensors that are left out, with the name of the tensor that stands for each. */
function sharedNames(tensors: ReadonlyMap<string, Tensor>): Map<string, string> {
  const byMemory = new Map<StorageMemory, [string, Tensor][]>();
  for (const [name, tensor] of tensors) {
    if (tensor.storage.nbytes === 0 || tensor.isMeta) continue;
    const group = byMemory.get(tensor.storage.memory) ?? [];
    group.push([name, tensor]);
    byMemory.set(tensor.storage.memory, group);
  }
  const shared = new Map<string, string>();
  for (const group of byMemory.values()) {
    for (const overlapping of overlaps(group)) {
      if (overlapping.length < 2) continue;
      const names = overlapping.map(([name]) => name).sort();
      const kept = overlapping
        .filter(([, tensor]) => isWhole(tensor))
        .map(([name]) => name)
        .sort()[0];
      if (kept === undefined) {
        const what = `the tensors ${names.slice(0, 5).join(', ')} overlap, and none of them is the whole storage`;
        throw new PickleError('cannot-pickle', `${what}; shared: 'copy' writes each separately`);
      }
      for (const name of names) if (name !== kept) shared.set(name, kept);
    }
  }
  return shared;
}

/** Tensors of one storage in groups of those that overlap, as the converter finds them. */
function overlaps(group: readonly [string, Tensor][]): [string, Tensor][][] {
  const byPlace = group
    .map((one) => ({ one, span: one[1].span }))
    .sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1]);
  const groups: [string, Tensor][][] = [];
  let end = -1;
  for (const { one, span } of byPlace) {
    if (span[0] >= end || groups.length === 0) groups.push([one]);
    else groups[groups.length - 1]?.push(one);
    end = Math.max(end, span[1]);
  }
  return groups;
}

function isWhole(tensor: Tensor): boolean {
  return tensor.offset === 0 && tensor.nbytes === tensor.storage.nbytes;
}
