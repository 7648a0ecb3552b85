import { Global } from '../values/global.ts';

/**
 * A named Python object that exists once, and the JavaScript object that stands for it. Made by {@link pythonConstant}.
 */
export interface ConstantCodec {
  /** Always `'constant'`. */
  readonly kind: 'constant';
  /** Python's name of the object, under which it is written. */
  readonly global: Global;
  /** Other names that are read as this object. */
  readonly aliases: readonly Global[];
  /** The JavaScript object, recognised by identity. */
  readonly value: object;
}

/**
 * Ties one Python object that exists once, such as a sentinel of a module, to one JavaScript object. Written by name.
 *
 * @param name - Python's module and name, `geometry.ORIGIN`.
 * @param value - The object; recognised by identity.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `value` is not an object.
 * @example
 * ```ts
 * import { dumps, loads, pythonConstant } from 'brine';
 *
 * const MISSING = Object.freeze({ missing: true });
 * const codecs = [pythonConstant('settings.MISSING', MISSING)];
 * loads(dumps(MISSING, { codecs }), { codecs }) === MISSING; // true
 * ```
 */
export function pythonConstant(
  name: string,
  value: object,
  { aliases = [] }: { readonly aliases?: readonly string[] } = {},
): ConstantCodec {
  if (typeof value !== 'object' || value === null) throw new TypeError(`pythonConstant('${name}') needs an object`);
  return Object.freeze({
    kind: 'constant',
    global: Global.of(name),
    aliases: Object.freeze(aliases.map((alias) => Global.of(alias))),
    value,
  });
}
