/** Pickles of scikit-learn 1.2, 1.6 and 1.9, scipy, LightGBM and XGBoost: conformance/joblib/estimators.py wrote them. */
import { dumps, Global, Instance, loads, PickleError, Tuple } from 'brine';
import { pythonInstances, pythonRepr } from 'brine/codec';
import { dumpJoblib, joblib, loadJoblib } from 'brine/joblib';
import { dtypeOf, NdArray, numpy } from 'brine/numpy';
import { Booster, Estimator, SparseMatrix, sklearn, Tree } from 'brine/sklearn';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixtures.ts';

interface Row {
  readonly pickle: string;
  readonly name: string;
  readonly repr: string;
  readonly params: readonly string[];
  readonly attributes: readonly string[];
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly values: unknown;
  readonly format: string;
  readonly shape: readonly number[];
  readonly dense: readonly (readonly string[])[];
  readonly library: string;
  readonly model: string;
}
interface File {
  readonly sklearn: string;
  readonly rows: readonly { readonly kind: string; readonly rows: readonly Row[] }[];
}

const codecs = [numpy, sklearn];
const EXACT = { codecs, ints: 'bigint', floats: 'exact' } as const;
const rowsOf = (file: File, kind: string): readonly Row[] => file.rows.find((one) => one.kind === kind)?.rows ?? [];
const bytesOf = ({ pickle }: Row): Uint8Array => Uint8Array.from(Buffer.from(pickle, 'base64'));
/** In one line; numpy 1 prints scalars without their type. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').replace(/np\.float64\(([^)]*)\)/g, '$1');

describe.for(['1.2', '1.6', '1.9'])('scikit-learn %s', (version) => {
  const file = fixture<File>(`joblib/sklearn-${version}.json.gz`);

  test.for(rowsOf(file, 'unfitted').map((row) => [row.name, row] as const))(
    '%s is printed as scikit-learn prints it',
    ([, row]) => {
      const value = loads<Estimator>(bytesOf(row), EXACT);
      expect(value).toBeInstanceOf(Estimator);
      expect([value.name, value.version]).toEqual([row.name, file.sklearn]);
      expect(oneLine(pythonRepr(value))).toBe(oneLine(row.repr));
    },
  );

  test.for(rowsOf(file, 'fitted').map((row) => [row.name, row] as const))(
    '%s, fitted: its parameters, its attributes, and the same bytes when it is written',
    ([, row]) => {
      const bytes = bytesOf(row);
      const value = loads<Estimator>(bytes, EXACT);
      expect(oneLine(pythonRepr(value))).toBe(oneLine(row.repr));
      expect([...value.params.keys()].sort()).toEqual([...row.params].sort());
      expect([...value.attributes.keys()].sort()).toEqual([...row.attributes].sort());
      // As without the codec: nothing is lost, and nothing is interpreted.
      const inert = loads(bytes, { ...EXACT, codecs: [numpy] });
      expect(dumps(value, { codecs })).toEqual(dumps(inert, { codecs: [numpy] }));
    },
  );

  test('there are as many estimators as scikit-learn makes without arguments', () => {
    expect(rowsOf(file, 'unfitted').length).toBeGreaterThan(175);
    expect(rowsOf(file, 'fitted')).toHaveLength(8);
  });

  test('the nodes of a tree are columns with names', () => {
    const [row] = rowsOf(file, 'trees');
    const tree = loads<Tree>(row === undefined ? new Uint8Array(0) : bytesOf(row), { codecs });
    expect(tree).toBeInstanceOf(Tree);
    expect(tree.columnNames).toEqual(Object.keys(row?.columns ?? {}));
    for (const [name, column] of tree.columns) {
      expect(column.toNested()).toEqual(
        row?.columns[name]?.map((value) => (/^[iu]8/.test(column.dtype.str.slice(1)) ? BigInt(Number(value)) : value)),
      );
    }
    expect(tree.nodeCount).toBe(row?.columns.left_child?.length);
    expect(tree.values?.toNested()).toEqual(row?.values);
    expect(() => tree.column('height')).toThrow(RangeError);
  });

  test.for(rowsOf(file, 'matrices').map((row, at) => [row.format, at, row] as const))(
    '%s, matrix %d: its elements are those of toarray',
    ([, , row]) => {
      const matrix = loads<SparseMatrix>(bytesOf(row), { codecs });
      expect(matrix).toBeInstanceOf(SparseMatrix);
      expect([matrix.format, matrix.shape]).toEqual([row.format, row.shape]);
      const dense = matrix.toDense().toNested() as unknown[][];
      expect(dense.map((line) => line.map(python))).toEqual(row.dense.map((line) => line.map(plain)));
      expect(dumps(matrix, { codecs })).toEqual(dumps(loads(bytesOf(row), { codecs: [numpy] }), { codecs: [numpy] }));
    },
  );
});

/** An element as Python's `str` has it, where 1.0 is 1. */
function python(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return plain(typeof value === 'number' || typeof value === 'bigint' ? String(value) : pythonRepr(value));
}

