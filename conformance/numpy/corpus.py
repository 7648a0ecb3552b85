"""Every array that numpy makes of the pickles in a folder, as it is built: shape, dtype and a digest of the elements.

    python corpus.py FOLDER

Nothing but numpy's own functions is called; all other names are inert.
"""
import codecs
import hashlib
import io
import json
import os
import pickle
import sys
import warnings

import numpy

warnings.simplefilter('ignore')
ALLOWED = {'_reconstruct', 'ndarray', 'dtype', 'scalar', '_frombuffer', 'matrix', 'recarray', 'record', 'void'}


class Inert:
    """Stands for an object of any class."""

    def __init__(self, *args, **kwargs):
        self.args = args

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.args = args
        return self

    def __setstate__(self, state):
        self.state = state

    def __setitem__(self, key, value):
        pass

    def append(self, item):
        pass

    def extend(self, items):
        pass

    def __call__(self, *args, **kwargs):
        return Inert(*args)

    def __hash__(self):
        return id(self)


class Unpickler(pickle._Unpickler):
    """Notes each array after its BUILD."""

    dispatch = dict(pickle._Unpickler.dispatch)

    def find_class(self, module, name):
        if module.startswith('numpy') and name in ALLOWED:
            return super().find_class(module, name)
        if (module, name) in (('_codecs', 'encode'), ('codecs', 'encode')):
            return codecs.encode
        return type(str(name), (Inert,), {})

    def persistent_load(self, pid):
        return Inert(pid)

    def load_build(self):
        super().load_build()
        value = self.stack[-1]
        if isinstance(value, numpy.ndarray):
            self.found.append(described(value))

    dispatch[pickle.BUILD[0]] = load_build


def described(array):
    if array.dtype.hasobject:
        return [list(array.shape), str(array.dtype), None]
    native = array.astype(array.dtype.newbyteorder('='), copy=False)
    return [list(array.shape), str(native.dtype), hashlib.sha1(native.tobytes()).hexdigest()]


rows = {}
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), 'rb') as file:
        data = file.read()
    if b'numpy' not in data or len(data) > 1_000_000:
        continue
    try:
        reader = Unpickler(io.BytesIO(data), encoding='latin1')
        reader.found = []
        reader.load()
        rows[name] = reader.found
    except Exception:  # noqa: not a pickle, or one that needs its classes
        continue
print(json.dumps(rows))
