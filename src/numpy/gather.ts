/**
 * Elements that lie anywhere in the data, one after another: as data, and as values.
 *
 * @module
 */
import type { ArrayData, Elements } from './elements.ts';
import { memoryOf } from './elements.ts';
import { countOf, eachRun } from './shape.ts';

/** Where the elements of an array are, in its data. */
export interface Layout {
  /** How many elements along each axis. */
  readonly shape: readonly number[];
  /** The distance from one element to the next along each axis, in elements. */
  readonly strides: readonly number[];
  /** The first element, counted in elements. */
  readonly offset: number;
}

/** V8 makes a longer Array sparse if it is created with its length. */
const LONGEST = 2 ** 25;

/** The elements in C's order, as {@link Elements.get} gives them. */
export function valuesOf(data: ArrayData, { get, width, isPlain }: Elements, layout: Layout): unknown[] {
  const { shape, strides, offset } = layout;
  const count = countOf(shape);
  const values: unknown[] = count > LONGEST ? [] : new globalThis.Array<unknown>(count);
  let to = 0;
  eachRun(shape, strides, offset, (at, step, length) => {
    if (isPlain) copyItems(data, at, step, length, values, to);
    else for (let i = 0; i < length; i++) values[to + i] = get(data, (at + i * step) * width);
    to += length;
  });
  return values;
}

/** A loop for each kind of data: one for all takes twice as long (measured with a million, Node 24). */
function copyItems(data: ArrayData, at: number, step: number, length: number, values: unknown[], to: number): void {
  if (data instanceof Float64Array) for (let i = 0; i < length; i++) values[to + i] = data[at + i * step];
  else if (data instanceof BigInt64Array) for (let i = 0; i < length; i++) values[to + i] = data[at + i * step];
  else for (let i = 0; i < length; i++) values[to + i] = data[at + i * step];
}

/** Copies elements, each of `width` items, so that they are contiguous. */
export function gather(data: ArrayData, target: ArrayData, width: number, { shape, strides, offset }: Layout): void {
  let to = 0;
  if (Array.isArray(data) || Array.isArray(target)) {
    eachRun(shape, strides, offset, (at, step, count) => {
      for (let i = 0; i < count; i++) Reflect.set(target, to++, data[at + i * step]);
    });
    return;
  }
  const [from, words] = [wordsOf(data), wordsOf(target)];
  const length = (width * data.BYTES_PER_ELEMENT) / from.BYTES_PER_ELEMENT;
  eachRun(shape, strides, offset, (at, step, count) => {
    for (let i = 0; i < count; i++) {
      const start = (at + i * step) * length;
      for (let j = 0; j < length; j++) words[to++] = from[start + j] ?? 0;
    }
  });
}

/** The same memory as integers: an engine may change the bits of a NaN. */
function wordsOf(data: Exclude<ArrayData, unknown[]>): Uint8Array | Uint16Array | Uint32Array {
  const { buffer, byteOffset, byteLength } = data;
  if (data.BYTES_PER_ELEMENT >= 4) return new Uint32Array(buffer, byteOffset, byteLength / 4);
  return data.BYTES_PER_ELEMENT === 2 ? new Uint16Array(buffer, byteOffset, byteLength / 2) : memoryOf(data);
}
