import type { OwnBytes } from '../../bytes/bytes-like.ts';
import { joined } from '../../bytes/joined.ts';
import type { Sink } from '../../dump/sink.ts';
import { writeBehind } from '../../dump/write-behind.ts';
import { PickleError } from '../../errors.ts';
import { NdArray } from '../../numpy/nd-array.ts';
import { Tensor } from '../tensor.ts';
import { headerOf, inFileOrder } from './header.ts';

/** Tensors and their names: an object, a Map, or pairs. Arrays become tensors. */
export type NamedTensors = Readonly<Record<string, Tensor | NdArray>> | Iterable<readonly [string, Tensor | NdArray]>;

/** Options of {@link writeSafetensors}. */
export interface WriteSafetensorsOptions {
  /** Strings for the header: an object or a Map. @defaultValue none */
  readonly metadata?: Readonly<Record<string, string>> | Iterable<readonly [string, string]> | undefined;
}

/** A tensor with its name. */
export interface WrittenTensor {
  readonly name: string;
  readonly dtype: Tensor['dtype'];
  readonly shape: readonly number[];
  readonly tensor: Tensor;
}

/**
 * Writes a safetensors file, with the bytes that the Python package writes for the same tensors. Tensors of an open file
 * are read in pieces when they are written, so that the memory this takes does not grow with the file.
 *
 * @param tensors - The tensors. Each is written separately. Shared memory is therefore written several times, which the
 *   Python package refuses; {@link toSafetensors} writes it once.
 * @param sink - A stream, a file or anything with a `write` method, which stays open.
 * @returns The file, if there is no `sink`.
 * @throws PickleError `cannot-pickle` for dtypes that the format does not have, such as complex128 and quantised ones.
 * @throws TypeError if a name or the metadata are invalid.
 * @example
 * ```ts
 * import { NdArray } from 'brine/numpy';
 * import { writeSafetensors } from 'brine/torch';
 *
 * const bytes = await writeSafetensors({ weight: NdArray.from([1, 2]) }, undefined, { metadata: { format: 'pt' } });
 * ```
 */
export function writeSafetensors(tensors: NamedTensors, sink: Sink, options?: WriteSafetensorsOptions): Promise<void>;
export function writeSafetensors(
  tensors: NamedTensors,
  sink?: undefined,
  options?: WriteSafetensorsOptions,
): Promise<OwnBytes>;
export function writeSafetensors(
  tensors: NamedTensors,
  sink?: Sink,
  options: WriteSafetensorsOptions = {},
): Promise<void> | Promise<OwnBytes> {
  const chunks = chunksOfTensors(tensors, options);
  return sink === undefined ? gathered(chunks) : writeBehind(chunks, sink);
}

async function* chunksOfTensors(
  tensors: NamedTensors,
  options: WriteSafetensorsOptions,
): AsyncGenerator<Uint8Array, void> {
  yield* safetensorsChunks(namedTensors(tensors), metadataOf(options));
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<OwnBytes> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return joined(all);
}

/** The tensors as a list. */
function namedTensors(tensors: NamedTensors): WrittenTensor[] {
  const pairs = isPairs(tensors) ? tensors : Object.entries(tensors);
  const names = new Set<string>();
  const all: WrittenTensor[] = [];
  for (const [name, given] of pairs) {
    if (typeof name !== 'string') throw new TypeError('the name of a tensor must be a string');
    if (names.has(name)) throw new TypeError(`two tensors have the name '${name}'`);
    names.add(name);
    const tensor = given instanceof NdArray ? Tensor.from(given) : given;
    if (!(tensor instanceof Tensor)) throw new TypeError(`'${name}' is neither a Tensor nor an NdArray`);
    all.push(writable(name, tensor));
  }
  return all;
}

function isPairs(tensors: NamedTensors): tensors is Iterable<readonly [string, Tensor | NdArray]> {
  return Symbol.iterator in tensors;
}

/** Checks that the format can store a tensor. */
export function writable(name: string, tensor: Tensor): WrittenTensor {
  const { dtype, shape, isMeta } = tensor;
  if (dtype.safetensors === undefined || isMeta) {
    const what = isMeta ? 'no data' : `the dtype ${dtype.name}`;
    throw new PickleError('cannot-pickle', `safetensors cannot store ${JSON.stringify(name)}, which has ${what}`);
  }
  return { name, dtype, shape, tensor };
}

/** The metadata as a Map. */
export function metadataOf({ metadata = {} }: WriteSafetensorsOptions): Map<string, string> {
  const pairs = Symbol.iterator in metadata ? metadata : Object.entries(metadata);
  const all = new Map<string, string>();
  for (const [key, text] of pairs) {
    if (typeof key !== 'string' || typeof text !== 'string') throw new TypeError('options.metadata needs strings');
    all.set(key, text);
  }
  return all;
}

/** The chunks of a file. */
export async function* safetensorsChunks(
  tensors: readonly WrittenTensor[],
  metadata: ReadonlyMap<string, string>,
): AsyncGenerator<Uint8Array, void> {
  const inOrder = inFileOrder(tensors);
  yield headerOf(inOrder, metadata);
  for (const { tensor } of inOrder) yield* tensor.chunks();
}
