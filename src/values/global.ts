import { pythonTextRepr } from '../bytes/text-repr.ts';
import { inspectCustom } from './inspect.ts';
import { type PythonKey, pythonKey } from './key.ts';
import { shortName } from './python-name.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from './repr.ts';

/** A longer hint would contain names that nobody typed. */
const LONGEST_HINT = 300;

const BUILTIN_FUNCTIONS: ReadonlySet<string> = /* @__PURE__ */ new Set(
  (
    '__build_class__ __import__ abs aiter all anext any ascii bin breakpoint callable chr compile delattr dir divmod ' +
    'eval exec format getattr globals hasattr hash hex id input isinstance issubclass iter len locals max min next oct ' +
    'open ord pow print repr round setattr sorted sum vars'
  ).split(' '),
);

/**
 * The name of a Python class or function. A pickle has only the name; the object is inert.
 */
export class Global implements PythonKey, PythonRepr {
  /** The module, `collections.abc`. */
  readonly module: string;
  /** The qualified name in it, `Outer.Inner`. */
  readonly name: string;

  /**
   * @param module - The module, `collections.abc`.
   * @param name - The qualified name in it, `Outer.Inner`. {@link Global.of} takes both in one string.
   */
  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
  }

  /**
   * Splits `module.name` at the last dot, or `module:qualified.name` at the colon.
   *
   * @throws TypeError if the module or the name is missing.
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

  /** `module.name` */
  toJSON(): string {
    return this.toString();
  }

  [pythonKey](): readonly unknown[] {
    return ['global', this.module, this.name];
  }

  /**
   * Python's `repr`. A pickle does not say whether a name is a class or a function; only for `builtins` is it known.
   */
  [reprParts](): ReprParts {
    const { module, name } = this;
    const isFunction = module === 'builtins' && BUILTIN_FUNCTIONS.has(name);
    return reprText(isFunction ? `<built-in function ${name}>` : `<class ${pythonTextRepr(shortName(this))}>`);
  }

  /** Python's `repr`, and how to get a class or function of your own instead. */
  [inspectCustom](depth: number): string {
    const { module, name } = this;
    const isPlain = module !== 'builtins' && /^[\w.]+$/.test(module) && /^[A-Za-z_]\w*$/.test(name);
    const hint = isPlain && depth >= 0 ? ` /* pythonModule('${module}', { ${name} }) gives yours */` : '';
    return inspected(this, depth) + (hint.length > LONGEST_HINT ? '' : hint);
  }
}
