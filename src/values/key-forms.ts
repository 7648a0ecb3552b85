import { pythonKey } from './key.ts';

/** More units than this are replaced by a number. */
const LONG = 384;
/** This many parts are put together at once. */
const TOGETHER = 1024;

/**
 * Numbers for what is long to spell, so that a key costs what it is made of once, however often its parts share parts:
 * 30 tuples that each hold the one before twice are a billion elements. What two keys are spelled as can be compared
 * if it was spelled with the same names.
 */
export class KeyNames {
  private names: Map<string, string> | undefined;
  private texts: Map<string, string> | undefined;

  /** How many there are. */
  get size(): number {
    return (this.names?.size ?? 0) + (this.texts?.size ?? 0);
  }

  /**
   * What these parts are spelled as together; `undefined` if that is long and has no name.
   *
   * @param adds - Whether it is to get one.
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

  /** The same for a str. Its own text is the name's key: V8 knows the hash of a string that it has seen before. */
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

/** What keys are spelled as in the course of one load. */
export class KeyForms {
  readonly names: KeyNames = new KeyNames();
  /** Large keys, until a BUILD changes what one of them is equal to. */
  readonly known: Map<object, string | typeof NOT_EQUAL> = new Map();

  /** An object is about to be changed: what it is a part of may be equal to something else then. */
  changed(object: unknown): void {
    if (this.known.size === 0 || typeof object !== 'object' || object === null) return;
    if (pythonKey in object) this.known.clear();
  }
}