function plain(text: string): string {
  return text.replace(/\.0$/, '');
}

describe('boosters', () => {
  const rows = rowsOf(fixture<File>('joblib/sklearn-1.9.json.gz'), 'boosters');

  test.for(rows.map((row) => [row.library, row] as const))('%s: an estimator with its model', ([library, row]) => {
    const value = loads<Estimator>(bytesOf(row), { codecs });
    expect(value).toBeInstanceOf(Estimator);
    expect(row.params).toEqual(expect.arrayContaining(['n_estimators', 'max_depth']));
    expect([...value.params.keys()]).toEqual(expect.arrayContaining(['n_estimators', 'max_depth']));
    const booster = value.get('_Booster') as Booster;
    expect(booster).toBeInstanceOf(Booster);
    expect(booster.library).toBe(library);
    const { model } = booster;
    expect(typeof model === 'string' ? model : Buffer.from(model ?? []).toString('base64')).toBe(row.model);
  });
});

describe('joblib', () => {
  test('an estimator in a file of joblib', async () => {
    const [row] = rowsOf(fixture<File>('joblib/sklearn-1.9.json.gz'), 'fitted');
    const value = loads<Estimator>(row === undefined ? new Uint8Array(0) : bytesOf(row), { codecs });
    const file = await dumpJoblib(value, undefined, { compress: 'gzip' });
    const again = await loadJoblib<Estimator>(file, { codecs: [sklearn] });
    expect(again).toBeInstanceOf(Estimator);
    expect(oneLine(String(again))).toBe(oneLine(row?.repr ?? ''));
    expect(dumps(again, { codecs: [joblib] })).toEqual(dumps(value, { codecs: [joblib] }));
  });
});

describe('what is an estimator', () => {
  const object = (name: string, state: unknown): Instance => {
    const instance = new Instance(Global.of(name));
    instance.build(state);
    return instance;
  };
  const again = (instance: Instance): unknown => loads(dumps(instance), { codecs });

  test.for<[string, string, Map<string, unknown>, boolean]>([
    ['a class with a version', 'mine.Model', new Map([['_sklearn_version', '1.6.1']]), true],
    ['a class that learned from features', 'mine.Model', new Map([['n_features_in_', 3]]), true],
    ['a class of scikit-learn without a version', 'sklearn.svm.classes.SVC', new Map([['C', 1]]), true],
    ['an unknown class of scikit-learn', 'sklearn.future.Thing', new Map([['_sklearn_version', '9.9']]), true],
    ['any other class', 'mine.Model', new Map([['C', 1]]), false],
  ])('%s', ([, name, state, expected]) => {
    expect(again(object(name, state)) instanceof Estimator).toBe(expected);
  });

  test('of an unknown class, parameters are the names without underscores at the ends', () => {
    const state = new Map<string, unknown>([
      ['b', 2],
      ['a', 1],
      ['coef_', 3],
      ['_x', 4],
      ['n_features_in_', 5],
    ]);
    const value = again(object('mine.Model', state)) as Estimator;
    expect([...value.params]).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect([...value.attributes.keys()]).toEqual(['coef_', '_x', 'n_features_in_']);
    expect(String(value)).toBe('Model(a=1, b=2)');
    expect(value.toJSON()).toMatchObject({ name: 'Model', params: { a: 1, b: 2 }, version: undefined });
    expect(value.set('a', 7).params.get('a')).toBe(7);
  });

  test('a name of a class that is a property of objects is a name', () => {
    const value = again(object('sklearn.x.constructor', new Map([['_sklearn_version', '1.9.1']]))) as Estimator;
    expect(String(value)).toBe('constructor()');
  });
});

