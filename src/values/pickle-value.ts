/** What a pickle may hold. Narrow with `typeof` and `instanceof`. */
export type PickleValue = null | boolean | number | bigint | string | object;
