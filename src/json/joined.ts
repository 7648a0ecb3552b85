import type { JsonPart, JsonParts } from './text.ts';

/** Values that may be text at once, and characters. */
const AT_ONCE = 1000;
/** Characters of values that are gathered before they are handed on, which takes time of its own. */
const GATHERED = 1024;

/** What is told how deep it stands. */
export interface Depth {
  deeper(): void;
  higher(): void;
}

/** How values become the text of an array or object. */
export interface Joining<V> {
  /** The part that a value is, when it is reached. */
  readonly partOf: (value: V) => JsonPart;
  /** The same for a value that can be made before those around it: nothing in it is deep. `undefined` for others. */
  readonly atOnce: (value: V) => JsonPart | undefined;
}

/**
 * The text of an array or object. What is short, and has values alone that are text, is text at once.
 *
 * @param names - The text before each value of an object.
 */
export function joined<V>(
  values: readonly V[],
  joining: Joining<V>,
  open: string,
  close: string,
  names?: readonly string[],
): string | Joined<V> {
  const { length } = values;
  let text = open;
  let at = 0;
  for (; at < length && length <= AT_ONCE && text.length <= AT_ONCE; at++) {
    const value = values[at];
    const part = value === undefined ? undefined : joining.atOnce(value);
    if (part === undefined) break;
    if (at > 0) text += ',';
    if (names !== undefined) text += names[at] ?? '';
    if (typeof part !== 'string') return new Joined(values, joining, close, names, at + 1, text, part);
    text += part;
  }
  return at === length ? text + close : new Joined(values, joining, close, names, at, text, undefined);
}

/**
 * The text of an array or object from some value on. It is not a generator, because a million may be open at once, and a
 * generator takes several times the memory.
 */
export class Joined<V> implements JsonParts {
  private readonly values: Iterator<V>;
  private readonly joining: Joining<V>;
  private readonly close: string;
  private readonly names: readonly string[] | undefined;
  private text: string;
  private at: number;
  private pending: JsonPart | undefined;
  private depth: Depth | undefined = undefined;
  private state: 'new' | 'begun' | 'done' = 'new';

  /**
   * @param from - The index of the first value that is not in the text.
   * @param text - The text up to there, without a comma.
   * @param pending - The part behind it, of the value before.
   */
  constructor(
    values: Iterable<V>,
    joining: Joining<V>,
    close: string,
    names: readonly string[] | undefined,
    from: number,
    text: string,
    pending: JsonPart | undefined,
  ) {
    // Only the iterator keeps an array that is made part by part, for as long as it is read.
    this.values = values[Symbol.iterator]();
    for (let at = 0; at < from; at++) this.values.next();
    this.joining = joining;
    this.close = close;
    this.names = names;
    this.at = from;
    this.text = text;
    this.pending = pending;
  }

  /** Counts as one container while its values are written. */
  within(depth: Depth): this {
    this.depth = depth;
    return this;
  }

  next(): JsonPart | undefined {
    const { state, pending } = this;
    if (state === 'done') return undefined;
    if (state === 'new') {
      this.depth?.deeper();
      this.state = 'begun';
      if (pending !== undefined) return this.taken();
    } else if (pending !== undefined) {
      this.pending = undefined;
      return pending;
    }
    return this.more();
  }

  /** The text that is there. */
  private taken(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  private more(): string {
    const { names, joining, values } = this;
    let text = this.taken();
    for (let next = values.next(); next.done !== true; next = values.next()) {
      if (this.at > 0) text += ',';
      if (names !== undefined) text += names[this.at] ?? '';
      this.at++;
      const part = joining.partOf(next.value);
      if (typeof part === 'string') text += part;
      else {
        this.pending = part;
        return text;
      }
      if (text.length >= GATHERED) return text;
    }
    this.state = 'done';
    this.depth?.higher();
    return text + this.close;
  }
}
