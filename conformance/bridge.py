"""Picklers and unpicklers of a local CPython with Brine in between: see `pickletester.py`.

What Python pickles is read and written by Brine, and compared with what Python writes for the object that it loads;
what is to be loaded is read and written by Brine before Python loads it.
"""
import _pickle
import base64
import collections
import copyreg
import io
import json
import os
import pickle
import pickletools
import struct
import subprocess
import sys

PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
# The CPython whose bytes Brine is asked for: this one, or the newest that Brine knows.
PYTHON = min(sys.version_info[:2], (3, 15))
HERE = os.path.dirname(os.path.abspath(__file__))
# Classes, most of them of `test.pickletester`, whose objects choose another form at each protocol: a pickle of one protocol does not
# say what the pickle of another would be.
OWN_FORMS = {'test.pickletester.%s' % name for name in (
    'ZeroCopyBytes', 'ZeroCopyBytearray', 'PicklableNDArray', 'ComplexNewObj', 'ComplexNewObjEx', 'REX_four', 'REX_five')
} | {'numpy.ndarray', 'numpy.dtype'}


class Fault(AssertionError):
    """Brine did something other than CPython."""


class Process:
    """The Node.js process that `bridge.js` runs in, started when it is first asked."""

    def __init__(self):
        self.child = None
        self.exchanges = 0
        self.compared = collections.Counter()
        # How often a value was dumped otherwise than Python pickles it.
        self.other_bytes = 0
        self.last_difference = None

    def ask(self, **request):
        self.exchanges += 1
        if self.child is None:
            command = [os.environ.get('NODE', 'node'), os.path.join(HERE, 'bridge.js')]
            self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        message = json.dumps(request).encode()
        self.child.stdin.write(struct.pack('<I', len(message)) + message)
        self.child.stdin.flush()
        length = self.child.stdout.read(4)
        if len(length) < 4:
            raise SystemExit('the process of Brine has ended')
        reply = json.loads(self.child.stdout.read(struct.unpack('<I', length)[0]))
        if 'fault' in reply:
            raise Fault(reply['fault'])
        return reply

    def close(self):
        if self.child is not None:
            self.child.stdin.close()
            self.child.wait()


process = Process()


def text(data):
    return base64.b64encode(data).decode()


class Recorder(_pickle.Unpickler):
    """Loads a pickle as any Unpickler, and notes from which built-in class each class in it derives.

    Classes nested in them too, which a pickle may have by getattr.
    """

    def __init__(self, data, **options):
        super().__init__(io.BytesIO(data), **options)
        self.bases = {}

    def find_class(self, module, name):
        found = super().find_class(module, name)
        if isinstance(found, type):
            self.bases['%s.%s' % (module, name)] = base_of(found)
            pending = [found]
            while pending:
                cls = pending.pop()
                path = '%s.%s' % (cls.__module__, cls.__qualname__)
                nested = path + '.'
                self.bases[path] = base_of(cls)
                pending += [value for value in vars(cls).values() if isinstance(value, type)
                            and ('%s.%s' % (value.__module__, value.__qualname__)).startswith(nested)]
        return found


def base_of(cls):
    if issubclass(cls, tuple) and hasattr(cls, '_fields'):
        return 'namedtuple'
    for base in (list, dict, tuple, str, bytes, int, float, complex, set, frozenset, bytearray):
        if issubclass(cls, base):
            return base.__name__
    return 'object'


def extensions():
    """What is registered in copyreg, without what no pickler could use."""
    return [[code, *names] for code, names in copyreg._inverted_registry.items()
            if isinstance(names, tuple) and len(names) == 2 and all(isinstance(name, str) for name in names)]


class Layer:
    """One way through Brine; `command` is that of `bridge.js`."""

    command = None

    def ask(self, data, protocols, options, earlier=(), bases=None):
        given = options.get('buffers')
        return process.ask(
            command=self.command, pickle=text(data), earlier=[text(one) for one in earlier], protocols=list(protocols),
            python='%d.%d' % PYTHON, bases=bases or {}, extensions=extensions(),
            fixImports=options.get('fix_imports', True), encoding=options.get('encoding', 'ASCII'),
            errors=options.get('errors', 'strict'), buffers=given and [text(one) for one in given])

    def dumped(self, data, protocol, options, earlier=(), plain=True):
        """What Brine makes of a pickle that Python has just written, at the same protocol."""
        raise NotImplementedError

    def loadable(self, data, options, earlier=()):
        """What Brine makes of a pickle that Python is to load, and where the pickle ends."""
        reply = self.ask(data, [needed(data)], options, earlier)
        if 'refusal' in reply:
            raise_as_python(reply['refusal']['message'], data, options)
        result = reply['ok']['pickles'][0]
        if 'refusal' in result:
            raise_as_python('', data, options)
        return written(result), reply['ok']['end']


