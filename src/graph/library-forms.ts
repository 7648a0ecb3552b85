import type { Global } from '../values/global.ts';
import type { CopyBudget } from './copy-budget.ts';
import type { CallNode, NewNode, Node } from './graph.ts';
import type { GraphNames } from './names.ts';

/**
 * What is known of the types of Python's standard library, which takes long to load. It may be left out where a graph
 * has no objects of them.
 */
export interface LibraryForms {
  /** Whether it is a type that makes a number, a text or bytes of its arguments. */
  makesScalar(path: string): boolean;
  /** What such a type makes of arguments in their normal form; `undefined` for a call that is kept. */
  scalarOf(path: string, args: readonly Node[], names: GraphNames, budget: CopyBudget): Node | undefined;
  /** For one graph. */
  standard(names: GraphNames, budget: CopyBudget): StandardObjects;
}

/** Says what form objects of the standard library have in the newest Python. */
export interface StandardObjects {
  /** A class or function by the name that it has there. */
  named(global: Global): Global;
  /** What a call is there; `undefined` for what is written alike, or is of another kind. */
  ofCall(node: CallNode): CallNode | undefined;
  /** The same for a new object. */
  ofNew(node: NewNode): NewNode | undefined;
}
