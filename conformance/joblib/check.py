"""Every estimator of scikit-learn, for conformance.ts.

check.py write FOLDER: fits them, and writes each with pickle and joblib, with each compressor, and what is in them.
check.py read FOLDER: loads what Brine wrote, and compares the predictions.
"""
import inspect, json, os, pickle, sys, warnings

warnings.simplefilter('ignore')
import joblib, numpy as np, sklearn
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler
from sklearn.utils import all_estimators

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fixtures import summary as plain

random = np.random.RandomState(0)
X = random.rand(30, 4)
y = np.arange(30) % 2
target = X.sum(axis=1)
both = np.column_stack([y, 1 - y])
texts = ['one two', 'two three', 'three one four'] * 10
dicts = [{'a': 1, 'b': i} for i in range(30)]
DATA = [(X, y), (X, target), (X,), (X, both), (X, np.column_stack([target, target])), (texts,), (dicts,), (y,), (X[:, 0], target)]
COMPRESS = ['zlib', 'gzip', 'bz2', 'lzma', 'xz', 'lz4']
METHODS = ['predict', 'predict_proba', 'decision_function', 'transform', 'score_samples']


def constructed(name, cls):
    wanted = inspect.signature(cls.__init__).parameters
    simple = Ridge() if 'Regressor' in name else LogisticRegression()
    given = {
        'estimator': simple, 'base_estimator': simple, 'estimators': [('a', simple), ('b', simple)],
        'steps': [('a', StandardScaler()), ('b', LogisticRegression())], 'transformers': [('a', StandardScaler(), [0, 1])],
        'transformer_list': [('a', StandardScaler())], 'param_grid': {'C': [0.1, 1.0]}, 'param_distributions': {'C': [0.1, 1.0]},
        'dictionary': np.eye(4),
    }
    needed = {n: given[n] for n, p in wanted.items() if n in given and p.default is inspect.Parameter.empty}
    if name == 'SparseRandomProjection' or name == 'GaussianRandomProjection':
        needed['n_components'] = 2
    return cls(**needed)


def fitted():
    """Each estimator, and the data that it takes; None for one that takes none of DATA."""
    for name, cls in all_estimators():
        for data in DATA:
            try:
                model = constructed(name, cls).fit(*data)
                yield name, model, data[0]
                break
            except Exception:
                continue
        else:
            yield name, None, None


def deep(value, level=0):
    """What is compared of a value; of objects the attributes."""
    if isinstance(value, np.ma.MaskedArray) or isinstance(value, (np.ndarray, np.generic)) and not getattr(value, 'dtype', None) == object:
        return plain(value)
    if isinstance(value, np.ndarray):
        return {'objects': [deep(item, level + 1) for item in value.ravel(order='C').tolist()], 'shape': list(value.shape)}
    if type(value) in (list, tuple):
        return {type(value).__name__: [deep(item, level + 1) for item in value]}
    if type(value) is dict:
        return {'dict': [[deep(k), deep(v, level + 1)] for k, v in value.items()]}
    if isinstance(value, (str, bytes, int, float, complex, bool, type(None))) and type(value).__module__ == 'builtins':
        return plain(value)
    if level < 12 and '_sklearn_version' in getattr(value, '__getstate__', lambda: {})() if hasattr(value, 'get_params') else False:
        state = value.__getstate__()
        return {'estimator': type(value).__name__, 'state': [[k, deep(v, level + 1)] for k, v in state.items()]}
    return {'other': True}


def write(folder):
    names = []
    unfit = []
    for name, model, data in fitted():
        if model is None:
            unfit.append(name)
            continue
        try:
            with open(f'{folder}/{name}.pkl', 'wb') as file:
                pickle.dump(model, file)
        except Exception:
            unfit.append(name)
            continue
        joblib.dump(model, f'{folder}/{name}.none.joblib')
        for compress in COMPRESS:
            joblib.dump(model, f'{folder}/{name}.{compress}.joblib', compress=(compress, 3))
        with open(f'{folder}/{name}.json', 'w') as file:
            json.dump(deep(model), file)
        names.append(name)
    print(json.dumps({'joblib': joblib.__version__, 'sklearn': sklearn.__version__, 'numpy': np.__version__, 'names': names, 'unfit': unfit}))


def results(model, data):
    found = []
    for method in METHODS:
        # BernoulliRBM.score_samples draws from numpy's own generator.
        np.random.seed(0)
        try:
            value = getattr(model, method)(data)
        except Exception as error:
            found.append((method, type(error).__name__))
            continue
        found.append((method, value.toarray() if hasattr(value, 'toarray') else value))
    return found


def same(a, b):
    if isinstance(a, str) or isinstance(b, str):
        return type(a) is type(b) and a == b
    try:
        return np.array_equal(np.asarray(a), np.asarray(b), equal_nan=True)
    except TypeError:
        return np.array_equal(np.asarray(a), np.asarray(b))


def read(folder):
    problems = []
    count = 0
    for name, cls in all_estimators():
        if not os.path.exists(f'{folder}/{name}.none.joblib.back'):
            continue
        for back, options in [('none.joblib.back', {}), ('none.joblib.back', {'mmap_mode': 'r'}), ('gzip.joblib.back', {}), ('zlib.joblib.back', {}), ('pkl.back', None)]:
            count += 1
            # Loaded anew, because what a method changes in an estimator would be a difference; and mapped like the other,
            # because histogram-based boosting before scikit-learn 1.3 does not predict with arrays that are read-only.
            model = joblib.load(f'{folder}/{name}.none.joblib', **(options or {}))
            try:
                path = f'{folder}/{name}.{back}'
                if options is None:
                    with open(path, 'rb') as file:
                        again = pickle.load(file)
                else:
                    again = joblib.load(path, **options)
                for data in DATA:
                    for (method, a), (_, b) in zip(results(model, data[0]), results(again, data[0])):
                        if not same(a, b):
                            problems.append([name, back, str(options), method])
            except Exception as error:
                problems.append([name, back, str(options), repr(error)[:200]])
    print(json.dumps({'count': count, 'problems': problems}))


if __name__ == '__main__':
    {'write': write, 'read': read}[sys.argv[1]](sys.argv[2])
