/**
 * Arrays as numpy 2.4 prints them with its default options.
 *
 * @module
 */

import { Global } from '../../values/global.ts';
import { DEFAULT_LIMITS, pythonRepr, type ReprLimits } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import type { DType } from '../dtype.ts';
import { dtypeName, dtypeText, isRecord } from '../dtype-text.ts';
import { countOf } from '../shape.ts';
import { elementFormat, type ObjectFormat } from './element-format.ts';

/** What is printed of an array. */
export interface PrintedArray {
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The class, if it derives from ndarray. */
  readonly subclass: unknown;
  at(...index: readonly number[]): unknown;
}

/** Arrays of more elements are shortened to the edges of their axes. */
const THRESHOLD = 1000;
const EDGE = 3;
const WIDTH = 75;
/** The edges of many axes have many elements; beyond this, edges are shorter. */
const MOST_PRINTED = 100_000;
/** Arrays of objects that are in one another. */
const DEEPEST = 4;

/**
 * Python's `repr` of an array, with dtype and shape where numpy has them: `array([1., 2.])`.
 *
 * @param limits - For Python objects. Of `items`, there are no more elements in all.
 */
export function ndArrayRepr(array: PrintedArray, limits: ReprLimits = DEFAULT_LIMITS): string {
  const { shape, dtype } = array;
  const size = countOf(shape);
  const name = classOf(array);
  if (name === 'recarray') return recordsRepr(array, limits);
  const prefix = `${name}(`;
  const text = `${prefix}${bodyText(array, { separator: ', ', prefix, suffix: ')' }, limits)}`;
  const extras: string[] = [];
  if ((size === 0 && !(shape.length === 1)) || size > THRESHOLD) extras.push(`shape=${tupleText(shape)}`);
  if (!isImplied(dtype) || size === 0) extras.push(`dtype=${shortDType(dtype)}`);
  if (extras.length === 0) return `${text})`;
  const more = `${extras.join(', ')})`;
  const width = widthOf(limits);
  const last = lengthOf(text.slice(text.lastIndexOf('\n') + 1)) + 1;
  const blank = last + more.length + 1 > width ? `\n${' '.repeat(prefix.length)}` : ' ';
  return `${text},${blank}${more}`;
}

/** Python's `str` of an array that has axes: `[1. 2.]`. */
export function arrayStr(array: PrintedArray, limits: ReprLimits = DEFAULT_LIMITS): string {
  return bodyText(array, { separator: ' ', prefix: '', suffix: '' }, limits);
}

/** An array of records has the name of its function, and its dtype in a line of its own. */
function recordsRepr(array: PrintedArray, limits: ReprLimits): string {
  const { dtype, shape } = array;
  const isRecords = isRecord(dtype) || dtype.kind !== 'V';
  const prefix = isRecords ? 'rec.array(' : 'array(';
  const isEmpty = countOf(shape) === 0 && shape.length !== 1;
  const body = isEmpty
    ? `[], shape=${tupleText(shape)}`
    : bodyText(array, { separator: ', ', prefix, suffix: ',' }, limits);
  const shown = dtypeText(isRecord(dtype) ? dtype.with({ type: undefined }) : dtype);
  return `${prefix}${body},\n${' '.repeat(prefix.length)}dtype=${shown})${isRecords ? '' : '.view(numpy.recarray)'}`;
}

function classOf({ subclass }: PrintedArray): string {
  if (subclass instanceof Global) return subclass.name.slice(subclass.name.lastIndexOf('.') + 1);
  return typeof subclass === 'function' ? subclass.name : 'array';
}

function widthOf({ width = WIDTH }: ReprLimits): number {
  return Math.min(WIDTH, width);
}

