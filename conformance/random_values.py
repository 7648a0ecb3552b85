"""Random values with random sharing, pickled at every protocol and again after a load.

Runs in any CPython from 3.8 on. `batch(seed, count)` gives JSON: for each value its pickles by protocol, and for each
of these the pickles by protocol of what `loads` makes of it, written with `Pickler.fast` if `fast` is true, where nothing is reached from itself. `EXTENSIONS` are the extension codes in them.
"""
# First: whether CPython 3.13 shares the name of the module among its classes depends on who imports it.
import collections
import array, base64, copyreg, datetime, decimal, enum, fractions, functools, io, json, operator, pickle, random, sys, types, uuid
try:
    import zoneinfo
    ZONES = [zoneinfo.ZoneInfo(name) for name in ('Europe/Paris', 'Asia/Kathmandu')]
except (ImportError, LookupError):
    # Python 3.8, or no data on time zones.
    ZONES = []

SOURCE = '''
import collections, enum
class Point:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)
    def move(self, by=0):
        pass
    class Inner:
        class Innermost:
            pass
        def method(self):
            pass
    class Mode(enum.Enum):
        FAST = 1
        SLOW = 'slow'
class Slotted:
    __slots__ = ('alpha', 'beta')
class Mixed:
    __slots__ = ('alpha', '__dict__')
class State:
    def __getstate__(self):
        return self.kept
    def __setstate__(self, state):
        self.kept = state
class Keyword:
    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.given = (args, kwargs)
        return self
    def __getnewargs_ex__(self):
        return self.given
    def __getstate__(self):
        return None
class Reduced:
    def __init__(self, *args):
        self.args = args
    def __reduce__(self):
        return Reduced, self.args, self.__dict__.get('extra'), iter(self.__dict__.get('items', ())), None
    def append(self, item):
        self.__dict__.setdefault('items', []).append(item)
    def __setstate__(self, state):
        self.extra = state
class Stack(list):
    pass
class Table(dict):
    pass
Pair = collections.namedtuple('Pair', 'left right')
Pair.__module__ = 'ckvalues'
class Colour(enum.Enum):
    RED = 'scarlet'
    BLUE = 7
class Text(str):
    pass
class Number(int):
    pass
class Blob(bytes):
    pass
class Real(float):
    pass
class Row(tuple):
    pass
class Bag(set):
    pass
class Frozen(frozenset):
    pass
class Octets(bytearray):
    pass
class Coded:
    pass
class CodedList(list):
    pass
class CodedPoint(Point):
    pass
class CodedText(str):
    pass
def coded():
    pass
class Registered:
    def __init__(self, what):
        self.what = what
def restored(what):
    return Registered(what)
class Extended(Registered):
    pass
def extended(what):
    return Extended(what)
class Named:
    pass
SINGLE = Named()
class WithSetter(Registered):
    extra = None
def with_setter(what):
    return WithSetter(what)
def setter(target, state):
    target.extra = state
class Remote:
    def __init__(self, id):
        self.id = id
def function():
    pass
'''
module = types.ModuleType('ckvalues')
sys.modules['ckvalues'] = module
exec(SOURCE, module.__dict__)

# Of one, two and four bytes.
EXTENSIONS = [[1, 'ckvalues', 'Coded'], [255, 'ckvalues', 'CodedList'], [256, 'ckvalues', 'coded'],
              [65535, 'ckvalues', 'CodedPoint'], [65536, 'ckvalues', 'extended'], [2**31 - 1, 'ckvalues', 'CodedText']]
for code, *name in EXTENSIONS:
    copyreg.add_extension(*name, code)
copyreg.pickle(module.Registered, lambda value: (module.restored, (value.what,)))
copyreg.pickle(module.Extended, lambda value: (module.extended, (value.what,)))
copyreg.pickle(module.Named, lambda value: 'SINGLE')
copyreg.pickle(module.WithSetter, lambda value: (
    module.with_setter, (value.what,), value.extra, None, None, None if value.extra is None else module.setter))

WORDS = ['a', 'b', '', 'alpha', 'beta', 'name', 'left', 'red', 'collections', 'builtins', 'ckvalues', 'len', 'latin1']
TEXTS = ['h\xe9llo', '\u20ac' * 3, '\U0001f600 x', 'new\nline \\ \x00 \x1a', '\ud800', '\ud83d\ude00', 'x' * 300, '\xff', '\xe9']

