/**
 * Tensors as pickles contain them: the calls that PyTorch 2.13 writes.
 *
 * @module
 */
import type { Reduction } from '../codec/reduction.ts';
import { OrderedDict } from '../stdlib/collections/collections.ts';
import { Float } from '../values/float.ts';
import { Global } from '../values/global.ts';
import { distinctText } from '../values/identified-text.ts';
import { Instance } from '../values/instance.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import type { Device } from './device.ts';
import type { JaggedTensor, NestedTensor, SparseLayout, SparseTensor } from './layouts.ts';
import { storageFile } from './legacy-stream.ts';
import { type Size, torchSize } from './size.ts';
import { TensorStorage } from './storage.ts';
import { type Parameter, type Quantizer, Tensor } from './tensor.ts';

const UTILS = 'torch._utils';
const NJT = 'torch.nested._internal.nested_tensor';
const TENSOR_2 = /* @__PURE__ */ new Global(UTILS, '_rebuild_tensor_v2');
const TENSOR_3 = /* @__PURE__ */ new Global(UTILS, '_rebuild_tensor_v3');
const QUANTIZED = /* @__PURE__ */ new Global(UTILS, '_rebuild_qtensor');
const META = /* @__PURE__ */ new Global(UTILS, '_rebuild_meta_tensor_no_storage');
const PARAMETER = /* @__PURE__ */ new Global(UTILS, '_rebuild_parameter');
const STATEFUL = /* @__PURE__ */ new Global(UTILS, '_rebuild_parameter_with_state');
const SPARSE = /* @__PURE__ */ new Global(UTILS, '_rebuild_sparse_tensor');
const NESTED = /* @__PURE__ */ new Global(UTILS, '_rebuild_nested_tensor');
const JAGGED = /* @__PURE__ */ new Global(NJT, '_rebuild_njt');
const JAGGED_TYPE = /* @__PURE__ */ new Global(NJT, 'NestedTensor');
const TYPED = /* @__PURE__ */ new Global('torch._tensor', '_rebuild_from_type_v2');
const LOAD = /* @__PURE__ */ new Global('torch.storage', '_load_from_bytes');
const LAYOUT = /* @__PURE__ */ new Global('torch.serialization', '_get_layout');

/** The call that makes a tensor. */
export function reduceTensor(tensor: Tensor): Reduction {
  const { type, state } = tensor;
  const { callable, args } = strided(tensor);
  if (type === undefined && state === undefined) return { callable, args };
  return { callable: TYPED, args: [callable, type ?? Tensor, tupleOf(args), state ?? null] };
}

/** `_rebuild_parameter(data, requires_grad, hooks)` */
export function reduceParameter(parameter: Parameter): Reduction {
  const { requiresGrad, type, state } = parameter;
  const plain = { ...parameter, requiresGrad: false, type: undefined, state: undefined, backwardHooks: undefined };
  const args = [new Tensor(plain), requiresGrad, hooksOf(parameter)];
  if (type !== undefined) return { callable: TYPED, args: [PARAMETER, type, tupleOf(args), state ?? null] };
  return state === undefined ? { callable: PARAMETER, args } : { callable: STATEFUL, args: [...args, state] };
}

function strided(tensor: Tensor): Reduction {
  const { dtype, shape, stride, offset, requiresGrad, quantizer, isMeta } = tensor;
  if (isMeta) return { callable: META, args: [dtype, sizes(shape), sizes(stride), requiresGrad] };
  const place = [pickledStorage(tensor), BigInt(offset), sizes(shape), sizes(stride)];
  const hooks = hooksOf(tensor);
  if (quantizer !== undefined) {
    return { callable: QUANTIZED, args: [...place, quantizerParts(quantizer), requiresGrad, hooks] };
  }
  const bits = bitsOf(tensor);
  return dtype.storage === undefined
    ? { callable: TENSOR_3, args: [...place, requiresGrad, hooks, dtype, ...bits] }
    : { callable: TENSOR_2, args: [...place, requiresGrad, hooks, ...bits] };
}

