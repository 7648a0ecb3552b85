/**
 * The tensors in a value, by their names.
 *
 * @module
 */
import { Instance } from '../values/instance.ts';
import { JaggedTensor, NestedTensor, SparseTensor } from './layouts.ts';
import { TensorStorage } from './storage.ts';
import { Tensor } from './tensor.ts';

/** Everything that has elements. */
export type TensorLike = Tensor | SparseTensor | NestedTensor | JaggedTensor | TensorStorage;

/** A tensor and its name. */
export interface NamedTensor {
  /** The keys and indexes that lead to it, joined by dots, as in a state dict: `encoder.weight`. */
  readonly name: string;
  /** The tensor. */
  readonly tensor: TensorLike;
}

/** The attributes of a module whose names are not part of those of its tensors. */
const OF_MODULES: ReadonlySet<string> = /* @__PURE__ */ new Set(['_parameters', '_buffers', '_modules']);

interface Place {
  readonly name: string;
  readonly value: unknown;
}

/**
 * The tensors in a value, in order: those in dicts, lists, tuples, and the attributes of objects.
 *
 * @param value - What `loadTorch` returns. A container that occurs several times is searched once. A tensor that occurs
 *   several times is listed under each name.
 * @example
 * ```ts
 * import { Tensor, tensorsIn } from 'brine/torch';
 *
 * const weight = Tensor.from(new Float32Array(2));
 * [...tensorsIn({ model: { 'layer.weight': weight } })].map(({ name }) => name); // ['model.layer.weight']
 * ```
 */
export function* tensorsIn(value: unknown): Generator<NamedTensor, void, undefined> {
  const seen = new Set<object>();
  const open: Place[] = [{ name: '', value }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { name, value: one } = place;
    if (typeof one !== 'object' || one === null) continue;
    if (isTensorLike(one)) {
      yield { name, tensor: one };
      continue;
    }
    if (seen.has(one)) continue;
    seen.add(one);
    const parts = [...partsOf(one)];
    for (let i = parts.length - 1; i >= 0; i--) {
      const [key, part] = parts[i] ?? ['', undefined];
      if (typeof part === 'object' && part !== null) open.push({ name: joinedName(name, key), value: part });
    }
  }
}

function joinedName(name: string, key: string): string {
  return name === '' || key === '' ? name + key : `${name}.${key}`;
}

/** Whether a value is a tensor, or one of its kinds. */
export function isTensorLike(value: unknown): value is TensorLike {
  return (
    value instanceof Tensor ||
    value instanceof SparseTensor ||
    value instanceof NestedTensor ||
    value instanceof JaggedTensor ||
    value instanceof TensorStorage
  );
}

function* partsOf(value: object): Generator<readonly [string, unknown], void, undefined> {
  if (value instanceof Map) {
    for (const [key, part] of value) yield [keyText(key), part];
  } else if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) yield [String(at), part];
  } else if (value instanceof Instance) {
    yield* partsOfInstance(value);
  } else if (Object.getPrototypeOf(value) === Object.prototype) {
    yield* Object.entries(value);
  }
}

function* partsOfInstance(instance: Instance): Generator<readonly [string, unknown], void, undefined> {
  for (const [at, part] of instance.args.entries()) yield [`args.${at}`, part];
  for (const [at, part] of (instance.items ?? []).entries()) yield [String(at), part];
  for (const [key, part] of instance.entries ?? []) yield [keyText(key), part];
  for (const state of instance.states) {
    if (state instanceof Map) {
      for (const [key, part] of state) yield [OF_MODULES.has(String(key)) ? '' : keyText(key), part];
    } else if (typeof state === 'object' && state !== null) yield ['', state];
  }
}

function keyText(key: unknown): string {
  return typeof key === 'string' || typeof key === 'number' || typeof key === 'bigint' ? String(key) : '?';
}

/** The tensors of which a tensor consists. */
export function stridedParts(tensor: TensorLike): readonly Tensor[] {
  if (tensor instanceof SparseTensor) return [...tensor.indices, tensor.values];
  if (tensor instanceof NestedTensor) return [tensor.buffer, tensor.sizes, tensor.strides, tensor.offsets];
  if (tensor instanceof JaggedTensor) {
    const remembered = tensor.metadata instanceof Map ? [...tensor.metadata.values()] : [];
    const parts = [tensor.values, tensor.offsets, tensor.lengths, ...remembered];
    return parts.filter((part) => part instanceof Tensor);
  }
  if (tensor instanceof TensorStorage) return [];
  const { quantizer } = tensor;
  return quantizer === undefined || quantizer.scheme === 'per_tensor_affine'
    ? [tensor]
    : [tensor, quantizer.scales, quantizer.zeroPoints];
}

/** The storages of the tensors in values, each once. */
export function storagesIn(values: readonly unknown[]): TensorStorage[] {
  const storages = new Set<TensorStorage>();
  for (const { tensor } of tensorsIn(values)) {
    if (tensor instanceof TensorStorage) storages.add(tensor);
    for (const { storage, isMeta } of stridedParts(tensor)) if (!isMeta) storages.add(storage);
  }
  return [...storages];
}
