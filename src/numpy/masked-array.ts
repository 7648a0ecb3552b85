/**
 * `numpy.ma.MaskedArray`: an array and which of its elements are missing.
 *
 * @module
 */
import type { DumpContext, LoadContext } from '../codec/context.ts';
import type { Reduction } from '../codec/reduction.ts';
import { PickleError } from '../errors.ts';
import { Global } from '../values/global.ts';
import { distinctText } from '../values/identified-text.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PlainParts, plainParts } from '../values/plain.ts';
import { inspected, type PythonRepr, type ReprParts, reprCall, reprParts } from '../values/repr.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { arrayState, bytesOf } from './array-reduction.ts';
import type { DType } from './dtype.ts';
import { dtypeOf, subArrayDType } from './dtype-spelling.ts';
import { jsonElement } from './element-values.ts';
import { NdArray } from './nd-array.ts';
import { bytesOf as bytesOfArgument, fromPickle } from './pickled-arguments.ts';
import { setArrayState } from './pickled-array.ts';
import { nested } from './shape.ts';

const RECONSTRUCT = /* @__PURE__ */ Global.of('numpy.ma.core._mareconstruct');

/** Before Python 3.12, a letter of a program is another object than one decoded from bytes. */
const LITERAL = /* @__PURE__ */ distinctText('b');

/** numpy's `MaskedArray`. */
export class MaskedArray implements PythonRepr {
  /** All elements, those that are missing too. */
  readonly data: NdArray;
  /** Which are missing: bools of the same shape, of a structured dtype one for each field. */
  readonly mask: NdArray;
  /** What stands for missing ones in `filled`: a 0-dimensional array, or `null` for the default of the dtype. */
  readonly fillValue: unknown;

  /**
   * @param data - All elements.
   * @param mask - Which are missing, as bools of the same shape.
   * @param fillValue - What stands for them.
   * @throws RangeError if the shapes differ.
   */
  constructor(data: NdArray, mask: NdArray, fillValue: unknown = null) {
    if (data.shape.join() !== mask.shape.join()) throw new RangeError('the mask has another shape than the data');
    this.data = data;
    this.mask = mask;
    this.fillValue = fillValue;
  }

  /** One element; `null` if it is missing. Of a structured dtype, all of its fields have to be. */
  at(...index: readonly number[]): unknown {
    return isMissing(this.mask.at(...index)) ? null : this.data.at(...index);
  }

  /** All elements in C's order; `null` for those that are missing. */
  *[Symbol.iterator](): Generator<unknown> {
    const masks = this.mask[Symbol.iterator]();
    for (const value of this.data) yield isMissing(masks.next().value) ? null : value;
  }

  /** Nested Arrays, with `null` for missing elements. */
  toNested(): unknown {
    return nested([...this], this.data.shape);
  }

  /** The same as JSON has it. */
  toJSON(): unknown {
    return nested(Array.from(this, jsonElement), this.data.shape);
  }

  /** One line with the parts. {@link arrayRepr} has what numpy prints. */
  [reprParts](): ReprParts {
    const { data, mask, fillValue } = this;
    const fields = [
      ['data', data],
      ['mask', mask],
      ['fill_value', fillValue],
    ] as const;
    return reprCall('masked_array', [], fields);
  }

  [plainParts](): PlainParts {
    return { items: [...this] };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

function isMissing(mask: unknown): boolean {
  return Array.isArray(mask) ? mask.length > 0 && mask.every(isMissing) : mask === true;
}

/** `_mareconstruct(cls, base, shape, typecode)` */
export function reconstructedMasked([cls, base]: Tuple): MaskedArray | undefined {
  if (cls !== MaskedArray || base !== NdArray) return undefined;
  const none = NdArray.from([], [0], '?');
  return new MaskedArray(none, none);
}

/** `(1, shape, dtype, is_fortran, data, mask, fill_value)` */
export function setMaskedState(self: MaskedArray, state: unknown, context: LoadContext): void {
  if (!(state instanceof Tuple) || state.length !== 7) {
    throw new PickleError('bad-state', 'the state of a masked array must be a tuple of 7');
  }
  const { data } = self;
  const array = new NdArray(data);
  setArrayState(array, Tuple.from(state.slice(0, 5)), context);
  const mask = fromPickle(() => {
    const order = state[3] === true || state[3] === 1 ? 'F' : 'C';
    const bytes = bytesOfArgument(state[5]);
    return NdArray.fromBytes(bytes, maskDType(array.dtype), array.shape, order);
  }, 'bad-state');
  Object.assign(self, { data: array, mask, fillValue: state[6] });
}

/** The mask of each dtype is made once: a few bytes of a pickle can double the fields of a dtype that many arrays have. */
const masks = /* @__PURE__ */ new WeakMap<DType, DType>();

/** `numpy.ma.make_mask_descr`: a bool for each field. */
function maskDType(dtype: DType): DType {
  let mask = masks.get(dtype);
  if (mask === undefined) masks.set(dtype, (mask = newMaskDType(dtype)));
  return mask;
}

function newMaskDType({ fields, base, shape }: DType): DType {
  if (base !== undefined) return subArrayDType(maskDType(base), shape ?? []);
  if (fields === undefined) return dtypeOf('?');
  return dtypeOf({
    names: fields.map(({ name }) => name),
    titles: fields.map(({ title }) => title ?? null),
    formats: fields.map(({ dtype }) => maskDType(dtype)),
  });
}

/** A masked array as a pickle has it. */
export function reduceMasked(self: MaskedArray, { minor }: DumpContext): Reduction {
  const { data, mask, fillValue } = self;
  const state = arrayState(data);
  const order = state[3] === true ? 'F' : 'C';
  return {
    callable: RECONSTRUCT,
    args: [MaskedArray, NdArray, Tuple.of(0n), minor < 12 ? LITERAL : 'b'],
    state: tupleOf([...state, bytesOf(mask.packed(order), mask.dtype), fillValue ?? null]),
  };
}
