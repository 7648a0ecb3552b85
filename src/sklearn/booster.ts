import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';

/** A model of LightGBM or XGBoost, in the form that its library pickles. It is an `Instance`, written back as it was. */
export class Booster extends Instance {
  /** The library that made the model. */
  get library(): 'lightgbm' | 'xgboost' {
    return this.cls instanceof Global && this.cls.module.startsWith('lightgbm') ? 'lightgbm' : 'xgboost';
  }

  /**
   * The model. For LightGBM it is the text of `model_to_string()`. For XGBoost it is the bytes in the pickle, which have
   * the model and its configuration; `save_raw()` returns others. `undefined` if the pickle has no model.
   */
  get model(): string | Uint8Array | undefined {
    const handle = this.get('_handle') ?? this.get('handle');
    return typeof handle === 'string' || handle instanceof Uint8Array ? handle : undefined;
  }
}

/** Whether a class is a booster of LightGBM or XGBoost. */
export function isBooster({ module, name }: Global): boolean {
  return name === 'Booster' && /^(?:lightgbm\.basic|xgboost\.core)$/.test(module);
}