class Graph(Layer):
    """`parse` and `write` of `brine/tools`: byte for byte what Python writes."""

    command = 'graph'

    def dumped(self, data, protocol, options, earlier=(), plain=True):
        if earlier:
            raise Fault('write() starts each pickle with an empty memo')
        fix_imports = options.get('fix_imports', True)
        pickles, bases = again(data, fix_imports) if plain else ([None] * len(PROTOCOLS), {})
        stable = pickles[protocol] is None or pickles[protocol] == data
        reply = self.ask(data, PROTOCOLS, options, bases=bases)
        if 'refusal' in reply:
            raise Fault('%r: %s' % (data[:200], reply['refusal']['message']))
        ours = reply['ok']['pickles']
        result = written(ours[protocol])
        if result != data and (stable or result != pickles[protocol]):
            raise Fault(difference(data, protocol, protocol, data, result))
        process.compared['same protocol'] += 1
        if not stable:
            # What Python loads from its own pickle, it pickles otherwise: a set of other order, another identity.
            process.compared['unstable'] += 1
            return result
        for other, expected in enumerate(pickles):
            if expected is not None and other != protocol:
                process.compared['other protocols'] += 1
                if written(ours[other]) != expected:
                    raise Fault(difference(data, protocol, other, expected, written(ours[other])))
        return result


class Values(Layer):
    """`Unpickler` and `Pickler` of `brine`: byte for byte what Python writes, but where JavaScript values keep less."""

    command = 'values'

    def dumped(self, data, protocol, options, earlier=(), plain=True):
        reply = self.ask(data, [protocol], options, earlier)
        if 'refusal' in reply:
            raise Fault('%r: %s' % (data[:200], reply['refusal']['message']))
        result = written(reply['ok']['pickles'][0])
        process.compared[self.command] += 1
        if result != data:
            process.compared['%s, other bytes' % self.command] += 1
            process.other_bytes += 1
            process.last_difference = difference(data, protocol, protocol, data, result)
        return result


class Chunks(Values):
    """`StreamUnpickler` and `Pickler` of `brine`: the same for pickles that arrive in chunks."""

    command = 'chunks'


def written(outcome):
    if 'ok' in outcome:
        return base64.b64decode(outcome['ok'])
    raise Fault('not written: %s' % (outcome.get('fault') or outcome['refusal']['message']))


def again(data, fix_imports):
    """What Python pickles, at each protocol, of what it loads; `None` where it cannot."""
    recorder = Recorder(data, fix_imports=fix_imports)
    try:
        value = recorder.load()
    except Exception:
        return [None] * len(PROTOCOLS), recorder.bases
    if OWN_FORMS & set(recorder.bases):
        process.compared['own form'] += 1
        return [None] * len(PROTOCOLS), recorder.bases
    pickles = []
    for protocol in PROTOCOLS:
        try:
            pickles.append(_pickle.dumps(value, protocol, fix_imports=fix_imports))
        except Exception:
            pickles.append(None)
    return pickles, recorder.bases


def difference(data, protocol, other, expected, result):
    start = next((i for i, pair in enumerate(zip(expected, result)) if pair[0] != pair[1]), min(len(expected), len(result)))
    around = slice(max(0, start - 40), start + 60)
    return 'protocol %d to %d, at byte %d: Python %r, Brine %r; from %r' % (
        protocol, other, start, expected[around], result[around], data[:300])


def has_buffers(data):
    return any(opcode.name == 'NEXT_BUFFER' for opcode, _, _ in pickletools.genops(data))


def needed(data):
    """The protocol that a pickle announces, or that its opcodes need."""
    protocol = data[1] if data[:1] == pickle.PROTO and len(data) > 1 else 0
    try:
        for opcode, _, _ in pickletools.genops(data):
            protocol = max(protocol, opcode.proto)
    except Exception:
        pass
    return min(protocol, pickle.HIGHEST_PROTOCOL)


def raise_as_python(message, data, options):
    """Raises what Python does for a pickle that Brine refuses, if both say the same.

    Without a message: Brine can read it, but names in it are none. Python fails to import them. Before 3.11 CPython
    refused the same in other words.
    """
    try:
        value = _pickle.loads(data, **options)
    except Exception as error:
        same = str(error).replace('\n', '\\n') in message if message else isinstance(error, (AttributeError, ImportError))
        if same or (message and sys.version_info < (3, 11)):
            process.compared['refusals'] += 1
            raise
        raise Fault('%r: Python %r, Brine %r' % (data[:200], error, message)) from error
    raise Fault('%r: Python loads it (%.200r), Brine %r' % (data[:200], value, message))


