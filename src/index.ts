/**
 * Python's pickle for TypeScript.
 *
 * @module
 */
export type { Bytes } from './bytes/bytes-like.ts';
export {
  type Binding,
  type Class,
  type ClassCodec,
  type ClassHooks,
  type Codec,
  type ConstantCodec,
  type DumpContext,
  type FunctionCodec,
  type FunctionHooks,
  type LoadContext,
  type ModuleCodec,
  type NewArgs,
  type Protocol,
  pythonClass,
  pythonConstant,
  pythonFunction,
  pythonModule,
  type Reduction,
} from './codec.ts';
export { dumps, Pickler } from './dump/dumps.ts';
export { PickleError, type PickleErrorCode, PicklingError, UnpicklingError } from './errors.ts';
export type { LimitName, Limits } from './limits.ts';
export { loads, loadsAll, type PickleValue, Unpickler } from './load/loads.ts';
export type { DumpOptions, LoadOptions, PythonVersion } from './options.ts';
export { DefaultDict } from './stdlib/collections.ts';
export { ByteArray } from './values/byte-array.ts';
export { Complex } from './values/complex.ts';
export { Dict } from './values/dict.ts';
export { type Constant, Ellipsis, NotImplemented } from './values/ellipsis.ts';
export { Float } from './values/float.ts';
export { Global } from './values/global.ts';
export { Instance, type StateSetter } from './values/instance.ts';
export { type PythonKey, pythonKey } from './values/key.ts';
export { PickleBuffer } from './values/pickle-buffer.ts';
export { Range } from './values/range.ts';
export { FrozenSet, PySet } from './values/set.ts';
export { Slice } from './values/slice.ts';
export { Tuple } from './values/tuple.ts';
