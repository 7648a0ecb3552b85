"""Writes everyday objects as their libraries pickle them, one file for each, and prints their names.

usage: python everyday.py FOLDER

What a library needs that is not installed is left out. Protocols 2, 4 and 5 are written for each object.
"""

import argparse, array, collections, datetime, decimal, enum, fractions, functools, io, ipaddress, itertools
import logging, operator, os, pathlib, pickle, random, re, string, sys, time, types, typing, uuid, zoneinfo

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
count = 0


def save(name, value, write=None):
    global count
    count += 1
    if write is not None:
        write(os.path.join(folder, name))
        return
    for protocol in (2, 4, 5):
        with open(os.path.join(folder, f'{name}.{protocol}.pkl'), 'wb') as file:
            pickle.dump(value, file, protocol)


def needs(library):
    try:
        return __import__(library)
    except ImportError:
        return None


cycle = []
cycle.append(cycle)
defaults = collections.defaultdict(list, a=[1])
record = logging.LogRecord('app', 20, 'app.py', 1, 'said %s', ('x',), None)
utc = datetime.timezone.utc
standard = {
    'none': None, 'bools': [True, False], 'ints': [0, -1, 255, 65536, 2**31, -(2**63), 2**100], 'floats': [0.5, float('inf'), float('nan')],
    'complex': 1 + 2j, 'text': 'h\xe9llo \U0001f600', 'bytes': bytes(range(256)), 'bytearray': bytearray(b'ab'), 'list': [1, [2]],
    'tuple': (1, (2,)), 'dict': {'a': {1: 2}}, 'set': {1, 2}, 'frozenset': frozenset('ab'), 'range': range(1, 9, 2), 'slice': slice(1, None),
    'ellipsis': [Ellipsis, NotImplemented], 'cycle': cycle, 'class list': list, 'class int': int, 'builtin len': len, 'none type': type(None),
    'bound method': [].append, 'text method': 'a'.upper, 'exception': ValueError('x', 1), 'os error': FileNotFoundError(2, 'no', 'f'),
    'key error': KeyError('a'), 'group': RuntimeError('x'), 'stop': StopIteration(3), 'unicode error': UnicodeDecodeError('utf-8', b'\xff', 0, 1, 'no'),
    'date': datetime.date(2024, 2, 29), 'datetime': datetime.datetime(2024, 1, 2, 3, 4, 5, 6), 'aware': datetime.datetime(2024, 1, 2, tzinfo=utc),
    'time': datetime.time(1, 2), 'timedelta': datetime.timedelta(1, 2, 3), 'timezone': datetime.timezone(datetime.timedelta(hours=2), 'X'),
    'zone': zoneinfo.ZoneInfo('Europe/Berlin'), 'zoned': datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo('UTC')),
    'decimal': decimal.Decimal('1.50'), 'context': decimal.Context(prec=5), 'fraction': fractions.Fraction(1, 3), 'uuid': uuid.UUID(int=5),
    'ordered': collections.OrderedDict(a=1), 'counter': collections.Counter('aab'), 'defaultdict': defaults, 'deque': collections.deque([1, 2], 5),
    'chain map': collections.ChainMap({1: 2}, {}), 'user dict': collections.UserDict(a=1), 'user list': collections.UserList([1]),
    'user string': collections.UserString('a'), 'array': array.array('d', [1.5]), 'namespace': types.SimpleNamespace(a=1), 'arguments': argparse.Namespace(a=1),
    'mapping': collections.OrderedDict([(1, {'x': (None,)})]), 'posix path': pathlib.PurePosixPath('/a/b'), 'path': pathlib.Path('a'), 'windows path': pathlib.PureWindowsPath('c:/a'),
    'pattern': re.compile('a+', re.I), 'flags': re.I, 'ip': ipaddress.ip_address('10.0.0.1'), 'network': ipaddress.ip_network('10.0.0.0/8'), 'ip6': ipaddress.ip_interface('::1/64'),
    'partial': functools.partial(int, base=2), 'item getter': operator.itemgetter(1), 'attribute getter': operator.attrgetter('a.b'), 'method caller': operator.methodcaller('lower'),
    'operator': operator.add, 'random': random.Random(5), 'struct time': time.gmtime(0), 'stat': os.stat_result(range(10)), 'record': record, 'logger': logging.getLogger('app'),
    'text io': io.StringIO('ab'), 'bytes io': io.BytesIO(b'ab'), 'template': string.Template('$a'), 'list iterator': iter([1, 2]), 'dict iterator': iter({1: 2}.items()),
    'enumerate': enumerate('ab'), 'zip': zip('ab', 'cd'), 'map': map(str, [1]), 'reversed': reversed([1]), 'count': itertools.count(3), 'chain': itertools.chain([1], [2]), 'repeat': itertools.repeat(1, 2),
    'type list': typing.List[int], 'type optional': typing.Optional[int], 'type dict': dict[str, int], 'type any': typing.Any, 'type union': typing.Union[int, str],
    'regex flags enum': re.RegexFlag.M, 'http': __import__('http').HTTPStatus.OK, 'split url': __import__('urllib.parse').parse.urlsplit('http://a/b'),
    'many': [{'id': i, 'name': f'n{i}', 'at': datetime.date(2024, 1, 1 + i)} for i in range(20)], 'session': {'user_id': 5, 'csrf': 'x' * 32, 'expires': datetime.datetime(2024, 1, 1)},
}
for name, value in standard.items():
    save(f'standard {name}', value)

