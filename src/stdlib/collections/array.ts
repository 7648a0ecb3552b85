import { decodeLatin1 } from '../../bytes/text.ts';
import { pythonClass } from '../../codec/class.ts';
import type { DumpContext, LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Float } from '../../values/float.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { type PythonKey, pythonKey } from '../../values/key.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprOf, reprParts } from '../../values/repr.ts';
import { bigintArgument, compactInteger, createByCall, exactArguments, pythonInt } from '../call-arguments.ts';
import { type ArrayValues, formatCode, readValues, writeValues } from './array-format.ts';

/** The classes of the values for each typecode; that of 64-bit Unix comes first. */
const VALUES: ReadonlyMap<string, readonly ValuesClass[]> = /* @__PURE__ */ new Map<string, readonly ValuesClass[]>([
  ['b', [Int8Array]],
  ['B', [Uint8Array]],
  ['h', [Int16Array]],
  ['H', [Uint16Array]],
  ['i', [Int32Array]],
  ['I', [Uint32Array]],
  ['l', [BigInt64Array, Int32Array]],
  ['L', [BigUint64Array, Uint32Array]],
  ['q', [BigInt64Array]],
  ['Q', [BigUint64Array]],
  ['f', [Float32Array]],
  ['d', [Float64Array]],
  ['u', [Uint32Array, Uint16Array]],
  ['w', [Uint32Array]],
]);

type ValuesClass = new (length: number) => ArrayValues;

const RECONSTRUCTOR = /* @__PURE__ */ Global.of('array._array_reconstructor');
/** From this protocol on an array is written as bytes. */
const BYTES_PROTOCOL = 3;

/** Python's `array.array`: a typed array with Python's typecode. */
export class PyArray implements PythonKey, PythonRepr {
  /** `b B h H i I l L q Q f d`, or for text `u` and `w`. */
  readonly typecode: string;
  /** The items. For text they are code points, or UTF-16 units in a Uint16Array. */
  readonly values: ArrayValues;

  /**
   * @param typecode - Python's typecode.
   * @param values - The items, which are not copied.
   * @throws TypeError if the typecode is unknown, or needs a typed array of another class.
   */
  constructor(typecode: string, values: ArrayValues) {
    if (!(VALUES.get(typecode) ?? []).some((type) => values instanceof type)) {
      const expected = (VALUES.get(typecode) ?? []).map((type) => type.name).join(' or ');
      throw new TypeError(
        expected === ''
          ? 'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)'
          : `array '${typecode}' needs a ${expected}`,
      );
    }
    this.typecode = typecode;
    this.values = values;
  }

  /** The number of items. A code point outside the Basic Multilingual Plane is two in a Uint16Array. */
  get length(): number {
    return this.values.length;
  }

  /** The text of an array of characters; `undefined` for any other. */
  get text(): string | undefined {
    const { values } = this;
    if (this.typecode !== 'u' && this.typecode !== 'w') return undefined;
    let text = '';
    for (const unit of values) text += character(Number(unit), values.BYTES_PER_ELEMENT);
    return text;
  }

  *[Symbol.iterator](): Generator<number | bigint> {
    yield* this.values;
  }

