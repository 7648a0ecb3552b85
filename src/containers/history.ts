/** How many bytes are given out at a time. */
export const CHUNK = 2 ** 16;

/**
 * The output of a decoder, as far back as copies may refer to it. It grows with the output, not with the window that the
 * data announce.
 */
export class History {
  bytes = new Uint8Array(0);
  /** The index of the next byte. */
  at = 0;
  /** How far back a copy may begin. */
  private window: number;
  /** The index of the first byte that was not given out. */
  private given = 0;
  /** The index from which on copies may refer to bytes; below 0 if the first of them were dropped. */
  private start = 0;
  /** How many bytes were dropped from the front. */
  private base = 0;

  constructor(window: number) {
    this.window = window;
  }

  /** How many bytes were written since the beginning. */
  get length(): number {
    return this.base + this.at;
  }

  /** How many bytes wait to be given out. */
  get waiting(): number {
    return this.at - this.given;
  }

  /** How many bytes were written since the last {@link reset}. */
  get position(): number {
    return this.at - this.start;
  }

  /** How far back a copy may begin now. */
  get reach(): number {
    return Math.min(this.at - this.start, this.window);
  }

  /** Ends all references to what was written so far. */
  reset(window: number = this.window): void {
    this.start = this.at;
    this.window = window;
  }

  /** Makes room for this many bytes, which must have been given out before. */
  reserve(length: number): void {
    if (this.at + length <= this.bytes.length) return;
    const kept = Math.min(this.at, Math.max(this.window, this.waiting));
    const from = this.at - kept;
    const isWorthIt = kept + length <= this.bytes.length && from >= this.bytes.length / 4;
    if (isWorthIt) {
      this.bytes.copyWithin(0, from, this.at);
    } else {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, kept + length));
      larger.set(this.bytes.subarray(from, this.at));
      this.bytes = larger;
    }
    this.base += from;
    this.given -= from;
    this.start -= from;
    this.at = kept;
  }

  /** Copies bytes from the data. */
  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
  }

  /** Repeats what was written `distance` bytes ago; there must be room. */
  copy(distance: number, length: number): void {
    const { bytes, at } = this;
    this.at = at + length;
    if (distance >= length && length > 32) {
      bytes.copyWithin(at, at - distance, at - distance + length);
    } else if (distance === 1 && length > 16) {
      bytes.fill(bytes[at - 1] ?? 0, at, at + length);
    } else {
      for (let to = at, from = at - distance; to < at + length; to++, from++) bytes[to] = bytes[from] ?? 0;
    }
  }

  /** A copy of what was written since the last time. */
  give(): Uint8Array {
    const chunk = this.bytes.slice(this.given, this.at);
    this.given = this.at;
    return chunk;
  }
}
