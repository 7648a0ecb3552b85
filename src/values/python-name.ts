/**
 * Python's names of the JavaScript classes and functions that codecs have named. They are shown by these names, because
 * a minified program has other names for them.
 *
 * @module
 */
import { inspectCustom } from './inspect.ts';

/** What a `Global` names. */
export interface PythonName {
  readonly module: string;
  readonly name: string;
}

const names = /* @__PURE__ */ new WeakMap<object, PythonName>();

/** Notes the name of a class or function; the first one stays. */
export function noteName(value: object, global: PythonName): void {
  if (!names.has(value)) names.set(value, global);
}

/** Python's name of a class or function; `undefined` if no codec named it. */
export function nameOf(value: object): PythonName | undefined {
  return names.get(value);
}

/** `slice`, `datetime.datetime`: without the module if that is `builtins`. */
export function shortName({ module, name }: PythonName): string {
  return module === 'builtins' ? name : `${module}.${name}`;
}

/** Lets a class of this library, but not its subclasses, show itself by Python's name in JSON and in inspection. */
export function showByName(type: object, global: PythonName): void {
  const shown = `<class '${shortName(global)}'>`;
  const own = (text: string, others: (self: unknown) => unknown) =>
    function of(this: unknown): unknown {
      return this === type ? text : others(this);
    };
  const methods: readonly (readonly [string | symbol, unknown])[] = [
    ['toJSON', own(`${global.module}.${global.name}`, () => undefined)],
    [inspectCustom, own(shown, (self) => `[class ${typeof self === 'function' ? self.name : ''}]`)],
  ];
  for (const [name, value] of methods) {
    if (!Object.hasOwn(type, name)) Object.defineProperty(type, name, { value, configurable: true, writable: true });
  }
}
