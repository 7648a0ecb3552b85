import type { DumpContext } from './context.ts';

/** Writes other values in place of objects that no other codec knows. Made by {@link pythonStandIn}. */
export interface StandInCodec {
  /** Always `'stand-in'`. */
  readonly kind: 'stand-in';
  /** Gives the value to write, or `undefined` for an object that it does not know. */
  readonly standIn: (value: object, context: DumpContext) => unknown;
}

/**
 * Writes another value in place of an object. It is meant for objects that are recognised by their properties and not by
 * their class, such as those of a library that is loaded twice. It is called only for objects that no class codec knows.
 * The codec that is given last is called first. Shared references stay shared.
 *
 * @param standIn - Gives the value to write, or `undefined` for an object that it does not know.
 * @returns A codec for `options.codecs`. It reads nothing.
 * @throws TypeError if `standIn` is not a function.
 * @example
 * ```ts
 * import { dumps, loads, pythonStandIn } from 'brine';
 *
 * class Celsius { constructor(readonly degrees: number) {} }
 * const codecs = [pythonStandIn((value) => ('degrees' in value ? value.degrees : undefined))];
 * loads(dumps([new Celsius(20)], { codecs })); // [20]
 * ```
 */
export function pythonStandIn(standIn: (value: object, context: DumpContext) => unknown): StandInCodec {
  if (typeof standIn !== 'function') throw new TypeError('pythonStandIn needs a function');
  return Object.freeze({ kind: 'stand-in', standIn });
}
