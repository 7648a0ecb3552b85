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
   * What becomes of tensors that share memory. `'one'` is what the converter of safetensors does: of those that overlap,
   * the one that is the whole storage is written, and the metadata say which name stands for the others. It is an error
   * if none is the whole. `'copy'` writes each for itself.
   *
   * @defaultValue `'one'`
   */
  readonly shared?: 'one' | 'copy' | undefined;
  /** Options of `openTorch`. */
  readonly load?: TorchOptions | undefined;
}

/** Options of {@link toSafetensorsShards}. */
export interface ShardOptions extends ToSafetensorsOptions {
  /** The most bytes of tensors in one file; a larger tensor is alone in its own. @defaultValue 5 GB */
  readonly shardBytes?: number | undefined;
  /** The beginning of the names. @defaultValue `'model'` */
  readonly name?: string | undefined;
}

/** What {@link toSafetensors} wrote. */
export interface ConversionReport {
  /** The names of the tensors in the file. */
  readonly names: readonly string[];
  /** Names that were left out because another tensor has their memory, with its name. */
  readonly shared: ReadonlyMap<string, string>;
  /** Bytes of tensors. */
  readonly bytes: number;
}

/**
 * Converts a file of PyTorch to safetensors: its state dict, which may be under the key `state_dict`; of a module that
 * was saved whole, its own; of any other object, all tensors in it, by the names of {@link tensorsIn}. Nothing else of
 * the file has a place in safetensors. Tensors are read and written in pieces.
 *
 * @param source - As for `loadTorch`.
 * @param sink - A stream, a file or anything with a `write` method, which stays open.
 * @param options - The metadata have `format: 'pt'` unless they say otherwise.
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
 * The same in several files, with an index: `model-00001-of-00002.safetensors`, `model.safetensors.index.json`, as
 * Hugging Face's libraries split and read them. One file has no number, and no index.
 *
 * @param source - As for `loadTorch`.
 * @param open - Gives the sink for a file; it is called for one after another, and with the index last.
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

/** What of an object goes into the file. */
function convertible(value: unknown, options: ToSafetensorsOptions): Convertible {
  const all = new Map<string, Tensor>();
  for (const { name, tensor } of tensorsIn(weightsIn(value))) {
    if (!(tensor instanceof Tensor)) {
      const what = `safetensors has strided tensors alone, and ${JSON.stringify(name)} is another kind`;
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

/** The tensors that another one stands for, by name, with its name. */
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
        throw new PickleError('cannot-pickle', `${what}; shared: 'copy' writes each for itself`);
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
