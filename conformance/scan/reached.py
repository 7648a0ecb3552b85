"""Reads pickles in hexadecimal, a line each; prints as JSON the globals that the unpicklers of this Python reach: those
before a load has failed, and others that a reader reaches that goes on then."""

import io, json, pickle, sys


class Anything:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        pass

    def __call__(self, *args, **kwargs):
        return Anything()

    def __setstate__(self, state):
        pass

    def append(self, item):
        pass

    extend = add = append

    def __setitem__(self, key, value):
        pass


def recorder(base):
    class Recorder(base):
        def find_class(self, module, name):
            self.log.add(f'{module}.{name}')
            return Anything

        def persistent_load(self, id):
            return Anything()

    return Recorder


LOADS = 3
READERS = [recorder(pickle.Unpickler), recorder(pickle._Unpickler)]


def files(data):
    yield io.BytesIO(data)
    for size in (1, 7, 64):
        yield io.BufferedReader(io.BytesIO(data), size)


def loaded(unpickler, names, later):
    """Loads once; what it reaches goes to the first set, or to the second if a load before it has failed."""
    unpickler.log = names if later is None else later
    try:
        unpickler.load()
    except Exception:
        return False
    return True


def reached(data):
    names, later = set(), set()
    for reader in READERS:
        # With the memo of the times before, as a program may that keeps its Unpickler; after a failure too.
        for file in files(data):
            unpickler, failed = reader(file), False
            for _ in range(LOADS):
                failed |= not loaded(unpickler, names, later if failed else None)
        # With a new memo, as pickle.load has it, where the file is then.
        for file in files(data):
            for _ in range(LOADS):
                if not loaded(reader(file), names, None):
                    break
    return [sorted(names), sorted(later - names)]


if __name__ == '__main__':
    import resource

    # LONG_BINPUT of a large index would take all memory there is.
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    for line in sys.stdin:
        print(json.dumps(reached(bytes.fromhex(line))))