  /** The text, or the items; bigints as numbers if that is exact, else as strings. */
  toJSON(): unknown {
    return this.text ?? Array.from<number | bigint, unknown>(this.values, jsonNumber);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    const { text, typecode, values } = this;
    if (values.length === 0) return reprOf`array(${typecode})`;
    if (text !== undefined) return reprOf`array(${typecode}, ${text})`;
    return reprOf`array(${typecode}, ${pythonItems(this)})`;
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'array.array'");
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `array`. */
export function array(): readonly FamilyMember[] {
  return [
    pythonClass('array.array', PyArray, { call: arrayOf, create: createByCall, reduce: reduceArray }),
    pythonFunction('array._array_reconstructor', undefined, { call: reconstructed }),
  ];
}

export function reduceArray(self: PyArray, { protocol }: DumpContext): Reduction {
  const { typecode, values } = self;
  if (protocol < BYTES_PROTOCOL) return { callable: PyArray, args: [typecode, pythonItems(self)] };
  return {
    callable: RECONSTRUCTOR,
    args: [PyArray, typecode, pythonInt(formatCode(typecode, values)), writeValues(values)],
  };
}

/** The items as in a Python list: ints as ints, floats as floats, characters as strs. */
function pythonItems({ typecode, values }: PyArray): unknown[] {
  const items: unknown[] = [];
  const isText = typecode === 'u' || typecode === 'w';
  for (const value of values) {
    if (isText) items.push(character(Number(value), values.BYTES_PER_ELEMENT));
    else items.push(typecode === 'f' || typecode === 'd' ? new Float(Number(value)) : pythonInt(value));
  }
  return items;
}

/**
 * `array(typecode[, items])`, where the items are a list or a str. `undefined` for the raw memory of an array, which
 * Python before 2.7 wrote: only its machine knew the byte order and the size of items. Also `undefined` for typecode
 * `c` of Python 2.
 */
export function arrayOf(
  [code, items = [], ...more]: readonly unknown[],
  context: Pick<LoadContext, 'wholeNumbers'>,
): PyArray | undefined {
  const typecode = code instanceof Uint8Array ? decodeLatin1(code, 0, code.length) : code;
  if (more.length > 0 || typecode === 'c') return undefined;
  const type = typeof typecode === 'string' ? VALUES.get(typecode)?.[0] : undefined;
  if (typeof typecode !== 'string' || type === undefined) {
    throw new PickleError('bad-call', 'bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)');
  }
  if (items instanceof Uint8Array) return undefined;
  if (typeof items === 'string') return isText(typecode) ? textArray(typecode, items) : undefined;
  if (!Array.isArray(items)) {
    throw new PickleError('bad-call', `cannot make an array of a '${pythonTypeName(items)}'`);
  }
  return new PyArray(typecode, filled(typecode, type, exactArguments(items, context)));
}

function textArray(typecode: string, text: string): PyArray {
  return new PyArray(
    typecode,
    Uint32Array.from(text, (char) => char.codePointAt(0) ?? 0),
  );
}

function filled(typecode: string, type: ValuesClass, list: readonly unknown[]): ArrayValues {
  const values = new type(list.length);
  for (const [i, item] of list.entries()) setItem(values, i, itemOf(typecode, item));
  return values;
}

/** Sets an item, and throws if storing would change its value. */
function setItem(values: ArrayValues, at: number, item: number | bigint): void {
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) values[at] = BigInt(item);
  else values[at] = Number(item);
  if (values instanceof Float32Array || values instanceof Float64Array) return;
  if (BigInt(values[at] ?? 0) !== item)
    throw new PickleError('bad-call', 'an array item is out of range for its typecode');
}

/** An item as a bigint, or as a number for a float array. */
function itemOf(typecode: string, item: unknown): number | bigint {
  if (typecode === 'u' || typecode === 'w') {
    const code = typeof item === 'string' ? item.codePointAt(0) : undefined;
    if (code !== undefined && item === String.fromCodePoint(code)) return BigInt(code);
  } else if (typecode === 'f' || typecode === 'd') {
    if (item instanceof Float) return item.value;
    if (typeof item === 'number' || typeof item === 'bigint') return Number(item);
  } else {
    const whole = bigintArgument(item);
    if (whole !== undefined) return whole;
  }
  throw new PickleError('bad-call', `an array of typecode '${typecode}' cannot hold a '${pythonTypeName(item)}'`);
}

/** `_array_reconstructor(cls, typecode, format, bytes)`; `undefined` for a subclass. */
export function reconstructed(args: readonly unknown[]): PyArray | undefined {
  const [cls, typecode, format, bytes] = args;
  if (cls !== PyArray) return undefined;
  const code = bigintArgument(format);
  if (args.length !== 4 || typeof typecode !== 'string' || code === undefined || !(bytes instanceof Uint8Array)) {
    throw new PickleError('bad-call', '_array_reconstructor() needs a typecode, a machine format and bytes');
  }
  const read = readValues(Number(code), bytes);
  const fitting = VALUES.get(typecode);
  if (fitting === undefined) throw new PickleError('bad-call', 'second argument must be a valid type code');
  // Python also uses another typecode if this machine's arrays of the named one have another size.
  const fits = fitting.some((type) => read.values instanceof type) && isText(typecode) === isText(read.typecode);
  return new PyArray(fits ? typecode : read.typecode, read.values);
}

function isText(typecode: string): boolean {
  return typecode === 'u' || typecode === 'w';
}

/** The text of one item that has this many bytes. */
export function character(unit: number, size: number): string {
  if (size === 2) return String.fromCharCode(unit);
  return unit <= 0x10_ffff ? String.fromCodePoint(unit) : '\ufffd';
}

function jsonNumber(value: number | bigint): unknown {
  if (typeof value === 'number') return value;
  const near = compactInteger(value);
  return typeof near === 'number' ? near : near.toString();
}
