/** This many objects are searched one by one before a Set is created. */
const FRONT = 8;
/** If there are more numbers than this, the table is not kept for the next pickle. */
const KEPT = 16_384;

/** Numbers of objects, by identity. */
export interface Objects {
  get(object: object): number | undefined;
  /** Stands for an object that is not in the table. */
  add(object: object, number: number): void;
  /** The number of an object, or `undefined` if it has none; it then gets this one. */
  enter(object: object, number: number): number | undefined;
  entries(): Iterable<readonly [object, number]>;
  clear(): void;
}

/**
 * Numbers of objects, by identity.
 *
 * As long as no object occurs twice, the size of a Set shows that with one search for each object: 25 ns instead of 39
 * with a Map, which replaces it later. A message of three objects needs neither: 21 ns in total instead of 38 (measured
 * with 1,000 objects, Node 24).
 */
export class ObjectTable implements Objects {
  private readonly front: (object | undefined)[] = new Array<undefined>(FRONT).fill(undefined);
  private count = 0;
  /** The numbers, in the order in which the objects came. */
  private numbers = new Int32Array(128);
  private seen: Set<object> | undefined;
  private map: Map<object, number> | undefined;

  get(object: object): number | undefined {
    if (this.map !== undefined) return this.map.get(object);
    if (this.seen !== undefined) return this.seen.has(object) ? this.mapped(this.seen).get(object) : undefined;
    const { front } = this;
    for (let i = this.count - 1; i >= 0; i--) if (front[i] === object) return this.numbers[i];
    return undefined;
  }

  add(object: object, number: number): void {
    if (this.map !== undefined) this.map.set(object, number);
    else this.append(object, number);
  }

  enter(object: object, number: number): number | undefined {
    const { seen } = this;
    if (seen === undefined || this.map !== undefined) {
      const known = this.get(object);
      if (known === undefined) this.add(object, number);
      return known;
    }
    seen.add(object);
    if (seen.size === this.count) return this.mapped(seen).get(object);
    this.number(number);
    return undefined;
  }

  *entries(): Generator<[object, number], void, undefined> {
    if (this.map !== undefined) {
      yield* this.map;
      return;
    }
    let at = 0;
    for (const object of this.seen ?? this.front.slice(0, this.count)) {
      if (object !== undefined) yield [object, this.numbers[at] ?? 0];
      at++;
    }
  }

  clear(): void {
    if (this.seen === undefined) {
      for (let i = 0; i < this.count; i++) this.front[i] = undefined;
    } else {
      this.seen = undefined;
      this.map = undefined;
      if (this.numbers.length > KEPT) this.numbers = new Int32Array(KEPT);
    }
    this.count = 0;
  }

  private append(object: object, number: number): void {
    if (this.seen !== undefined) this.seen.add(object);
    else if (this.count < FRONT) this.front[this.count] = object;
    else this.overflow().add(object);
    this.number(number);
  }

  private number(number: number): void {
    if (this.count === this.numbers.length) {
      const { numbers } = this;
      this.numbers = new Int32Array(2 * numbers.length);
      this.numbers.set(numbers);
    }
    this.numbers[this.count++] = number;
  }

  private overflow(): Set<object> {
    const { front } = this;
    const seen = new Set<object>();
    for (const [i, known] of front.entries()) {
      if (known !== undefined) seen.add(known);
      front[i] = undefined;
    }
    this.seen = seen;
    return seen;
  }

  /** An object came again, so its number is needed. */
  private mapped(seen: Set<object>): Map<object, number> {
    const map = new Map<object, number>();
    let at = 0;
    for (const object of seen) map.set(object, this.numbers[at++] as number);
    this.map = map;
    return map;
  }
}
