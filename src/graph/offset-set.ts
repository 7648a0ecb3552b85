/** Offsets in one page. */
const PAGE = 2 ** 15;

/**
 * Offsets in a pickle, one bit each. For a million nodes of which each ends somewhere else, it takes a fifth of the time
 * of a Set of nodes.
 */
export class OffsetSet {
  private readonly pages = new Map<number, Uint8Array>();
  private number = -1;
  private page: Uint8Array = new Uint8Array(0);

  has(offset: number): boolean {
    const at = offset % PAGE;
    return ((this.pageOf((offset - at) / PAGE)[at >> 3] ?? 0) & (1 << (at & 7))) !== 0;
  }

  add(offset: number): void {
    const at = offset % PAGE;
    const page = this.pageOf((offset - at) / PAGE);
    page[at >> 3] = (page[at >> 3] ?? 0) | (1 << (at & 7));
  }

  /** Offsets near one another come one after another. */
  private pageOf(number: number): Uint8Array {
    if (number === this.number) return this.page;
    let page = this.pages.get(number);
    if (page === undefined) this.pages.set(number, (page = new Uint8Array(PAGE / 8)));
    this.number = number;
    this.page = page;
    return page;
  }
}