np = needs('numpy')
if np:
    rng = np.random.default_rng(1)
    arrays = {
        'floats': np.arange(6.0).reshape(2, 3), 'ints': np.arange(5), 'bools': np.array([True]), 'texts': np.array(['a', 'bc']), 'objects': np.array([1, 'a', None], dtype=object),
        'dates': np.array(['2024-01-01'], 'M8[D]'), 'records': np.array([(1, 2.0)], dtype=[('a', 'i4'), ('b', 'f8')]), 'fortran': np.asfortranarray(np.eye(3)), 'scalar': np.float64(1.5), 'int scalar': np.int32(3),
        'dtype': np.dtype('f4'), 'structured': np.dtype([('a', 'i4')]), 'masked': np.ma.array([1, 2], mask=[0, 1]), 'matrix': np.matrix([[1]]), 'generator': rng, 'state': np.random.RandomState(1),
        'ufunc': np.add, 'polynomial': np.polynomial.Polynomial([1, 2]), 'dict of arrays': {'w': np.zeros(3), 'b': np.float32(0)},
    }
    for name, value in arrays.items():
        save(f'numpy {name}', value)
    save('numpy file.npy', None, lambda path: np.save(path, arrays['floats']))
    save('numpy objects.npy', None, lambda path: np.save(path, arrays['objects'], allow_pickle=True))
    save('numpy file.npz', None, lambda path: np.savez_compressed(path, a=arrays['floats'], b=arrays['objects']))

pd = needs('pandas')
if pd:
    frame = pd.DataFrame({'a': [1, 2], 'b': [0.5, None], 'c': ['x', 'y'], 'd': pd.to_datetime(['2024-01-01', '2024-01-02'])})
    frames = {
        'frame': frame, 'series': frame['a'], 'index': frame.index, 'multi': pd.MultiIndex.from_product([[1, 2], ['a', 'b']]), 'dates': pd.date_range('2024', periods=3, tz='UTC'), 'periods': pd.period_range('2024', periods=3, freq='M'),
        'category': pd.Series(['a', 'b', 'a'], dtype='category'), 'nullable': pd.Series([1, None], dtype='Int64'), 'strings': pd.Series(['a', None], dtype='string'), 'sparse': pd.Series(pd.arrays.SparseArray([0, 0, 1])), 'interval': pd.interval_range(0, 3),
        'timestamp': pd.Timestamp('2024-01-01', tz='UTC'), 'timedelta': pd.Timedelta('1D'), 'nat': pd.NaT, 'na': pd.NA, 'offset': pd.offsets.MonthEnd(2), 'grouped': frame.groupby('c').sum(numeric_only=True),
    }
    for name, value in frames.items():
        save(f'pandas {name}', value)
    save('pandas file.pkl.gz', None, lambda path: frame.to_pickle(path))

