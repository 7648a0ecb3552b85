/**
 * The `descr` in the header of a `.npy` file, as `numpy.lib.format.descr_to_dtype` reads it.
 *
 * @module
 */
import type { PythonLiteral } from '../literal/python-literal.ts';
import type { DType } from '../numpy/dtype.ts';
import { dtypeOf, subArrayDType } from '../numpy/dtype-spelling.ts';

/** Levels of fields, as a `DType` has them. */
const DEEPEST = 64;

/**
 * The dtype that a `descr` describes.
 *
 * @throws RangeError or TypeError if it does not describe a dtype.
 */
export function dtypeOfDescr(descr: PythonLiteral, depth = 0): DType {
  if (depth > DEEPEST) throw new RangeError(`a dtype of more than ${DEEPEST} levels of fields`);
  if (descr.type === 'str') return dtypeOf(descr.value);
  if (descr.type === 'tuple') {
    const [base, shape, ...more] = descr.items;
    if (base === undefined || shape === undefined || more.length > 0) {
      throw new TypeError(`a sub-array is (descr, shape), not a tuple of ${descr.items.length}`);
    }
    return subArrayDType(dtypeOfDescr(base, depth + 1), sizesOf(shape));
  }
  if (descr.type === 'list') return structOf(descr.items, depth);
  throw new TypeError(`a descr is a str or a list of fields, not a ${descr.type}`);
}

/**
 * A list of `(name, descr)`, `(name, descr, shape)` or `((title, name), descr)`. Void fields without a name are gaps.
 */
function structOf(items: readonly PythonLiteral[], depth: number): DType {
  const names: string[] = [];
  const titles: unknown[] = [];
  const formats: DType[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const item of items) {
    const [label, descr, shape, ...more] = item.type === 'tuple' || item.type === 'list' ? item.items : [];
    if (label === undefined || descr === undefined || more.length > 0) {
      throw new TypeError('a field of a descr is (name, descr) or (name, descr, shape)');
    }
    const base = dtypeOfDescr(descr, depth + 1);
    const dtype = shape === undefined ? base : subArrayDType(base, sizesOf(shape));
    const [name, title] = labelOf(label);
    const isGap = name === '' && dtype.kind === 'V' && dtype.fields === undefined;
    if (!isGap) {
      names.push(name);
      titles.push(title);
      formats.push(dtype);
      offsets.push(offset);
    }
    offset += dtype.itemsize;
  }
  return dtypeOf({ names, formats, titles, offsets, itemsize: offset });
}

function labelOf(label: PythonLiteral): readonly [name: string, title: string | undefined] {
  if (label.type === 'str') return [label.value, undefined];
  const [title, name] = label.type === 'tuple' ? label.items : [];
  if (title?.type !== 'str' || name?.type !== 'str') throw new TypeError('a field needs a name, or a title and a name');
  return [name.value, title.value];
}

function sizesOf(shape: PythonLiteral): number[] {
  const sizes = shape.type === 'tuple' || shape.type === 'list' ? shape.items : [shape];
  return sizes.map((size) => {
    if (size.type !== 'int') throw new TypeError('the sizes of a sub-array must be ints');
    return Number(size.value);
  });
}
