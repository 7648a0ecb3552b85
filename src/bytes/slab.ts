/** How many bytes of memory small copies share. */
const SLAB = 65_536;
/** The longest copy that shares memory. A longer one gets its own. */
const SHARED = 4096;
/** V8 keeps arrays as short as this in its own heap, which costs less than a view (measured). */
const ON_HEAP = 64;

/**
 * Makes copies of short bytes, with many in one `ArrayBuffer`, because an `ArrayBuffer` costs more than the bytes in it.
 * Each copy begins at a multiple of 16, so that it can be viewed as numbers.
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
