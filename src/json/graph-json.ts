import type { Codec } from '../codec/codec.ts';
import type { Graph, Sharing } from '../graph/graph.ts';
import type { ParseOptions } from '../graph/parse-options.ts';
import { viewLength } from '../graph/view-length.ts';
import { resolveLimits } from '../limits.ts';
import { oneOf } from '../option-check.ts';
import { type ArrayJson, PlainJson, type PlainOptions, type StandardTexts } from './plain.ts';
import { TaggedJson } from './tagged.ts';
import { jsonChunks } from './text.ts';

/** Options of `toJSON`: the form of the JSON. */
export interface JsonOptions extends ParseOptions {
  /** `'plain'` is for people and `jq`; `'tagged'` can be read back with `fromJSON`. @defaultValue `'plain'` */
  readonly form?: 'plain' | 'tagged' | undefined;
  /** Plain form: what bytes become. `'length'` gives their number. @defaultValue `'base64'` */
  readonly bytes?: 'base64' | 'hex' | 'length' | undefined;
  /**
   * Plain form: what ints become that are not safe integers. As numbers they are exact in the text, but their reader may
   * round them.
   *
   * @defaultValue `'number'`
   */
  readonly bigints?: 'number' | 'string' | undefined;
  /**
   * Plain form: codecs of your own classes and functions, as for `loads`: an object becomes what its `toJSON` gives.
   */
  readonly codecs?: readonly Codec[] | undefined;
  /**
   * Plain form: arrays become nested lists, as the command prints them: `numpyArrays`. datetime64 is ISO 8601.
   *
   * @defaultValue arrays are objects like any other
   */
  readonly arrays?: { json(graph: Graph, bytes: PlainOptions['bytes']): ArrayJson } | undefined;
  /**
   * The most characters in all. The plain form repeats shared objects at each place, and can be exponentially long.
   *
   * @defaultValue 1,048,576 and 256 for each byte of the pickle, at most 33,554,432; or 64 for each byte if that is more;
   * 134,217,728 for a graph that was not parsed
   */
  readonly length?: number | undefined;
}

/** The limit in characters for a graph that does not come from a pickle. */
const UNKNOWN_SIZE = 2 ** 27;

/** The JSON of a graph, in parts. @param standard, arrays - As {@link PlainJson} takes them. */
export function graphJson(
  graph: Graph & Sharing,
  options: JsonOptions,
  standard: StandardTexts | undefined,
  arrays?: ArrayJson,
): Generator<string, void, undefined> {
  const form = oneOf('form', options.form, ['plain', 'tagged'], 'plain');
  const bytes = oneOf<PlainOptions['bytes']>('bytes', options.bytes, ['base64', 'hex', 'length'], 'base64');
  const bigints = oneOf<PlainOptions['bigints']>('bigints', options.bigints, ['number', 'string'], 'number');
  const { length } = options;
  if (length !== undefined && !(length >= 0)) throw new RangeError(`options.length needs a number, got ${length}`);
  const limit = length ?? (graph.end > 0 ? viewLength(graph.end) : UNKNOWN_SIZE);
  const digits = resolveLimits(options.limits, graph.end).digits;
  const writer =
    form === 'tagged'
      ? new TaggedJson(graph)
      : new PlainJson(graph, { bytes, bigints, digits }, standard, arrays ?? options.arrays?.json(graph, bytes));
  return jsonChunks(writer.document(), limit);
}
