/** Numbers that are the same on every run: mulberry32. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number, at least 0, below `bound`. */
  below(bound) {
    return Math.floor(this.next() * bound);
  }

  /** A float that is no whole number. */
  float(scale = 1000) {
    return (this.below(2 ** 30) + 0.5) / 2 ** 30 + this.below(scale);
  }

  pick(items) {
    return items[this.below(items.length)];
  }

  /** Of `length` characters out of `alphabet`. */
  text(length, alphabet = 'abcdefghijklmnopqrstuvwxyz') {
    let text = '';
    for (let i = 0; i < length; i++) text += alphabet[this.below(alphabet.length)];
    return text;
  }

  bytes(length) {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}
