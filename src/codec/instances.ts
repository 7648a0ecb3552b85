import type { Instance } from '../values/instance.ts';

/** Gives inert objects a class that knows more of them. Made by {@link pythonInstances}. */
export interface InstancesCodec {
  /** Always `'instances'`. */
  readonly kind: 'instances';
  /** The class of an object, which extends `Instance`; `undefined` for one that it does not know. */
  readonly classOf: (instance: Instance) => InstanceClass | undefined;
}

/** A class that extends `Instance`. */
export type InstanceClass = abstract new (...args: never[]) => Instance;

/**
 * Gives objects whose class no codec names a JavaScript class that extends `Instance`: for families of Python classes
 * that cannot be listed, such as all that derive from one. An object is asked for after each BUILD, with its state, and
 * becomes one of that class without its constructor; it stays all that the pickle says, and is written back so. The
 * codec given last is asked first.
 *
 * @param classOf - Gives the class, or `undefined` for an object that it does not know.
 * @returns A codec for `options.codecs`. It writes nothing: objects of the class are written as `Instance`s are.
 * @throws TypeError if `classOf` is not a function.
 * @example
 * ```ts
 * import { dumps, Global, Instance, loads } from 'brine';
 * import { pythonInstances } from 'brine/codec';
 *
 * class Model extends Instance {
 *   get id(): unknown { return this.get('pk'); }
 * }
 * const codecs = [pythonInstances((instance) => (instance.has('pk') ? Model : undefined))];
 * const user = new Instance(Global.of('app.models.User'));
 * user.build(new Map([['pk', 7]]));
 * loads<Model>(dumps(user), { codecs }).id; // 7
 * ```
 */
export function pythonInstances(classOf: (instance: Instance) => InstanceClass | undefined): InstancesCodec {
  if (typeof classOf !== 'function') throw new TypeError('pythonInstances needs a function');
  return Object.freeze({ kind: 'instances', classOf });
}
