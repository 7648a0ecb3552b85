import { lateRegExp } from '../bytes/late-regexp.ts';
import { PicklingError } from '../errors.ts';

/** A piece of JSON: text, or an iterable of more pieces that is read when it is reached, so that nothing recurses. */
export type JsonPart = string | JsonParts | KeptPart;

/** Pieces of JSON, one by one. An iterator would make an object for each. */
export interface JsonParts {
  /** `undefined` after the last. */
  next(): JsonPart | undefined;
  /** Set once the last part was given, and this alone comes after it: then nobody calls `next` again. */
  readonly ending?: string | JsonParts | undefined;
}

/** A piece whose text will be needed again. */
export interface KeptPart {
  readonly part: JsonParts;
  /** Gets the text, unless it is too long to be kept. */
  keep(text: string): void;
}

/** A piece that is being kept: the text before it, and how many iterators are open around it. */
interface Keeping {
  readonly before: string;
  readonly depth: number;
  readonly kept: KeptPart;
}

/** How many characters are gathered before they are given out. */
const CHUNK = 65_536;
/** The most characters of a piece that is kept. */
const LONGEST_KEPT = 2 ** 23;

/** Characters that a terminal or an editor could interpret. They may be escaped in JSON. */
const UNPRINTABLE = /* @__PURE__ */ lateRegExp('(?! )[\\p{C}\\p{Z}]', 'gu');

/**
 * The text of a part, in chunks of 64 Ki characters and, where a text is kept, up to eight million.
 *
 * @param limit - The most characters in all. Shared parts are written at each place, which can be exponentially long.
 */
export function* jsonChunks(root: JsonPart, limit: number): Generator<string, void, undefined> {
  /** The text that was not given out yet; within a part that is kept, the text of that part so far. */
  let text = '';
  let given = 0;
  /** How many characters come before the parts that are being kept. */
  let held = 0;
  const open: (JsonParts | string)[] = [new Root(root)];
  const keeping: Keeping[] = [];
  for (let last = open[0]; last !== undefined; last = open[open.length - 1]) {
    if (typeof last === 'string') text += last;
    const next = typeof last === 'string' ? undefined : last.next();
    if (next === undefined) {
      open.pop();
      const ended = keeping.at(-1);
      if (ended?.depth === open.length) {
        keeping.pop();
        held -= ended.before.length;
        ended.kept.keep(flat(text));
        text = ended.before + text;
      }
    } else if (typeof next === 'string') text += next;
    else {
      // What only its end is left of makes room for that: a million may be open at once.
      if (typeof last !== 'string' && last.ending !== undefined) open[open.length - 1] = last.ending;
      // No text is kept within one that is kept: the texts of nested lists would take quadratic memory.
      if ('keep' in next && keeping.length === 0) {
        keeping.push({ before: text, depth: open.length, kept: next });
        held += text.length;
        text = '';
      }
      open.push('keep' in next ? next.part : next);
    }
    if (text.length < CHUNK) continue;
    if (given + held + text.length > limit) throw tooLong(limit);
    if (keeping.length > 0 && text.length < LONGEST_KEPT) continue;
    text =
      keeping
        .splice(0)
        .map(({ before }) => before)
        .join('') + text;
    given += text.length;
    held = 0;
    yield flat(text);
    text = '';
  }
  if (given + text.length > limit) throw tooLong(limit);
  if (text !== '') yield text;
}

/** A single piece. */
class Root implements JsonParts {
  private part: JsonPart | undefined;

  constructor(part: JsonPart) {
    this.part = part;
  }

  next(): JsonPart | undefined {
    const { part } = this;
    this.part = undefined;
    return part;
  }
}

/** The same text in one piece. Engines keep a concatenation as a tree, which takes more memory, and each use goes through it. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

export function tooLong(limit: number): PicklingError {
  return new PicklingError(
    'limit',
    '$',
    `JSON of more than ${limit} characters, because shared objects are repeated at each place; raise options.length, or use the tagged form, which has each of them once`,
  );
}

const PRINTABLE = /^[ -~]*$/;

/** A text that needs no escapes. With this check first, a short text takes a third of the time (measured, Node 20). */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A JSON string in which all characters that are not printable are escaped. */
export function jsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : escapeJson(JSON.stringify(text));
}

/** JSON in which all characters that are not printable are escaped. */
export function escapeJson(json: string): string {
  return PRINTABLE.test(json) ? json : json.replace(UNPRINTABLE(), escapeUnits);
}

function escapeUnits(char: string): string {
  let out = '';
  for (let i = 0; i < char.length; i++) out += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/** An object: `{"a":1}`. */
export function jsonObject(fields: Iterable<readonly [name: string, json: string]>): string {
  return `{${Array.from(fields, ([name, json]) => `${jsonString(name)}:${json}`).join(',')}}`;
}