# The size of 'l' and 'L' is the machine's: 4 bytes in WebAssembly and on Windows, 8 elsewhere.
TYPECODES = 'bBhHiIqQ' if array.array('l').itemsize == 4 else 'bBhHiIlLqQ'


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pool = []
        # Whether a set has members whose order depends on a hash seed, and whether there are persistent ids.
        self.has_hashes = self.has_remotes = False
        # Whether something is reached from itself, which only a memo ends.
        self.has_cycles = False

    def any(self, depth):
        choice = self.random.random()
        if self.pool and choice < 0.2:
            return self.random.choice(self.pool)
        if depth <= 0 or choice < 0.5:
            return self.kept(self.leaf())
        return self.kept(self.container(depth - 1))

    def kept(self, value):
        if self.random.random() < 0.5:
            self.pool.append(value)
        return value

    def leaf(self):
        r = self.random
        return r.choice([
            lambda: r.choice([None, True, False, Ellipsis, NotImplemented, type(None)]),
            lambda: r.choice([0, 1, 255, 256, 65535, 65536, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**53, -2**63, 2**63, 2**70, -2**2039, 2**2039]),
            lambda: r.randrange(-2**40, 2**40),
            lambda: r.choice([0.0, -0.0, 1.0, 1.5, 1e16, 1e-5, 1e300, float('inf'), float('-inf'), float('nan'), -float('nan')]),
            lambda: r.uniform(-1000, 1000),
            lambda: r.choice(WORDS),
            lambda: r.choice(TEXTS),
            lambda: ''.join(r.choice('abc\xe9\u20ac') for _ in range(r.randrange(5))),
            lambda: r.choice([b'', b'a', b'\xff', b'spam', bytes(range(256)), b'q' * 300]),
            lambda: bytearray(r.choice([b'', b'a', b'spam \xff', b'q' * 300])),
            lambda: complex(r.randrange(3), 0.5),
            lambda: r.choice([len, getattr, int, dict, ValueError, collections.OrderedDict, collections.deque, datetime.date, decimal.Decimal, functools.partial, operator.add, operator.itemgetter, array.array, module.Point, module.function, module.Pair, module.Coded, module.CodedList, module.coded, module.Text, module.Blob, module.SINGLE]),
            lambda: r.choice([module.Point.Inner, module.Point.Inner.Innermost]),
            lambda: r.choice(list(module.Colour) + list(module.Point.Mode)),
            lambda: module.CodedText(r.choice(WORDS)),
            lambda: self.remote(),
            lambda: datetime.datetime(2024, r.randrange(1, 13), 29 if r.random() < 0 else 7, 1, 2, 3, r.randrange(10**6), fold=r.randrange(2)),
            lambda: datetime.time(1, 2, 3, 4, fold=r.randrange(2)),
            lambda: datetime.timedelta(r.randrange(100), 5, 6),
            lambda: self.zone(),
            lambda: datetime.datetime(2024, 10, 27, 2, 30, tzinfo=self.zone(), fold=r.randrange(2)),
            lambda: datetime.time(23, 59, tzinfo=self.zone()),
            lambda: decimal.Decimal(r.choice(['1.5', 'NaN', '-0', '1E+10'])),
            lambda: fractions.Fraction(r.randrange(10), 7) if sys.version_info >= (3, 11) else None,
            lambda: uuid.UUID(int=r.randrange(2**128)),
            lambda: range(r.randrange(5), 9),
            lambda: slice(1, None, 2),
            lambda: array.array(r.choice(TYPECODES), [r.randrange(100) for _ in range(r.randrange(4))]),
            lambda: array.array(r.choice('fd'), [1.5, 2.0]),
            lambda: frozenset([r.randrange(100)]),
        ])()

    def container(self, depth):
        r = self.random
        some = lambda limit=4: [self.any(depth) for _ in range(r.randrange(limit))]
        key = lambda: r.choice([lambda: r.choice(WORDS), lambda: r.choice(TEXTS), lambda: r.randrange(300), lambda: (r.randrange(3), 'k'), lambda: b'key', lambda: None])()
        names = lambda: {r.choice(WORDS[3:8]): self.any(depth) for _ in range(r.randrange(4))}
        return r.choice([
            lambda: some(),
            lambda: tuple(some(6)),
            lambda: {key(): self.any(depth) for _ in range(r.randrange(5))},
            lambda: {r.randrange(60) for _ in range(r.randrange(12))},
            lambda: frozenset(r.randrange(-5, 60) for _ in range(r.randrange(12))),
            lambda: self.hashed(depth),
            lambda: self.subclassed(depth),
            lambda: self.registered(depth),
            lambda: self.with_attributes(r.choice([module.Coded, module.CodedPoint, module.Point.Inner, module.Point.Inner.Innermost])(), depth),
            lambda: module.CodedList(some()),
            lambda: self.crowd(depth) if r.random() < 0.1 else [],
            lambda: self.frames(depth) if r.random() < 0.03 else (),
            lambda: module.Point(**names()),
            lambda: self.slotted(depth),
            lambda: self.mixed(depth),
            lambda: self.state(depth),
            lambda: module.Stack(some() + [self.any(depth)]),
            lambda: module.Table({key(): self.any(depth), 'always': 1}),
            lambda: module.Pair(self.any(depth), self.any(depth)),
            lambda: module.Keyword(*some(), **names()),
            lambda: self.reduced(depth),
            lambda: collections.OrderedDict((key(), self.any(depth)) for _ in range(r.randrange(4))),
            lambda: collections.defaultdict(r.choice([None, list, int]), {key(): self.any(depth)}),
            lambda: collections.Counter(r.choice(WORDS) for _ in range(4)),
            lambda: collections.deque(some(), r.choice([None, 5])),
            lambda: types.SimpleNamespace(**names()),
            lambda: ValueError(*some()),
            lambda: functools.partial(len, *some(), **names()),
            lambda: module.Point(**names()).move,
            lambda: self.recursive(depth),
            lambda: [r.randrange(10) for _ in range(r.choice([999, 1000, 1001, 2000, 2001]))] if r.random() < 0.05 else [],
            lambda: {i: i for i in range(r.choice([1000, 1001, 2000]))} if r.random() < 0.05 else {},
            lambda: r.choice(['t' * 65535, b't' * 65536, 't' * 65536, bytearray(70000)]) if r.random() < 0.02 else None,
        ])()

    def remote(self):
        """What a persistent id stands for."""
        self.has_remotes = True
        return module.Remote(self.random.choice(['one', 'two', 'x' * 300, 7, 2**40, 'Text']))

    def zone(self):
        r = self.random
        offset = datetime.timedelta(hours=r.randrange(-12, 13), minutes=r.choice([0, 30, 45]), seconds=r.choice([0, 0, 7]))
        return r.choice([lambda: datetime.timezone.utc, lambda: datetime.timezone(offset), lambda: datetime.timezone(offset, r.choice(WORDS)),
                         lambda: r.choice(ZONES or [datetime.timezone.utc])])()

    def hashed(self, depth):
        """A set of more than ints."""
        self.has_hashes = True
        r = self.random
        member = lambda: r.choice([
            lambda: r.choice(WORDS), lambda: r.choice(TEXTS), lambda: 's%d' % r.randrange(1000), lambda: r.choice([b'', b'a', b'spam']),
            lambda: r.choice([0.5, -0.0, 1e300, float('inf')]), lambda: None, lambda: r.randrange(10), lambda: (r.choice(WORDS), r.randrange(3)),
            lambda: frozenset([r.choice(WORDS)]), lambda: r.choice([module.Point, int, len]), lambda: module.Text('t'), lambda: datetime.date(2024, 1, 1)])()
        members = [member() for _ in range(r.choice([1, 2, 5, 12]))]
        if r.random() < 0.1:
            members.extend('n%d' % i for i in range(r.choice([999, 1000, 1001])))
        return r.choice([set, frozenset])(members)

    def subclassed(self, depth):
        """An object of a subclass of a built-in class, with or without attributes."""
        r = self.random
        value = r.choice([
            lambda: module.Text(r.choice(WORDS + TEXTS)), lambda: module.Number(r.choice([0, 300, 2**40, -2**70])),
            lambda: module.Blob(r.choice([b'', b'a', b'\xff spam', b'q' * 300])), lambda: module.Real(r.choice([0.0, 2.0, 1.5, 1e16])),
            lambda: module.Row(self.any(depth) for _ in range(r.randrange(5))), lambda: module.Bag(r.randrange(60) for _ in range(r.randrange(5))),
            lambda: module.Frozen(r.randrange(60) for _ in range(r.randrange(5))), lambda: module.Octets(r.choice([b'', b'spam \xff']))])()
        return self.with_attributes(value, depth) if r.random() < 0.5 else value

    def with_attributes(self, value, depth):
        for name in self.random.sample(['alpha', 'beta', 'gamma', 'delta', 'name'], self.random.randrange(6)):
            setattr(value, name, self.any(depth - 1))
        return value

    def registered(self, depth):
        """An object of a class of which `copyreg` knows how to pickle it."""
        value = self.random.choice([module.Registered, module.Extended, module.WithSetter])(self.any(depth))
        if self.random.random() < 0.5:
            value.extra = self.any(depth)
            # Its setter gets the object, which is then written again.
            self.has_cycles |= isinstance(value, module.WithSetter)
        return value

    def crowd(self, depth):
        """More objects than a memo number of one byte can tell apart, and some of them again."""
        r = self.random
        make = r.choice([lambda i: 'm%d' % i, lambda i: (i, 'k'), lambda i: [i], lambda i: b'm%d' % i, lambda i: module.Point(at=i), lambda i: module.Coded()])
        many = [make(i) for i in range(r.choice([250, 256, 257, 300]))]
        self.pool.extend(r.sample(many, 5))
        return [many, r.sample(many, 20), self.any(depth), many[-1]]

    def frames(self, depth):
        """More than fits in one frame of protocol 4."""
        r = self.random
        texts = [('%d ' % i) * r.choice([1, 50, 400]) for i in range(r.choice([100, 200]))]
        texts.insert(r.randrange(100), r.choice(['t' * 65537, b't' * 65536, bytearray(65536), '']))
        return r.choice([lambda: texts, lambda: tuple(texts), lambda: dict(enumerate(texts)), lambda: [self.any(depth), texts, self.any(depth), texts[-1]]])()

    def slotted(self, depth):
        value = module.Slotted()
        value.alpha = self.any(depth)
        return value

    def mixed(self, depth):
        value = module.Mixed()
        value.beta = self.any(depth)
        if self.random.random() < 0.5:
            value.alpha = self.any(depth)
        return value

    def state(self, depth):
        value = module.State()
        value.kept = self.random.choice([1, 'text', [1]])
        return value

    def reduced(self, depth):
        value = module.Reduced(self.any(depth), 1)
        if self.random.random() < 0.5:
            value.extra = self.random.choice([0, 5, 'e'])
        if self.random.random() < 0.5:
            value.items = [self.any(depth)]
        return value

    def recursive(self, depth):
        self.has_cycles = True
        r = self.random
        items = [self.any(depth)]
        loop = r.choice([items, {'self': items}, (items,), (items, 1, 2, 3), module.Point(loop=items), frozenset([module.Point()])])
        if isinstance(loop, frozenset):
            next(iter(loop)).owner = loop
        items.append(loop)
        return loop


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return value.id if isinstance(value, module.Remote) else None


