import * as op from '../opcodes.ts';
import type { Survey } from './survey.ts';

/** Modules that show which software wrote a pickle. The first one found counts. */
const MODULES: readonly (readonly [RegExp, string])[] = [
  [/^(torch|torch\..*)$/, 'PyTorch'],
  [/^joblib\.numpy_pickle/, 'joblib'],
  [/^sklearn(\.|$)/, 'scikit-learn'],
  [/^xgboost(\.|$)/, 'XGBoost'],
  [/^lightgbm(\.|$)/, 'LightGBM'],
  [/^gensim(\.|$)/, 'gensim'],
  [/^tensorflow|^keras/, 'TensorFlow or Keras'],
  [/^docutils\.|^sphinx\./, 'Sphinx (a documentation build)'],
  [/^renpy\.|^store(\.|$)/, "Ren'Py (a visual novel)"],
  [/^django\./, 'Django'],
  [/^celery\.|^kombu\./, 'Celery'],
  [/^chempy(\.|$)|^pymol(\.|$)/, 'PyMOL'],
  [/^rdkit(\.|$)/, 'RDKit'],
  [/^cloudpickle(\.|$)/, 'cloudpickle'],
  [/^_?dill(\.|$)/, 'dill'],
  [/^pandas\.core\.internals\.(managers|blocks)|^pandas\._libs/, 'pandas 1.0 or newer'],
  [/^pandas(\.|$)/, 'pandas'],
  [/^numpy\._core(\.|$)/, 'numpy 2'],
  [/^numpy(\.|$)/, 'numpy 1'],
];

/**
 * Which software probably wrote a pickle, judged by the modules that it names and its opcodes.
 *
 * @param modules - The modules of its globals, as the pickle names them.
 */
export function producerOf({ counts, announced, needed }: Survey, modules: readonly string[]): string {
  const found = MODULES.find(([pattern]) => modules.some((module) => pattern.test(module)))?.[1];
  const has = (...codes: readonly number[]): boolean => codes.some((code) => (counts[code] ?? 0) > 0);
  const isPython2 =
    announced < 3 &&
    (has(op.STRING, op.BINSTRING, op.SHORT_BINSTRING) || modules.some((module) => module === '__builtin__'));
  const hasMemo = has(op.PUT, op.BINPUT, op.LONG_BINPUT, op.MEMOIZE);
  const python = isPython2
    ? has(op.STRING, op.BINSTRING, op.SHORT_BINSTRING)
      ? 'Python 2'
      : 'Python 2, or Python 3 for it'
    : has(op.BYTEARRAY8, op.NEXT_BUFFER, op.READONLY_BUFFER) || announced === 5
      ? 'Python 3.8 or newer'
      : needed >= 4 || announced === 4
        ? 'Python 3.4 or newer'
        : announced === 3
          ? 'Python 3'
          : 'Python';
  return `${found === undefined ? python : `${found}, ${python}`}${hasMemo || needed < 4 ? '' : ', without memo or optimized'}`;
}
