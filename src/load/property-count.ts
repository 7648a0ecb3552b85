import { PickleError } from '../errors.ts';

/** The most names that one object gets: as many as a Map can have entries. */
const MOST_PROPERTIES = 2 ** 24;
/** An object with at most this many names is counted again each time. */
const RECOUNTED_NAMES = 64;

/**
 * Counts the names that a load gives to plain objects and objects of classes. What V8 does when an object is full is
 * not documented; when an array is full, it ends the process instead of throwing. So an object gets no more names than
 * a Map, which throws.
 *
 * No object can have more names than were given in total, so hardly any load needs to count more than that.
 */
export class PropertyCount {
  private readonly most: number;
  /** How many names were given to all objects. */
  private given = 0;
  /** How many names those objects have that were counted since one of them could be full. */
  private readonly counts = new Map<object, number>();

  constructor(most: number = MOST_PROPERTIES) {
    this.most = most;
  }

  /** Forgets all objects. */
  clear(): void {
    if (this.given === 0) return;
    this.given = 0;
    this.counts.clear();
  }

  /** Announces this many names for an object. Returns true if it may become full, so that each name must be counted. */
  isClose(object: object, count: number): boolean {
    this.given += count;
    return this.given > this.most && this.isLarge(object, count);
  }

  private isLarge(object: object, count: number): boolean {
    return this.sizeOf(object) + count > Math.min(RECOUNTED_NAMES, this.most);
  }

  /** Counts a name that the object is about to be given, after {@link PropertyCount.isClose}. */
  add(object: object, name: string): void {
    if (Object.hasOwn(object, name)) return;
    const size = this.sizeOf(object);
    if (size >= this.most) {
      const what = Object.getPrototypeOf(object) === Object.prototype ? 'a plain object' : 'an object';
      throw new PickleError(
        'limit',
        `${what} cannot hold more than ${this.most} names in this runtime, whatever options.limits says; read a dict of` +
          " more with dicts: 'map'; options.limits.memory can refuse it earlier",
      );
    }
    this.counts.set(object, size + 1);
  }

  private sizeOf(object: object): number {
    return this.counts.get(object) ?? namesIn(object);
  }
}

/** How many names an object has, not counting the indexes of an array. */
function namesIn(object: object): number {
  const { length } = Object.keys(object);
  return Array.isArray(object) || object instanceof Uint8Array ? Math.max(0, length - object.length) : length;
}