if needs('scipy'):
    from scipy import sparse
    save('scipy csr', sparse.csr_matrix([[0, 1], [2, 0]]))
    save('scipy coo', sparse.coo_array([[0, 1]]))

if needs('sklearn'):
    from sklearn import cluster, decomposition, ensemble, linear_model, neighbors, pipeline, preprocessing, svm, tree
    x, y = np.arange(20.0).reshape(10, 2), np.array([0, 1] * 5)
    for model in [linear_model.LinearRegression(), linear_model.LogisticRegression(), linear_model.Ridge(), tree.DecisionTreeClassifier(), ensemble.RandomForestClassifier(3), ensemble.GradientBoostingClassifier(n_estimators=2),
                  svm.SVC(), neighbors.KNeighborsClassifier(), cluster.KMeans(2, n_init=1), decomposition.PCA(1), preprocessing.StandardScaler(), preprocessing.OneHotEncoder(), pipeline.make_pipeline(preprocessing.MinMaxScaler(), linear_model.Lasso())]:
        save(f'sklearn {type(model).__name__}', model.fit(x, y))

joblib = needs('joblib')
if joblib:
    value = {'a': np.arange(100.0), 'b': np.array(['x', None], dtype=object), 'c': [1]}
    for name in ('plain', 'zlib.z', 'gzip.gz', 'bz2.bz2', 'xz.xz', 'lzma.lzma'):
        save(f'joblib {name}', None, lambda path: joblib.dump(value, path))

if needs('django'):
    from django.utils import safestring
    save('django session', {'_auth_user_id': '1', '_auth_user_backend': 'x', 'cart': {1: 2}, 'at': datetime.datetime(2024, 1, 1, tzinfo=utc)})
    save('django safe', safestring.mark_safe('<b>'))
    save('django cache', None, lambda path: open(path, 'wb').write(__import__('zlib').compress(pickle.dumps({'a': [1, datetime.datetime.now(utc)]}, pickle.HIGHEST_PROTOCOL))))

if needs('celery'):
    from kombu.serialization import dumps as kombu_dumps
    body = ([1, 'a'], {'b': datetime.datetime(2024, 1, 1)}, {'callbacks': None, 'errbacks': None, 'chain': None, 'chord': None})
    save('celery message', None, lambda path: open(path, 'wb').write(kombu_dumps(body, serializer='pickle')[2]))
    save('celery result', {'status': 'SUCCESS', 'result': [1], 'traceback': None, 'children': [], 'date_done': '2024', 'task_id': str(uuid.UUID(int=1))})

torch = needs('torch')
if torch:
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.ReLU(), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.Adam(model.parameters())
    tensors = {
        'tensor': torch.arange(6.0).reshape(2, 3), 'half': torch.zeros(2, dtype=torch.bfloat16), 'parameter': torch.nn.Parameter(torch.ones(2)), 'state': model.state_dict(),
        'checkpoint': {'model': model.state_dict(), 'optimizer': optimizer.state_dict(), 'epoch': 3, 'size': torch.Size([1, 2]), 'dtype': torch.float32}, 'model': model, 'sparse': torch.eye(3).to_sparse(),
    }
    for name, value in tensors.items():
        save(f'torch {name}.pt', None, lambda path: torch.save(value, path))
        save(f'torch old {name}.pt', None, lambda path: torch.save(value, path, _use_new_zipfile_serialization=False))
    save('torch pickled tensor', tensors['tensor'])

print(count)
