/** Sets of things that belong together, of which two can be made one. */
export class UnionFind<T> {
  private readonly parents = new Map<T, T>();
  private readonly sizes = new Map<T, number>();

  /** Makes the sets of two things one; whether they were two. */
  union(a: T, b: T): boolean {
    let [root, other] = [this.find(a), this.find(b)];
    if (root === other) return false;
    const [size, otherSize] = [this.sizes.get(root) ?? 1, this.sizes.get(other) ?? 1];
    if (size < otherSize) [root, other] = [other, root];
    this.parents.set(other, root);
    this.sizes.set(root, size + otherSize);
    return true;
  }

  /** What stands for the set of a thing. */
  private find(thing: T): T {
    let at = thing;
    for (;;) {
      const parent = this.parents.get(at);
      if (parent === undefined) return at;
      const grandparent = this.parents.get(parent);
      if (grandparent === undefined) return parent;
      this.parents.set(at, grandparent);
      at = grandparent;
    }
  }
}
