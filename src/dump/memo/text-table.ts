/** How many slots there are at first; always a power of two. */
const SLOTS = 256;
/**
 * A larger table is not kept for the next pickle. One of this size takes 8 MB. New memory for a table of 200,000 texts
 * costs a quarter of writing them; in a large one, few texts are found as fast (measured, Node 24).
 */
const KEPT_SLOTS = 2 ** 19;
/** If this many slots are examined for one text, the table gives way to a Map. */
const MOST_PROBES = 100;
/** Above this, the numbers in the slots start again from 0. */
const LAST_BASE = 2 ** 30;
/** As many values as the top byte of a product can distinguish. */
const RECENT = 256;
const GOLDEN = 0x9e37_79b1;

/**
 * Numbers of texts, by value and by a hash that the caller computes.
 *
 * A Map takes 36 ns to find that a text of 14 characters is missing and to add it; this table takes 9 (measured with
 * 1,000 texts, Node 24). If an attacker chooses texts with the same hash, the Map takes over.
 */
export class TextTable {
  private slots = new Int32Array(SLOTS);
  private hashes = new Int32Array(SLOTS / 2);
  private numbers = new Int32Array(SLOTS / 2);
  private texts: string[] = [];
  private count = 0;
  /**
   * A slot whose content is not above this is left over from before {@link clear}, so that slots need not be cleared.
   */
  private base = 0;
  /** Entries by a few characters of the text: keys are recognised without a hash of the whole text. */
  private readonly recentEntries = new Int32Array(RECENT);
  private readonly recentTags = new Int32Array(RECENT);
  /** For each entry, the last two that came after it as keys. */
  private followers = new Int32Array(SLOTS);
  /** The entry of the last key. */
  private lastKey = 0;
  /** The entry that was found or added last. */
  private latest = 0;
  /** Replaces the table when many texts have the same hash. */
  private map: Map<string, number> | undefined;

  /**
   * The number of a key that came after the previous key before, as in dicts of the same kind: 3 ns instead of 10
   * (measured, Node 24). Two such keys are known, because a dict may occur at two places. -1 does not mean that it has
   * none.
   */
  expectedKey(text: string): number {
    const { followers, texts, count } = this;
    const at = 2 * this.lastKey;
    let entry = followers[at] as number;
    if (entry >= count || texts[entry] !== text) {
      entry = followers[at + 1] as number;
      if (entry >= count || texts[entry] !== text) return -1;
    }
    this.lastKey = entry;
    return this.numbers[entry] as number;
  }

  /** Notes that the text that was found or added last is a key. */
  noteKey(): void {
    const { followers, latest } = this;
    const at = 2 * this.lastKey;
    followers[at + 1] = followers[at] as number;
    followers[at] = latest;
    this.lastKey = latest;
  }

  /** The number of a text that was found recently. -1 does not mean that it has none. */
  recent(text: string): number {
    const tag = tagOf(text);
    const slot = slotOf(tag);
    if (this.recentTags[slot] !== tag) return -1;
    const entry = this.recentEntries[slot] as number;
    if (entry >= this.count || this.texts[entry] !== text) return -1;
    this.latest = entry;
    return this.numbers[entry] as number;
  }

  /** The number of a text, or -1 if it has none; it then gets `number`. */
  find(text: string, hash: number, number: number): number {
    if (this.map !== undefined) return findIn(this.map, text, number);
    const { slots, hashes, texts, base } = this;
    const mask = slots.length - 1;
    let at = hash ^ (hash >>> 16);
    for (let probe = 1; probe <= MOST_PROBES; probe++) {
      at &= mask;
      const entry = (slots[at] as number) - base - 1;
      if (entry < 0) {
        this.add(at, text, hash, number);
        return -1;
      }
      if (hashes[entry] === hash && texts[entry] === text) {
        this.note(text, entry);
        this.latest = entry;
        return this.numbers[entry] as number;
      }
      at += probe;
    }
    this.map = new Map(texts.slice(0, this.count).map((known, i) => [known, this.numbers[i] as number]));
    return findIn(this.map, text, number);
  }

  /** Each text and its number. */
  *entries(): Generator<[string, number], void, undefined> {
    if (this.map !== undefined) yield* this.map;
    else for (let i = 0; i < this.count; i++) yield [this.texts[i] ?? '', this.numbers[i] ?? 0];
  }

  /** Replaces the contents with these entries. */
  restore(entries: Iterable<readonly [string, number]>): void {
    this.clear();
    this.map = new Map(entries);
  }

  clear(): void {
    const { texts, count } = this;
    this.map = undefined;
    this.base += count;
    this.count = 0;
    this.lastKey = this.latest = 0;
    if (this.slots.length > KEPT_SLOTS || this.base > LAST_BASE) {
      this.slots = new Int32Array(SLOTS);
      this.hashes = new Int32Array(SLOTS / 2);
      this.numbers = new Int32Array(SLOTS / 2);
      this.followers = new Int32Array(SLOTS);
      this.texts = [];
      this.base = 0;
    } else {
      for (let i = 0; i < count; i++) texts[i] = '';
    }
  }

  private add(slot: number, text: string, hash: number, number: number): void {
    const entry = this.count;
    if (entry === this.hashes.length) {
      this.grow();
      this.find(text, hash, number);
      return;
    }
    this.slots[slot] = this.base + entry + 1;
    this.hashes[entry] = hash;
    this.numbers[entry] = number;
    this.texts[entry] = text;
    this.latest = entry;
    this.count++;
  }

  private note(text: string, entry: number): void {
    const tag = tagOf(text);
    const slot = slotOf(tag);
    this.recentTags[slot] = tag;
    this.recentEntries[slot] = entry;
  }

  private grow(): void {
    const { hashes, numbers } = this;
    const slots = new Int32Array(4 * hashes.length);
    const mask = slots.length - 1;
    this.hashes = new Int32Array(slots.length / 2);
    this.hashes.set(hashes);
    this.numbers = new Int32Array(slots.length / 2);
    this.numbers.set(numbers);
    const { followers } = this;
    this.followers = new Int32Array(slots.length);
    this.followers.set(followers);
    this.base = 0;
    for (let entry = 0; entry < hashes.length; entry++) {
      const hash = hashes[entry] as number;
      let at = (hash ^ (hash >>> 16)) & mask;
      for (let probe = 1; slots[at] !== 0; probe++) at = (at + probe) & mask;
      slots[at] = entry + 1;
    }
    this.slots = slots;
  }
}

/** Computed from the length and the characters in which texts of the same length differ most often. */
function tagOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  const few = length ^ (text.charCodeAt(0) << 8) ^ (text.charCodeAt(length >> 1) << 16) ^ text.charCodeAt(length - 1);
  if (length < 4) return few;
  return Math.imul(few, 31) ^ (text.charCodeAt(length - 2) << 4) ^ (text.charCodeAt(length - 3) << 11);
}

function slotOf(tag: number): number {
  return Math.imul(tag, GOLDEN) >>> 24;
}

function findIn(map: Map<string, number>, text: string, number: number): number {
  const known = map.get(text);
  if (known !== undefined) return known;
  map.set(text, number);
  return -1;
}
