import type { Binding } from './binding.ts';
import { type ClassHooks, isClass, pythonClass } from './class.ts';
import { pythonFunction } from './function.ts';

/** Several codecs as one. Made by {@link pythonModule}. */
export interface ModuleCodec {
  /** Always `'module'`. */
  readonly kind: 'module';
  /** The codecs of the exported classes and functions. */
  readonly members: readonly Binding[];
}

/**
 * Makes an ES module stand for a Python module: every function and class it exports is pickled by name.
 *
 * Python's rule applies: what the module does not export (inner classes, arrow functions in a function, bound methods)
 * cannot be pickled. `default` is left out, because Python could not import it by a name.
 *
 * @param name - The Python module, `geometry` or `package.module`.
 * @param exports - The module's namespace object, or any object of functions and classes by name.
 * @param hooks - {@link ClassHooks} by class name, if the defaults are not right.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if there are hooks for a name that is not an exported class.
 * @example
 * ```ts
 * import { dumps, loads, pythonModule } from 'brine';
 *
 * class Point { constructor(public x = 0, public y = 0) {} }
 * const codecs = [pythonModule('geometry', { Point })]; // or: import * as geometry from './geometry.ts'
 * loads(dumps(new Point(3, 4), { codecs }), { codecs }) instanceof Point; // true
 * ```
 */
export function pythonModule(
  name: string,
  exports: object,
  hooks: Readonly<Record<string, ClassHooks<object>>> = {},
): ModuleCodec {
  const members: Binding[] = [];
  const classes = new Set<string>();
  for (const [key, value] of Object.entries(exports)) {
    if (typeof value !== 'function' || key === 'default') continue;
    if (isClass(value)) {
      classes.add(key);
      members.push(pythonClass(`${name}:${key}`, value, Object.hasOwn(hooks, key) ? hooks[key] : {}));
    } else {
      members.push(pythonFunction(`${name}:${key}`, value));
    }
  }
  for (const key of Object.keys(hooks)) {
    if (!classes.has(key))
      throw new TypeError(`pythonModule('${name}'): hooks for '${key}', which is not an exported class`);
  }
  return Object.freeze({ kind: 'module', members: Object.freeze(members) });
}
