import type { Instance } from '../values/instance.ts';

/** Gives inert objects a class with more methods. Made by {@link pythonInstances}. */
export interface InstancesCodec {
  /** Always `'instances'`. */
  readonly kind: 'instances';
  /** The class of an object, which extends `Instance`; `undefined` for one that it does not know. */
  readonly classOf: (instance: Instance) => InstanceClass | undefined;
}

/** A class that extends `Instance`. */
export type InstanceClass = abstract new (...args: never[]) => Instance;

/**
 * Gives a JavaScript class that extends `Instance` to objects whose Python class no codec names. It is meant for Python
 * classes that cannot be listed, such as all subclasses of one class. `classOf` is called after each BUILD, when the
 * object has its state. The object then gets the class, without a call of its constructor. It keeps everything that the
 * pickle says, and is written back unchanged. The codec that is given last is called first.
 *
 * @param classOf - Returns the class, or `undefined` for an object that it does not know.
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
