import { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';

/** A model of LightGBM or XGBoost, in the form that its library reads. It is an `Instance`, written back as it was. */
export class Booster extends Instance {
  /** Whose model it is. */
  get library(): 'lightgbm' | 'xgboost' {
    return this.cls instanceof Global && this.cls.module.startsWith('lightgbm') ? 'lightgbm' : 'xgboost';
  }

  /**
   * The model: of LightGBM the text of `model_to_string`, of XGBoost the bytes of `save_raw`, which are UBJSON since 1.6.
   * `undefined` if the pickle has none.
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
