/**
 * Which strings of a global CPython shares, where it is not the rule of classes and functions written in Python.
 *
 * At protocol 4 and up a global is written as two strs, and a str that was written before is fetched from the memo:
 * by identity. Most names are interned, one object for all equal strs; those of C functions and types often are not.
 *
 * A line is a module and groups `codes=names`. Codes are two letters for each of CPython 3.8 to 3.15, in order, or two
 * for all. The first letter is for the module's name: `I` interned, `M` one object of the module, `O` the
 * global's own. The second is for the global's name: `I` interned, `S` its own, `F` fresh each time. Measured on these
 * versions.
 *
 * @module
 */
import type { Global } from '../../values/global.ts';

/** Whose object each of the two strings is. */
export interface NameIdentity {
  readonly module: 'interned' | 'module' | 'own';
  readonly name: 'interned' | 'own';
}

const INTERNED: NameIdentity = { module: 'interned', name: 'interned' };
/** The name of a module in a package is not an identifier, and not interned. */
const IN_PACKAGE: NameIdentity = { module: 'module', name: 'interned' };

/** The minor version of the first column. */
const FIRST_COLUMN = 8;

/** How CPython 3.`minor` shares the names of a global. */
export function nameIdentity({ module, name }: Global, minor: number): NameIdentity {
  const codes = codesOf(module)?.get(name);
  if (codes === undefined) return module.includes('.') ? IN_PACKAGE : INTERNED;
  const at = codes.length === 2 ? 0 : 2 * (minor - FIRST_COLUMN);
  return {
    module: codes[at] === 'I' ? 'interned' : codes[at] === 'M' ? 'module' : 'own',
    name: codes[at + 1] === 'I' ? 'interned' : 'own',
  };
}

/** The lines of the table, by module, once one was asked for. */
let lines: ReadonlyMap<string, string> | undefined;
/** The exceptions of those modules whose lines were read. */
const known = /* @__PURE__ */ new Map<string, ReadonlyMap<string, string>>();

/** The exceptions of one module; its line is read when it is first asked for. */
function codesOf(module: string): ReadonlyMap<string, string> | undefined {
  lines ??= new Map(TABLE.split('\n').map((line) => [line.slice(0, line.indexOf(' ')), line]));
  const line = lines.get(module);
  if (line === undefined) return undefined;
  let codes = known.get(module);
  if (codes === undefined) known.set(module, (codes = codesIn(line)));
  return codes;
}

function codesIn(line: string): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const group of line.split(' ').slice(1)) {
    const [code = '', names = ''] = group.split('=');
    for (const name of names.split(',')) codes.set(name, code);
  }
  return codes;
}

