/** Every built-in exception of Python 3.8 to 3.15. */
export const EXCEPTION_NAMES: readonly string[] = /* @__PURE__ */ (
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
  'Warning ZeroDivisionError _IncompleteInputError'
).split(' ');

/** OSError, its subclasses (those of modules with the module), and the names it had before Python 3.3. */
export const OS_ERRORS: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'OSError',
  'IOError',
  'EnvironmentError',
  'BlockingIOError',
  'BrokenPipeError',
  'ChildProcessError',
  'ConnectionAbortedError',
  'ConnectionError',
  'ConnectionRefusedError',
  'ConnectionResetError',
  'FileExistsError',
  'FileNotFoundError',
  'InterruptedError',
  'IsADirectoryError',
  'NotADirectoryError',
  'PermissionError',
  'ProcessLookupError',
  'TimeoutError',
  'gzip.BadGzipFile',
  'io.UnsupportedOperation',
  'shutil.Error',
  'shutil.SameFileError',
  'socket.gaierror',
  'socket.herror',
  'socket.timeout',
]);

/** Exceptions of other modules. Those with a `__str__` or `__reduce__` of their own are not among them, but for JSON's. */
const BY_MODULE: Readonly<Record<string, string>> = {
  _csv: 'Error',
  _lzma: 'LZMAError',
  _pickle: 'PickleError PicklingError UnpicklingError',
  _queue: 'Empty',
  'asyncio.exceptions': 'CancelledError InvalidStateError TimeoutError',
  'asyncio.queues': 'QueueEmpty QueueFull',
  binascii: 'Error Incomplete',
  'concurrent.futures._base': 'BrokenExecutor CancelledError Error InvalidStateError TimeoutError',
  'concurrent.futures.process': 'BrokenProcessPool',
  'concurrent.futures.thread': 'BrokenThreadPool',
  copy: 'Error',
  decimal:
    'Clamped ConversionSyntax DecimalException DivisionByZero DivisionImpossible DivisionUndefined FloatOperation ' +
    'Inexact InvalidContext InvalidOperation Overflow Rounded Subnormal Underflow',
  graphlib: 'CycleError',
  gzip: 'BadGzipFile',
  'http.client':
    'BadStatusLine CannotSendHeader CannotSendRequest HTTPException ImproperConnectionState InvalidURL LineTooLong ' +
    'NotConnected ResponseNotReady UnknownProtocol UnknownTransferEncoding',
  io: 'UnsupportedOperation',
  ipaddress: 'AddressValueError NetmaskValueError',
  'json.decoder': 'JSONDecodeError',
  locale: 'Error',
  'multiprocessing.context': 'AuthenticationError BufferTooShort ProcessError TimeoutError',
  pickle: 'PickleError PicklingError UnpicklingError',
  queue: 'Empty Full',
  re: 'error PatternError',
  shutil: 'Error SameFileError',
  socket: 'gaierror herror timeout',
  sqlite3:
    'DataError DatabaseError Error IntegrityError InterfaceError InternalError NotSupportedError OperationalError ' +
    'ProgrammingError Warning',
  statistics: 'StatisticsError',
  struct: 'error',
  subprocess: 'SubprocessError',
  tarfile: 'CompressionError ExtractError HeaderError ReadError StreamError TarError',
  threading: 'BrokenBarrierError',
  tokenize: 'TokenError',
  'unittest.case': 'SkipTest',
  'xml.parsers.expat': 'ExpatError',
  zipfile: 'BadZipFile LargeZipFile',
  zlib: 'error',
};

/** Other exceptions of the standard library that are pickled as the built-in ones are. */
export const otherExceptions = (): string[] =>
  Object.entries(BY_MODULE).flatMap(([module, names]) => names.split(' ').map((name) => `${module}.${name}`));