class Output:
    """The file of a Pickler, until what it has written is complete."""

    def __init__(self):
        self.chunks = []

    def write(self, data):
        self.chunks.append(bytes(data))
        return len(data)

    def take(self):
        data = b''.join(self.chunks)
        self.chunks.clear()
        return data


class Memo:
    """The memo of a Pickler or Unpickler, with the pickles that filled it."""

    def __init__(self, owner):
        self.owner = owner
        self.native = owner.native_memo
        self.earlier = list(owner.earlier)

    def clear(self):
        self.native.clear()
        self.owner.earlier.clear()


class WithMemo:
    """The attribute `memo` of a Pickler or Unpickler."""

    @property
    def memo(self):
        return Memo(self)

    @memo.setter
    def memo(self, value):
        if isinstance(value, Memo):
            self.native_memo = value.native
            self.earlier = list(value.earlier)
        else:
            self.native_memo = value


class Input:
    """The file of an Unpickler: one pickle at a time."""

    def __init__(self):
        self.data = io.BytesIO()
        self.read = lambda size: self.data.read(size)
        self.readline = lambda: self.data.readline()


def pickling(layer):
    """The names of the module `pickle`, by way of a layer."""

    class Pickler(WithMemo, _pickle.Pickler):
        native_memo = _pickle.Pickler.memo

        def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
            super().__init__(file, protocol)  # refuses what is no file
            self.file, self.output, self.earlier = file, Output(), []
            super().__init__(self.output, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)
            self.protocol = number(protocol)
            self.options = {'fix_imports': fix_imports}
            self.keeps_out = buffer_callback is not None
            self.is_plain = not self.keeps_out and type(self) is Pickler

        def dump(self, value):
            output = getattr(self, 'output', None)
            if output is not None:
                output.take()
            super().dump(value)
            data = output.take()
            plain = self.is_plain and not hasattr(self, 'dispatch_table')
            # What `fast` leaves out of the memo, and what is in no pickle, is not for another writer to know.
            if not self.fast and not (layer.command != 'graph' and self.keeps_out and has_buffers(data)):
                ours = layer.dumped(data, self.protocol, self.options, self.earlier, plain)
            else:
                ours = data
            self.file.write(ours)
            self.earlier.append(data)

        def clear_memo(self):
            super().clear_memo()
            self.earlier.clear()

    class Unpickler(WithMemo, _pickle.Unpickler):
        native_memo = _pickle.Unpickler.memo

        def __init__(self, file, **options):
            super().__init__(file)
            if options.get('buffers') is not None:
                options['buffers'] = list(options['buffers'])
            self.file, self.input, self.rest, self.earlier = file, Input(), b'', []
            self.options = options
            native = {name: value for name, value in options.items() if name != 'encoding' and name != 'errors'}
            super().__init__(self.input, **native)

        def load(self):
            if not hasattr(self, 'input'):
                return super().load()
            seekable = isinstance(self.file, (io.BytesIO, io.BufferedRandom)) and self.file.seekable()
            start = self.file.tell() if seekable else 0
            data = bytes(self.file.read() if seekable else self.rest + self.file.read(2 ** 30))
            ours, end = layer.loadable(data, self.options, self.earlier)
            if seekable:
                self.file.seek(start + end)
            self.rest = data[end:]
            self.earlier.append(data[:end])
            self.input.data = io.BytesIO(ours)
            return super().load()

    def dumps(value, protocol=None, *, fix_imports=True, buffer_callback=None):
        file = io.BytesIO()
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(value)
        return file.getvalue()

    def loads(data, **options):
        # An iterator of buffers is read once, by Python; Brine is given their bytes.
        if options.get('buffers') is not None:
            options['buffers'] = list(options['buffers'])
        ours, _ = layer.loadable(bytes(data), options)
        options.pop('encoding', None), options.pop('errors', None)
        return _pickle.loads(ours, **options)

    def dump(value, file, protocol=None, **options):
        Pickler(file, protocol, **options).dump(value)

    def load(file, **options):
        return Unpickler(file, **options).load()

    names = dict(dump=dump, dumps=dumps, load=load, loads=loads)
    return dict({name: staticmethod(function) for name, function in names.items()}, Pickler=Pickler, Unpickler=Unpickler)


def number(protocol):
    if protocol is None:
        return pickle.DEFAULT_PROTOCOL
    return pickle.HIGHEST_PROTOCOL if protocol < 0 else protocol
