/**
 * The functions that PyTorch's pickles call, which make tensors of storages and sizes.
 *
 * @module
 */
import type { LoadContext } from '../codec/context.ts';
import { PickleError } from '../errors.ts';
import { bytesOf as memoryOf } from '../numpy/array-reduction.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { fromPickle, sizeOf, sizesOf } from '../numpy/pickled-arguments.ts';
import { OrderedDict } from '../stdlib/collections/collections.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import type { Tuple } from '../values/tuple.ts';
import { Device } from './device.ts';
import { TorchDType, torchDType, torchDTypes } from './dtype.ts';
import { JaggedTensor, NestedTensor, type SparseLayout, SparseTensor } from './layouts.ts';
import { torchSize } from './size.ts';
import { TensorStorage } from './storage.ts';
import { metaTensor, Parameter, type Quantizer, Tensor, type TensorParts, torchDTypeOf } from './tensor.ts';

/** Gives the result of a call, or `undefined` to keep it as it is. */
type Rebuild = (args: Tuple, context: LoadContext) => unknown;

const COO = 'sparse_coo';
const LAYOUTS: readonly SparseLayout[] = [COO, 'sparse_csr', 'sparse_csc', 'sparse_bsr', 'sparse_bsc'];

/** The functions by name, with the module. */
export const REBUILDS: Readonly<Record<string, Rebuild>> = {
  'torch._utils._rebuild_tensor': (args) => rebuilt(args, typedDType(args[0])),
  'torch._utils._rebuild_tensor_v2': (args, context) => rebuilt(args, typedDType(args[0]), args[6], context),
  'torch._utils._rebuild_tensor_v3': (args, context) =>
    rebuilt(args, args[6] instanceof TorchDType ? args[6] : undefined, args[7], context),
  'torch._utils._rebuild_qtensor': quantized,
  'torch._utils._rebuild_parameter': ([data, requiresGrad, hooks]) => parameter(data, requiresGrad, hooks, undefined),
  'torch._utils._rebuild_parameter_with_state': ([data, requiresGrad, hooks, state]) =>
    parameter(data, requiresGrad, hooks, state),
  'torch._utils._rebuild_sparse_tensor': sparse,
  'torch._utils._rebuild_sparse_csr_tensor': sparse,
  'torch._utils._rebuild_nested_tensor': nested,
  'torch.nested._internal.nested_tensor._rebuild_njt': jagged,
  'torch._utils._rebuild_meta_tensor_no_storage': meta,
  'torch._utils._rebuild_device_tensor_from_numpy': fromNumpy,
  'torch._utils._rebuild_xla_tensor': fromNumpy,
  'torch._utils._rebuild_device_tensor_from_cpu_tensor': fromTensor,
  'torch._tensor._rebuild_from_type': typed,
  'torch._tensor._rebuild_from_type_v2': typed,
  'torch.tensor._rebuild_from_type': typed,
  'torch.Size': ([sizes, ...more]) =>
    more.length > 0 ? undefined : sizes === undefined ? torchSize([]) : fromPickle(() => torchSize(sizesOf(sizes))),
  'torch.device': device,
};

function typedDType(storage: unknown): TorchDType | undefined {
  return storage instanceof TensorStorage ? (storage.dtype ?? torchDType('uint8')) : undefined;
}

/** `(storage, offset, size, stride[, requires_grad, backward_hooks, ...])` */
function rebuilt(args: Tuple, dtype: TorchDType | undefined, bits?: unknown, context?: LoadContext): unknown {
  const storage = args[0];
  if (!(storage instanceof TensorStorage) || dtype === undefined) return undefined;
  return fromPickle(
    () =>
      new Tensor({
        dtype,
        storage,
        offset: sizeOf(args[1]),
        shape: sizesOf(args[2]),
        stride: sizesOf(args[3]),
        requiresGrad: args[4] === true,
        backwardHooks: hooksOf(args[5]),
        ...bitsOf(bits, context),
      }),
    'bad-tensor',
  );
}

/** Hooks are usually an empty OrderedDict. */
function hooksOf(hooks: unknown): unknown {
  const isUsual = hooks instanceof OrderedDict && hooks.size === 0 && hooks.attributes === undefined;
  return isUsual || hooks === undefined ? undefined : hooks;
}

