import { type Objects, ObjectTable } from '../dump/memo/object-table.ts';

/** Numbers only those objects that may occur again, so that the others need not be kept. */
export class SharedObjects implements Objects {
  private readonly table = new ObjectTable();
  private readonly isOnce: (object: object) => boolean;

  /** @param isOnce - Whether an object is met once. */
  constructor(isOnce: (object: object) => boolean) {
    this.isOnce = isOnce;
  }

  get(object: object): number | undefined {
    return this.isOnce(object) ? undefined : this.table.get(object);
  }

  add(object: object, number: number): void {
    if (!this.isOnce(object)) this.table.add(object, number);
  }

  enter(object: object, number: number): number | undefined {
    return this.isOnce(object) ? undefined : this.table.enter(object, number);
  }

  entries(): Iterable<readonly [object, number]> {
    return this.table.entries();
  }

  clear(): void {
    this.table.clear();
  }
}
