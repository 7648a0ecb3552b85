import type { Binding } from './binding.ts';
import type { ModuleCodec } from './module.ts';
import type { StandInCodec } from './stand-in.ts';

/** A codec that may be part of a family: any codec except another family. */
export type FamilyMember = Binding | ModuleCodec | StandInCodec;

/** Codecs that are made when one of them is first needed. Made by {@link pythonFamily}. */
export interface FamilyCodec {
  /** Always `'family'`. */
  readonly kind: 'family';
  /** The Python modules whose names the codecs know. */
  readonly modules: readonly string[];
  /** Makes the codecs. Called when a pickle first names something in one of `modules`. */
  readonly codecs: () => readonly FamilyMember[];
}

/**
 * Ties the classes and functions of one Python package to JavaScript's, and costs nothing until a pickle needs one of
 * them: `codecs` is called when a pickle first names something in one of `modules`, or when something is written that no
 * other codec knows.
 *
 * A codec outside a family wins over one in a family; of two families, the later one wins.
 *
 * @param modules - All Python modules whose names the codecs know, spelled exactly.
 * @param codecs - Makes the codecs. It is called once for each list of codecs that the family is part of.
 * @returns A codec for `options.codecs`.
 * @throws TypeError if `modules` is not an array of module names, or `codecs` is not a function.
 * @example
 * ```ts
 * import { dumps, loads, pythonClass, pythonFamily } from 'brine';
 *
 * class Point { constructor(public x = 0, public y = 0) {} }
 * const geometry = pythonFamily(['geometry'], () => [pythonClass('geometry.Point', Point)]);
 * loads(dumps(new Point(3, 4), { codecs: [geometry] }), { codecs: [geometry] }) instanceof Point; // true
 * ```
 */
export function pythonFamily(modules: readonly string[], codecs: () => readonly FamilyMember[]): FamilyCodec {
  const given: unknown = modules;
  if (!Array.isArray(given) || !given.every((module) => typeof module === 'string' && module !== '')) {
    throw new TypeError("pythonFamily needs an array of Python modules: pythonFamily(['geometry'], () => codecs)");
  }
  if (typeof codecs !== 'function') {
    throw new TypeError('pythonFamily needs a function that makes the codecs: pythonFamily(modules, () => codecs)');
  }
  return Object.freeze({ kind: 'family', modules: Object.freeze([...modules]), codecs });
}
