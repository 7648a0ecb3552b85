/**
 * In what two arrays of numpy differ, in one line.
 *
 * @module
 */
import type { Graph, Node } from '../graph/graph.ts';
import { NdArrays, type NodeArray } from '../graph/nd-arrays.ts';
import type { DType } from '../numpy/dtype.ts';
import { memoryOf } from '../numpy/elements.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import { printedFloat } from '../numpy/print/binary-float.ts';
import { dateText } from '../numpy/print/date-text.ts';
import { shortestDigits } from '../numpy/print/dragon4.ts';
import type { NumpyScalar } from '../numpy/scalar.ts';
import { Complex } from '../values/complex.ts';
import { pythonRepr } from '../values/repr.ts';
import type { ArrayComparison, ComparedArrays } from './comparison.ts';

/** Characters of an element that are shown. */
const SHOWN = 60;

/** Compares the arrays of two graphs by what they hold, whatever protocol and numpy wrote them. */
export class NumpyComparison implements ArrayComparison {
  private readonly a: NdArrays;
  private readonly b: NdArrays;
  private readonly tolerance: number | undefined;
  /** Pairs that were compared: one array may be in many places. */
  private readonly done = new WeakMap<Node, WeakSet<Node>>();

  constructor(a: Graph, b: Graph, tolerance: number | undefined) {
    this.a = new NdArrays(a);
    this.b = new NdArrays(b);
    this.tolerance = tolerance;
  }

  compare(a: Node, b: Node): ComparedArrays | undefined {
    if (this.done.get(a)?.has(b) === true) return { text: undefined };
    const compared = this.arrays(a, b) ?? this.scalars(a, b);
    if (compared === undefined) return undefined;
    const others = this.done.get(a) ?? new WeakSet();
    this.done.set(a, others.add(b));
    return compared;
  }

  private arrays(a: Node, b: Node): ComparedArrays | undefined {
    const [first, second] = [this.a.of(a), this.b.of(b)];
    if (first === undefined || second === undefined) return undefined;
    const { tolerance } = this;
    if (first.objects === undefined || second.objects === undefined) {
      return { text: arrayDifference(first, second, tolerance) };
    }
    const text = formDifference(first, second, tolerance);
    if (text !== undefined) return { text };
    return { a: first.objects, b: second.objects, hasAxes: first.shape.length !== 1 };
  }

  private scalars(a: Node, b: Node): ComparedArrays | undefined {
    const [first, second] = [this.a.scalarOf(a), this.b.scalarOf(b)];
    return first && second && { text: scalarDifference(first, second, this.tolerance) };
  }
}

/** What differs in two arrays whose elements are no Python objects; `undefined` for nothing. */
export function arrayDifference(a: NodeArray, b: NodeArray, tolerance: number | undefined): string | undefined {
  const shapes = formDifference(a, b, tolerance);
  if (shapes !== undefined || a.elements === undefined || b.elements === undefined) return shapes;
  const { shape } = a;
  if (a.mask === undefined && b.mask === undefined && haveSameMemory(a.elements, b.elements)) return undefined;
  const differences = new Differences(tolerance, a.dtype, b.dtype);
  const [masksA, masksB] = [flagsOf(a.mask), flagsOf(b.mask)];
  const others = b.elements[Symbol.iterator]();
  for (const value of a.elements) {
    const other: unknown = others.next().value;
    const [missing, missingToo] = [masksA?.next().value === true, masksB?.next().value === true];
    if (missing || missingToo) differences.add(missing ? MISSING : value, missingToo ? MISSING : other);
    else differences.add(value, other);
  }
  return differences.text(shape);
}

/** What differs in two scalars; `undefined` for nothing. */
function scalarDifference(a: NumpyScalar, b: NumpyScalar, tolerance: number | undefined): string | undefined {
  const isSame =
    sameType(a.dtype, b.dtype, tolerance) && new Differences(tolerance, a.dtype, b.dtype).areSame(a.value, b.value);
  return isSame ? undefined : `${shown(a)} -> ${shown(b)}`;
}

/** Whether all elements have the same bits. */
function haveSameMemory(a: NdArray, b: NdArray): boolean {
  // Fields keep their byte order in memory.
  if (!a.dtype.equals(b.dtype)) return false;
  const [first, second] = [a.packed(), b.packed()];
  if (Array.isArray(first) || Array.isArray(second) || first.constructor !== second.constructor) return false;
  const [bytes, others] = [memoryOf(first), memoryOf(second)];
  if (bytes.length !== others.length) return false;
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== others[at]) return false;
  return true;
}

const MISSING = Symbol('masked');

function flagsOf(mask: NdArray | undefined): Iterator<unknown> | undefined {
  return mask?.[Symbol.iterator]();
}

/** Another class, shape or dtype. The byte order is not told apart: some protocols do not keep it. */
function formDifference(a: NodeArray, b: NodeArray, tolerance: number | undefined): string | undefined {
  const isSame = a.name === b.name && a.shape.join() === b.shape.join() && sameType(a.dtype, b.dtype, tolerance);
  return isSame ? undefined : `${formText(a)} -> ${formText(b)}`;
}

