/** Disjoint sets that can be joined. */
export class UnionFind<T> {
  /** For each thing, one that is nearer to the representative of its set. */
  private readonly parents = new Map<T, T>();

  /** Joins the sets of two things. Returns false if they were in one set already. */
  union(a: T, b: T): boolean {
    const [root, other] = [this.find(a), this.find(b)];
    if (root === other) return false;
    this.parents.set(other, root);
    return true;
  }

  /** The representative of the set of a thing. Each search halves the path, so paths stay short without keeping sizes. */
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
