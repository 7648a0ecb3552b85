"""What CPython's C unpickler makes of a pickle, with a stub for everything that the pickle names.

`answer(json)` takes a list of pickles in base64 and gives a list of answers: `{'value': description, 'names': [...]}` for
a pickle that is taken, `{'error': [type, message], 'names': [...]}` for one that is not. The description is that of
`describe.ts`, form refs, level stub. As a script it answers one line for each line of standard input.
"""
import base64, copyreg, functools, hashlib, json, pickle, pickletools, re, struct, sys, warnings

# WebAssembly has the stack of its engine.
if sys.platform != 'emscripten':
    sys.setrecursionlimit(100_000)
warnings.simplefilter('ignore')
escape = json.encoder.encode_basestring_ascii


class Recorder:
    """A method that every stub has, and every class of stubs for itself: what it is given is written down."""

    def __init__(self, kind):
        self.kind = kind

    def __get__(self, instance, owner):
        return functools.partial(record, owner if instance is None else instance, self.kind)

    def __set__(self, instance, value):
        raise AttributeError('a stub has no attributes of its own')


def record(target, kind, value):
    logs.setdefault(id(target), {}).setdefault(kind, []).append(value)


# By identity, for one pickle at a time: what was done to each stub. `kept` holds the stubs, so that identities stay.
logs = {}
origins = {}
kept = []


def made(stub, origin, how, args, kwargs):
    origins[id(stub)] = (origin, how, args, kwargs)
    kept.append(stub)
    return stub


# What errors call an object of a class that a pickle names, and what a persistent id stands for.
STUB = 'a stub'


class StubType(type):
    """Named `type` in errors, as the type of a class is."""

    def __call__(cls, *args, **kwargs):
        return stubs.result(cls, args, kwargs)

    def __setitem__(cls, key, value):
        record(cls, 'set', (key, value))


StubType.__name__ = 'type'


class Stubs:
    """Classes of stubs, whose objects derive from a built-in class."""

    def __init__(self, base):
        class Stub(base, metaclass=StubType):
            __slots__ = ()
            __setstate__ = Recorder('state')
            append = Recorder('item')
            add = Recorder('add')
            __eq__ = object.__eq__
            __hash__ = object.__hash__

            def __new__(cls, *args, **kwargs):
                return made(base.__new__(cls), cls, 'new', args, kwargs)

            def __setitem__(self, key, value):
                record(self, 'set', (key, value))

            def __call__(self, *args, **kwargs):
                return made(base.__new__(stubs.Result), self, 'call', args, kwargs)

        class MadeClass(Stub):
            """What a call gave, where the pickle goes on to use it as a class."""

            __slots__ = ()

            # INST and OBJ call what has this, as they call an object that is no class.
            def __getinitargs__(self):
                pass

        self.base = base
        self.Stub = Stub
        self.MadeClass = MadeClass
        self.Result = self.named()

    def named(self):
        return StubType(STUB, (self.Stub,), {'__slots__': ()})

    def result(self, cls, args, kwargs):
        if results_are_classes:
            return made(StubType(STUB, (self.MadeClass,), {}), cls, 'call', args, kwargs)
        return made(self.base.__new__(self.Result), cls, 'call', args, kwargs)


INERT = Stubs(object)
stubs = INERT
results_are_classes = False
names = []
globals_by_name = {}


