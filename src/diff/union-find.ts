/** Disjoint sets that can be joined. */
export class UnionFind<T> {
  /** Something nearer to what stands for the set. */
  private readonly parents = new Map<T, T>();

  /** Joins the sets of two things. Returns false if they were in one set already. */
  union(a: T, b: T): boolean {
    const [root, other] = [this.find(a), this.find(b)];
    if (root === other) return false;
    this.parents.set(other, root);
    return true;
  }

  /** What stands for the set of a thing. Each search halves the way, so that ways stay short without sizes. */
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
