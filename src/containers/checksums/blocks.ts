/** Cuts bytes that come in pieces into blocks, for a hash that takes whole blocks only. */
export class Blocks {
  /** How many bytes have come. */
  length = 0;
  private readonly rest: Uint8Array;
  private restLength = 0;

  constructor(size: number) {
    this.rest = new Uint8Array(size);
  }

  /** Adds bytes, and yields the blocks that are now complete, several in a row. They are lent until the next are. */
  *add(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
    const { rest, restLength } = this;
    this.length += bytes.length;
    let at = 0;
    if (restLength > 0) {
      at = Math.min(rest.length - restLength, bytes.length);
      rest.set(bytes.subarray(0, at), restLength);
      this.restLength += at;
      if (this.restLength < rest.length) return;
      yield rest;
    }
    const end = bytes.length - ((bytes.length - at) % rest.length);
    if (end > at) yield bytes.subarray(at, end);
    rest.set(bytes.subarray(end));
    this.restLength = bytes.length - end;
  }

  /** The beginning of an incomplete block. */
  get incomplete(): Uint8Array {
    return this.rest.subarray(0, this.restLength);
  }
}
