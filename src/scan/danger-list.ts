/**
 * What is known to do harm. This list only says why something that is not on the allow-list is `dangerous` and not merely
 * `unknown`: a name that it lacks is never safe for that.
 *
 * @module
 */

/** What a group of names does, as the end of a sentence, and the names: `module` with all in it, or `module:name`. */
const GROUPS: readonly (readonly [does: string, names: string])[] = [
  [
    'runs Python code that it is given as text or bytecode',
    `builtins:eval builtins:exec builtins:compile builtins:__build_class__ builtins:execfile __builtin__:execfile code codeop
     timeit pdb bdb profile cProfile trace doctest runpy imp pydoc rlcompleter _pyrepl idlelib lib2to3 test unittest cmd
     marshal zipimport ensurepip venv pip setuptools pkg_resources distutils importlib pkgutil 
     numpy.testing numpy.f2py numpy.distutils pandas.eval pandas:eval pandas.core.computation sympy IPython
     torch.utils.cpp_extension torch.utils.collect_env torch.utils.bottleneck torch.utils._config_module torch.hub
     torch._inductor torch._dynamo torch.fx torch.jit torch.testing torch.distributed
     torch.package pytest _pytest py.test nose cffi numexpr asteval RestrictedPython jinja2 mako tornado.template
     django.template ptpython bpython code_toolkit tensorflow.python keras.src keras.models tensorflow.keras
     turtledemo this antigravity __main__:__builtins__ numba.core numba.experimental cloudpickle.cloudpickle:subimport
     transformers.dynamic_module_utils transformers:pipeline`,
  ],
  [
    'runs programs, or reads and changes files of the system',
    `os posix nt ntpath posixpath subprocess commands popen2 pty _posixsubprocess _winapi pexpect plumbum sh fabric
     paramiko psutil shutil tempfile fileinput glob filecmp zipfile tarfile gzip bz2 lzma shelve dbm sqlite3 mailbox
     builtins:open builtins:file __builtin__:file io:open io:FileIO io:open_code _io:open _io:FileIO _io:open_code
     codecs:open pathlib:Path.write_text pathlib:Path.write_bytes pathlib:Path.open linecache mmap ctypes _ctypes
     multiprocessing asyncio concurrent aix_support _aix_support _osx_support platform sysconfig site
     uuid:_get_command_stdout uuid:_popen webbrowser msilib _msi winreg _winreg logging.config logging.handlers
     logging:FileHandler logging:StreamHandler numpy:memmap numpy.memmap numpy:load numpy:save numpy:fromfile
     numpy:tofile numpy:loadtxt numpy:savetxt numpy:genfromtxt torch:load torch:save torch.serialization:load
     torch.serialization:save joblib:load joblib:dump joblib.numpy_pickle:load joblib.numpy_pickle:dump
     pandas:read_pickle pandas.io pandas:read_csv pandas:read_json pandas:read_html pandas:read_sql
     distutils.spawn setuptools.sandbox docker ansible`,
  ],
  [
    'talks to other computers',
    `socket _socket ssl socketserver SocketServer http urllib.request urllib:urlopen urllib:urlretrieve urllib2
     httplib ftplib smtplib telnetlib poplib imaplib nntplib xmlrpc requests httpx aiohttp urllib3 wsgiref asyncore
     asynchat boto3 botocore werkzeug flask`,
  ],
  [
    'reads other pickles, which may do anything',
    `pickle _pickle cPickle dill cloudpickle:loads cloudpickle:load pickletools joblib._store_backends jsonpickle
     yaml ruamel numpy.lib.npyio numpy.lib._npyio_impl sklearn.externals.joblib:load torch._C:_load_for_lite_interpreter
     torch.serialization:_legacy_load torch.serialization:_load torch.jit:load pandas.compat.pickle_compat`,
  ],
  [
    'reaches into the interpreter: other modules, attributes and code',
    `builtins:__import__ builtins:globals builtins:locals builtins:vars builtins:setattr builtins:delattr builtins:dir
     builtins:breakpoint builtins:input builtins:help builtins:license builtins:exit builtins:quit builtins:raw_input
     builtins:apply __builtin__:apply builtins:__loader__ builtins:__spec__ sys _xxsubinterpreters _interpreters gc
     inspect:getattr_static faulthandler signal threading _thread thread dummy_threading sched atexit ast:literal_eval
     operator:call _operator:call functools:singledispatch functools:lru_cache functools:cmp_to_key types:CodeType.replace
     weakref:finalize _testcapi _testinternalcapi readline tkinter turtle curses crypt spwd syslog resource
     copyreg:pickle copyreg:add_extension copyreg:constructor _symtable symtable tracemalloc contextvars`,
  ],
];

interface Reasons {
  readonly names: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, string>;
}

let known: Reasons | undefined;

function reasons(): Reasons {
  if (known !== undefined) return known;
  const names = new Map<string, string>();
  const modules = new Map<string, string>();
  for (const [does, text] of GROUPS) {
    for (const word of text.split(/\s+/)) (word.includes(':') ? names : modules).set(word, does);
  }
  known = { names, modules };
  return known;
}

/** What a name is known to do, as the end of a sentence; `undefined` if it is not known to do harm. */
export function harmOf(module: string, name: string): string | undefined {
  const { names, modules } = reasons();
  for (let end = name.length; end > 0; end = name.lastIndexOf('.', end - 1)) {
    const found = names.get(`${module}:${name.slice(0, end)}`);
    if (found !== undefined) return found;
  }
  for (let end = module.length; end > 0; end = module.lastIndexOf('.', end - 1)) {
    const found = modules.get(module.slice(0, end));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a part of a dotted name leads out of its module: to another module that is known to do harm. */
export function leadsAway(name: string): boolean {
  const parts = name.split('.');
  return parts.some((part, i) => /^__\w+__$/.test(part) || (i < parts.length - 1 && reasons().modules.has(part)));
}