const TABLE = `
_abc MFIFIFIFIFIFIFIF=_abc_init,_abc_instancecheck,_abc_register,_abc_subclasscheck,_get_dump,_reset_caches,_reset_registry,get_cache_token
_ast IF=AST,_is_abstract IS=Add,And,AnnAssign,Assert,Assign,AsyncFor,AsyncFunctionDef,AsyncWith,Attribute,AugAssign,AugLoad,AugStore,Await,BinOp,BitAnd,BitOr,BitXor,BoolOp,Break,Call,ClassDef,Compare,Constant,Continue,Del,Delete,Dict,DictComp,Div,Eq,ExceptHandler,Expr,Expression,ExtSlice,FloorDiv,For,FormattedValue,FunctionDef,FunctionType,GeneratorExp,Global,Gt,GtE,If,IfExp,Import,ImportFrom,In,Index,Interactive,Invert,Is,IsNot,JoinedStr,LShift,Lambda,List,ListComp,Load,Lt,LtE,MatMult,Mod,Module,Mult,Name,NamedExpr,Nonlocal,Not,NotEq,NotIn,Or,Param,Pass,Pow,RShift,Raise,Return,Set,SetComp,Slice,Starred,Store,Sub,Subscript,Suite,Try,Tuple,TypeIgnore,UAdd,USub,UnaryOp,While,With,Yield,YieldFrom,alias,arg,arguments,boolop,cmpop,comprehension,excepthandler,expr,expr_context,keyword,mod,operator,slice,stmt,type_ignore,unaryop,withitem
_asyncio IF=all_tasks,future_add_to_awaited_by,future_discard_from_awaited_by IFIFIFIFOSOSOSOS=Future,Task MF=_get_event_loop MFMFMFMFMFMFIFIF=_enter_task,_get_running_loop,_leave_task,_register_eager_task,_register_task,_set_running_loop,_swap_current_task,_unregister_eager_task,_unregister_task,current_task,get_event_loop,get_running_loop
_bisect MFMFMFIFMFMFIFIF=bisect_left,bisect_right,insort_left,insort_right
_blake2 IFIFOSOSOSOSOSOS=blake2b,blake2s
_bz2 IFIFOSOSOSOSOSOS=BZ2Compressor,BZ2Decompressor
_codecs IF=_normalize_encoding,_unregister_error,unregister MFIFIFIFIFIFIFIF=_forget_codec,ascii_decode,ascii_encode,charmap_build,charmap_decode,charmap_encode,decode,encode,escape_decode,escape_encode,latin_1_decode,latin_1_encode,lookup,lookup_error,raw_unicode_escape_decode,raw_unicode_escape_encode,readbuffer_encode,register,register_error,unicode_escape_decode,unicode_escape_encode,utf_16_be_decode,utf_16_be_encode,utf_16_decode,utf_16_encode,utf_16_ex_decode,utf_16_le_decode,utf_16_le_encode,utf_32_be_decode,utf_32_be_encode,utf_32_decode,utf_32_encode,utf_32_ex_decode,utf_32_le_decode,utf_32_le_encode,utf_7_decode,utf_7_encode,utf_8_decode,utf_8_encode
_collections IF=_deque_iterator,_deque_reverse_iterator,_tuplegetter OFIFIFIFIFIFIFIF=_count_elements
_contextvars IF=Context,ContextVar,Token OFIFIFIFIFIFIFIF=copy_context
_csv IFIFOSOSOSOSOSOS=Dialect MF=field_size_limit,get_dialect,list_dialects,reader,register_dialect,unregister_dialect,writer OS=Error
_ctypes IFIFIFIFIFOSOSOS=Array,CFuncPtr,Structure,Union,_Pointer,_SimpleCData MF=POINTER,PyObj_FromPtr,Py_DECREF,Py_INCREF,_unpickle,addressof,alignment,buffer_info,byref,call_cdeclfunction,call_function,dlclose,dlopen,dlsym,get_errno,pointer,resize,set_errno,sizeof
_decimal MF=IEEEContext,getcontext,localcontext,setcontext
_elementtree MF=SubElement,_set_factories
_functools MFIFIFIFIFIFIFIF=cmp_to_key,reduce
_hashlib IFOSOSOSOSOSOSOS=HASH MF=compare_digest,get_fips_mode,hmac_digest,hmac_new,new,openssl_md5,openssl_sha1,openssl_sha224,openssl_sha256,openssl_sha384,openssl_sha3_224,openssl_sha3_256,openssl_sha3_384,openssl_sha3_512,openssl_sha512,openssl_shake_128,openssl_shake_256,pbkdf2_hmac,scrypt OS=HASHXOF,HMAC,UnsupportedDigestmodError
_heapq IF=heapify_max,heappop_max,heappush_max,heappushpop_max,heapreplace_max MFIFIFIFIFIFIFIF=_heapify_max,_heappop_max,_heapreplace_max,heapify,heappop,heappush,heappushpop,heapreplace
_io IF=open,open_code,text_encoding IFIFIFIFOSOSOSOS=BufferedRWPair,BufferedRandom,BufferedReader,BufferedWriter,BytesIO,FileIO,IncrementalNewlineDecoder,StringIO,TextIOWrapper,_BufferedIOBase,_IOBase,_RawIOBase,_TextIOBase OS=_BytesIOBuffer
_json MFIFIFIFIFIFIFIF=encode_basestring,encode_basestring_ascii,scanstring
_lsprof IFIFOSOSOSOSOSOS=Profiler,profiler_entry,profiler_subentry
_lzma IFIFOSOSOSOSOSOS=LZMACompressor,LZMADecompressor MFMFMFIFMFMFIFIF=_decode_filter_properties,_encode_filter_properties,is_check_supported OS=LZMAError
_md5 OF=md5
_multibytecodec OF=__create_codec OS=MultibyteIncrementalDecoder,MultibyteIncrementalEncoder,MultibyteStreamReader,MultibyteStreamWriter
_operator IF=call,is_none,is_not_none MFIFIFIFIFIFIFIF=_compare_digest,abs,add,and_,concat,contains,countOf,delitem,eq,floordiv,ge,getitem,gt,iadd,iand,iconcat,ifloordiv,ilshift,imatmul,imod,imul,index,indexOf,inv,invert,ior,ipow,irshift,is_,is_not,isub,itruediv,ixor,le,length_hint,lshift,lt,matmul,mod,mul,ne,neg,not_,or_,pos,pow,rshift,setitem,sub,truediv,truth,xor
_pickle IFIFIFIFOSOSOSOS=Pickler,Unpickler MFMFMFMFIFIFIFIF=dump,dumps,load,loads OS=PickleError,PicklingError,UnpicklingError
_posixsubprocess OFOFIFIFIFIFOFOF=fork_exec
_queue IFIFOSOSOSOSOSOS=SimpleQueue OS=Empty
_random IFOSOSOSOSOSOSOS=Random
_sha1 OF=sha1
_sha2 MF=sha224,sha256,sha384,sha512 OS=SHA224Type,SHA256Type,SHA384Type,SHA512Type
_sha3 IFIFOSOSOSOSOSOS=sha3_224,sha3_256,sha3_384,sha3_512,shake_128,shake_256
_sha512 OFOFIFIFIFIFIFIF=sha512
_signal MF=alarm,default_int_handler,getitimer,getsignal,pause,pidfd_send_signal,pthread_kill,pthread_sigmask,raise_signal,set_wakeup_fd,setitimer,siginterrupt,signal,sigpending,sigtimedwait,sigwait,sigwaitinfo,strsignal,valid_signals
_socket IFIFIFIFOSOSOSOS=socket MFMFMFMFIFIFIFIF=CMSG_LEN,CMSG_SPACE,close,dup,getaddrinfo,getdefaulttimeout,gethostbyaddr,gethostbyname,gethostbyname_ex,gethostname,getnameinfo,getprotobyname,getservbyname,getservbyport,htonl,htons,if_indextoname,if_nameindex,if_nametoindex,inet_aton,inet_ntoa,inet_ntop,inet_pton,ntohl,ntohs,setdefaulttimeout,sethostname,socketpair
_sqlite3 MF=adapt,complete_statement,connect,enable_callback_tracebacks,enable_shared_cache,register_adapter,register_converter
_sre IF=template MFMFIFIFIFIFIFIF=ascii_iscased,ascii_tolower,compile,getcodesize,unicode_iscased,unicode_tolower
_ssl IFIFOSOSOSOSIIII=MemoryBIO,_SSLContext IFIFOSOSOSOSOSOS=_SSLSocket MFMFIFIFIFIFIFIF=RAND_pseudo_bytes,_test_decode_cert MFMFIFIFIFIFIIII=RAND_add,RAND_bytes,RAND_status,get_default_verify_paths,nid2obj,txt2obj OS=Certificate OSOSOSOSOSOSIIII=SSLSession
_stat MFIFIFIFIFIFIFIF=S_IFMT,S_IMODE,S_ISBLK,S_ISCHR,S_ISDIR,S_ISDOOR,S_ISFIFO,S_ISLNK,S_ISPORT,S_ISREG,S_ISSOCK,S_ISWHT,filemode
_statistics OF=_normal_dist_inv_cdf
_string MFMFIFIFIFIFIFIF=formatter_field_name_split,formatter_parser
_struct MFMFIFIFIFIFIFIF=_clearcache,calcsize,iter_unpack,pack,pack_into,unpack,unpack_from OS=Struct
_symtable OF=symtable
_thread IF=_get_main_thread_ident,_is_main_interpreter,_make_thread_handle,_shutdown,daemon_threads_allowed,start_joinable_thread IFIFIFOSOSOSOSOS=_ExceptHookArgs IFIFOSOSOSOSOSOS=RLock,_local MFMFIFIFIFIFIFIF=_count,_excepthook,_set_sentinel,allocate,allocate_lock,exit,exit_thread,get_ident,get_native_id,interrupt_main,stack_size,start_new,start_new_thread OS=_ThreadHandle,lock
_tracemalloc MF=_get_object_traceback,_get_traces,clear_traces,get_traceback_limit,get_traced_memory,get_tracemalloc_memory,is_tracing,reset_peak,start,stop
_typing IF=_idfunc
_uuid OF=generate_time_safe
_warnings IF=_acquire_lock,_filters_mutated_lock_held,_release_lock MFMFIFIFIFIFIFIF=_filters_mutated,warn,warn_explicit
_weakref MFIFIFIFIFIFIFIF=_remove_dead_weakref,getweakrefcount,getweakrefs,proxy
argparse MI=Action,ArgumentDefaultsHelpFormatter,ArgumentError,ArgumentParser,ArgumentTypeError,BooleanOptionalAction,FileType,HelpFormatter,MetavarTypeHelpFormatter,Namespace,RawDescriptionHelpFormatter,RawTextHelpFormatter,_ActionsContainer,_AppendAction,_AppendConstAction,_ArgumentGroup,_AttributeHolder,_ColorlessTheme,_CountAction,_ExtendAction,_HelpAction,_MutuallyExclusiveGroup,_StoreAction,_StoreConstAction,_StoreFalseAction,_StoreTrueAction,_SubParsersAction,_VersionAction,_copy_items,_get_action_name,_identity,_prog_name
array IF=_array_reconstructor IFIFOSOSOSOSOSOS=array
ast IS=Add,And,AnnAssign,Assert,Assign,AsyncFor,AsyncFunctionDef,AsyncWith,Attribute,AugAssign,Await,BinOp,BitAnd,BitOr,BitXor,BoolOp,Break,Call,ClassDef,Compare,Constant,Continue,Del,Delete,Dict,DictComp,Div,Eq,ExceptHandler,Expr,Expression,FloorDiv,For,FormattedValue,FunctionDef,FunctionType,GeneratorExp,Global,Gt,GtE,If,IfExp,Import,ImportFrom,In,Interactive,Interpolation,Invert,Is,IsNot,JoinedStr,LShift,Lambda,List,ListComp,Load,Lt,LtE,MatMult,Match,MatchAs,MatchClass,MatchMapping,MatchOr,MatchSequence,MatchSingleton,MatchStar,MatchValue,Mod,Module,Mult,Name,NamedExpr,Nonlocal,Not,NotEq,NotIn,Or,ParamSpec,Pass,Pow,RShift,Raise,Return,Set,SetComp,Slice,Starred,Store,Sub,Subscript,TemplateStr,Try,TryStar,Tuple,TypeAlias,TypeIgnore,TypeVar,TypeVarTuple,UAdd,USub,UnaryOp,While,With,Yield,YieldFrom,alias,arg,arguments,boolop,cmpop,comprehension,excepthandler,expr,expr_context,keyword,match_case,mod,operator,pattern,stmt,type_ignore,type_param,unaryop,withitem MI=Bytes,Ellipsis,NameConstant,Num,Str,_ABC,_Precedence,_Unparser,_getter,_n_getter,_n_setter,_new,_s_getter,_s_setter,_setter MIMIMIMIMIMIIIII=AugLoad,AugStore,ExtSlice,Index,NodeTransformer,NodeVisitor,Param,Suite,_dims_getter,_dims_setter,_pad_whitespace,_splitlines_no_ff,copy_location,dump,fix_missing_locations,get_docstring,get_source_segment,increment_lineno,iter_child_nodes,iter_fields,literal_eval,main,parse,slice,unparse,walk MSMSMSMSMSMSOSOS=AST
asyncio.base_events OIMIMIMIMIMIMIMI=BaseEventLoop
asyncio.base_futures OI=isfuture
asyncio.futures OI=wrap_future
asyncio.runners MIMIMIMIMIMIOIOI=Runner OIOIOIMIMIMIMIMI=run
asyncio.taskgroups OI=TaskGroup
asyncio.threads OI=to_thread
asyncio.unix_events MIMIMIMIMIMIOIOI=_UnixSelectorEventLoop
atexit IF=_clear,_ncallbacks,_run_exitfuncs,register,unregister
binascii IF=a2b_ascii85,a2b_base32,a2b_base64,a2b_base85,a2b_hex,a2b_hqx,a2b_qp,a2b_uu,b2a_ascii85,b2a_base32,b2a_base64,b2a_base85,b2a_hex,b2a_hqx,b2a_qp,b2a_uu,crc32,crc_hqx,hexlify,rlecode_hqx,rledecode_hqx,unhexlify OS=Error,Incomplete
builtins IF=ArithmeticError,AssertionError,AttributeError,BaseException,BaseExceptionGroup,BlockingIOError,BrokenPipeError,BufferError,BytesWarning,ChildProcessError,ConnectionAbortedError,ConnectionError,ConnectionRefusedError,ConnectionResetError,DeprecationWarning,EOFError,EncodingWarning,Exception,FileExistsError,FileNotFoundError,FloatingPointError,FutureWarning,GeneratorExit,ImportCycleError,ImportError,ImportWarning,IndentationError,IndexError,InterruptedError,IsADirectoryError,KeyError,KeyboardInterrupt,LookupError,MemoryError,ModuleNotFoundError,NameError,NoneType,NotADirectoryError,NotImplementedError,NotImplementedType,OSError,OverflowError,PendingDeprecationWarning,PermissionError,ProcessLookupError,PythonFinalizationError,RecursionError,ReferenceError,ResourceWarning,RuntimeError,RuntimeWarning,StopAsyncIteration,StopIteration,SyntaxError,SyntaxWarning,SystemError,SystemExit,TabError,TimeoutError,TypeError,UnboundLocalError,UnicodeDecodeError,UnicodeEncodeError,UnicodeError,UnicodeTranslateError,UnicodeWarning,UserWarning,ValueError,Warning,ZeroDivisionError,_IncompleteInputError,bool,bytearray,bytes,classmethod,complex,dict,ellipsis,enumerate,filter,float,frozendict,frozenset,int,list,map,memoryview,object,property,range,reversed,sentinel,set,slice,staticmethod,str,super,tuple,type,zip MF=__build_class__,__import__,__lazy_import__,abs,aiter,all,anext,any,ascii,bin,breakpoint,callable,chr,compile,delattr,dir,divmod,eval,exec,format,getattr,globals,hasattr,hash,hex,id,input,isinstance,issubclass,iter,len,locals,max,min,next,oct,ord,pow,print,repr,round,setattr,sorted,sum,vars OS=ExceptionGroup
bz2 IIMIMIIIMIMIIIII=BZ2File,compress,decompress,open
calendar MI=Calendar,Day,HTMLCalendar,IllegalMonthError,IllegalWeekdayError,LocaleHTMLCalendar,LocaleTextCalendar,Month,TextCalendar,_CLIDemoCalendar,_CLIDemoLocaleCalendar,_get_default_locale,_localized_day,_localized_month,_monthlen,_nextmonth,_prevmonth,_validate_month,different_locale,format,formatstring,isleap,leapdays,main,monthrange,setfirstweekday,timegm,weekday
cmath MF=acos,acosh,asin,asinh,atan,atanh,cos,cosh,exp,isclose,isfinite,isinf,isnan,log,log10,phase,polar,rect,sin,sinh,sqrt,tan,tanh
collections IF=OrderedDict IFIFIFIFOSOSOSOS=defaultdict,deque OS=_deque_iterator,_tuplegetter
concurrent.futures II=__dir__
concurrent.futures._base II=BrokenExecutor,CancelledError,Executor,Future,InvalidStateError,TimeoutError,as_completed,wait
concurrent.futures.process OI=ProcessPoolExecutor
concurrent.futures.thread OI=ThreadPoolExecutor
configparser MI=BasicInterpolation,ConfigParser,ConverterMapping,DuplicateOptionError,DuplicateSectionError,Error,ExtendedInterpolation,Interpolation,InterpolationDepthError,InterpolationError,InterpolationMissingOptionError,InterpolationSyntaxError,InvalidWriteError,LegacyInterpolation,MissingSectionHeaderError,MultilineContinuationError,NoOptionError,NoSectionError,ParsingError,RawConfigParser,SafeConfigParser,SectionProxy,UnnamedSectionDisabledError,_CommentSpec,_Line,_ReadState,_UnnamedSection
copy MI=_copy_immutable,_deepcopy_atomic MIMIMIMIMIMIIIII=Error,_deepcopy_dict,_deepcopy_list,_deepcopy_method,_deepcopy_tuple,_keep_alive,_reconstruct,copy,deepcopy,replace
csv MI=Dialect,DictReader,DictWriter,Sniffer,excel,excel_tab,unix_dialect
ctypes MI=ARRAY,CDLL,CFUNCTYPE,LibraryLoader,POINTER,PYFUNCTYPE,PyDLL,SetPointerType,_PointerTypeCache,_check_size,_reset_cache,c_bool,c_buffer,c_byte,c_char,c_char_p,c_double,c_float,c_int,c_long,c_longdouble,c_longlong,c_short,c_ubyte,c_uint,c_ulong,c_ulonglong,c_ushort,c_void_p,c_wchar,c_wchar_p,cast,create_string_buffer,create_unicode_buffer,memoryview_at,pointer,py_object,string_at,wstring_at MS=CField MSMSMSMSMSMSOSOS=ArgumentError
ctypes._endian II=BigEndianStructure,BigEndianUnion
dataclasses MI=_InitVarMeta,_cmp_fn,_create_fn,_hash_fn,_recursive_repr,_repr_fn,_set_qualname MIMIMIMIMIMIIIII=Field,FrozenInstanceError,InitVar,_DataclassParams,_FIELD_BASE,_FuncBuilder,_HAS_DEFAULT_FACTORY_CLASS,_KW_ONLY_TYPE,_MISSING_TYPE,_add_slots,_asdict_inner,_astuple_inner,_dataclass_getstate,_dataclass_setstate,_field_assign,_field_init,_fields_in_init_order,_frozen_get_del_attr,_get_field,_get_slots,_hash_add,_hash_exception,_hash_set_none,_init_fn,_init_param,_is_classvar,_is_dataclass_instance,_is_initvar,_is_kw_only,_is_type,_process_class,_replace,_set_new_attribute,_tuple_str,asdict,astuple,dataclass,field,fields,is_dataclass,make_dataclass,replace
datetime IF=date,datetime,time,timedelta,timezone,tzinfo
decimal IFIFIFIFIFMSMSMS=Context,Decimal MF=getcontext,localcontext,setcontext OI=DecimalTuple OS=Clamped,ConversionSyntax,DecimalException,DivisionByZero,DivisionImpossible,DivisionUndefined,FloatOperation,Inexact,InvalidContext,InvalidOperation,Overflow,Rounded,Subnormal,Underflow
difflib MI=Differ,HtmlDiff,IS_CHARACTER_JUNK,IS_LINE_JUNK,Match,SequenceMatcher,_calculate_ratio,_check_types,_format_range_context,_format_range_unified,_keep_original_ws,_mdiff,_test,context_diff,diff_bytes,get_close_matches,ndiff,restore,unified_diff
email._encoded_words II=decode_b
email._policybase II=Policy
email.charset IIIIIIIIIIOIOIOI=Charset
fractions MI=_gcd,_round_to_exponent,_round_to_figures,gcd MIOIOIOIMIMIMIMI=Fraction
functools IFIFOSOSOSOSOSOS=_lru_cache_wrapper,partial OS=_PlaceholderType
gc MFMFMFMFMFMFIFIF=collect,disable,enable,freeze,get_count,get_debug,get_freeze_count,get_objects,get_referents,get_referrers,get_stats,get_threshold,is_finalized,is_tracked,isenabled,set_debug,set_threshold,unfreeze
graphlib MI=CycleError,TopologicalSorter,_NodeInfo
grp OF=getgrnam
hashlib MI=file_digest OIOIOIMIMIMIMIMI=__get_builtin_constructor
hmac MI=HMAC,_compute_digest_fallback,_get_digest_constructor,_is_shake_constructor,digest,new
http MI=HTTPMethod OIOIOIMIMIMIMIMI=HTTPStatus
io IS=UnsupportedOperation MF=open,open_code,text_encoding MIMIMIMIMIMIIIII=BufferedIOBase,IOBase,RawIOBase,TextIOBase
ipaddress MIMIMIIIIIIIIIII=AddressValueError,IPv4Address,IPv4Interface,IPv4Network,IPv6Address,IPv6Interface,IPv6Network,NetmaskValueError,_BaseAddress,_BaseNetwork,_BaseV4,_BaseV6,_IPAddressBase,_IPv4Constants,_IPv6Constants,_collapse_addresses_internal,_count_righthand_zero_bits,_find_address_range,_split_optional_netmask,collapse_addresses,get_mixed_type_key,ip_address,ip_interface,ip_network,summarize_address_range,v4_int_to_packed,v6_int_to_packed
itertools IFIFIFIFOSOSOSOS=_grouper,_tee,_tee_dataobject,accumulate,chain,combinations,combinations_with_replacement,compress,count,cycle,dropwhile,filterfalse,groupby,islice,pairwise,permutations,product,repeat,starmap,takewhile,zip_longest OFIFIFIFIFIFIFIF=tee OS=batched
json.encoder OI=JSONEncoder
lzma IIMIMIIIMIMIIIII=LZMAFile,compress,decompress,open
marshal MFMFIFIFIFIFIFIF=dump,dumps,load,loads
math IF=cbrt,exp2,fma,fmax,fmin,isnormal,issubnormal,lcm,nextafter,signbit,sumprod,ulp MFIFIFIFIFIFIFIF=acos,acosh,asin,asinh,atan,atan2,atanh,ceil,comb,copysign,cos,cosh,degrees,dist,erf,erfc,exp,expm1,fabs,factorial,floor,fmod,frexp,fsum,gamma,gcd,hypot,isclose,isfinite,isinf,isnan,isqrt,ldexp,lgamma,log,log10,log1p,log2,modf,perm,pow,prod,radians,remainder,sin,sinh,sqrt,tan,tanh,trunc
math.integer MF=comb,factorial,gcd,isqrt,lcm,perm
mmap IFIFOSOSOSOSOSOS=mmap
multiprocessing.queues MIMIMIMIMIMIMIII=JoinableQueue,Queue,SimpleQueue
multiprocessing.reduction OI=ForkingPickler
numbers MI=Complex,Integral,Number,Rational,Real
numpy IF=bool,bool_,bytes_,clongdouble,complex128,complex64,datetime64,dtype,float16,float32,float64,int16,int32,int64,int8,longdouble,longlong,ndarray,object_,str_,timedelta64,uint16,uint32,uint64,uint8,ulonglong,void
operator IFIFOSOSOSOSOSOS=attrgetter,itemgetter,methodcaller
os OS=stat_result,statvfs_result,terminal_size
pathlib MI=_Accessor,_DoubleRecursiveWildcardSelector,_NormalAccessor,_ParentSelector MIMIMIIIIIIIIIII=_Flavour,_PosixFlavour,_PreciseSelector,_WindowsFlavour,_is_wildcard_pattern MIMIMIIIMIIIIIII=Path,PosixPath,PurePath,PurePosixPath,PureWindowsPath,WindowsPath,_PathParents MIMIMIIIMIMIMIMI=_RecursiveWildcardSelector,_Selector,_TerminatingSelector,_WildcardSelector,_ignore_error
pathlib._abc OI=UnsupportedOperation
pathlib._os II=DirEntryInfo,_PosixPathInfo,copy_info,copyfileobj,ensure_different_files,ensure_distinct_paths,magic_open,vfsopen,vfspath
pickle IF=PickleBuffer
posix IF=_clearenv,_create_environ,_emscripten_debugger,_emscripten_log,_inputhook,_is_inputhook_installed,_path_normpath,_path_splitroot_ex,eventfd,eventfd_read,eventfd_write,grantpt,login_tty,pidfd_open,posix_openpt,ptsname,readinto,setns,splice,timerfd_create,timerfd_gettime,timerfd_gettime_ns,timerfd_settime,timerfd_settime_ns,unlockpt,unshare,waitstatus_to_exitcode IFOSOSOSOSOSOSOS=DirEntry MFIFIFIFIFIFIFIF=WCOREDUMP,WEXITSTATUS,WIFCONTINUED,WIFEXITED,WIFSIGNALED,WIFSTOPPED,WSTOPSIG,WTERMSIG,_exit,abort,access,chdir,chmod,chown,chroot,close,closerange,confstr,copy_file_range,cpu_count,ctermid,device_encoding,dup,dup2,execv,execve,fchdir,fchmod,fchown,fdatasync,fork,forkpty,fpathconf,fspath,fstat,fstatvfs,fsync,ftruncate,get_blocking,get_inheritable,get_terminal_size,getcwd,getcwdb,getegid,geteuid,getgid,getgrouplist,getgroups,getloadavg,getlogin,getpgid,getpgrp,getpid,getppid,getpriority,getrandom,getresgid,getresuid,getsid,getuid,getxattr,initgroups,isatty,kill,killpg,lchown,link,listdir,listxattr,lockf,lseek,lstat,major,makedev,memfd_create,minor,mkdir,mkfifo,mknod,nice,open,openpty,pathconf,pipe,pipe2,posix_fadvise,posix_fallocate,posix_spawn,posix_spawnp,pread,preadv,putenv,pwrite,pwritev,read,readlink,readv,register_at_fork,remove,removexattr,rename,replace,rmdir,scandir,sched_get_priority_max,sched_get_priority_min,sched_getaffinity,sched_getparam,sched_getscheduler,sched_rr_get_interval,sched_setaffinity,sched_setparam,sched_setscheduler,sched_yield,sendfile,set_blocking,set_inheritable,setegid,seteuid,setgid,setgroups,setpgid,setpgrp,setpriority,setregid,setresgid,setresuid,setreuid,setsid,setuid,setxattr,stat,statvfs,strerror,symlink,sync,sysconf,system,tcgetpgrp,tcsetpgrp,times,truncate,ttyname,umask,uname,unlink,unsetenv,urandom,utime,wait,wait3,wait4,waitid,waitpid,write,writev OS=sched_param,times_result,uname_result,waitid_result
pwd OF=getpwnam
re IFIFOSOSOSOSOSOS=Match,Pattern
secrets MI=randbelow,token_bytes,token_hex,token_urlsafe
select IFOSOSOSOSOSOSOS=epoll MFMFIFIFIFIFIFIF=poll,select
shelve MI=BsdDbShelf,DbfilenameShelf,Shelf,ShelveError,_ClosedDict,open
signal IFIFIFOSOSOSOSOS=struct_siginfo OS=ItimerError
site OI=register_readline
socket OS=gaierror,herror,timeout
sqlite3 IFIFOSOSOSOSOSOS=Connection,Cursor,PrepareProtocol,Row OS=Blob,DataError,DatabaseError,Error,IntegrityError,InterfaceError,InternalError,NotSupportedError,OperationalError,ProgrammingError,Warning
sqlite3.dbapi2 II=DateFromTicks,TimeFromTicks,TimestampFromTicks,enable_shared_cache
ssl OS=SSLCertVerificationError,SSLEOFError,SSLError,SSLSyscallError,SSLWantReadError,SSLWantWriteError,SSLZeroReturnError
statistics MI=LinearRegression,NormalDist,StatisticsError,__annotate__,_coerce,_convert,_decimal_sqrt_of_frac,_exact_ratio,_fail_neg,_find_lteq,_find_rteq,_float_sqrt_of_frac,_integer_sqrt_of_frac_rto,_isfinite,_mean_stdev,_newton_raphson,_quartic_invcdf_estimate,_rank,_sqrtprod,_ss,_sum,_triweight_invcdf_estimate,correlation,covariance,fmean,geometric_mean,harmonic_mean,kde,kde_random,linear_regression,mean,median,median_grouped,median_high,median_low,mode,multimode,pstdev,pvariance,quantiles,stdev,variance
struct OS=error
sys MF=_baserepl,_clear_internal_caches,_clear_type_cache,_clear_type_descriptors,_current_exceptions,_current_frames,_deactivate_opcache,_debugmallocstats,_dump_tracelets,_get_cpu_count_config,_getframe,_getframemodulename,_getquickenedcount,_is_gil_enabled,_is_immortal,_is_interned,_setprofileallthreads,_settraceallthreads,activate_stack_trampoline,addaudithook,audit,breakpointhook,call_tracing,callstats,deactivate_stack_trampoline,displayhook,exc_info,excepthook,exception,exit,get_asyncgen_hooks,get_coroutine_origin_tracking_depth,get_int_max_str_digits,get_lazy_imports,get_lazy_imports_filter,getallocatedblocks,getcheckinterval,getdefaultencoding,getdlopenflags,getfilesystemencodeerrors,getfilesystemencoding,getprofile,getrecursionlimit,getrefcount,getsizeof,getswitchinterval,gettrace,getunicodeinternedsize,intern,is_finalizing,is_remote_debug_enabled,is_stack_trampoline_active,remote_exec,set_asyncgen_hooks,set_coroutine_origin_tracking_depth,set_int_max_str_digits,set_lazy_imports,set_lazy_imports_filter,setcheckinterval,setdlopenflags,setprofile,setrecursionlimit,setswitchinterval,settrace,unraisablehook
textwrap MIMIMIIIIIIIIIII=TextWrapper,dedent,fill,indent,shorten,wrap
time IFIFIFOSOSOSOSOS=struct_time MFIFIFIFIFIFIFIF=asctime,clock_getres,clock_gettime,clock_gettime_ns,clock_settime,clock_settime_ns,ctime,get_clock_info,gmtime,localtime,mktime,monotonic,monotonic_ns,perf_counter,perf_counter_ns,process_time,process_time_ns,pthread_getcpuclockid,strftime,strptime,thread_time,thread_time_ns,time,time_ns,tzset MFIFIFIFIFIFISIS=sleep
traceback IIIIIIIIIIIIMIMI=FrameSummary,StackSummary,TracebackException,_Anchors,_ExceptionPrintContext,_Sentinel,_byte_offset_to_character_offset,_compute_suggestion_error,_display_width,_extract_caret_anchors_from_line_segment,_format_final_exc_line,_get_code_position,_levenshtein_distance,_parse_value_tb,_print_exception_bltin,_safe_string,_substitution_cost,_walk_tb_with_full_positions,clear_frames,extract_stack,extract_tb,format_exc,format_exception,format_exception_only,format_list,format_stack,format_tb,print_exc,print_exception,print_last,print_list,print_stack,print_tb,walk_stack,walk_tb MI=_ShutdownTheme,_check_for_nested_attribute,_find_incompatible_extension_module,_format_note,_get_cross_language_hint,_get_safe___dir__,_is_lazy_import,_safe_can_colorize,_safe_get_theme,_wlen,_zip_display_width
types IF=GenericAlias,SimpleNamespace,UnionType
typing IF=TypeAliasType,Union IIIIIIIIOSOSOSOS=Generic,ParamSpec,ParamSpecArgs,ParamSpecKwargs,TypeVar,TypeVarTuple
unicodedata IFIFOSOSOSOSOSOS=UCD MF=bidirectional,block,category,combining,decimal,decomposition,digit,east_asian_width,extended_pictographic,grapheme_cluster_break,indic_conjunct_break,is_normalized,isxidcontinue,isxidstart,iter_graphemes,lookup,mirrored,name,normalize,numeric
urllib.error II=ContentTooShortError,HTTPError,URLError
urllib.parse II=DefragResult,DefragResultBytes,ParseResult,ParseResultBytes,Quoter,SplitResult,SplitResultBytes,_DefragResultBase,_NetlocResultMixinBase,_NetlocResultMixinBytes,_NetlocResultMixinStr,_ParseResultBase,_Quoter,_ResultBase,_ResultMixinBytes,_ResultMixinStr,_SplitResultBase,_check_bracketed_host,_check_bracketed_netloc,_checknetloc,_coerce_args,_decode_args,_encode_result,_generate_unquoted_parts,_noop,_remove_unsafe_bytes_from_url,_splitattr,_splithost,_splitnetloc,_splitnport,_splitparams,_splitpasswd,_splitport,_splitquery,_splittag,_splittype,_splituser,_splitvalue,_to_bytes,_unquote_impl,_urlparse,_urlsplit,_urlunsplit,clear_cache,parse_qs,parse_qsl,quote,quote_from_bytes,quote_plus,splitattr,splithost,splitnport,splitpasswd,splitport,splitquery,splittag,splittype,splituser,splitvalue,to_bytes,unquote,unquote_plus,unquote_to_bytes,unwrap,urldefrag,urlencode,urljoin,urlparse,urlsplit,urlunparse,urlunsplit
urllib.response II=addclosehook,addinfourl
uuid MI=SafeUUID,UUID,_arp_getnode,_find_mac,_find_mac_near_keyword,_find_mac_under_heading,_get_command_stdout,_ifconfig_getnode,_ip_getnode,_ipconfig_getnode,_is_universal,_lanscan_getnode,_load_system_functions,_netbios_getnode,_netstat_getnode,_parse_mac,_popen,_random_getnode,_unix_getnode,_uuid7_get_counter_and_tail,_windll_getnode,getnode,main,uuid1,uuid3,uuid4,uuid5,uuid6,uuid7,uuid8
weakref IF=CallableProxyType,ProxyType,ReferenceType
xml.etree.ElementTree IFIFIFIFOSOSOSOS=Element,TreeBuilder,XMLParser MS=ParseError
zlib IF=adler32_combine,crc32_combine MFMFIFIFIFIFIFIF=adler32,compress,compressobj,crc32,decompress,decompressobj OS=_ZlibDecompressor,error
zoneinfo IFIFIFIFOSOSOSOS=ZoneInfo OI=__dir__
zoneinfo._common OI=ZoneInfoNotFoundError
`;
