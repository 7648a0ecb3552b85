/** The values that `loads` gives. Narrow with `typeof` and `instanceof`. */
export type PickleValue = null | boolean | number | bigint | string | object;
