/**
 * Python's pickle for TypeScript.
 *
 * @module
 */
export type { Bytes, OwnBytes } from './bytes/bytes-like.ts';
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
  pythonStandIn,
  type Reduction,
  type StandInCodec,
} from './codec.ts';
export { dumps, Pickler } from './dump/dumps.ts';
export type { ByteSink, ByteSinkWriter, Sink } from './dump/sink.ts';
export { dump } from './dump/stream.ts';
export { PickleError, type PickleErrorCode, PicklingError, UnpicklingError } from './errors.ts';
export type { LimitName, Limits } from './limits.ts';
export { loads, loadsAll, type PickleValue, Unpickler } from './load/loads.ts';
export type { BlobLike, ByteStream, ByteStreamReader, Source } from './load/source.ts';
export { load, loadAll, StreamUnpickler } from './load/stream.ts';
export type { AbortSignalLike, AsyncLoadOptions, DumpOptions, LoadOptions, PythonVersion } from './options.ts';
export { PyArray } from './stdlib/array.ts';
export type { ArrayValues } from './stdlib/array-format.ts';
export { BoundMethod } from './stdlib/bound-method.ts';
export type { WallTime } from './stdlib/calendar.ts';
export { Counter, DefaultDict, OrderedDict } from './stdlib/collections.ts';
export { PyDate } from './stdlib/date.ts';
export { PyDateTime } from './stdlib/date-time.ts';
export { Decimal } from './stdlib/decimal.ts';
export { DecimalContext } from './stdlib/decimal-context.ts';
export { Deque } from './stdlib/deque.ts';
export { type EnumCodec, type EnumForm, EnumMember, type EnumOptions, pythonEnum } from './stdlib/enumeration.ts';
export { pythonEquals } from './stdlib/equality.ts';
export { Fraction } from './stdlib/fractions.ts';
export { FrozenDict } from './stdlib/frozendict.ts';
export { Partial } from './stdlib/functools.ts';
export { BytesIO, StringIO } from './stdlib/io.ts';
export {
  IPv4Address,
  IPv4Interface,
  IPv4Network,
  IPv6Address,
  IPv6Interface,
  IPv6Network,
} from './stdlib/ipaddress.ts';
export { PyIterator, type Sequence } from './stdlib/iterators.ts';
export { LazyIterator } from './stdlib/itertools.ts';
export { LibraryZone, type LibraryZoneKind } from './stdlib/library-zone.ts';
export { Logger, LogRecord } from './stdlib/logging.ts';
export { NamedTuple, type NamedTupleCodec, pythonNamedTuple } from './stdlib/named-tuple.ts';
export { AttrGetter, ItemGetter, MethodCaller } from './stdlib/operator.ts';
export { PosixPath, PurePath, PurePosixPath, PureWindowsPath, WindowsPath } from './stdlib/pathlib.ts';
export { PyError } from './stdlib/py-error.ts';
export { Random } from './stdlib/random.ts';
export { Pattern } from './stdlib/re.ts';
export { Parameter, Signature } from './stdlib/signature.ts';
export { StatResult, StructTime } from './stdlib/struct-sequences.ts';
export { PyTime } from './stdlib/time.ts';
export { TimeDelta } from './stdlib/timedelta.ts';
export { TimeZone, type TzInfo } from './stdlib/timezone.ts';
export { CallableAlias, GenericAlias, SimpleNamespace } from './stdlib/types.ts';
export { TypingAlias, UnionType } from './stdlib/typing.ts';
export { ChainMap, type Mapping, UserDict, UserList, UserString } from './stdlib/user-collections.ts';
export { UUID, type UUIDSafety } from './stdlib/uuid.ts';
export { ZoneInfo } from './stdlib/zone.ts';
export { ByteArray } from './values/byte-array.ts';
export { Complex } from './values/complex.ts';
export { Dict } from './values/dict.ts';
export { type Constant, Ellipsis, NotImplemented } from './values/ellipsis.ts';
export type { Fields } from './values/fields.ts';
export { Float } from './values/float.ts';
export { Global } from './values/global.ts';
export { Instance, type StateSetter } from './values/instance.ts';
export { type PythonKey, pythonKey } from './values/key.ts';
export { PickleBuffer } from './values/pickle-buffer.ts';
export type { PlainRecord, PlainValue } from './values/plain.ts';
export { Range } from './values/range.ts';
export { FrozenSet, PySet } from './values/set.ts';
export { Slice } from './values/slice.ts';
export { Tuple } from './values/tuple.ts';
