import type { Registry } from '../codec/registry.ts';
import { PickleError } from '../errors.ts';
import { Instance } from '../values/instance.ts';

/**
 * Makes an inert object one of the class that a codec has for it.
 *
 * @throws PickleError `failed` if the codec throws, or gives something else than a class that extends `Instance`.
 */
export function refine(instance: Instance, registry: Registry): void {
  try {
    const type = registry.classOfInstance(instance);
    if (type === undefined) return;
    if (!(type.prototype instanceof Instance))
      throw new TypeError('pythonInstances needs a class that extends Instance');
    if (Object.getPrototypeOf(instance) !== type.prototype) Object.setPrototypeOf(instance, type.prototype);
  } catch (cause) {
    if (cause instanceof PickleError) throw cause;
    throw new PickleError('failed', `a codec of pythonInstances failed: ${String(cause)}`, { cause });
  }
}
