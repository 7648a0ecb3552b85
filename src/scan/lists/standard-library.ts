import type { Tier } from '../tier.ts';

/** The value types and exceptions of Python's standard library, of pytz and of dateutil. */
export const standardLibrary: Tier = {
  name: 'standard-library',
  version: '2026.12.2',
  source: 'the codecs of this package, which were measured against CPython 2.7 and 3.8 to 3.15',
  entries: `
collections: ChainMap UserDict UserList UserString
array: array _array_reconstructor
datetime: date time datetime timedelta timezone UTC&
_datetime: date time datetime timedelta timezone
_pydatetime: date time datetime timedelta timezone
decimal: Clamped ConversionSyntax DecimalException DivisionByZero DivisionImpossible DivisionUndefined
  FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow DecimalTuple Context
  Decimal
_decimal: Decimal Context
_pydecimal: Decimal Context
fractions: Fraction
uuid: SafeUUID() UUID
random: Random SystemRandom _inst&
_random: Random
pathlib: PurePosixPath PosixPath PureWindowsPath WindowsPath Path PurePath
pathlib._local: PurePosixPath PosixPath PureWindowsPath WindowsPath Path PurePath
re: _compile() RegexFlag() Pattern& Match& error PatternError
re._constants: error PatternError
sre_constants: error
io: BytesIO StringIO UnsupportedOperation
_io: BytesIO StringIO
functools: partial=callback reduce()=union partialmethod=callback
_functools: partial=callback reduce()=union
operator: attrgetter=attributes itemgetter methodcaller=method abs() add() and_() concat() contains() countOf() eq()
  floordiv() ge() gt() index() indexOf() inv() invert() is_() is_not() le() lshift() lt() mod() mul() ne() neg()
  not_() or_() pos() pow() rshift() sub() truediv() truth() xor() matmul() length_hint() getitem()=subscription
_operator: abs() add() and_() concat() contains() countOf() eq() floordiv() ge() gt() index() indexOf() inv()
  invert() is_() is_not() le() lshift() lt() mod() mul() ne() neg() not_() or_() pos() pow() rshift() sub()
  truediv() truth() xor() matmul() length_hint() getitem()=subscription attrgetter=attributes itemgetter
  methodcaller=method
itertools: chain chain.from_iterable zip_longest product compress count repeat cycle islice permutations
  combinations combinations_with_replacement pairwise batched accumulate=callback dropwhile=callback
  takewhile=callback starmap=callback filterfalse=callback groupby=callback tee
types: SimpleNamespace MappingProxyType GenericAlias UnionType NoneType NotImplementedType EllipsisType
  MethodType=callback
typing: Any& AnyStr& AsyncGenerator& AsyncIterable& AsyncIterator& Awaitable& BinaryIO& ByteString& Callable&
  ClassVar& Collection& Concatenate& Container& ContextManager& Coroutine& Counter& DefaultDict& Deque& Dict& Final&
  FrozenSet& Generator& Generic& Hashable& IO& ItemsView& Iterable& Iterator& KeysView& List& Literal& Mapping&
  MappingView& Match& MutableMapping& MutableSequence& MutableSet& NamedTuple& Never& NewType& NoReturn&
  NotRequired& Optional& OrderedDict& Pattern& Protocol& Required& Reversible& Self& Sequence& Set& Sized&
  SupportsAbs& SupportsBytes& SupportsComplex& SupportsFloat& SupportsIndex& SupportsInt& SupportsRound& Text&
  TextIO& Tuple& Type& TypeAlias& TypedDict& TypeGuard& Union& Unpack& ValuesView& Annotated& _GenericAlias
  ForwardRef TypeVar ParamSpec _UnionGenericAlias
collections.abc: Awaitable& Coroutine& AsyncIterable& AsyncIterator& AsyncGenerator& Hashable& Iterable& Iterator&
  Generator& Reversible& Sized& Container& Callable& Collection& Set& MutableSet& Mapping& MutableMapping&
  MappingView& KeysView& ItemsView& ValuesView& Sequence& MutableSequence& ByteString& Buffer& _CallableGenericAlias
enum: Enum& IntEnum& Flag& IntFlag& StrEnum& EnumMeta& EnumType& FlagBoundary() auto
logging: LogRecord getLogger() Logger^ Formatter
time: struct_time
os: stat_result terminal_size times_result error _make_statvfs_result
posix: stat_result
nt: stat_result
zoneinfo: ZoneInfo() ZoneInfo._unpickle()
backports.zoneinfo: ZoneInfo() ZoneInfo._unpickle()
zoneinfo._common: ZoneInfoNotFoundError
inspect: ClassFoundException EndOfBlock _ParameterKind() Parameter Signature _empty&
http: HTTPStatus() HTTPMethod()
calendar: Day() Month()
ssl: SSLCertVerificationError SSLEOFError SSLError SSLSyscallError SSLWantReadError SSLWantWriteError
  SSLZeroReturnError TLSVersion()
pstats: SortKey()
py_compile: PycInvalidationMode()
annotationlib: Format()
pickle: PickleError PicklingError UnpicklingError PickleBuffer
_pickle: PickleError PicklingError UnpicklingError PickleBuffer
string: Template
argparse: Namespace ArgumentTypeError
statistics: StatisticsError NormalDist
ipaddress: AddressValueError NetmaskValueError IPv4Address IPv6Address IPv4Network IPv6Network IPv4Interface
  IPv6Interface
difflib: Match
urllib.parse: DefragResult SplitResult ParseResult SplitResultBytes ParseResultBytes DefragResultBytes
dataclasses: FrozenInstanceError Field^ _MISSING_TYPE^
weakref: WeakKeyDictionary^ WeakValueDictionary^ WeakSet^
_weakrefset: WeakSet^
traceback: FrameSummary StackSummary
email.message: Message^ EmailMessage^
email.charset: Charset^
email._policybase: Compat32^
email.policy: EmailPolicy^
http.cookies: SimpleCookie Morsel
_csv: Error
xml.etree.ElementTree: Element ParseError
pytz: _UTC() _p() _FixedOffset FixedOffset()
dateutil.tz: tzutc tzoffset tzlocal tzfile=unopened& tzrange tzstr
dateutil.tz.tz: tzutc tzoffset tzlocal tzfile=unopened& tzrange tzstr
dateutil.relativedelta: relativedelta
dateutil._common: weekday
django.utils.timezone: UTC FixedOffset
django.utils.safestring: SafeString SafeText SafeData
_lzma: LZMAError
_queue: Empty
asyncio.exceptions: BrokenBarrierError CancelledError InvalidStateError SendfileNotAvailableError TimeoutError
asyncio.queues: QueueEmpty QueueFull QueueShutDown
bdb: BdbQuit
binascii: Error Incomplete
concurrent.futures._base: BrokenExecutor CancelledError Error InvalidStateError TimeoutError
concurrent.futures.process: BrokenProcessPool
concurrent.futures.thread: BrokenThreadPool
configparser: DuplicateOptionError DuplicateSectionError Error InterpolationDepthError InterpolationError
  InterpolationMissingOptionError InterpolationSyntaxError MissingSectionHeaderError NoOptionError NoSectionError
  ParsingError
copy: Error
ctypes: ArgumentError
dbm.sqlite3: error
email.errors: BoundaryError CharsetError HeaderParseError HeaderWriteError MessageError MessageParseError
  MultipartConversionError
encodings: CodecRegistryError
ftplib: Error error_perm error_proto error_reply error_temp
getopt: GetoptError
getpass: GetPassWarning
graphlib: CycleError
gzip: BadGzipFile
http.client: BadStatusLine CannotSendHeader CannotSendRequest HTTPException ImproperConnectionState InvalidURL
  LineTooLong NotConnected RemoteDisconnected ResponseNotReady UnimplementedFileMode UnknownProtocol
  UnknownTransferEncoding
http.cookiejar: LoadError
json.decoder: JSONDecodeError
locale: Error
mailbox: Error ExternalClashError FormatError NoSuchMailboxError NotEmptyError
mmap: error
multiprocessing.context: AuthenticationError BufferTooShort ProcessError TimeoutError
optparse: OptParseError OptionValueError
plistlib: PlistFormat
poplib: error_proto
queue: Empty Full ShutDown
resource: error
select: error
shutil: Error ExecError ReadError RegistryError SameFileError SpecialFileError
smtplib: SMTPException SMTPNotSupportedError SMTPServerDisconnected
socket: error gaierror herror timeout
sqlite3: DataError DatabaseError Error IntegrityError InterfaceError InternalError NotSupportedError
  OperationalError ProgrammingError Warning
struct: error
subprocess: CalledProcessError SubprocessError TimeoutExpired
tarfile: CompressionError EmptyHeaderError EOFHeaderError ExtractError FilterError HeaderError InvalidHeaderError
  ReadError StreamError SubsequentHeaderError TarError TruncatedHeaderError
threading: BrokenBarrierError
tokenize: TokenError
tomllib: TOMLDecodeError
unittest.case: SkipTest
urllib.error: URLError
wave: Error
webbrowser: Error
xml.parsers.expat: ExpatError
zipapp: ZipAppError
zipfile: BadZipFile LargeZipFile
zipimport: ZipImportError
zlib: error
`,
};