/** The text around the elements. */
interface Surroundings {
  readonly separator: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** The elements in their brackets. */
export function bodyText(array: PrintedArray, { separator, prefix, suffix }: Surroundings, limits: ReprLimits): string {
  const { shape, dtype } = array;
  const size = countOf(shape);
  if (size === 0) return '[]';
  const most = Math.min(limits.items, MOST_PRINTED);
  const edge = size > THRESHOLD || size > most ? edgeOf(shape, most) : undefined;
  if (edge === 0) return '[...]';
  const all: unknown[] = [];
  const axes = shape.map((length) => indexesOf(length, edge));
  for (const index of combinations(axes)) all.push(array.at(...index));
  const format = elementFormat(dtype, all, shape.length === 0, objectFormat(limits, Math.floor(most / all.length)));
  const lines = new ArrayLines(axes, separator);
  return lines.text(all.map(format), widthOf(limits) - suffix.length, ' '.repeat(prefix.length + 1));
}

/** How many elements are printed at each end of an axis: numpy's 3, unless the axes are too many. */
function edgeOf(shape: readonly number[], allowed: number): number {
  for (let edge = EDGE; edge > 0; edge--) {
    const most = shape.reduce((count, length) => count * Math.min(length, 2 * edge), 1);
    if (most <= allowed) return edge;
  }
  return 0;
}

/** Objects as numpy prints them, with a limit on the elements of arrays in them. */
function objectFormat(limits: ReprLimits, items: number): ObjectFormat {
  const depth = Math.min(limits.depth, DEEPEST) - 1;
  return (value) => {
    const text = depth > 0 || !isObject(value) ? pythonRepr(value, { ...limits, depth, items }) : '...';
    return Array.isArray(value) && !(value instanceof Tuple) ? `list(${text})` : text;
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** The indexes of an axis that are printed; -1 stands for those between. */
function indexesOf(length: number, edge: number | undefined): number[] {
  if (edge === undefined || length <= 2 * edge) return Array.from({ length }, (_, at) => at);
  const first = Array.from({ length: edge }, (_, at) => at);
  return [...first, -1, ...first.map((at) => length - edge + at)];
}

/** Indexes of elements, in C's order. */
function* combinations(axes: readonly (readonly number[])[]): Generator<number[]> {
  const printed = axes.map((indexes) => indexes.filter((at) => at >= 0));
  const index = printed.map(() => 0);
  for (;;) {
    yield index.map((at, axis) => printed[axis]?.[at] ?? 0);
    let axis = index.length - 1;
    for (; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      if (next < (printed[axis]?.length ?? 0)) {
        index[axis] = next;
        break;
      }
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}

/** Puts words into brackets and lines, as `_formatArray` of numpy does. It recurses on axes, which are 64 at most. */
class ArrayLines {
  private readonly axes: readonly (readonly number[])[];
  private readonly separator: string;
  private words: readonly string[] = [];
  private next = 0;

  constructor(axes: readonly (readonly number[])[], separator: string) {
    this.axes = axes;
    this.separator = separator;
  }

  text(words: readonly string[], width: number, indent: string): string {
    this.words = words;
    this.next = 0;
    return this.level(0, indent, width);
  }

  private level(axis: number, indent: string, width: number): string {
    const left = this.axes.length - axis;
    if (left === 0) return this.words[this.next++] ?? '';
    const indexes = this.axes[axis] ?? [];
    if (left === 1) return this.row(indexes, indent, width);
    const newline = this.separator.trimEnd() + '\n'.repeat(left - 1);
    const parts = indexes.map((at) => indent + (at < 0 ? '...' : this.level(axis + 1, `${indent} `, width - 1)));
    return `[${parts.join(newline).slice(indent.length)}]`;
  }

  private row(indexes: readonly number[], indent: string, width: number): string {
    const { separator } = this;
    const room = width - Math.max(separator.trimEnd().length, 1);
    const line = new Line(indent, room);
    for (const [i, at] of indexes.entries()) {
      line.add(at < 0 ? '...' : (this.words[this.next++] ?? ''));
      if (i < indexes.length - 1) line.append(separator);
    }
    return `[${line.finish().slice(indent.length)}]`;
  }
}

/** A line that is wrapped where a word does not fit. */
class Line {
  private readonly indent: string;
  private readonly width: number;
  private done = '';
  private line: string;

  constructor(indent: string, width: number) {
    this.indent = indent;
    this.width = width;
    this.line = indent;
  }

  /** A word of several lines, as that of an array within an array, is indented to where it begins. */
  add(word: string): void {
    const [first = '', ...more] = word.split('\n');
    const widest = Math.max(...[first, ...more].map(lengthOf));
    if (lengthOf(this.line) + widest > this.width && this.line.length > this.indent.length) this.wrap(this.indent);
    const indent = ' '.repeat(lengthOf(this.line));
    this.line += first;
    for (const rest of more) {
      this.wrap(indent);
      this.line += rest;
    }
    const last = more.at(-1);
    if (last !== undefined) this.line += ' '.repeat(widest - lengthOf(last));
  }

  append(text: string): void {
    this.line += text;
  }

  finish(): string {
    return this.done + this.line;
  }

  private wrap(indent: string): void {
    this.done += `${this.line.trimEnd()}\n`;
    this.line = indent;
  }
}

/** Characters, as Python counts them. */
function lengthOf(text: string): number {
  return /[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length;
}

function tupleText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Whether the elements show what the dtype is. */
export function isImplied({ kind, itemsize, byteorder, unit }: DType): boolean {
  if (byteorder === '>' || unit !== undefined) return false;
  if (kind === 'b') return true;
  return kind === 'i' || kind === 'f' ? itemsize === 8 : kind === 'c' && itemsize === 16;
}

/** A dtype as `repr` of an array has it. */
export function shortDType(dtype: DType): string {
  const { kind, fields, byteorder } = dtype;
  if (fields !== undefined || kind === 'T') return dtypeText(dtype);
  if (byteorder === '>' || kind === 'S' || kind === 'U' || (kind === 'V' && dtype.type === undefined)) {
    return `'${dtypeText(dtype)}'`;
  }
  const name = dtypeName(dtype);
  return /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? name : `'${name}'`;
}
