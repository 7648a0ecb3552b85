/** How many units are gathered before they become a piece of the string. */
const PIECE = 8192;

/** Gathers UTF-16 units into a string, in linear time. */
export class UnitBuffer {
  private readonly units: Uint16Array;
  private length = 0;
  private text = '';

  /** `expected` is a guess at how many units will come. */
  constructor(expected: number) {
    this.units = new Uint16Array(Math.max(1, Math.min(expected, PIECE)));
  }

  /** Adds one unit. */
  unit(unit: number): void {
    if (this.length === this.units.length) this.flush();
    this.units[this.length++] = unit;
  }

  /** Adds one code point, as a pair of units if it needs two. */
  codePoint(code: number): void {
    if (code < 0x1_0000) {
      this.unit(code);
      return;
    }
    this.unit(0xd7c0 + (code >> 10));
    this.unit(0xdc00 | (code & 0x3ff));
  }

  /** What was added so far. */
  finish(): string {
    this.flush();
    return this.text;
  }

  private flush(): void {
    const piece: string = Reflect.apply(String.fromCharCode, undefined, this.units.subarray(0, this.length));
    this.text += piece;
    this.length = 0;
  }
}
