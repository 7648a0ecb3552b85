/**
 * The names that changed between Python 2 and 3, which `fixImports` translates.
 *
 * The tables are strings, which cost nothing until a name is looked up. Then they become Maps. A line is `old=new`; in
 * the tables that only go from Python 3 to 2 it is `new=old`.
 *
 * @see {@link https://github.com/python/cpython/blob/v3.14.0/Lib/_compat_pickle.py | _compat_pickle.py}
 * @module
 */

/** Modules, in both directions. */
const MODULES = `
__builtin__=builtins
copy_reg=copyreg
Queue=queue
SocketServer=socketserver
ConfigParser=configparser
repr=reprlib
tkFileDialog=tkinter.filedialog
tkSimpleDialog=tkinter.simpledialog
tkColorChooser=tkinter.colorchooser
tkCommonDialog=tkinter.commondialog
Dialog=tkinter.dialog
Tkdnd=tkinter.dnd
tkFont=tkinter.font
tkMessageBox=tkinter.messagebox
ScrolledText=tkinter.scrolledtext
Tkconstants=tkinter.constants
ttk=tkinter.ttk
Tkinter=tkinter
markupbase=_markupbase
_winreg=winreg
thread=_thread
dummy_thread=_dummy_thread
dbhash=dbm.bsd
dumbdbm=dbm.dumb
dbm=dbm.ndbm
gdbm=dbm.gnu
xmlrpclib=xmlrpc.client
SimpleXMLRPCServer=xmlrpc.server
httplib=http.client
htmlentitydefs=html.entities
HTMLParser=html.parser
Cookie=http.cookies
cookielib=http.cookiejar
BaseHTTPServer=http.server
test.test_support=test.support
commands=subprocess
urlparse=urllib.parse
robotparser=urllib.robotparser
urllib2=urllib.request
anydbm=dbm
_abcoll=collections.abc`;

/** Modules whose new name is shared with another old one: only from Python 2 to 3. */
const MODULES_TO_3 = `
cPickle=pickle
_elementtree=xml.etree.ElementTree
FileDialog=tkinter.filedialog
SimpleDialog=tkinter.simpledialog
DocXMLRPCServer=xmlrpc.server
SimpleHTTPServer=http.server
CGIHTTPServer=http.server
UserDict=collections
UserList=collections
UserString=collections
whichdb=dbm
StringIO=io
cStringIO=io`;

/** Modules, only from Python 3 to 2, `new=old`. */
const MODULES_TO_2 = `
_bz2=bz2
_dbm=dbm
_functools=functools
_gdbm=gdbm
_pickle=pickle`;

/** Names, in both directions. */
const NAMES = `
__builtin__ xrange=builtins range
__builtin__ reduce=functools reduce
__builtin__ intern=sys intern
__builtin__ unichr=builtins chr
__builtin__ unicode=builtins str
__builtin__ long=builtins int
itertools izip=builtins zip
itertools imap=builtins map
itertools ifilter=builtins filter
itertools ifilterfalse=itertools filterfalse
itertools izip_longest=itertools zip_longest
UserDict IterableUserDict=collections UserDict
UserList UserList=collections UserList
UserString UserString=collections UserString
whichdb whichdb=dbm whichdb
_socket fromfd=socket fromfd
_multiprocessing Connection=multiprocessing.connection Connection
multiprocessing.process Process=multiprocessing.context Process
multiprocessing.forking Popen=multiprocessing.popen_fork Popen
urllib ContentTooShortError=urllib.error ContentTooShortError
urllib getproxies=urllib.request getproxies
urllib pathname2url=urllib.request pathname2url
urllib quote_plus=urllib.parse quote_plus
urllib quote=urllib.parse quote
urllib unquote_plus=urllib.parse unquote_plus
urllib unquote=urllib.parse unquote
urllib url2pathname=urllib.request url2pathname
urllib urlcleanup=urllib.request urlcleanup
urllib urlencode=urllib.parse urlencode
urllib urlopen=urllib.request urlopen
urllib urlretrieve=urllib.request urlretrieve
urllib2 HTTPError=urllib.error HTTPError
urllib2 URLError=urllib.error URLError
multiprocessing AuthenticationError=multiprocessing.context AuthenticationError
multiprocessing BufferTooShort=multiprocessing.context BufferTooShort
multiprocessing ProcessError=multiprocessing.context ProcessError
multiprocessing TimeoutError=multiprocessing.context TimeoutError`;

