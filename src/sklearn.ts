/**
 * Entry `brine/sklearn`: estimators of scikit-learn, sparse matrices of scipy, models of LightGBM and XGBoost.
 *
 * @module
 */
export { Booster } from './sklearn/booster.ts';
export { sklearn } from './sklearn/codec.ts';
export { Estimator } from './sklearn/estimator.ts';
export type { SparseFormat } from './sklearn/sparse-entries.ts';
export { SparseMatrix } from './sklearn/sparse-matrix.ts';
export { Tree } from './sklearn/tree.ts';
