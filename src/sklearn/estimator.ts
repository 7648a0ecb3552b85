import { pythonTextRepr } from '../bytes/text-repr.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';
import { type ReprLimits, type ReprParts, reprCall, reprParts } from '../values/repr.ts';
import { isDefault, parametersOf } from './parameters.ts';

const VERSION = '_sklearn_version';

/**
 * An estimator of scikit-learn, or of a package that follows its rules: the parameters, and what `fit` learned. It is an
 * `Instance`, which is written back as it was. `get` and `set` reach every attribute.
 *
 * `pythonRepr` prints what scikit-learn prints: the parameters that differ from their defaults. The defaults are those of
 * the nearest of the versions 1.2, 1.6 and 1.9.
 */
export class Estimator extends Instance {
  /** The name of the class without its module: `LogisticRegression`. */
  get name(): string {
    return this.cls instanceof Global ? (this.cls.name.split('.').at(-1) ?? '') : '';
  }

  /** The module of the class: `sklearn.linear_model._logistic`. */
  get module(): string {
    return this.cls instanceof Global ? this.cls.module : '';
  }

  /** The version of scikit-learn that pickled it; `undefined` for classes of other packages. */
  get version(): string | undefined {
    const version = this.get(VERSION);
    return typeof version === 'string' ? version : undefined;
  }

  /**
   * A copy of the arguments of the constructor by name, in alphabetical order, as `get_params(deep=False)` returns them.
   * For classes of other packages, all attributes whose names neither begin nor end with `_`.
   */
  get params(): Dict<string, unknown> {
    const known = parametersOf(this.module, this.name, this.version);
    const found = [...this.fields].filter(([name]) => (known === undefined ? isPublic(name) : known.has(name)));
    return new Dict(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** A copy of all other attributes, in the order of the pickle: private ones, and what `fit` learned (`coef_`). */
  get attributes(): Dict<string, unknown> {
    const { params } = this;
    return new Dict([...this.fields].filter(([name]) => !params.has(name) && name !== VERSION));
  }

  /** The name of the class, the parameters, the attributes and the version. */
  override toJSON(): Record<string, unknown> {
    const { name, params, attributes, version } = this;
    return { name, params: Object.fromEntries(params), attributes: Object.fromEntries(attributes), version };
  }

  override [reprParts](limits: ReprLimits): ReprParts {
    const { name, module } = this;
    const known = parametersOf(module, name, this.version);
    const changed = [...this.params].filter(([key, value]) => !isDefault(known, key, value));
    return reprCall(pythonTextRepr(name).slice(1, -1), [], changed.slice(0, limits.items));
  }
}

/**
 * Whether an object is an estimator. scikit-learn stores its version in objects of its own classes. Estimators of other
 * packages have the number of features that they learned from.
 */
export function isEstimator(instance: Instance): boolean {
  const { cls } = instance;
  if (!(cls instanceof Global)) return false;
  if (instance.has(VERSION) || instance.has('n_features_in_') || instance.has('_n_features_in')) return true;
  return /^(?:lightgbm|xgboost)\.sklearn$/.test(cls.module) || parametersOf(cls.module, cls.name) !== undefined;
}

function isPublic(name: string): boolean {
  return !name.startsWith('_') && !name.endsWith('_');
}
