/**
 * The codec of PyTorch.
 *
 * @module
 */
import { pythonClass } from '../codec/class.ts';
import { pythonConstant } from '../codec/constant.ts';
import { type FamilyCodec, type FamilyMember, pythonFamily } from '../codec/family.ts';
import { pythonFunction } from '../codec/function.ts';
import { Device } from './device.ts';
import { DTYPE_ALIASES, torchDTypes } from './dtype.ts';
import { JaggedTensor, NestedTensor, SparseTensor } from './layouts.ts';
import { loadedFromBytes } from './legacy-stream.ts';
import { REBUILDS } from './rebuild.ts';
import {
  reduceDevice,
  reduceJagged,
  reduceNested,
  reduceParameter,
  reduceSize,
  reduceSparse,
  reduceStorage,
  reduceTensor,
} from './reduction.ts';
import { Size } from './size.ts';
import { TensorStorage } from './storage.ts';
import { Parameter, Tensor } from './tensor.ts';

const MODULES =
  'torch torch._utils torch._tensor torch.tensor torch.storage torch.serialization torch.cuda torch.nn.parameter ' +
  'torch.nested._internal.nested_tensor';

/** Constants that are only a name. */
const NAMES =
  'strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc per_tensor_affine per_channel_affine ' +
  'per_tensor_symmetric per_channel_symmetric per_channel_affine_float_qparams';

/**
 * A codec for PyTorch's tensors, storages, sizes, dtypes and devices in ordinary pickles, which contain the elements of
 * tensors. For files of `torch.save`, where the elements are outside the pickle, use {@link loadTorch}.
 *
 * @example
 * ```ts
 * import { dumps, loads } from 'brine';
 * import { Tensor, torch } from 'brine/torch';
 *
 * const bytes = dumps([Tensor.from(new Float32Array([1, 2]))], { codecs: [torch] });
 * const [tensor] = loads<Tensor[]>(bytes, { codecs: [torch] });
 * tensor?.shape; // [2]
 * ```
 */
export const torch: FamilyCodec = /* @__PURE__ */ pythonFamily(/* @__PURE__ */ MODULES.split(' '), members);

function members(): readonly FamilyMember[] {
  const dtypes = [...torchDTypes()];
  return [
    pythonClass('torch.Tensor', Tensor, { create: () => undefined, reduce: reduceTensor }),
    pythonClass('torch.nn.parameter.Parameter', Parameter, { create: () => undefined, reduce: reduceParameter }),
    pythonClass('torch.Size', Size, {
      call: (args, context) => {
        const size = REBUILDS['torch.Size']?.(args, context);
        return size instanceof Size ? size : undefined;
      },
      create: () => undefined,
      reduce: reduceSize,
    }),
    pythonClass('torch.device', Device, {
      call: (args, context) => {
        const device = REBUILDS['torch.device']?.(args, context);
        return device instanceof Device ? device : undefined;
      },
      create: () => undefined,
      reduce: reduceDevice,
    }),
    pythonClass('torch.storage.TypedStorage', TensorStorage, { create: () => undefined, reduce: reduceStorage }),
    pythonClass('torch.sparse:Tensor', SparseTensor, { create: () => undefined, reduce: reduceSparse }),
    pythonClass('torch.nested:Tensor', NestedTensor, { create: () => undefined, reduce: reduceNested }),
    pythonClass('torch.jagged:Tensor', JaggedTensor, { create: () => undefined, reduce: reduceJagged }),
    pythonFunction('torch.storage._load_from_bytes', undefined, { call: loadedFromBytes }),
    ...dtypes.map((dtype) =>
      pythonConstant(`torch.${dtype.name}`, dtype, {
        aliases: (DTYPE_ALIASES[dtype.name] ?? []).map((alias) => `torch.${alias}`),
      }),
    ),
    ...dtypes.flatMap(({ storage }) =>
      storage === undefined
        ? []
        : [pythonFunction(`torch.${storage}`, undefined, { aliases: [`torch.cuda.${storage}`] })],
    ),
    pythonFunction('torch.storage.UntypedStorage', undefined, {
      aliases: ['torch.UntypedStorage', 'torch.storage._UntypedStorage'],
    }),
    ...NAMES.split(' ').map((name) => pythonFunction(`torch.${name}`, undefined)),
    ...Object.entries(REBUILDS)
      .filter(([name]) => name !== 'torch.Size' && name !== 'torch.device')
      .map(([name, call]) => pythonFunction(name, undefined, { call })),
  ];
}
