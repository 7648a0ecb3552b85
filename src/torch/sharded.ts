import { PickleError } from '../errors.ts';
import { OrderedDict } from '../stdlib/collections/collections.ts';
import { openTorch, type TorchOptions } from './open-torch.ts';
import { readSafetensors } from './safetensors/read.ts';
import { TorchFile } from './torch-file.ts';
import { sourceOf, type TorchSource } from './torch-source.ts';

/** The longest index that is read, in bytes. */
const LONGEST_INDEX = 2 ** 28;

/**
 * Opens a state dict that is in several files, by its index: `pytorch_model.bin.index.json`, or that of safetensors.
 *
 * @param index - The index, as `loadTorch` takes a file.
 * @param open - Gives each file by the name that the index has for it, which is never a path.
 * @returns The state dict, in the order of the index.
 * @throws PickleError `bad-checkpoint` if the index is broken, or a file lacks a tensor that the index says it has; what
 *   `openTorch` and `readSafetensors` throw.
 * @example
 * ```ts
 * import { openTorchShards, saveTorch, Tensor } from 'brine/torch';
 *
 * const shard = await saveTorch({ a: Tensor.from(new Float32Array(2)) });
 * const index = new TextEncoder().encode('{"weight_map": {"a": "pytorch_model-00001-of-00001.bin"}}');
 * const file = await openTorchShards(index, () => shard);
 * file.format; // 'sharded'
 * ```
 */
export async function openTorchShards(
  index: TorchSource,
  open: (name: string) => TorchSource | Promise<TorchSource>,
  options: TorchOptions = {},
): Promise<TorchFile> {
  const map = await weightMap(index);
  const shards = new Map<string, ReadonlyMap<unknown, unknown>>();
  const value = new OrderedDict<string, unknown>();
  for (const [name, file] of map) {
    let shard = shards.get(file);
    if (shard === undefined) {
      shard = await shardIn(file, await open(file), options);
      shards.set(file, shard);
    }
    if (!shard.has(name))
      throw new PickleError('bad-checkpoint', `${shown(file)} does not have the tensor ${shown(name)}`);
    value.set(name, shard.get(name));
  }
  return new TorchFile({ value, format: 'sharded', members: [...shards.keys()].map((name) => ({ name, size: 0 })) });
}

async function shardIn(
  name: string,
  source: TorchSource,
  options: TorchOptions,
): Promise<ReadonlyMap<unknown, unknown>> {
  if (name.endsWith('.safetensors')) return (await readSafetensors(source, options)).tensors;
  const { value } = await openTorch(source, options);
  if (value instanceof Map) return value;
  throw new PickleError('bad-checkpoint', `${shown(name)} is not a state dict`);
}

async function weightMap(index: TorchSource): Promise<ReadonlyMap<string, string>> {
  const source = sourceOf(index);
  if (source.size > LONGEST_INDEX) throw new PickleError('bad-checkpoint', `an index of ${source.size} bytes`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(await source.read(0, source.size)));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof TypeError)) throw cause;
    throw new PickleError('bad-checkpoint', 'the index is not JSON', { cause });
  }
  const map: unknown = typeof json === 'object' && json !== null && 'weight_map' in json ? json.weight_map : undefined;
  if (typeof map !== 'object' || map === null) throw new PickleError('bad-checkpoint', 'the index has no weight_map');
  const names = new Map<string, string>();
  for (const [name, file] of Object.entries(map)) {
    if (typeof file !== 'string' || !/^[^/\\\0]+$/.test(file) || file === '..' || file === '.') {
      throw new PickleError(
        'bad-checkpoint',
        `the index has a path for ${shown(name)}, not the name of a file beside it`,
      );
    }
    names.set(name, file);
  }
  return names;
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
