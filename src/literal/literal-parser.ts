import { PickleError } from '../errors.ts';
import type { LiteralText } from './literal-text.ts';

/** What the values of a grammar are made of, and what it has besides lists, tuples, dicts and sets. */
export interface LiteralGrammar<N extends object> {
  /** Goes past blanks and comments. */
  blank(source: LiteralText): void;
  /** The value without parts that begins here, or a call whose arguments follow. */
  begin(source: LiteralText): N | OpenCall<N>;
  sequence(type: 'list' | 'tuple' | 'set', items: N[]): N;
  dict(entries: [N, N][]): N;
  /** The text that a key is, which is there once. */
  textOf(key: N): string | undefined;
  /** What is put as a key, or as a member of a set. Throws if Python cannot hash it. */
  hashed(node: N, place: 'key' | 'member'): N;
  /** A key without quotes and its colon. */
  nameKey?(source: LiteralText): N | undefined;
}

/** A call whose arguments are being read. */
export class OpenCall<N extends object> {
  readonly kind = 'call';
  readonly items: N[] = [];
  /** The names of the arguments that have one. */
  readonly names = new Map<N, string>();
  /** The name of the next argument. */
  name: string | undefined;
  /** The name of an argument and the sign behind it. */
  readonly keyword: RegExp | undefined;
  /** What the call makes; a text says why it makes nothing. */
  readonly make: (items: N[], names: ReadonlyMap<N, string>) => N | string;

  constructor(make: OpenCall<N>['make'], keyword?: RegExp) {
    this.make = make;
    this.keyword = keyword;
  }
}

/** A list or tuple that is not complete yet. */
interface Sequence<N> {
  readonly kind: 'list' | 'tuple';
  readonly items: N[];
  hasComma: boolean;
}

/** A dict or a set: what it is, the first key or member tells. */
interface Braces<N> {
  readonly kind: 'braces';
  form: 'dict' | 'set' | undefined;
  /** Entries by the text of their keys, where they are texts. */
  readonly texts: Map<string, [N, N]>;
  readonly entries: [N, N][];
  readonly items: N[];
  key: N | undefined;
}

type Frame<N extends object> = Sequence<N> | Braces<N> | OpenCall<N>;

/** Literals in brackets, to any depth: nothing recurses, and time and memory are linear in the text. */
export class LiteralParser<N extends object> {
  private readonly source: LiteralText;
  private readonly grammar: LiteralGrammar<N>;
  private readonly onProgress: ((at: number) => void) | undefined;
  private steps = 0;

  /** @param onProgress - Is told every so often at which character it is. */
  constructor(source: LiteralText, grammar: LiteralGrammar<N>, onProgress?: (at: number) => void) {
    this.source = source;
    this.grammar = grammar;
    this.onProgress = onProgress;
  }

  /** Whether nothing is left but blanks and comments. */
  atEnd(): boolean {
    this.grammar.blank(this.source);
    return this.source.isAtEnd();
  }

  /** The next value. */
  value(): N {
    const open: Frame<N>[] = [];
    for (;;) {
      if ((++this.steps & 0xffff) === 0) this.onProgress?.(this.source.at);
      let node = this.begin(open);
      while (node !== undefined) {
        const frame = open.at(-1);
        if (frame === undefined) return node;
        node = this.add(frame, node, open);
      }
    }
  }

  /** The only value of the text. */
  only(): N {
    const node = this.value();
    if (!this.atEnd()) throw this.source.refuse('more than one value');
    return node;
  }

  /** A value without parts, or one that is empty; else a frame is opened. */
  private begin(open: Frame<N>[]): N | undefined {
    const { source, grammar } = this;
    grammar.blank(source);
    this.readName(open.at(-1));
    if (source.take('[')) return this.opened(open, { kind: 'list', items: [], hasComma: false });
    if (source.take('(')) return this.opened(open, { kind: 'tuple', items: [], hasComma: false });
    if (source.take('{')) {
      const texts = new Map<string, [N, N]>();
      return this.opened(open, { kind: 'braces', form: undefined, texts, entries: [], items: [], key: undefined });
    }
    const begun = grammar.begin(source);
    return begun instanceof OpenCall ? this.opened(open, begun) : begun;
  }

