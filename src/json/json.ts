import { type Bytes, toUint8Array } from '../bytes/bytes-like.ts';
import type { Graph } from '../graph/graph.ts';
import { parseWithSharing } from '../graph/parse.ts';
import { graphJson, type JsonOptions } from './graph-json.ts';
import { StandardJson } from './standard-json.ts';
import { tooLong } from './text.ts';

/** The longest string of V8, which has the shortest of all engines. */
const LONGEST_STRING = 2 ** 29 - 24;

/**
 * A pickle as JSON text, in one line. Nothing is built and nothing is run. Characters that are not printable are escaped.
 *
 * **The plain form** is what a person would expect, and cannot be turned back into the pickle:
 * - `None` is `null`, an int is a number of any size (see `bigints`), a float a number with a point or exponent; `NaN`,
 *   `Infinity` and `-Infinity` are strings. bytes and bytearray have the form that `bytes` names.
 * - Lists, tuples, sets and frozensets are arrays.
 * - A dict is an object if its keys are strs, numbers, bools and None and no two have the same text; else an array of
 *   pairs `[key, value]`. Equal keys are one, with the first key and the last value, as in Python.
 * - Types of the standard library that have a text form (dates, Decimal, UUID, paths...) become that text; OrderedDict,
 *   defaultdict, Counter and UserDict are like dicts, deque, UserList, ChainMap (of its dicts) and array like lists.
 *   Calls of `list`, `dict`, `int` and the like become their results. An exception is `{"type": ..., "message": ...}`.
 * - Objects that `codecs` know become what their `toJSON` gives.
 * - Any other object is `{"class": "module.Name", "args": [...], "kwargs": {...}, "items": [...], "entries": {...},
 *   "state": ...}`, each member only if there is something; a class or function is `"module.name"`; the object of a
 *   persistent id is `{"persistent_id": ...}`.
 * - All this is the same for every protocol. Therefore what some protocols do not keep is left out: an empty state,
 *   whether a tuple is the only argument of a class or contains its arguments, the type of a persistent ID.
 * - A shared object is written at each place. Where an object contains itself there is `{"$up": n}`: n objects further
 *   out.
 *
 * **The tagged form** is `{"$pickle": 1, "protocol": ..., "value": ...}`, and `write(fromJSON(text))` gives what
 * `write(parse(pickle))` gives. JSON values stand for None, bool, safe ints, floats that are not whole numbers, strs,
 * lists, and dicts with plain str keys; everything else is an object with one tag: `$int`, `$float`, `$str`, `$bytes`,
 * `$bytearray` (base64), `$list`, `$tuple`, `$set`, `$frozenset`, `$dict` (pairs), `$global`, `$extension`, `$call`,
 * `$new`, `$persistent`, `$buffer`. An object that occurs again has a number `$id` and is `{"$ref": number}` from then
 * on.
 *
 * @param data - A pickle, or a graph of `parse`.
 * @throws UnpicklingError if the bytes are not a pickle.
 * @throws PicklingError `limit` if the text would be longer than `length`, or than a string can be.
 * @throws RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumps, Tuple } from 'brine';
 * import { toJSON } from 'brine/tools';
 *
 * toJSON(dumps(new Map([['a', Tuple.of(1, null, 0.5)]]))); // '{"a":[1,null,0.5]}'
 * toJSON(dumps(Tuple.of(1)), { form: 'tagged' }); // '{"$pickle":1,"protocol":5,"value":{"$tuple":[1]}}'
 * ```
 */
export function toJSON(data: Bytes | Graph, options: JsonOptions = {}): string {
  const parts: string[] = [];
  let length = 0;
  for (const part of toJSONChunks(data, options)) {
    length += part.length;
    if (length > LONGEST_STRING) throw tooLong(LONGEST_STRING);
    parts.push(part);
  }
  return parts.join('');
}

/**
 * {@link toJSON} in parts of about 64 KiB, for texts of any length.
 *
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { toJSONChunks } from 'brine/tools';
 *
 * for (const part of toJSONChunks(dumps([1, 2]))) part; // '[1,2]'
 * ```
 */
export function toJSONChunks(data: Bytes | Graph, options: JsonOptions = {}): Generator<string, void, unknown> {
  const graph = 'root' in data ? data : parseWithSharing(toUint8Array(data), options);
  return graphJson(graph, options, new StandardJson(graph, options.codecs));
}
