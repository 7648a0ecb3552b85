/** Bytes of memory that small copies share. */
const SLAB = 65_536;
/** The longest copy that shares; a longer one is worth memory of its own. */
const SHARED = 4096;
/** The engine keeps arrays as short as this in its own heap, which costs less than a view (measured on V8). */
const ON_HEAP = 64;

/**
 * Copies of short bytes, many to one `ArrayBuffer`: an `ArrayBuffer` for each costs more than the bytes in it. Each
 * begins at a multiple of 16, so that it can be viewed as numbers.
 */
export class Slab {
  private memory: ArrayBuffer | undefined;
  private used = 0;

  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length <= ON_HEAP || length > SHARED) return new Uint8Array(bytes);
    if (this.memory === undefined || this.used + length > SLAB) {
      this.memory = new ArrayBuffer(SLAB);
      this.used = 0;
    }
    const copy = new Uint8Array(this.memory, this.used, length);
    copy.set(bytes);
    this.used = (this.used + length + 15) & ~15;
    return copy;
  }
}