  private opened(open: Frame<N>[], frame: Frame<N>): N | undefined {
    this.grammar.blank(this.source);
    open.push(frame);
    return this.source.take(closerOf(frame)) ? this.closed(open) : undefined;
  }

  /** Reads a name that stands before a value: a key without quotes, the name of an argument. */
  private readName(frame: Frame<N> | undefined): void {
    if (frame?.kind === 'call' && frame.keyword !== undefined) {
      frame.name = this.source.match(frame.keyword)?.[1];
    } else if (frame?.kind === 'braces' && frame.key === undefined && frame.form !== 'set') {
      frame.key = this.grammar.nameKey?.(this.source);
      if (frame.key === undefined) return;
      frame.form = 'dict';
    } else return;
    this.grammar.blank(this.source);
  }

  /** Puts a value into what is open; gives that, if it is complete. */
  private add(frame: Frame<N>, node: N, open: Frame<N>[]): N | undefined {
    const { source, grammar } = this;
    if (frame.kind === 'braces') {
      if (this.addInBraces(frame, node)) return undefined;
    } else frame.items.push(node);
    if (frame.kind === 'call' && frame.name !== undefined) frame.names.set(node, frame.name);
    grammar.blank(source);
    if (source.take(',')) {
      if (frame.kind === 'tuple') frame.hasComma = true;
      grammar.blank(source);
      if (source.take(closerOf(frame))) return this.closed(open);
      return undefined;
    }
    if (source.take(closerOf(frame))) return this.closed(open);
    throw source.refuse(`expected a comma or ${closerOf(frame)}`);
  }

  /** Puts a key, a value or a member where it belongs. True for a key: what follows is its value. */
  private addInBraces(frame: Braces<N>, node: N): boolean {
    const { source, grammar } = this;
    const { key } = frame;
    if (key !== undefined) {
      frame.key = undefined;
      this.addEntry(frame, key, node);
      return false;
    }
    grammar.blank(source);
    if (frame.form !== 'set' && source.take(':')) {
      frame.form = 'dict';
      frame.key = this.located(() => grammar.hashed(node, 'key'));
      return true;
    }
    if (frame.form === 'dict') throw source.refuse('expected a colon');
    frame.form = 'set';
    frame.items.push(this.located(() => grammar.hashed(node, 'member')));
    return false;
  }

  private addEntry({ texts, entries }: Braces<N>, key: N, node: N): void {
    const text = this.grammar.textOf(key);
    const entry = text === undefined ? undefined : texts.get(text);
    if (entry !== undefined) entry[1] = node;
    else {
      const added: [N, N] = [key, node];
      entries.push(added);
      if (text !== undefined) texts.set(text, added);
    }
  }

  private closed(open: Frame<N>[]): N | undefined {
    const frame = open.pop();
    switch (frame?.kind) {
      case 'list':
        return this.grammar.sequence('list', frame.items);
      case 'tuple': {
        const [only] = frame.items;
        if (only !== undefined && frame.items.length === 1 && !frame.hasComma) return only;
        return this.grammar.sequence('tuple', frame.items);
      }
      case 'braces':
        return frame.form === 'set' ? this.grammar.sequence('set', frame.items) : this.grammar.dict(frame.entries);
      case 'call': {
        const made = this.located(() => frame.make(frame.items, frame.names));
        if (typeof made === 'string') throw this.source.refuse(made);
        return made;
      }
      default:
        return undefined;
    }
  }

  /** What `check` throws, with the place. */
  private located<T>(check: () => T): T {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof PickleError) || error.code === 'bad-literal') throw error;
      throw this.source.refuse(error.message);
    }
  }
}

function closerOf({ kind }: { readonly kind: 'list' | 'tuple' | 'braces' | 'call' }): ']' | ')' | '}' {
  if (kind === 'braces') return '}';
  return kind === 'list' ? ']' : ')';
}
