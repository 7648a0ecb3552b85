const BUILT_IN =
  'ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError ' +
  'BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ' +
  'ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception ExceptionGroup ' +
  'FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError ImportCycleError ' +
  'ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError ' +
  'KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError ' +
  'OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError ' +
  'RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration ' +
  'SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError ' +
  'UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError ' +
  'Warning ZeroDivisionError _IncompleteInputError';

/** Every built-in exception of Python 3.8 to 3.15. */
export function exceptionNames(): readonly string[] {
  return BUILT_IN.split(' ');
}

let builtIn: ReadonlySet<string> | undefined;

/** Whether a name is one of {@link exceptionNames}. */
export function isBuiltInException(name: string): boolean {
  builtIn ??= new Set(exceptionNames());
  return builtIn.has(name);
}

/** Exceptions of other modules. Those with a `__str__` of their own are included only if `ownMessage` knows it. */
function byModule(): Readonly<Record<string, string>> {
  return {
    _csv: 'Error',
    _lzma: 'LZMAError',
    _pickle: 'PickleError PicklingError UnpicklingError',
    _queue: 'Empty',
    argparse: 'ArgumentTypeError',
    'asyncio.exceptions': 'BrokenBarrierError CancelledError InvalidStateError SendfileNotAvailableError TimeoutError',
    'asyncio.queues': 'QueueEmpty QueueFull QueueShutDown',
    bdb: 'BdbQuit',
    binascii: 'Error Incomplete',
    'concurrent.futures._base': 'BrokenExecutor CancelledError Error InvalidStateError TimeoutError',
    'concurrent.futures.process': 'BrokenProcessPool',
    'concurrent.futures.thread': 'BrokenThreadPool',
    configparser:
      'DuplicateOptionError DuplicateSectionError Error InterpolationDepthError InterpolationError ' +
      'InterpolationMissingOptionError InterpolationSyntaxError MissingSectionHeaderError NoOptionError ' +
      'NoSectionError ParsingError',
    copy: 'Error',
    ctypes: 'ArgumentError',
    dataclasses: 'FrozenInstanceError',
    'dbm.sqlite3': 'error',
    decimal:
      'Clamped ConversionSyntax DecimalException DivisionByZero DivisionImpossible DivisionUndefined ' +
      'FloatOperation Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow',
    'email.errors':
      'BoundaryError CharsetError HeaderParseError HeaderWriteError MessageError MessageParseError ' +
      'MultipartConversionError',
    encodings: 'CodecRegistryError',
    ftplib: 'Error error_perm error_proto error_reply error_temp',
    getopt: 'GetoptError',
    getpass: 'GetPassWarning',
    graphlib: 'CycleError',
    gzip: 'BadGzipFile',
    'http.client':
      'BadStatusLine CannotSendHeader CannotSendRequest HTTPException ImproperConnectionState InvalidURL ' +
      'LineTooLong NotConnected RemoteDisconnected ResponseNotReady UnimplementedFileMode UnknownProtocol ' +
      'UnknownTransferEncoding',
    'http.cookiejar': 'LoadError',
    'http.cookies': 'CookieError',
    inspect: 'ClassFoundException EndOfBlock',
    io: 'UnsupportedOperation',
    ipaddress: 'AddressValueError NetmaskValueError',
    'json.decoder': 'JSONDecodeError',
    locale: 'Error',
    mailbox: 'Error ExternalClashError FormatError NoSuchMailboxError NotEmptyError',
    'multiprocessing.context': 'AuthenticationError BufferTooShort ProcessError TimeoutError',
    optparse: 'OptParseError OptionValueError',
    pickle: 'PickleError PicklingError UnpicklingError',
    poplib: 'error_proto',
    queue: 'Empty Full ShutDown',
    re: 'error PatternError',
    shutil: 'Error ExecError ReadError RegistryError SameFileError SpecialFileError',
    smtplib: 'SMTPException SMTPNotSupportedError SMTPServerDisconnected',
    socket: 'gaierror herror timeout',
    sqlite3:
      'DataError DatabaseError Error IntegrityError InterfaceError InternalError NotSupportedError ' +
      'OperationalError ProgrammingError Warning',
    ssl:
      'SSLCertVerificationError SSLEOFError SSLError SSLSyscallError SSLWantReadError SSLWantWriteError ' +
      'SSLZeroReturnError',
    statistics: 'StatisticsError',
    struct: 'error',
    subprocess: 'CalledProcessError SubprocessError TimeoutExpired',
    tarfile:
      'CompressionError EmptyHeaderError EOFHeaderError ExtractError FilterError HeaderError InvalidHeaderError ' +
      'ReadError StreamError SubsequentHeaderError TarError TruncatedHeaderError',
    threading: 'BrokenBarrierError',
    tokenize: 'TokenError',
    tomllib: 'TOMLDecodeError',
    'unittest.case': 'SkipTest',
    'urllib.error': 'URLError',
    wave: 'Error',
    webbrowser: 'Error',
    'xml.etree.ElementTree': 'ParseError',
    'xml.parsers.expat': 'ExpatError',
    zipapp: 'ZipAppError',
    zipfile: 'BadZipFile LargeZipFile',
    zipimport: 'ZipImportError',
    zlib: 'error',
    'zoneinfo._common': 'ZoneInfoNotFoundError',
  };
}

/** Other exceptions of the standard library that are pickled as the built-in ones are. */
export function otherExceptions(): string[] {
  return Object.entries(byModule()).flatMap(([module, names]) => names.split(' ').map((name) => `${module}.${name}`));
}

/** The modules of {@link exceptionNames}, their old names, and {@link otherExceptions}. */
export function exceptionModules(): readonly string[] {
  return ['builtins', 'os', 'select', 'mmap', 'resource', ...Object.keys(byModule())];
}