describe('sparse matrices that contradict themselves', () => {
  const array = (values: readonly number[], dtype = 'i4'): NdArray => NdArray.from(values, [values.length], dtype);
  const sparse = (name: string, state: Record<string, unknown>): SparseMatrix => {
    const instance = new Instance(Global.of(`scipy.sparse.${name}`));
    instance.build(new Map(Object.entries({ _shape: Tuple.of(2, 2), data: array([1, 2], 'f8'), ...state })));
    return loads<SparseMatrix>(dumps(instance, { codecs: [numpy] }), { codecs });
  };
  const good = { indices: array([0, 1]), indptr: array([0, 1, 2]) };

  test('a good one is read', () => {
    expect(sparse('csr.csr_matrix', good).toDense().toNested()).toEqual([
      [1, 0],
      [0, 2],
    ]);
  });

  test.for<[string, string, Record<string, unknown>]>([
    ['no indices', 'csr_matrix', { indptr: array([0, 1, 2]) }],
    ['an index outside', 'csr_matrix', { ...good, indices: array([0, 2]) }],
    ['a negative index', 'csr_matrix', { ...good, indices: array([0, -1]) }],
    ['an indptr beyond the data', 'csr_matrix', { ...good, indptr: array([0, 1, 3]) }],
    ['a negative indptr', 'csc_matrix', { ...good, indptr: array([-1, 1, 2]) }],
    ['more rows than the shape has', 'csr_matrix', { ...good, _shape: Tuple.of(1, 2) }],
    ['a shape that is none', 'csr_matrix', { ...good, _shape: 5 }],
    ['a negative shape', 'csr_matrix', { ...good, _shape: Tuple.of(-1, 2) }],
    ['blocks without axes', 'bsr_matrix', good],
    ['coordinates of others', 'coo_matrix', { row: array([0]), col: array([0, 1]) }],
    ['no coordinates', 'coo_matrix', {}],
    ['diagonals of other offsets', 'dia_matrix', { offsets: array([0]) }],
    [
      'lists of other lengths',
      'lil_matrix',
      { rows: NdArray.from([[0], [1]], [2], 'O'), data: NdArray.from([[1], []], [2], 'O'), dtype: dtypeOf('f8') },
    ],
    ['no dtype', 'dok_matrix', { data: undefined, dtype: 5 }],
  ])('%s', ([, name, state]) => {
    expect(() => sparse(`any.${name}`, state).toDense()).toThrow(PickleError);
  });

  test('one that would not fit is a RangeError', () => {
    const huge = sparse('any.coo_matrix', {
      row: array([0, 1]),
      col: array([0, 1]),
      _shape: Tuple.of(2 ** 20, 2 ** 20),
    });
    expect(() => huge.toDense()).toThrow(RangeError);
  });
});

describe('pythonInstances', () => {
  class Model extends Instance {}
  const pickle = dumps([Object.assign(new Instance(Global.of('m.A')))], { protocol: 4 });
  const stated = (): Uint8Array => {
    const instance = new Instance(Global.of('m.A'));
    instance.build(new Map([['x', 1]]));
    return dumps(instance);
  };

  test('an object without a state is not asked for', () => {
    let asked = 0;
    loads(pickle, { codecs: [pythonInstances(() => void asked++ as never)] });
    expect(asked).toBe(0);
  });

  test('the codec given last is asked first', () => {
    const other = class extends Instance {};
    const order = [pythonInstances(() => other), pythonInstances(() => Model)];
    expect(loads(stated(), { codecs: order })).toBeInstanceOf(Model);
    expect(
      loads(stated(), { codecs: [pythonInstances(() => other), pythonInstances(() => undefined)] }),
    ).toBeInstanceOf(other);
  });

  test('objects of the class are written as they were', () => {
    expect(dumps(loads(stated(), { codecs: [pythonInstances(() => Model)] }))).toEqual(stated());
  });

  test('what is not such a class, and what throws, is an error of the codec', () => {
    expect(() => pythonInstances(5 as never)).toThrow(TypeError);
    expect(() => loads(stated(), { codecs: [pythonInstances(() => Map as never)] })).toThrow(
      expect.objectContaining({ code: 'failed' }),
    );
    const throws = pythonInstances(() => {
      throw new Error('no');
    });
    expect(() => loads(stated(), { codecs: [throws] })).toThrow(expect.objectContaining({ code: 'failed' }));
  });
});