class OutOfBand(bytes):
    """A buffer that is not in the pickle."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


OutOfBand.__name__ = 'buffer'


def out_of_band():
    while True:
        yield OutOfBand(b'oob')


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        names.append((module, name))
        stub = globals_by_name.get((module, name))
        if stub is None:
            stub = globals_by_name[module, name] = stubs.named()
            origins[id(stub)] = ('g', module, name)
            kept.append(stub)
        return stub

    def persistent_load(self, pid):
        # A class, unless it matters which class it is of.
        stub = stubs.named() if stubs is INERT else stubs.base.__new__(stubs.Result)
        origins[id(stub)] = ('pid', pid)
        kept.append(stub)
        return stub


class Whole:
    """A file that gives all it has at once, so that the unpickler has the pickle in memory as `loads` has it."""

    __slots__ = ('data',)

    def __init__(self, data):
        self.data = data

    def peek(self, count):
        data, self.data = self.data, b''
        return data

    def read(self, count):
        return b''

    def readline(self):
        return b''


def register_extensions(data):
    """Makes known the code of each byte that could be an EXT1, EXT2 or EXT4."""
    for at, byte in enumerate(data):
        if 0x82 <= byte <= 0x84:
            size = 1 << (byte - 0x82)
            code = int.from_bytes(data[at + 1 : at + 1 + size], 'little', signed=size == 4)
            if code > 0 and code not in copyreg._inverted_registry:
                copyreg._inverted_registry[code] = ('<ext>', 'code %d' % code)


def clear():
    logs.clear()
    origins.clear()
    globals_by_name.clear()
    kept.clear()
    names.clear()
    copyreg.clear_extension_cache()
    copyreg._inverted_registry.clear()


class OnlyItsClassKnows(Exception):
    """CPython refuses an object only because its class does not derive from a built-in one."""


# What is said of objects that are not of a built-in class, or of one that derives from it.
OF_CLASSES = (
    (re.compile(r'argument list must be a tuple$|NEWOBJ(_EX)? args argument must be a tuple'), Stubs(tuple)),
    (re.compile(r'NEWOBJ_EX kwargs argument must be a dict'), Stubs(dict)),
    (re.compile(r'keywords must be strings$'), Stubs(str)),
    (re.compile(r'memoryview: a bytes-like object is required'), Stubs(bytes)),
)


def load(data, encoding):
    try:
        return load_with(INERT, data, encoding)
    except Exception as error:
        said = str(error)
        for words, others in OF_CLASSES:
            if words.search(said) is None:
                continue
            found = names[:]
            try:
                load_with(others, data, encoding)
            except Exception as other:
                # What a call gave may be a class, or what is asked for here.
                if str(other) == said and not results_are_classes:
                    raise error
            names[:] = found
            raise OnlyItsClassKnows(said)
        raise


def load_with(kind, data, encoding):
    global stubs, results_are_classes
    stubs = kind
    for results_are_classes in (False, True):
        clear()
        if b'\x82' in data or b'\x83' in data or b'\x84' in data:
            register_extensions(data)
        try:
            return Unpickler(Whole(data), encoding=encoding, buffers=out_of_band()).load()
        except pickle.UnpicklingError as error:
            if results_are_classes or not str(error).startswith(('NEWOBJ class', 'NEWOBJ_EX class')):
                raise
            if not any(isinstance(stub, stubs.Stub) for stub in kept):
                raise


class Describer:
    def __init__(self):
        self.numbers = {}
        self.open = {}
        self.parts = 0

    def describe(self, value, tree=False):
        kind = type(value)
        if kind is str:
            return escape(value)
        if kind is int:
            return intText(value)
        if value is None:
            return 'null'
        if kind is bool:
            return 'true' if value else 'false'
        if kind is float:
            return '{"f":"%s"}' % ('nan' if value != value else struct.pack('>d', value).hex())
        if kind is bytes:
            return '{"b":"%s","n":%d}' % (hashlib.sha256(value).hexdigest(), len(value))
        if kind is memoryview:
            # A read-only view of a bytearray, for which Brine has bytes.
            return '{"b":"%s","n":%d}' % (hashlib.sha256(value).hexdigest(), len(value))
        if kind is OutOfBand:
            return '{"oob":true}'
        self.parts += 1
        if self.parts > 50_000:
            raise TooLarge
        if kind is tuple:
            return '{"tu":%s}' % self.all(value, tree)
        if kind is frozenset:
            return '{"fs":%s}' % self.sorted(value)
        identity = id(value)
        if isinstance(value, StubType) and identity not in logs and origins[identity][0] in ('g', 'pid'):
            return self.named(origins[identity], tree)
        if tree:
            if identity in self.open:
                return '{"cycle":%d}' % (len(self.open) - self.open[identity])
        elif identity in self.numbers:
            return '{"ref":%d}' % self.numbers[identity]
        if not tree:
            self.numbers[identity] = len(self.numbers)
        self.open[identity] = len(self.open)
        text = self.numbered(kind, value, tree)
        del self.open[identity]
        return text

    def numbered(self, kind, value, tree):
        if kind is list:
            return '{"l":%s}' % self.all(value, tree)
        if kind is dict:
            return '{"d":%s}' % self.pairs(value.items(), tree)
        if kind is set:
            return '{"set":%s}' % self.sorted(value)
        if kind is bytearray:
            return '{"ba":"%s","n":%d}' % (hashlib.sha256(value).hexdigest(), len(value))
        return self.object(value, tree)

    def named(self, origin, tree):
        if origin[0] == 'pid':
            return '{"pid":%s}' % self.describe(origin[1], tree)
        return '{"g":[%s,%s]}' % (escape(origin[1]), escape(origin[2]))

    def object(self, value, tree):
        origin, *rest = origins[id(value)]
        sections = {}
        if origin == 'g':
            sections['g'] = '[%s,%s]' % (escape(rest[0]), escape(rest[1]))
        elif origin == 'pid':
            sections['pid'] = self.describe(rest[0], tree)
        else:
            how, args, kwargs = rest
            of = origins[id(origin)]
            if of[0] == 'g' and id(origin) not in logs:
                sections['o'] = '[%s,%s]' % (escape(of[1]), escape(of[2]))
            elif of[0] == 'pid' and id(origin) not in logs:
                sections['op'] = self.describe(of[1], tree)
            else:
                sections['oc'] = self.describe(origin, tree)
            sections['how'] = '"%s"' % how
            sections['args'] = self.all(args, tree)
            if kwargs:
                sections['kw'] = self.pairs(kwargs.items(), tree)
        log = logs.get(id(value), {})
        for kind in ('state', 'item', 'set', 'add'):
            if kind not in log:
                continue
            elif kind == 'set':
                sections[kind] = self.pairs(log[kind], tree)
            elif kind == 'add':
                sections[kind] = self.sorted(log[kind])
            else:
                sections[kind] = self.all(log[kind], tree)
        return '{%s}' % ','.join('"%s":%s' % section for section in sorted(sections.items()))

    def all(self, values, tree):
        return '[%s]' % ','.join([self.describe(value, tree) for value in values])

    def sorted(self, values):
        return '[%s]' % ','.join(sorted([self.describe(value, True) for value in values]))

    def pairs(self, pairs, tree):
        return '[%s]' % ','.join(['[%s,%s]' % (self.describe(k, tree), self.describe(v, tree)) for k, v in pairs])


class TooLarge(Exception):
    pass


MANY_DIGITS = 10**4000


def intText(value):
    if -MANY_DIGITS < value < MANY_DIGITS:
        return '{"i":"%d"}' % value
    return '{"i":"hex:%s%x"}' % ('-' if value < 0 else '', abs(value))


MEMO_NUMBER = re.compile(rb'r(?s:...)[\x01-\x7f]|p[ +0-9_]{8,}')


def fills_memory(data):
    """Whether CPython makes a table of more than 100 MB for the memo, which WebAssembly never gives back."""
    if sys.platform != 'emscripten' or MEMO_NUMBER.search(data) is None:
        return False
    try:
        for opcode, number, _ in pickletools.genops(data):
            if opcode.name in ('PUT', 'LONG_BINPUT') and number >= 1 << 24:
                return True
    except Exception:
        # It ends here for CPython, too.
        pass
    return False


def judge(text, encoding='ASCII'):
    data = base64.b64decode(text)
    if fills_memory(data):
        return {'error': ['MemoryError', ''], 'names': []}
    try:
        value = load(data, encoding)
    except Exception as error:
        return {'error': [type(error).__name__, str(error)], 'names': names[:]}
    try:
        return {'value': Describer().describe(value), 'names': names[:]}
    except TooLarge:
        return {'error': ['TooLarge', ''], 'names': names[:]}


def answer(request):
    return json.dumps([judge(text, encoding) for text, encoding in json.loads(request)])


def main():
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    except ImportError:
        pass
    out = sys.stdout
    for line in sys.stdin:
        out.write(answer(line) + '\n')
        out.flush()


if __name__ == '__main__':
    main()