function bitsOf(metadata: unknown, context: LoadContext | undefined): Pick<TensorParts, 'isConj' | 'isNeg'> {
  const bits = new Map(context?.entriesOf(metadata) ?? []);
  return { isConj: bits.get('conj') === true, isNeg: bits.get('neg') === true };
}

function quantized(args: Tuple): unknown {
  const [storage, offset, size, stride, params, requiresGrad, hooks] = args;
  const quantizer = quantizerOf(params);
  if (!(storage instanceof TensorStorage) || storage.dtype === undefined || quantizer === undefined) return undefined;
  const { dtype } = storage;
  return fromPickle(
    () =>
      new Tensor({
        dtype,
        storage,
        offset: sizeOf(offset),
        shape: sizesOf(size),
        stride: sizesOf(stride),
        requiresGrad: requiresGrad === true,
        backwardHooks: hooksOf(hooks),
        quantizer,
      }),
    'bad-tensor',
  );
}

function quantizerOf(params: unknown): Quantizer | undefined {
  if (!Array.isArray(params) || !(params[0] instanceof Global)) return undefined;
  const [{ name: scheme }, first, second, axis] = params;
  if (scheme === 'per_tensor_affine') {
    return { scheme, scale: Number(first), zeroPoint: fromPickle(() => sizeOf(second), 'bad-tensor') };
  }
  if (scheme !== 'per_channel_affine' && scheme !== 'per_channel_affine_float_qparams') return undefined;
  if (!(first instanceof Tensor && second instanceof Tensor)) return undefined;
  return { scheme, scales: first, zeroPoints: second, axis: fromPickle(() => sizeOf(axis), 'bad-tensor') };
}

function parameter(data: unknown, requiresGrad: unknown, hooks: unknown, state: unknown): unknown {
  if (!(data instanceof Tensor)) return undefined;
  return new Parameter({ ...data, requiresGrad: requiresGrad === true, backwardHooks: hooksOf(hooks), state });
}

function sparse([layout, data]: Tuple): unknown {
  // `torch.serialization._get_layout('torch.sparse_coo')`
  const name = layout instanceof Instance ? layout.args[0] : undefined;
  const known = LAYOUTS.find((one) => `torch.${one}` === name);
  if (known === undefined || !Array.isArray(data)) return undefined;
  const count = known === COO ? 1 : 2;
  const indices = data.slice(0, count).filter((one) => one instanceof Tensor);
  const [values, size, isCoalesced] = data.slice(count);
  if (indices.length !== count || !(values instanceof Tensor)) return undefined;
  const shape = fromPickle(() => sizesOf(size), 'bad-tensor');
  const isKnown = typeof isCoalesced === 'boolean' ? isCoalesced : undefined;
  return new SparseTensor({ layout: known, indices, values, shape, isCoalesced: isKnown });
}

function nested([buffer, sizes, strides, offsets]: Tuple): unknown {
  if (!(buffer instanceof Tensor && sizes instanceof Tensor)) return undefined;
  if (!(strides instanceof Tensor && offsets instanceof Tensor)) return undefined;
  return new NestedTensor(buffer, sizes, strides, offsets);
}

/** `({'values': ..., 'offsets': ..., 'lengths': ..., '_ragged_idx': ..., '_metadata_cache': ..., 'requires_grad': ...},)` */
function jagged([parts]: Tuple, context: LoadContext): unknown {
  const named = new Map(context.entriesOf(parts) ?? []);
  const [values, offsets, lengths] = [named.get('values'), named.get('offsets'), named.get('lengths') ?? undefined];
  if (!(values instanceof Tensor && offsets instanceof Tensor)) return undefined;
  if (lengths !== undefined && !(lengths instanceof Tensor)) return undefined;
  const [axis, metadata, requiresGrad] = [
    named.get('_ragged_idx'),
    named.get('_metadata_cache'),
    named.get('requires_grad'),
  ];
  return fromPickle(
    () =>
      new JaggedTensor({
        values,
        offsets,
        lengths,
        raggedAxis: sizeOf(axis),
        requiresGrad: requiresGrad === true,
        metadata: metadata ?? undefined,
      }),
    'bad-tensor',
  );
}

function meta([dtype, size, stride, requiresGrad]: Tuple): unknown {
  if (!(dtype instanceof TorchDType)) return undefined;
  return fromPickle(
    () => metaTensor({ dtype, shape: sizesOf(size), stride: sizesOf(stride), requiresGrad: requiresGrad === true }),
    'bad-tensor',
  );
}

