import type { JsonPart, JsonParts } from './text.ts';

/** Values that may be text at once, and characters. */
const AT_ONCE = 1000;
/** Characters of values that are gathered before they are handed on, which takes time of its own. */
const GATHERED = 1024;

/** What is told how deep it stands. */
export interface Depth {
  deeper(): void;
  higher(): void;
  /** The end of a container that counts here: the same one for the same text. */
  ending(text: string): JsonParts;
}

/** How values become the text of an array or object. */
export interface Joining<V> {
  /** The part that a value is, when it is reached. */
  readonly partOf: (value: V) => JsonPart;
  /** The same for a value that can be made before those around it: nothing in it is deep. `undefined` for others. */
  readonly atOnce: (value: V) => JsonPart | undefined;
}

/** The text of an array or object from some value on. */
export interface Joined extends JsonParts {
  /** Counts as one container while its values are written. */
  within(depth: Depth): JsonParts;
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
): string | Joined {
  const { length } = values;
  let text = open;
  let at = 0;
  for (; at < length && length <= AT_ONCE && text.length <= AT_ONCE; at++) {
    const value = values[at];
    const part = value === undefined ? undefined : joining.atOnce(value);
    if (part === undefined) break;
    if (at > 0) text += ',';
    if (names !== undefined) text += names[at] ?? '';
    if (typeof part !== 'string') {
      if (at === length - 1) return new Last(part, asItIs, text, close);
      return new Several(values, joining, close, names, at + 1, text, part);
    }
    text += part;
  }
  if (at === length) return text + close;
  const last = at === length - 1 ? values[at] : undefined;
  if (last === undefined) return new Several(values, joining, close, names, at, text, undefined);
  if (at > 0) text += ',';
  if (names !== undefined) text += names[at] ?? '';
  return new Last(last, joining.partOf, text, close);
}

function asItIs(part: JsonPart): JsonPart {
  return part;
}

/** The text of what has one value left. A million may be open at once, each the last value of the one around it. */
class Last<V> implements Joined {
  ending: string | JsonParts | undefined = undefined;
  private readonly value: V;
  private readonly partOf: (value: V) => JsonPart;
  private readonly text: string;
  private readonly close: string;
  private depth: Depth | undefined = undefined;
  private state: 'new' | 'begun' | 'done' = 'new';

  /** @param text - The text before the value. */
  constructor(value: V, partOf: (value: V) => JsonPart, text: string, close: string) {
    this.value = value;
    this.partOf = partOf;
    this.text = text;
    this.close = close;
  }

  within(depth: Depth): this {
    this.depth = depth;
    return this;
  }

  next(): JsonPart | undefined {
    const { state, depth, close } = this;
    if (state === 'new') {
      depth?.deeper();
      this.state = 'begun';
      return this.text;
    }
    if (state === 'done') return undefined;
    this.state = 'done';
    const part = this.partOf(this.value);
    if (typeof part !== 'string') {
      this.ending = depth === undefined ? close : depth.ending(close);
      return part;
    }
    depth?.higher();
    return part + close;
  }
}

/** The text of what may have more than one value left. It is not a generator, which takes several times the memory. */
class Several<V> implements Joined {
  ending: string | JsonParts | undefined = undefined;
  private readonly values: Iterator<V>;
  private readonly length: number;
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
    values: readonly V[],
    joining: Joining<V>,
    close: string,
    names: readonly string[] | undefined,
    from: number,
    text: string,
    pending: JsonPart | undefined,
  ) {
    this.length = values.length;
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
      if (this.at === this.length) this.end();
      return pending;
    }
    return this.more();
  }

  /** Only the end follows the part that is given now. */
  private end(): void {
    const { depth, close } = this;
    this.state = 'done';
    this.ending = depth === undefined ? close : depth.ending(close);
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
