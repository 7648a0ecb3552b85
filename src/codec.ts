/**
 * Entry `brine/codec`: what a class of your own needs to be shown, compared and turned into plain data as the classes of
 * the standard library are, which use the same.
 *
 * @module
 */
export { type InstanceClass, type InstancesCodec, pythonInstances } from './codec/instances.ts';
export { distinctText } from './values/identified-text.ts';
export { inspectCustom } from './values/inspect.ts';
export { type PythonKey, pythonKey, UnorderedKey } from './values/key.ts';
export { pythonTypeName, type WholeNumbers } from './values/kind.ts';
export { pythonOrder } from './values/order.ts';
export { type HasPlainParts, type PlainParts, plainParts } from './values/plain.ts';
export {
  inspected,
  type PythonRepr,
  pythonRepr,
  pythonStr,
  type ReprLimits,
  type ReprParts,
  reprCall,
  reprInts,
  reprOf,
  reprParts,
  reprText,
} from './values/repr.ts';
