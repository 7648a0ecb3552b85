/** How many bytes of memory small copies share. */
const SLAB = 65_536;
/** The longest copy that shares memory. A longer one gets its own. */
export const SHARED = 4096;
/** V8 keeps arrays as short as this in its own heap, which costs less than a view (measured). */
const ON_HEAP = 64;

const NOTHING = /* @__PURE__ */ new ArrayBuffer(0);

/**
 * Makes copies of short bytes, with many in one `ArrayBuffer`, because an `ArrayBuffer` costs more than the bytes in it.
 * Each copy begins at a multiple of 16, so that it can be viewed as numbers.
 */
export class Slab {
  private readonly place = { memory: NOTHING, at: 0 };
  private bytes = new Uint8Array(NOTHING);
  private used = 0;
  copy(bytes: Uint8Array): Uint8Array {
    const { length } = bytes;
    if (length <= ON_HEAP || length > SHARED) return new Uint8Array(bytes);
    const { memory, at } = this.put(bytes);
    return new Uint8Array(memory, at, length);
  }

  /** Copies at most {@link SHARED} bytes to where they begin at `at`; the result is valid until the next call. */
  put(bytes: Uint8Array): { readonly memory: ArrayBuffer; readonly at: number } {
    const { place } = this;
    // Who has a copy may have transferred the memory: then it has no bytes any more.
    if (this.used + bytes.length > place.memory.byteLength) {
      place.memory = new ArrayBuffer(SLAB);
      this.bytes = new Uint8Array(place.memory);
      this.used = 0;
    }
    place.at = this.used;
    this.bytes.set(bytes, this.used);
    this.used = (this.used + bytes.length + 15) & ~15;
    return place;
  }
}
