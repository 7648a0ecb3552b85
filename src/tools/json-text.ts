import { PicklingError } from '../errors.ts';

/** A piece of JSON: text, or what gives more pieces when it is reached, so that nothing recurses. */
export type JsonPart = string | Iterator<JsonPart, void, undefined>;

/** Characters gathered before they are given away. */
const CHUNK = 65_536;

/** What a terminal or an editor could take for more than text, and jq does not mind escaped. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/gu;

/**
 * The text of a part, in chunks.
 *
 * @param limit - Characters in all. What is shared is written out at each place, which can be exponentially long.
 */
export function* jsonChunks(root: JsonPart, limit: number): Generator<string, void, undefined> {
  let text = '';
  let total = 0;
  const open: Iterator<JsonPart, void, undefined>[] = [[root][Symbol.iterator]()];
  for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
    const next = last.next();
    if (next.done === true) open.pop();
    else if (typeof next.value !== 'string') open.push(next.value);
    else text += next.value;
    if (text.length < CHUNK) continue;
    total += text.length;
    if (total > limit) throw tooLong(limit);
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

export function tooLong(limit: number): PicklingError {
  return new PicklingError('limit', '$', `JSON of more than ${limit} characters; raise options.length`);
}

/** A JSON string, with everything escaped that is not printable. */
export function jsonString(text: string): string {
  return escapeJson(JSON.stringify(text));
}

/** JSON with everything escaped that is not printable. */
export function escapeJson(json: string): string {
  return json.replace(UNPRINTABLE, escapeUnits);
}

function escapeUnits(char: string): string {
  let out = '';
  for (let i = 0; i < char.length; i++) out += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
}

/** `[a,b]` */
export function* jsonArray(parts: Iterable<JsonPart>): Generator<JsonPart, void, undefined> {
  let before = '[';
  for (const part of parts) {
    yield before;
    yield part;
    before = ',';
  }
  yield before === '[' ? '[]' : ']';
}

/** `{"a":1}` */
export function* jsonObject(fields: Iterable<readonly [string, JsonPart]>): Generator<JsonPart, void, undefined> {
  let before = '{';
  for (const [name, part] of fields) {
    yield `${before}${jsonString(name)}:`;
    yield part;
    before = ',';
  }
  yield before === '{' ? '{}' : '}';
}
