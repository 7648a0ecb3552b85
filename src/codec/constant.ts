import { Global } from '../values/global.ts';

/** A Python object that is one of its kind, by name, and the JavaScript value that stands for it. */
export interface ConstantCodec {
  readonly kind: 'constant';
  readonly global: Global;
  readonly aliases: readonly Global[];
  readonly value: object;
}

/**
 * Ties one Python object that exists once, such as a sentinel of a module, to one JavaScript object. Written by name.
 *
 * @param name - Python's module and name, `geometry.ORIGIN`.
 * @param value - The object; recognised by identity.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `value` is no object.
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
