import { type InstanceClass, type InstancesCodec, pythonInstances } from '../codec/instances.ts';
import { Global } from '../values/global.ts';
import type { Instance } from '../values/instance.ts';
import { Booster, isBooster } from './booster.ts';
import { Estimator, isEstimator } from './estimator.ts';
import { isSparse, SparseMatrix } from './sparse-matrix.ts';
import { isTree, Tree } from './tree.ts';

/**
 * A codec for estimators of scikit-learn, the nodes of trees, sparse matrices of scipy, and the models of LightGBM and
 * XGBoost. Their objects have methods that read them, and are written back as they were. Arrays need the codec `numpy` or
 * `joblib` too.
 *
 * @example
 * ```ts
 * import { dumps, Global, Instance, loads } from 'brine';
 * import { numpy } from 'brine/numpy';
 * import { type Estimator, sklearn } from 'brine/sklearn';
 *
 * const model = new Instance(Global.of('sklearn.linear_model._ridge.Ridge'));
 * model.build(new Map<string, unknown>([['alpha', 0.5], ['max_iter', null], ['_sklearn_version', '1.6.1']]));
 * const ridge = loads<Estimator>(dumps(model), { codecs: [numpy, sklearn] });
 * ridge.params.get('alpha'); // 0.5
 * String(ridge); // 'Ridge(alpha=0.5)'
 * ```
 */
export const sklearn: InstancesCodec = /* @__PURE__ */ pythonInstances(classOf);

function classOf(instance: Instance): InstanceClass | undefined {
  const { cls } = instance;
  if (!(cls instanceof Global)) return undefined;
  if (isEstimator(instance)) return Estimator;
  if (isTree(cls)) return Tree;
  if (isSparse(cls)) return SparseMatrix;
  return isBooster(cls) ? Booster : undefined;
}