/** The storage as it is pickled: its class is that of the tensor's dtype. */
function pickledStorage({ storage, dtype }: Tensor): TensorStorage {
  const wanted = dtype.storage === undefined ? undefined : dtype;
  if (storage.dtype === wanted) return storage;
  const { memory, device, key, nbytes } = storage;
  return new TensorStorage({ dtype: wanted, bytes: memory, device, key, nbytes });
}

function hooksOf({ backwardHooks }: Tensor): unknown {
  return backwardHooks ?? new OrderedDict();
}

function bitsOf({ isConj, isNeg }: Tensor): Map<string, boolean>[] {
  const bits = new Map<string, boolean>();
  if (isConj) bits.set('conj', true);
  if (isNeg) bits.set('neg', true);
  return bits.size === 0 ? [] : [bits];
}

function quantizerParts(quantizer: Quantizer): Tuple {
  const scheme = new Global('torch', quantizer.scheme);
  if (quantizer.scheme === 'per_tensor_affine') {
    return tupleOf([scheme, new Float(quantizer.scale), BigInt(quantizer.zeroPoint)]);
  }
  return tupleOf([scheme, quantizer.scales, quantizer.zeroPoints, BigInt(quantizer.axis)]);
}

function sizes(numbers: readonly number[]): Tuple {
  return tupleOf(numbers.map((number) => BigInt(number)));
}

const layouts = /* @__PURE__ */ new Map<SparseLayout, Instance>();

/** One object for each layout, as in PyTorch, so that a pickle contains it once. */
function layoutOf(layout: SparseLayout): Instance {
  const known = layouts.get(layout) ?? new Instance(LAYOUT, 'call', Tuple.of(`torch.${layout}`));
  layouts.set(layout, known);
  return known;
}

/** `_rebuild_sparse_tensor(layout, (indices..., values, size[, is_coalesced]))` */
export function reduceSparse({ layout, indices, values, shape, isCoalesced }: SparseTensor): Reduction {
  const data = [...indices, values, torchSize(shape), ...(isCoalesced === undefined ? [] : [isCoalesced])];
  return { callable: SPARSE, args: [layoutOf(layout), tupleOf(data)] };
}

/** `_rebuild_nested_tensor(buffer, sizes, strides, offsets)` */
export function reduceNested({ buffer, sizes: shapes, strides, offsets }: NestedTensor): Reduction {
  return { callable: NESTED, args: [buffer, shapes, strides, offsets] };
}

/** `_rebuild_from_type_v2(_rebuild_njt, NestedTensor, ({...},), state)` */
export function reduceJagged({
  values,
  offsets,
  lengths,
  raggedAxis,
  requiresGrad,
  metadata,
  state,
}: JaggedTensor): Reduction {
  const parts = new Map<string, unknown>([
    ['values', values],
    ['offsets', offsets],
    ['lengths', lengths ?? null],
    ['_ragged_idx', BigInt(raggedAxis)],
    ['_metadata_cache', metadata ?? null],
    ['requires_grad', requiresGrad],
  ]);
  return { callable: TYPED, args: [JAGGED, JAGGED_TYPE, Tuple.of(parts), state ?? null] };
}

/** `torch.Size((2, 3))` */
export function reduceSize(size: Size): Reduction {
  return { callable: new Global('torch', 'Size'), args: [sizes([...size])] };
}

/** `torch.device('cuda', 0)`. PyTorch makes a new str for each. */
export function reduceDevice({ type, index }: Device): Reduction {
  return {
    callable: new Global('torch', 'device'),
    args: [distinctText(type), ...(index === undefined ? [] : [BigInt(index)])],
  };
}

/** A storage in an ordinary pickle, which contains its bytes. */
export function reduceStorage(storage: TensorStorage): Reduction {
  return { callable: LOAD, args: [storageFile(storage)] };
}
