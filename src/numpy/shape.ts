/**
 * Shapes, and strides in elements.
 *
 * @module
 */

/** The most axes that numpy 2 allows; numpy 1 allows 32. */
export const MOST_AXES = 64;

/** How many elements an array of this shape has. */
export function countOf(shape: readonly number[]): number {
  let count = 1;
  // By index, as everything that each array goes through: an iterator takes longer than the rest.
  for (let axis = 0; axis < shape.length; axis++) count *= shape[axis] ?? 0;
  return count;
}

/**
 * The strides of contiguous elements: in C order the last axis is the fastest, in Fortran order the first.
 */
export function stridesOf(shape: readonly number[], order: 'C' | 'F' = 'C'): number[] {
  // Most arrays have one axis, and a literal is made in a fraction of the time.
  if (shape.length === 1) return [1];
  const strides = new Array<number>(shape.length).fill(0);
  let step = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = order === 'C' ? shape.length - 1 - i : i;
    strides[axis] = step;
    // As in numpy, so that no stride is 0.
    step *= Math.max(1, shape[axis] ?? 1);
  }
  return strides;
}

/**
 * Whether elements are contiguous in this order. The strides of axes of one element do not matter, nor those of empty
 * arrays.
 */
export function isContiguous(shape: readonly number[], strides: readonly number[], order: 'C' | 'F'): boolean {
  let step = 1;
  for (let i = 0; i < shape.length; i++) {
    const axis = order === 'C' ? shape.length - 1 - i : i;
    const size = shape[axis] ?? 1;
    if (size === 0) return true;
    if (size !== 1 && strides[axis] !== step) return shape.includes(0);
    step *= size;
  }
  return true;
}

/**
 * Checks a shape.
 *
 * @throws RangeError for a size that is negative or not whole, more than 64 axes, or more than 2⁵³ elements.
 */
export function checkShape(shape: readonly number[]): void {
  if (shape.length > MOST_AXES)
    throw new RangeError(`an array of ${shape.length} axes; numpy has ${MOST_AXES} at most`);
  // The product without zeros counts, as in numpy, because strides must be exact.
  let most = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    const size = shape[axis] ?? 0;
    if (!(Number.isSafeInteger(size) && size >= 0)) {
      throw new RangeError(`(${shape.join(', ')}) is not a shape: sizes are whole and at least 0`);
    }
    if (size !== 0) most *= size;
  }
  if (!Number.isSafeInteger(most)) throw new RangeError(`an array of the shape (${shape.join(', ')}) is too large`);
}

/** The index of the first and of the last element in the data that an array reaches. */
export function reach(shape: readonly number[], strides: readonly number[], offset: number): readonly [number, number] {
  let [first, last] = [offset, offset];
  for (let axis = 0; axis < shape.length; axis++) {
    const distance = ((shape[axis] ?? 0) - 1) * (strides[axis] ?? 0);
    if (distance < 0) first += distance;
    else last += distance;
  }
  return [first, last];
}

/**
 * Goes through the elements in C order, in evenly spaced runs: along the last axis, or all at once if they are
 * contiguous.
 *
 * @param visit - Gets the offset of the first element of a run, from one to the next, and how many.
 */
export function eachRun(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  visit: (at: number, step: number, count: number) => void,
): void {
  if (shape.includes(0)) return;
  if (isContiguous(shape, strides, 'C')) {
    visit(offset, 1, countOf(shape));
    return;
  }
  const last = shape.length - 1;
  const [count = 1, step = 1] = [shape[last], strides[last]];
  for (const at of offsets(shape.slice(0, last), strides.slice(0, last), offset)) visit(at, step, count);
}

/** The offset of each element in turn, in C's order. */
export function* offsets(shape: readonly number[], strides: readonly number[], offset: number): Generator<number> {
  if (shape.includes(0)) return;
  const axes = shape.length;
  const index = new Array<number>(axes).fill(0);
  let at = offset;
  for (;;) {
    yield at;
    let axis = axes - 1;
    for (; axis >= 0; axis--) {
      const [size = 1, stride = 0, i = 0] = [shape[axis], strides[axis], index[axis]];
      if (i + 1 < size) {
        index[axis] = i + 1;
        at += stride;
        break;
      }
      index[axis] = 0;
      at -= i * stride;
    }
    if (axis < 0) return;
  }
}

/** Lists that a nested Array of this shape has below it. */
export function listsOf(shape: readonly number[]): number {
  let lists = 0;
  let count = 1;
  for (const size of shape.slice(0, -1)) lists += count *= size;
  return lists;
}

/** Elements in C's order as nested Arrays; the element itself, if there are no axes. */
export function nested(flat: unknown[], shape: readonly number[]): unknown {
  let level = flat;
  for (let axis = shape.length - 1; axis > 0; axis--) {
    const size = shape[axis] ?? 0;
    const items = level;
    level = [];
    for (let at = 0, left = countOf(shape.slice(0, axis)); left > 0; left--, at += size) {
      level.push(items.slice(at, at + size));
    }
  }
  return shape.length === 0 ? level[0] : level;
}

/**
 * The elements of nested Arrays in C's order.
 *
 * @throws RangeError if they do not have this shape.
 */
export function flattened(value: unknown, shape: readonly number[]): unknown[] {
  let level: unknown[] = [value];
  for (const size of shape) {
    const next: unknown[] = [];
    for (const list of level) {
      if (!isList(list) || list.length !== size) {
        throw new RangeError(`nested Arrays do not have the shape (${shape.join(', ')})`);
      }
      for (let i = 0; i < size; i++) next.push(list[i]);
    }
    level = next;
  }
  return level;
}

/** What nested values are made of: Arrays and typed arrays. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && 'length' in value);
}
