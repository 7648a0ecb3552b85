import type { Tier } from '../tier.ts';

/** Python's built-in types, and what picklers write for them. */
export const builtinValues: Tier = {
  name: 'builtin-values',
  version: '2026.12.1',
  source: 'CPython 3.8 to 3.14: what `copyreg`, `object.__reduce_ex__` and the built-in types give',
  entries: `
builtins: object list tuple dict set frozenset str bytes bytearray int float complex bool slice range frozendict
  memoryview NotImplemented& Ellipsis& type=one& getattr()=attribute iter=iterator map=callback filter=callback
  abs() all() any() ascii() bin() callable() chr() divmod() format() hash() hex() id() isinstance() issubclass()
  len() max() min() next() oct() ord() pow() repr() round() sum() reversed enumerate zip
builtins: ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError
  BrokenPipeError BufferError BytesWarning ChildProcessError ConnectionAbortedError ConnectionError
  ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError EncodingWarning EnvironmentError Exception
  ExceptionGroup FileExistsError FileNotFoundError FloatingPointError FutureWarning GeneratorExit IOError
  ImportCycleError ImportError ImportWarning IndentationError IndexError InterruptedError IsADirectoryError KeyError
  KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError
  OSError OverflowError PendingDeprecationWarning PermissionError ProcessLookupError PythonFinalizationError
  RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning StopAsyncIteration StopIteration
  SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError
  UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError
  Warning ZeroDivisionError
copyreg: _reconstructor=object __newobj__=object __newobj_ex__=object
_codecs: encode()=latin1
collections: OrderedDict defaultdict Counter deque
`,
};
