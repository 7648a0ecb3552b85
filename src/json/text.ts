import { PicklingError } from '../errors.ts';

/** A piece of JSON: text, or what gives more pieces when it is reached, so that nothing recurses. */
export type JsonPart = string | JsonParts | KeptPart;

/** Pieces of JSON, one by one. An iterator would make an object for each. */
export interface JsonParts {
  /** `undefined` after the last. */
  next(): JsonPart | undefined;
}

/** A piece whose text is wanted again. */
export interface KeptPart {
  readonly part: JsonParts;
  /** Is not called for a text that is too long to be kept. */
  keep(text: string): void;
}

/** A piece that is being kept: what came before it, and how many iterators are open around it. */
interface Keeping {
  readonly before: string;
  readonly depth: number;
  readonly kept: KeptPart;
}

/** Characters gathered before they are given away. */
const CHUNK = 65_536;
/** Characters of a piece that is kept. */
const LONGEST_KEPT = 2 ** 23;

/** What a terminal or an editor could take for more than text, and jq does not mind escaped. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;

/**
 * The text of a part, in chunks of 64 Ki characters and, where a text is kept, up to eight million.
 *
 * @param limit - Characters in all. What is shared is written out at each place, which can be exponentially long.
 */
export function* jsonChunks(root: JsonPart, limit: number): Generator<string, void, undefined> {
  /** What is not given away yet; within a part that is kept, what it has so far. */
  let text = '';
  let given = 0;
  /** Characters before the parts that are being kept. */
  let held = 0;
  const open: JsonParts[] = [new Root(root)];
  const keeping: Keeping[] = [];
  for (let last = open[0]; last !== undefined; last = open[open.length - 1]) {
    const next = last.next();
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
    else if ('keep' in next && keeping.length > 0) {
      // Within a text that is kept, none is: of lists that hold one another, all texts would take quadratic memory.
      open.push(next.part);
    } else if ('keep' in next) {
      keeping.push({ before: text, depth: open.length, kept: next });
      held += text.length;
      text = '';
      open.push(next.part);
    } else open.push(next);
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
    yield text;
    text = '';
  }
  if (given + text.length > limit) throw tooLong(limit);
  if (text !== '') yield text;
}

/** One piece alone. */
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

/** The same text in one piece: engines keep what is put together as a tree, which each use would go through again. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

export function tooLong(limit: number): PicklingError {
  return new PicklingError(
    'limit',
    '$',
    `JSON of more than ${limit} characters, because shared objects are repeated at each place; raise options.length, or use the tagged form, which has them once`,
  );
}

const PRINTABLE = /^[ -~]*$/;

/** What stands in JSON as it is: without looking further, a short text takes a third of the time (measured, Node 20). */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A JSON string, with everything escaped that is not printable. */
export function jsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : escapeJson(JSON.stringify(text));
}

/** JSON with everything escaped that is not printable. */
export function escapeJson(json: string): string {
  return PRINTABLE.test(json) ? json : json.replace(UNPRINTABLE, escapeUnits);
}

function escapeUnits(char: string): string {
  let out = '';
  for (let i = 0; i < char.length; i++) out += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/** `{"a":1}` */
export function jsonObject(fields: Iterable<readonly [name: string, json: string]>): string {
  return `{${Array.from(fields, ([name, json]) => `${jsonString(name)}:${json}`).join(',')}}`;
}