function fromNumpy([data, dtype, , requiresGrad]: Tuple, context: LoadContext): unknown {
  if (!(data instanceof NdArray) || data.dtype.hasObject || !(dtype instanceof TorchDType)) return undefined;
  return fromPickle(() => {
    const own = torchDTypeOf(data.dtype);
    // PyTorch would convert the elements.
    if (own !== dtype) return undefined;
    context.charge(data.nbytes);
    const bytes = memoryOf(data.packed(), data.dtype.with({ byteorder: data.dtype.byteorder === '|' ? '|' : '<' }));
    const storage = new TensorStorage({ dtype, bytes });
    return new Tensor({ dtype, storage, shape: data.shape, requiresGrad: requiresGrad === true });
  }, 'bad-tensor');
}

function fromTensor([data, dtype, , requiresGrad]: Tuple): unknown {
  if (!(data instanceof Tensor) || data.dtype !== dtype) return undefined;
  return data.with({ requiresGrad: requiresGrad === true });
}

/** `(function, type, arguments, state)`: a tensor of a class that derives from `torch.Tensor`, or with attributes. */
function typed([func, type, args, state]: Tuple, context: LoadContext): unknown {
  if (!(func instanceof Global) || !Array.isArray(args)) return undefined;
  const isPlain = type instanceof Global && type.module === 'torch' && type.name === 'Tensor';
  const made = context.call(func, args as Tuple);
  if (made instanceof JaggedTensor) {
    return type instanceof Global && type.name === 'NestedTensor' ? made.with({ state }) : undefined;
  }
  if (!(made instanceof Tensor) || made.type !== undefined) return undefined;
  return made.with({ type: isPlain || type === Tensor ? undefined : type, state });
}

function device(args: Tuple): Device | undefined {
  const [type, index] = args;
  if (typeof type !== 'string' || args.length > 2) return undefined;
  return new Device(type, index === undefined || index === null ? undefined : fromPickle(() => sizeOf(index)));
}

/** The persistent id of a storage, taken apart. */
export interface StorageId {
  readonly dtype: TorchDType | undefined;
  readonly key: string;
  readonly location: string;
  /** Its length in bytes, as the file states it. */
  readonly nbytes: number;
  /** In old files: the key of this part of it, its offset and its length, in elements. */
  readonly view: { readonly key: string; readonly offset: number; readonly length: number } | undefined;
}

/** `('storage', class, key, location, length[, view])` */
export function storageIdOf(id: unknown): StorageId {
  if (!Array.isArray(id) || id[0] !== 'storage' || id.length < 5 || id.length > 6) {
    throw new PickleError('bad-tensor', 'persistent ids in a PyTorch file must be those of storages');
  }
  const [, cls, key, location, length, view] = id;
  if (typeof key !== 'string' || typeof location !== 'string') {
    throw new PickleError('bad-tensor', 'the id of a storage has a key and a location, which are strs');
  }
  const dtype = storageDType(cls);
  const item = dtype?.itemBytes ?? 1;
  return fromPickle(() => {
    const nbytes = sizeOf(length) * item;
    if (!Number.isSafeInteger(nbytes) || nbytes < 0) throw new RangeError(`a storage of ${String(nbytes)} bytes`);
    return { dtype, key, location, nbytes, view: viewOf(view) };
  }, 'bad-tensor');
}

function viewOf(view: unknown): StorageId['view'] {
  if (view === undefined || view === null) return undefined;
  if (!Array.isArray(view) || typeof view[0] !== 'string') throw new TypeError('the view of a storage must be a tuple');
  return { key: view[0], offset: sizeOf(view[1]), length: sizeOf(view[2]) };
}

/** The dtype of a class of storages; `undefined` for an untyped one. */
export function storageDType(cls: unknown): TorchDType | undefined {
  if (cls instanceof TorchDType) return cls;
  const name = cls instanceof Global ? cls.name : undefined;
  if (name === 'UntypedStorage' || name === '_UntypedStorage') return undefined;
  for (const dtype of torchDTypes()) if (dtype.storage === name && name !== undefined) return dtype;
  throw new PickleError('bad-tensor', 'the id of a storage names a class that is not a storage of PyTorch');
}
