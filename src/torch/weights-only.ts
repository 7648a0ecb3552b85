/**
 * What `torch.load(weights_only=True)` accepts: the opcodes and names of PyTorch 2.13's `_weights_only_unpickler`.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { walk } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import { torchDTypes } from './dtype.ts';

const OPCODES: ReadonlySet<number> = /* @__PURE__ */ new Set([
  op.PROTO,
  op.STOP,
  op.MARK,
  op.GLOBAL,
  op.REDUCE,
  op.NEWOBJ,
  op.BUILD,
  op.APPEND,
  op.APPENDS,
  op.SETITEM,
  op.SETITEMS,
  op.TUPLE,
  op.TUPLE1,
  op.TUPLE2,
  op.TUPLE3,
  op.NONE,
  op.NEWFALSE,
  op.NEWTRUE,
  op.EMPTY_TUPLE,
  op.EMPTY_LIST,
  op.EMPTY_DICT,
  op.EMPTY_SET,
  op.BININT,
  op.BININT1,
  op.BININT2,
  op.BINFLOAT,
  op.BINUNICODE,
  op.SHORT_BINSTRING,
  op.BINPERSID,
  op.BINGET,
  op.LONG_BINGET,
  op.BINPUT,
  op.LONG_BINPUT,
  op.LONG1,
]);

/** The names that are accepted besides those of dtypes and storages. They are Python 2's, which protocol 2 uses. */
const NAMES =
  '_codecs.encode __builtin__.bytearray __builtin__.set __builtin__.complex collections.Counter ' +
  'collections.OrderedDict torch.Size torch.Tensor torch.device torch.nn.parameter.Parameter ' +
  'torch.nested._internal.nested_tensor.NestedTensor torch.nested._internal.nested_tensor._rebuild_njt ' +
  'torch._dynamo.decorators._DimRange ' +
  'torch.serialization._get_layout torch.storage.TypedStorage torch.storage.UntypedStorage ' +
  'torch._tensor._rebuild_from_type_v2 torch._utils._rebuild_device_tensor_from_cpu_tensor ' +
  'torch._utils._rebuild_device_tensor_from_numpy torch._utils._rebuild_meta_tensor_no_storage ' +
  'torch._utils._rebuild_nested_tensor torch._utils._rebuild_parameter torch._utils._rebuild_parameter_with_state ' +
  'torch._utils._rebuild_qtensor torch._utils._rebuild_sparse_tensor torch._utils._rebuild_tensor ' +
  'torch._utils._rebuild_tensor_v2 torch._utils._rebuild_tensor_v3 torch._utils._rebuild_wrapper_subclass ' +
  'torch.per_channel_affine torch.per_channel_affine_float_qparams torch.per_channel_symmetric ' +
  'torch.per_tensor_affine torch.per_tensor_symmetric';

function allowedNames(): ReadonlySet<string> {
  const names = new Set(NAMES.split(' '));
  for (const { name, storage } of torchDTypes()) {
    names.add(`torch.${name}`);
    if (storage !== undefined) names.add(`torch.${storage}`);
  }
  return names;
}

/**
 * Checks that `torch.load(weights_only=True)` accepts a pickle.
 *
 * @param pickle - A pickle that this library wrote at protocol 2.
 * @throws PickleError `cannot-pickle`, which names the first class or function that it refuses.
 */
export function checkWeightsOnly(pickle: Uint8Array): void {
  const names = allowedNames();
  for (const { code, name, argument, argumentEnd } of walk(pickle)) {
    if (!OPCODES.has(code)) {
      throw refused(`the opcode ${name}, which a recursive tuple, a frozenset or a huge int needs`);
    }
    if (code !== op.GLOBAL) continue;
    const global = decodeLatin1(pickle, argument, argumentEnd).replace('\n', '.');
    if (!names.has(global)) throw refused(global);
  }
}

function refused(what: string): PickleError {
  const remedy = 'leave it out, or write without weightsOnly and load with weights_only=False';
  return new PickleError('cannot-pickle', `torch.load(weights_only=True) refuses ${what}: ${remedy}`);
}
