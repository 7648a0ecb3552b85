"""Estimators, sparse matrices and boosters, pickled, with what Python says of them: python estimators.py OUTPUT.json.gz."""
import base64, gzip, json, pickle, sys, warnings

warnings.simplefilter('ignore')
import numpy as np, scipy, scipy.sparse as sparse, sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils import all_estimators

X = np.random.RandomState(0).rand(40, 3)
y = np.arange(40) % 2


def text(value):
    return base64.b64encode(pickle.dumps(value, protocol=4)).decode()


def unfitted():
    for name, cls in all_estimators():
        try:
            yield cls()
        except TypeError:
            continue


def fitted():
    logistic = LogisticRegression(C=0.5, max_iter=200)
    yield make_pipeline(StandardScaler(), logistic).fit(X, y)
    yield GridSearchCV(LogisticRegression(), {'C': [0.1, 1.0]}, cv=2).fit(X, y)
    yield ColumnTransformer([('num', StandardScaler(), [0, 1]), ('cat', OneHotEncoder(handle_unknown='ignore'), [2])]).fit(np.round(X))
    yield RandomForestClassifier(n_estimators=2, max_depth=2, random_state=0).fit(X, y)
    yield GradientBoostingClassifier(n_estimators=2, max_depth=1).fit(X, y)
    yield HistGradientBoostingClassifier(max_iter=2, max_depth=2).fit(X, y)
    yield LogisticRegression(C=1, tol=1e-5, class_weight={0: 1.0, 1: 2.0}).fit(X, y)
    yield Ridge(alpha=np.float64(0.25)).fit(X, y)


def estimator(value):
    state = value.__getstate__()
    params = value.get_params(deep=False)
    others = [name for name in state if name not in params and name != '_sklearn_version']
    return {'pickle': text(value), 'repr': repr(value), 'params': list(params), 'attributes': others, 'name': type(value).__name__}


def matrices():
    dense = np.array([[0, 1.5, 0, 0], [2, 0, 0, 3], [0, 0, 0, 0], [4, 0, 5, 0]])
    for kind in ['matrix', 'array']:
        for format in ['csr', 'csc', 'bsr', 'coo', 'dia', 'lil', 'dok']:
            make = getattr(sparse, f'{format}_{kind}', None)
            if make is None:
                continue
            for dtype in ['f8', 'i8', 'c16', 'bool']:
                matrix = make(dense.astype(dtype))
                yield matrix
            if format == 'bsr':
                yield sparse.bsr_matrix(dense, blocksize=(2, 2))
    yield sparse.coo_matrix(([1, 2, 4], ([0, 0, 1], [1, 1, 0])), shape=(2, 3))


def rows():
    yield {'kind': 'unfitted', 'rows': [estimator(value) for value in unfitted()]}
    yield {'kind': 'fitted', 'rows': [estimator(value) for value in fitted()]}
    tree = DecisionTreeClassifier(max_depth=2, random_state=0).fit(X, y).tree_
    yield {
        'kind': 'trees',
        'rows': [{'pickle': text(tree), 'columns': {name: np.asarray(tree.__getstate__()['nodes'][name]).tolist() for name in tree.__getstate__()['nodes'].dtype.names}, 'values': tree.value.tolist()}],
    }
    yield {'kind': 'matrices', 'rows': [{'pickle': text(m), 'format': m.format, 'shape': list(m.shape), 'dense': [[str(v) for v in row] for row in m.toarray().tolist()]} for m in matrices()]}
    try:
        import lightgbm, xgboost
    except ImportError:
        return
    light = lightgbm.LGBMClassifier(n_estimators=1, max_depth=1, verbose=-1).fit(X, y)
    extreme = xgboost.XGBClassifier(n_estimators=1, max_depth=1).fit(X, y)
    yield {'kind': 'boosters', 'rows': [
        {'pickle': text(light), 'library': 'lightgbm', 'model': light.booster_.model_to_string(num_iteration=-1), 'params': sorted(light.get_params())},
        {'pickle': text(extreme), 'library': 'xgboost', 'model': base64.b64encode(extreme.get_booster().__getstate__()['handle']).decode(), 'params': sorted(extreme.get_params())},
    ], 'versions': [lightgbm.__version__, xgboost.__version__]}


if __name__ == '__main__':
    result = {'sklearn': sklearn.__version__, 'scipy': scipy.__version__, 'rows': list(rows())}
    with gzip.GzipFile(sys.argv[1], 'wb', mtime=0) as file:
        file.write(json.dumps(result, separators=(',', ':')).encode())
