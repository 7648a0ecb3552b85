"""Random values with random sharing, pickled at every protocol and again after a load.

Runs in any CPython from 3.8 on. `batch(seed, count)` gives JSON: for each value its pickles by protocol, and for each
of these the pickles by protocol of what `loads` makes of it.
"""
# First: whether CPython 3.13 shares the name of the module among its classes depends on who imports it.
import collections
import array, base64, datetime, decimal, enum, fractions, functools, json, operator, pickle, random, sys, types, uuid

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
def function():
    pass
'''
module = types.ModuleType('ckvalues')
sys.modules['ckvalues'] = module
exec(SOURCE, module.__dict__)

WORDS = ['a', 'b', '', 'alpha', 'beta', 'name', 'left', 'red', 'collections', 'builtins', 'ckvalues', 'len', 'latin1']
TEXTS = ['h\xe9llo', '\u20ac' * 3, '\U0001f600 x', 'new\nline \\ \x00 \x1a', '\ud800', '\ud83d\ude00', 'x' * 300, '\xff', '\xe9']

# The size of 'l' and 'L' is the machine's: 4 bytes in WebAssembly and on Windows, 8 elsewhere.
TYPECODES = 'bBhHiIqQ' if array.array('l').itemsize == 4 else 'bBhHiIlLqQ'


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.pool = []

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
            lambda: r.choice([len, getattr, int, dict, ValueError, collections.OrderedDict, collections.deque, datetime.date, decimal.Decimal, functools.partial, operator.add, operator.itemgetter, array.array, module.Point, module.function, module.Pair]),
            lambda: r.choice([module.Point.Inner, module.Point.Inner.Innermost]),
            lambda: r.choice(list(module.Colour)),
            lambda: datetime.datetime(2024, r.randrange(1, 13), 29 if r.random() < 0 else 7, 1, 2, 3, r.randrange(10**6), fold=r.randrange(2)),
            lambda: datetime.time(1, 2, 3, 4, fold=r.randrange(2)),
            lambda: datetime.timedelta(r.randrange(100), 5, 6),
            lambda: datetime.timezone.utc,
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
        r = self.random
        items = [self.any(depth)]
        loop = r.choice([items, {'self': items}, (items,), (items, 1, 2, 3), module.Point(loop=items), frozenset([module.Point()])])
        if isinstance(loop, frozenset):
            next(iter(loop)).owner = loop
        items.append(loop)
        return loop


def batch(seed, count):
    rows = []
    protocols = range(6)
    while len(rows) < count:
        seed += 1
        value = Maker(seed).any(4)
        pickles, again = [], []
        for protocol in protocols:
            try:
                pickles.append(pickle.dumps(value, protocol))
            except (TypeError, AttributeError, pickle.PicklingError):
                pickles.append(None)
        for pickled in pickles:
            row = []
            for protocol in protocols:
                try:
                    row.append(pickled and pickle.dumps(pickle.loads(pickled), protocol))
                except (TypeError, AttributeError, pickle.PicklingError):
                    row.append(None)
            again.append(row)
        text = lambda data: data and base64.b64encode(data).decode()
        rows.append({'seed': seed, 'pickles': [text(p) for p in pickles], 'again': [[text(p) for p in row] for row in again]})
    return json.dumps(rows)