class Unpickler(pickle.Unpickler):
    def persistent_load(self, id):
        return module.Remote(id)


def dumps(value, protocol, has_remotes, fast=False):
    """The pickle, or `None` where Python refuses."""
    try:
        if not has_remotes and not fast:
            return pickle.dumps(value, protocol)
        file = io.BytesIO()
        pickler = (Pickler if has_remotes else pickle.Pickler)(file, protocol)
        pickler.fast = fast
        pickler.dump(value)
        return file.getvalue()
    except (TypeError, AttributeError, pickle.PicklingError):
        return None


def loads(data, has_remotes):
    return Unpickler(io.BytesIO(data)).load() if has_remotes else pickle.loads(data)


def settled(data, protocol, has_remotes):
    """A pickle whose sets have the order in which Python pickles them again; `None` if there is none.

    The order depends on hashes and on what was added first, so that it may change once more with the load.
    """
    for _ in range(4):
        again = data and dumps(loads(data, has_remotes), protocol, has_remotes)
        if again == data:
            return data
        data = again
    return None


def batch(seed, count, fast=False):
    rows = []
    protocols = range(6)
    while len(rows) < count:
        seed += 1
        maker = Maker(seed)
        value = maker.any(4)
        if fast and maker.has_cycles:
            continue
        remotes = maker.has_remotes
        pickles = [dumps(value, protocol, remotes) for protocol in protocols]
        if maker.has_hashes:
            pickles = [settled(data, protocol, remotes) for protocol, data in enumerate(pickles)]
        again = []
        for data in pickles:
            again.append([None if data is None else dumps(loads(data, remotes), protocol, remotes, fast) for protocol in protocols])
        text = lambda data: data and base64.b64encode(data).decode()
        rows.append({'seed': seed, 'pickles': [text(p) for p in pickles], 'again': [[text(p) for p in row] for row in again]})
    return json.dumps({'extensions': EXTENSIONS, 'rows': rows})
