import { inspectCustom } from './inspect.ts';
import { type PythonKey, pythonKey } from './key.ts';

/**
 * The name of a Python class or function: what a pickle refers to and never contains. Inert.
 */
export class Global implements PythonKey {
  /** The module, `collections.abc`. */
  readonly module: string;
  /** The qualified name in it, `Outer.Inner`. */
  readonly name: string;

  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  /**
   * Takes `module.name` apart at the last dot, or `module:qualified.name` at the colon.
   *
   * @throws TypeError if there is no module, or no name.
   */
  static of(path: string): Global {
    const colon = path.indexOf(':');
    const at = colon < 0 ? path.lastIndexOf('.') : colon;
    if (at <= 0 || at === path.length - 1) {
      throw new TypeError(`'${path}' names no Python global: expected 'module.name' or 'module:Outer.Inner'`);
    }
    return new Global(path.slice(0, at), path.slice(at + 1));
  }

  /** `module.name` */
  toString(): string {
    return `${this.module}.${this.name}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [pythonKey](): readonly unknown[] {
    return ['global', this.module, this.name];
  }

  /** The name, and how to get a class or function of one's own instead. */
  [inspectCustom](): string {
    const { module, name } = this;
    const isPlain = module !== 'builtins' && /^[\w.]+$/.test(module) && /^[A-Za-z_]\w*$/.test(name);
    const hint = isPlain ? ` /* pythonModule('${module}', { ${name} }) gives yours */` : '';
    return `Global <${JSON.stringify(this.toString()).slice(1, -1)}>${hint}`;
  }
}
