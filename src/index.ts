/**
 * Python's pickle for TypeScript.
 *
 * @module
 */

export type { AbortSignalLike } from './abort.ts';
export type { Bytes, OwnBytes } from './bytes/bytes-like.ts';
export type { Binding } from './codec/binding.ts';
export { type Class, type ClassCodec, type ClassHooks, pythonClass } from './codec/class.ts';
export type { Codec } from './codec/codec.ts';
export { type ConstantCodec, pythonConstant } from './codec/constant.ts';
export type { DumpContext, LoadContext, Protocol } from './codec/context.ts';
export { type FamilyCodec, type FamilyMember, pythonFamily } from './codec/family.ts';
export type { Following, InnerOptions, InnerUnpickler } from './codec/following.ts';
export { type FunctionCodec, type FunctionHooks, pythonFunction } from './codec/function.ts';
export { type ModuleCodec, pythonModule } from './codec/module.ts';
export type { NewArgs, Reduction, Trailer } from './codec/reduction.ts';
export { pythonStandIn, type StandInCodec } from './codec/stand-in.ts';
export type { ByteSink, ByteSinkWriter, Sink } from './dump/sink.ts';
export { PickleError, type PickleErrorCode, PicklingError, UnpicklingError } from './errors.ts';
export type { LimitName, Limits } from './limits.ts';
export type { BlobLike, ByteStream, ByteStreamReader, Source } from './load/stream/source.ts';
export type {
  AsyncLoadOptions,
  DumpOptions,
  FindClass,
  LoadOptions,
  UnpackingLoadOptions,
} from './options.ts';
export { dump } from './pickle/dump.ts';
export { dumpInto, NoRoomError } from './pickle/dump-into.ts';
export { dumps } from './pickle/dumps.ts';
export { load, loadAll } from './pickle/load.ts';
export { loads, loadsAll } from './pickle/loads.ts';
export { Pickler } from './pickle/pickler.ts';
export { StreamUnpickler } from './pickle/stream-unpickler.ts';
export { Unpickler } from './pickle/unpickler.ts';
export type { PythonVersion } from './python-version.ts';
export { type NamedTupleCodec, pythonNamedTuple } from './stdlib/collections/named-tuple.ts';
export { type EnumCodec, type EnumForm, type EnumOptions, pythonEnum } from './stdlib/enum/enumeration.ts';
export { pythonEquals } from './stdlib/equality.ts';
export { ByteArray } from './values/byte-array.ts';
export { bytesAsBase64 } from './values/bytes-as-base64.ts';
export { Complex } from './values/complex.ts';
export { Dict } from './values/dict.ts';
export { type Constant, Ellipsis, NotImplemented } from './values/ellipsis.ts';
export type { Fields } from './values/fields.ts';
export { Float } from './values/float.ts';
export { Global } from './values/global.ts';
export { Instance, type StateSetter } from './values/instance.ts';
export { PickleBuffer } from './values/pickle-buffer.ts';
export type { PickleValue } from './values/pickle-value.ts';
export type { PlainRecord, PlainValue } from './values/plain.ts';
export { PyRange } from './values/range.ts';
export { FrozenSet, PySet } from './values/set.ts';
export { Slice } from './values/slice.ts';
export { Tuple } from './values/tuple.ts';
