/**
 * numpy's arrays as JSON.
 *
 * @module
 */
import { toBase64, toHex } from '../bytes/base64.ts';
import { formatFloat } from '../bytes/float.ts';
import type { Node } from '../graph/graph.ts';
import type { NdArrays, NodeArray } from '../graph/nd-arrays.ts';
import { bytesOf } from '../numpy/array-reduction.ts';
import type { DType } from '../numpy/dtype.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import { dateText, NAT } from '../numpy/print/date-text.ts';
import { BoundedStatistics } from '../numpy/statistics.ts';
import { Complex } from '../values/complex.ts';
import { NestedLists } from './nested-lists.ts';
import type { ArrayJson } from './plain.ts';
import { type JsonPart, type JsonParts, jsonObject, jsonString } from './text.ts';

/** What arrays become. */
export type ArrayStyle = 'list' | 'base64' | 'summary';

export interface ArrayJsonOptions {
  readonly arrays: ArrayStyle;
  /** What bytes become, as in the rest of the JSON. */
  readonly bytes: 'base64' | 'hex' | 'length';
}

/** Bytes that become base64 at a time: a multiple of three. */
const CHUNK = 3 * 2 ** 14;

/**
 * Arrays as nested lists, in base64, or as what they are without their elements. Scalars are numbers and texts. What is
 * missing or no number is null or a text, as everywhere in the JSON; datetime64 is ISO 8601.
 */
export class NumpyJson implements ArrayJson {
  private readonly arrays: NdArrays;
  private readonly options: ArrayJsonOptions;
  private readonly statistics = new BoundedStatistics();

  constructor(arrays: NdArrays, options: ArrayJsonOptions) {
    this.arrays = arrays;
    this.options = options;
  }

  partOf(node: Node, partOf: (node: Node) => JsonPart): JsonPart | undefined {
    const array = this.arrays.of(node);
    if (array !== undefined) return this.array(array, partOf);
    const scalar = this.arrays.scalarOf(node);
    return scalar && this.element(scalar.value, scalar.dtype);
  }

  private array(array: NodeArray, partOf: (node: Node) => JsonPart): JsonPart {
    const { arrays } = this.options;
    const { elements } = array;
    if (arrays === 'summary') return jsonObject(summary(array, this.statistics));
    if (arrays === 'base64' && elements !== undefined) return new Texts(packed(array, elements));
    return new NestedLists(array.shape, this.texts(array, partOf));
  }

  /** The elements in C's order. */
  private *texts({ elements, mask, objects, dtype }: NodeArray, partOf: (node: Node) => JsonPart): Generator<JsonPart> {
    for (const object of objects ?? []) yield partOf(object);
    const masks = mask?.[Symbol.iterator]();
    for (const element of elements ?? []) {
      yield masks?.next().value === true ? 'null' : this.element(element, dtype);
    }
  }

  /** One element, as `NdArray.at` gives it. It recurses on fields, which a dtype has on 64 levels at most. */
  private element(value: unknown, dtype: DType): string {
    const { kind, unit, fields, base } = dtype;
    if (fields !== undefined && Array.isArray(value)) {
      const parts = fields.map((field, at) => `${jsonString(field.name)}:${this.element(value[at], field.dtype)}`);
      return `{${parts.join(',')}}`;
    }
    if (Array.isArray(value)) return `[${value.map((item) => this.element(item, base ?? dtype)).join(',')}]`;
    if (typeof value === 'string') return jsonString(value);
    if (typeof value === 'bigint') {
      if (unit !== undefined && value === NAT) return 'null';
      return kind === 'M' && unit !== undefined ? jsonString(dateText(value, unit)) : String(value);
    }
    if (typeof value === 'number') return kind === 'f' || kind === 'V' ? floatText(value) : String(value);
    if (value instanceof Complex) return jsonString(value.toString());
    if (value instanceof Uint8Array) return this.bytes(value);
    return value === true ? 'true' : value === false ? 'false' : 'null';
  }

  private bytes(value: Uint8Array): string {
    const { bytes } = this.options;
    if (bytes === 'length') return String(value.length);
    return `"${bytes === 'hex' ? toHex(value) : toBase64(value)}"`;
  }
}

function floatText(value: number): string {
  return Number.isFinite(value) ? formatFloat(value) : `"${value}"`;
}

/** What an array is. */
function* described({ name, dtype, shape }: NodeArray): Generator<readonly [string, string]> {
  if (name !== 'ndarray') yield ['class', jsonString(name)];
  yield ['dtype', jsonString(dtype.fields === undefined ? dtype.str : dtype.toString())];
  yield ['shape', `[${shape.join(',')}]`];
}

function* summary(array: NodeArray, bounded: BoundedStatistics): Generator<readonly [string, string]> {
  yield* described(array);
  const { elements } = array;
  if (elements === undefined) return;
  yield ['bytes', String(elements.nbytes)];
  const statistics = array.mask === undefined ? bounded.of(elements) : undefined;
  if (statistics === undefined) return;
  if (statistics === 'too many') {
    yield ['statistics', jsonString(`left out: ${statistics} elements`)];
    return;
  }
  const { unit } = array.dtype;
  const isDate = array.dtype.kind === 'M';
  const textOf = (value: number | bigint | undefined): string => {
    if (value === undefined) return 'null';
    if (typeof value === 'bigint')
      return isDate && unit !== undefined ? jsonString(dateText(value, unit)) : String(value);
    return array.dtype.kind === 'f' ? floatText(value) : String(value);
  };
  yield ['min', textOf(statistics.min)];
  yield ['max', textOf(statistics.max)];
  if (statistics.mean !== undefined) yield ['mean', floatText(statistics.mean)];
  yield ['nan', String(statistics.nan)];
}

/** The elements in C's order and the byte order of the dtype, as `tobytes` of numpy gives them. */
function* packed(array: NodeArray, elements: NdArray): Generator<string, void, undefined> {
  const bytes = bytesOf(elements.packed(), elements.dtype);
  yield `${jsonObject(described(array)).slice(0, -1)},"data":"`;
  for (let at = 0; at < bytes.length; at += CHUNK) yield toBase64(bytes.subarray(at, at + CHUNK));
  yield '"}';
}

/** Texts one after another. */
class Texts implements JsonParts {
  private readonly texts: Iterator<string, void, undefined>;

  constructor(texts: Iterator<string, void, undefined>) {
    this.texts = texts;
  }

  next(): JsonPart | undefined {
    const next = this.texts.next();
    return next.done === true ? undefined : next.value;
  }
}