/** Names of `exceptions` that are in `builtins` now, in both directions. */
const EXCEPTIONS = `
ArithmeticError AssertionError AttributeError BaseException BufferError BytesWarning DeprecationWarning
EOFError EnvironmentError Exception FloatingPointError FutureWarning GeneratorExit IOError ImportError
ImportWarning IndentationError IndexError KeyError KeyboardInterrupt LookupError MemoryError NameError
NotImplementedError OSError OverflowError PendingDeprecationWarning ReferenceError RuntimeError
RuntimeWarning StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TypeError
UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning
UserWarning ValueError Warning ZeroDivisionError`;

/** Names, only from Python 2 to 3. */
const NAMES_TO_3 = `
__builtin__ basestring=builtins str
exceptions StandardError=builtins Exception
UserDict UserDict=collections UserDict
socket _socketobject=socket SocketType`;

/** Names, only from Python 3 to 2, `new=old`. */
const NAMES_TO_2 = `
_functools reduce=__builtin__ reduce
tkinter.filedialog FileDialog=FileDialog FileDialog
tkinter.filedialog LoadFileDialog=FileDialog LoadFileDialog
tkinter.filedialog SaveFileDialog=FileDialog SaveFileDialog
tkinter.simpledialog SimpleDialog=SimpleDialog SimpleDialog
xmlrpc.server ServerHTMLDoc=DocXMLRPCServer ServerHTMLDoc
xmlrpc.server XMLRPCDocGenerator=DocXMLRPCServer XMLRPCDocGenerator
xmlrpc.server DocXMLRPCRequestHandler=DocXMLRPCServer DocXMLRPCRequestHandler
xmlrpc.server DocXMLRPCServer=DocXMLRPCServer DocXMLRPCServer
xmlrpc.server DocCGIXMLRPCRequestHandler=DocXMLRPCServer DocCGIXMLRPCRequestHandler
http.server SimpleHTTPRequestHandler=SimpleHTTPServer SimpleHTTPRequestHandler
http.server CGIHTTPRequestHandler=CGIHTTPServer CGIHTTPRequestHandler
_socket socket=socket _socketobject
builtins BrokenPipeError=exceptions OSError
builtins ChildProcessError=exceptions OSError
builtins ConnectionAbortedError=exceptions OSError
builtins ConnectionError=exceptions OSError
builtins ConnectionRefusedError=exceptions OSError
builtins ConnectionResetError=exceptions OSError
builtins FileExistsError=exceptions OSError
builtins FileNotFoundError=exceptions OSError
builtins InterruptedError=exceptions OSError
builtins IsADirectoryError=exceptions OSError
builtins NotADirectoryError=exceptions OSError
builtins PermissionError=exceptions OSError
builtins ProcessLookupError=exceptions OSError
builtins TimeoutError=exceptions OSError
builtins ModuleNotFoundError=exceptions ImportError`;

/** A module and a name in it. */
export interface QualifiedName {
  readonly module: string;
  readonly name: string;
}

interface Moves {
  readonly modules: ReadonlyMap<string, string>;
  /** `module name` to `module name`. */
  readonly names: ReadonlyMap<string, string>;
}

let toThree: Moves | undefined;
let toTwo: Moves | undefined;

/** The Python 3 name for a name in a pickle of protocol 0 to 2. */
export function toPython3({ module, name }: QualifiedName): QualifiedName {
  toThree ??= {
    modules: new Map([...rowsOf(MODULES), ...rowsOf(MODULES_TO_3)]),
    names: new Map([...namesInBoth(), ...rowsOf(NAMES_TO_3)]),
  };
  return translate(module, name, toThree);
}

/** The Python 2 name to write into a pickle of protocol 0 to 2. */
export function toPython2({ module, name }: QualifiedName): QualifiedName {
  toTwo ??= {
    modules: new Map([...rowsOf(MODULES).map(swapped), ...rowsOf(MODULES_TO_2)]),
    names: new Map([...namesInBoth().map(swapped), ...rowsOf(NAMES_TO_2)]),
  };
  return translate(module, name, toTwo);
}

type Row = readonly [from: string, to: string];

function namesInBoth(): Row[] {
  const exceptions = EXCEPTIONS.trim().split(/\s/);
  return [...rowsOf(NAMES), ...exceptions.map((name): Row => [`exceptions ${name}`, `builtins ${name}`])];
}

function rowsOf(table: string): Row[] {
  return table
    .trim()
    .split('\n')
    .map((line): Row => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    });
}

function swapped([from, to]: Row): Row {
  return [to, from];
}

/** No name in the tables is longer. Hashing a longer one would cost its length each time it occurs. */
const LONGEST = 100;

function translate(module: string, name: string, { modules, names }: Moves): QualifiedName {
  const moved = module.length + name.length > LONGEST ? undefined : names.get(`${module} ${name}`);
  if (moved === undefined) return { module: modules.get(module) ?? module, name };
  const space = moved.indexOf(' ');
  return { module: moved.slice(0, space), name: moved.slice(space + 1) };
}