function formText({ name, dtype, shape }: NodeArray): string {
  return `${name} ${dtype} (${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** With a tolerance, numbers of all types are compared with one another. */
function sameType(a: DType, b: DType, tolerance: number | undefined): boolean {
  if (tolerance !== undefined && isNumeric(a) && isNumeric(b)) return true;
  return native(a).equals(native(b));
}

function isNumeric({ kind }: DType): boolean {
  return kind === 'i' || kind === 'u' || kind === 'f';
}

/** It recurses on fields, which a dtype has on 64 levels at most. */
function native(dtype: DType): DType {
  const { fields, base, byteorder } = dtype;
  return dtype.with({
    byteorder: byteorder === '>' ? '<' : byteorder,
    fields: fields?.map((field) => ({ ...field, dtype: native(field.dtype) })),
    base: base && native(base),
  });
}

/** Counts the elements that differ. */
class Differences {
  private readonly tolerance: number | undefined;
  private readonly dtypes: { readonly a: DType; readonly b: DType };
  private index = 0;
  private count = 0;
  private first: { readonly index: number; readonly a: unknown; readonly b: unknown } | undefined;
  private most = 0;

  constructor(tolerance: number | undefined, a: DType, b: DType) {
    this.tolerance = tolerance;
    this.dtypes = { a, b };
  }

  add(a: unknown, b: unknown): void {
    const index = this.index++;
    if (this.areSame(a, b)) return;
    this.count++;
    this.first ??= { index, a, b };
    const distance = distanceOf(a, b);
    if (distance > this.most) this.most = distance;
  }

  /** Whether two elements are equal, or within the tolerance. NaN is equal to NaN, and 0 is not -0. */
  areSame(a: unknown, b: unknown): boolean {
    const { tolerance } = this;
    if (Object.is(a, b)) return true;
    if (isNumber(a) && isNumber(b)) {
      // With a tolerance the types may differ.
      if (tolerance === undefined) return false;
      const [x, y] = [Math.abs(Number(a)), Math.abs(Number(b))];
      if (!Number.isFinite(x) || !Number.isFinite(y)) return Object.is(Number(a), Number(b));
      return distanceOf(a, b) <= tolerance * Math.max(1, x, y);
    }
    if (a instanceof Complex && b instanceof Complex) return this.areSame(a.re, b.re) && this.areSame(a.im, b.im);
    if (a instanceof Uint8Array && b instanceof Uint8Array) {
      return a.length === b.length && a.every((byte, at) => byte === b[at]);
    }
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.length === b.length && a.every((item, at) => this.areSame(item, b[at]));
  }

  text(shape: readonly number[]): string | undefined {
    const { first, count, index, most } = this;
    if (first === undefined) return undefined;
    const { dtypes } = this;
    const change = `${elementText(first.a, dtypes.a)} -> ${elementText(first.b, dtypes.b)}`;
    if (index === 1) return change;
    const place = shape.length === 0 ? '' : ` at [${indexOf(first.index, shape).join(', ')}]`;
    const distance = most > 0 && count > 1 ? `, by ${shownNumber(most)} at most` : '';
    return `${count} of ${index} elements: first${place} ${change}${distance}`;
  }
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** How far apart two numbers are; 0 for values that are not numbers. */
function distanceOf(a: unknown, b: unknown): number {
  if (!isNumber(a) || !isNumber(b)) return 0;
  if (typeof a === 'bigint' && typeof b === 'bigint') return Number(a > b ? a - b : b - a);
  const distance = Math.abs(Number(a) - Number(b));
  return Number.isFinite(distance) ? distance : 0;
}

/** The indexes of an element that is so far from the first one, in C's order. */
function indexOf(at: number, shape: readonly number[]): number[] {
  const indexes: number[] = [];
  let rest = at;
  for (const size of [...shape].reverse()) {
    indexes.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return indexes;
}

/** An element as numpy prints it. */
function elementText(value: unknown, dtype: DType): string {
  const { kind, itemsize, unit } = dtype;
  if (value === MISSING) return '--';
  if (typeof value === 'number' && kind === 'f' && itemsize < 8) return shortFloat(value, itemsize);
  if (typeof value === 'number' && kind !== 'f') return String(value);
  return kind === 'M' && typeof value === 'bigint' && unit !== undefined ? `'${dateText(value, unit)}'` : shown(value);
}

/** The fewest digits that tell a float from the others of its type. */
function shortFloat(value: number, bytes: number): string {
  const { binary } = printedFloat(value, bytes);
  if (binary === undefined) return shown(value);
  const { digits, exponent } = shortestDigits(binary, { counts: 'all', most: 20, least: 0 });
  return shown(Math.sign(value) * Number(`${digits.slice(0, 1)}.${digits.slice(1)}e${exponent}`));
}

function shown(value: unknown): string {
  return pythonRepr(value, { depth: 4, items: 20, length: SHOWN, ints: 'bigint' });
}

function shownNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}
