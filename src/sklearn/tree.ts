import { NdArray } from '../numpy/nd-array.ts';
import type { Global } from '../values/global.ts';
import { Instance } from '../values/instance.ts';

/**
 * The nodes of a decision tree: `sklearn.tree._tree.Tree`, or a tree of a histogram-based gradient boosting. It is an
 * `Instance`, written back as it was.
 */
export class Tree extends Instance {
  /** The nodes as a structured array; `undefined` without the codec `numpy`. */
  get nodes(): NdArray | undefined {
    return arrayIn(this.get('nodes'));
  }

  /** The values of the nodes: (nodes, outputs, classes). `undefined` where the nodes themselves have a `value`. */
  get values(): NdArray | undefined {
    return arrayIn(this.get('values'));
  }

  /** How many nodes there are. */
  get nodeCount(): number {
    return this.nodes?.size ?? 0;
  }

  /** The names of the columns: `left_child`, `right_child`, `feature`, `threshold`, `impurity`... */
  get columnNames(): readonly string[] {
    return this.nodes?.dtype.fields?.map(({ name }) => name) ?? [];
  }

  /**
   * One value for each node; a leaf has -1 for both children. It is a view of {@link Tree.nodes} if it can be.
   *
   * @throws RangeError if there is no such column.
   */
  column(name: string): NdArray {
    const { nodes } = this;
    if (nodes === undefined) throw new RangeError(`no column '${name}': read the pickle with the codec numpy`);
    return nodes.field(name);
  }

  /** All columns by name. */
  get columns(): ReadonlyMap<string, NdArray> {
    return new Map(this.columnNames.map((name) => [name, this.column(name)]));
  }
}

/** Whether objects of a class are trees. */
export function isTree({ module, name }: Global): boolean {
  if (name === 'Tree') return /^sklearn\.tree\._?tree$/.test(module);
  return name === 'TreePredictor' && /^sklearn\.ensemble\._hist_gradient_boosting\b/.test(module);
}

function arrayIn(value: unknown): NdArray | undefined {
  return value instanceof NdArray ? value : undefined;
}
