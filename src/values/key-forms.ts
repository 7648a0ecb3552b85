import { pythonKey } from './key.ts';

/** Texts of more units than this are replaced by a number. */
const LONG = 384;
/** The number of parts that are joined at once. */
const TOGETHER = 1024;

/**
 * Numbers for long spellings, so that each part of a key is paid for once, however often it is shared:
 * 30 tuples that each hold the previous one twice are a billion elements. The spellings of two keys can be compared
 * if they use the same names.
 */
export class KeyNames {
  private names: Map<string, string> | undefined;
  private texts: Map<string, string> | undefined;

  /** How many there are. */
  get size(): number {
    return (this.names?.size ?? 0) + (this.texts?.size ?? 0);
  }

  /**
   * The spelling of these parts together; `undefined` if it is long and has no name.
   *
   * @param adds - Whether a new name is made if it has none.
   */
  join(kind: string, parts: readonly string[], adds: boolean): string | undefined {
    if (parts.length <= TOGETHER) return this.named(`${kind}${parts.length}(${parts.join('')})`, adds);
    // In groups, because V8 has no strings of more than half a billion units.
    const groups: string[] = [];
    for (let at = 0; at < parts.length; at += TOGETHER) {
      const group = this.named(parts.slice(at, at + TOGETHER).join(''), adds);
      if (group === undefined) return undefined;
      groups.push(group);
    }
    return this.join(`${kind}${parts.length}/`, groups, adds);
  }

  /** The same for a str. The name's key is the text itself, because V8 remembers the hash of a string. */
  text(text: string, adds: boolean): string | undefined {
    if (text.length <= LONG) return `s${text.length}:${text}`;
    if (adds) this.texts ??= new Map();
    return nameIn(this.texts, text, 'S', adds);
  }

  /** A text if it is short, else its name. */
  named(text: string, adds: boolean): string | undefined {
    if (text.length <= LONG) return text;
    if (adds) this.names ??= new Map();
    return nameIn(this.names, text, '#', adds);
  }
}

function nameIn(names: Map<string, string> | undefined, text: string, sign: string, adds: boolean): string | undefined {
  const known = names?.get(text);
  if (known !== undefined || names === undefined || !adds) return known;
  const name = `${sign}${names.size};`;
  names.set(text, name);
  return name;
}

/** Stands for a key with a NaN in it: not equal to itself. */
export const NOT_EQUAL: unique symbol = Symbol('NaN');

/** The spellings of keys during one load. */
export class KeyForms {
  readonly names: KeyNames = new KeyNames();
  /** Large keys, kept until a BUILD changes what one of them is equal to. */
  readonly known: Map<object, string | typeof NOT_EQUAL> = new Map();

  /** An object is about to change, and so may what its containers are equal to. */
  changed(object: unknown): void {
    if (this.known.size === 0 || typeof object !== 'object' || object === null) return;
    if (pythonKey in object) this.known.clear();
  }
}
