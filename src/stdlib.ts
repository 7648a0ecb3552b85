/**
 * Entry `brine/stdlib`: the classes of Python's standard library. `loads` and `dumps` of `brine` understand them without
 * being told.
 *
 * @module
 */
export { PyArray } from './stdlib/collections/array.ts';
export type { ArrayValues } from './stdlib/collections/array-format.ts';
export { Counter, DefaultDict, OrderedDict } from './stdlib/collections/collections.ts';
export { Deque } from './stdlib/collections/deque.ts';
export { FrozenDict } from './stdlib/collections/frozendict.ts';
export { NamedTuple } from './stdlib/collections/named-tuple.ts';
export { StatResult, StructTime } from './stdlib/collections/struct-sequences.ts';
export { ChainMap, type Mapping, UserDict, UserList, UserString } from './stdlib/collections/user-collections.ts';
export type { WallTime } from './stdlib/datetime/calendar.ts';
export { PyDate } from './stdlib/datetime/date.ts';
export { PyDateTime } from './stdlib/datetime/date-time.ts';
export { LibraryZone, type LibraryZoneKind } from './stdlib/datetime/library-zone.ts';
export { PyTime } from './stdlib/datetime/time.ts';
export { TimeDelta } from './stdlib/datetime/timedelta.ts';
export { TimeZone, type TzInfo } from './stdlib/datetime/timezone.ts';
export { ZoneInfo } from './stdlib/datetime/zone.ts';
export { EnumMember } from './stdlib/enum/enumeration.ts';
export { PyError } from './stdlib/exceptions/py-error.ts';
export { BoundMethod } from './stdlib/functions/bound-method.ts';
export { PyPartial } from './stdlib/functions/functools.ts';
export { AttrGetter, ItemGetter, MethodCaller } from './stdlib/functions/operator.ts';
export { PyParameter, PySignature } from './stdlib/functions/signature.ts';
export { BytesIO, StringIO } from './stdlib/io.ts';
export { PyIterator, type Sequence } from './stdlib/iterators/iterators.ts';
export { LazyIterator } from './stdlib/iterators/itertools.ts';
export { Logger, LogRecord } from './stdlib/logging.ts';
export {
  IPv4Address,
  IPv4Interface,
  IPv4Network,
  IPv6Address,
  IPv6Interface,
  IPv6Network,
} from './stdlib/network/ipaddress.ts';
export { Decimal } from './stdlib/numbers/decimal.ts';
export { DecimalContext } from './stdlib/numbers/decimal-context.ts';
export { Fraction } from './stdlib/numbers/fractions.ts';
export { Random } from './stdlib/numbers/random.ts';
export { PosixPath, PurePath, PurePosixPath, PureWindowsPath, WindowsPath } from './stdlib/paths/pathlib.ts';
export { Pattern } from './stdlib/re/re.ts';
export { CallableAlias, GenericAlias, SimpleNamespace } from './stdlib/types.ts';
export { TypingAlias, UnionType } from './stdlib/typing.ts';
export { UUID, type UUIDSafety } from './stdlib/uuid.ts';
