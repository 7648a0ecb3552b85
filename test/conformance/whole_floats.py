"""More of the random values of `random_values.py`, which comes before: whole floats wherever Python takes a float.

`pickled(seed, count)` gives JSON: for each value its pickles by protocol.
"""


class WholeFloats(Maker):
    def leaf(self):
        r = self.random
        whole = lambda: float(r.randrange(-3, 300))
        if r.random() < 0.5:
            return super().leaf()
        return r.choice([
            whole,
            lambda: r.choice([0.0, -0.0, 1.0, -1.0, 2.0**31, 2.0**53, 2.0**53 + 2, 1e300, float('inf'), float('nan')]),
            lambda: r.randrange(300),
            lambda: complex(whole(), whole()),
            lambda: complex(-0.0, 1),
            lambda: (whole(), r.randrange(3)),
            lambda: {whole() for _ in range(r.randrange(5))},
            lambda: {r.choice([0, 1, 2, 0.0, 1.0, 2.0, True, -0.0, 0.5]) for _ in range(3)},
            lambda: frozenset([whole(), (1, whole())]),
            lambda: {r.choice([whole(), r.randrange(5), (whole(), 1), -0.0, frozenset([1.0])]): whole() for _ in range(4)},
            lambda: [whole() for _ in range(r.choice([1, 3, 1001]))],
            lambda: [r.uniform(0, 9), 1.5] * r.choice([1, 600]),
            lambda: slice(whole(), 1, 2.0),
            lambda: array.array(r.choice('fd'), [whole(), 0.5]),
            lambda: array.array(r.choice(TYPECODES), [1, 2]),
            lambda: datetime.timedelta(r.randrange(3), 5, 6),
            lambda: collections.deque([whole(), 1], r.choice([None, 3])),
            lambda: collections.Counter({'a': whole(), 'b': 2}),
            lambda: collections.OrderedDict([(whole(), whole()), ('a', 1)]),
            lambda: collections.defaultdict(float, {1.0: whole()}),
            lambda: types.SimpleNamespace(rate=whole(), count=1),
            lambda: functools.partial(pow, whole(), 2, mod=1.0),
            lambda: operator.itemgetter(1, whole()),
            lambda: ValueError(whole(), 1),
            lambda: OSError(2, 'x'),
            lambda: random.Random(5),
            lambda: time.gmtime(r.randrange(10**9)),
            lambda: os.stat_result([1, 2, 3, 4, 5, 6, 7, 8.0, 9.5, 10]),
            lambda: fractions.Fraction(r.randrange(10), 7),
            lambda: decimal.Context(prec=r.randrange(1, 9)),
            lambda: ipaddress.ip_address(r.randrange(2**32)),
            lambda: re.compile('a', re.IGNORECASE),
            lambda: iter([whole(), 1]),
            lambda: range(r.randrange(9), 20, 2),
            lambda: io.BytesIO(b'ab'),
            lambda: io.StringIO('ab'),
            lambda: datetime.timezone(datetime.timedelta(hours=r.randrange(5))),
            lambda: uuid.UUID(int=5, is_safe=uuid.SafeUUID.safe),
            lambda: r.choice(list(re.RegexFlag)),
            lambda: signal.SIGINT,
            lambda: logging.makeLogRecord({'created': whole(), 'lineno': 3, 'msecs': whole(), 'args': (whole(), 1)}),
            lambda: inspect.signature(lambda a, b=whole(): 0).parameters['b'],
            lambda: statistics.NormalDist(whole(), 1.5),
            lambda: module.Pair(whole(), 1),
            lambda: decimal.Decimal('1.0').as_tuple(),
        ])()


import inspect, io, ipaddress, logging, os, re, signal, statistics, time


def pickled(seed, count):
    rows = []
    for number in range(seed, seed + count):
        maker = WholeFloats(number)
        value = maker.any(3)
        pickles = [dumps(value, protocol, maker.has_remotes) for protocol in range(6)]
        rows.append({'seed': number, 'pickles': [data and base64.b64encode(data).decode() for data in pickles]})
    return json.dumps({'extensions': EXTENSIONS, 'rows': rows})
