/**
 * numpy's scalars: one element of an array, with its dtype.
 *
 * @module
 */
import type { LoadContext } from '../codec/context.ts';
import type { Reduction } from '../codec/reduction.ts';
import { Complex } from '../values/complex.ts';
import { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PlainParts, plainParts } from '../values/plain.ts';
import { inspected, type PythonRepr, pythonStr, type ReprParts, reprCall, reprParts } from '../values/repr.ts';
import type { Tuple } from '../values/tuple.ts';
import { DType } from './dtype.ts';
import { type DTypeLike, dtypeOf } from './dtype-spelling.ts';
import { jsonElement } from './element-values.ts';
import { dataOf, elementsOf, isNative, memoryOf, newData, swapBytes } from './elements.ts';
import { bytesOf, fromPickle } from './pickled-arguments.ts';
import { dtypeOfArgument, finished, sharedBytes } from './pickled-dtype.ts';
import type { NumpyVersion } from './version.ts';

/**
 * A scalar of numpy, such as `numpy.float32(1.5)`: a value and its dtype. In arithmetic it is its value.
 *
 * @example
 * ```ts
 * import { NumpyScalar } from 'brine/numpy';
 *
 * Number(new NumpyScalar('f4', 1.5)) + 1; // 2.5
 * ```
 */
export class NumpyScalar implements PythonKey, PythonRepr {
  /** What it is. */
  readonly dtype: DType;
  /** The value, as `NdArray.at` gives it. */
  readonly value: unknown;

  /**
   * @param dtype - What it is.
   * @param value - The value, as `NdArray.at` gives it.
   * @throws TypeError or RangeError if the dtype has no such value.
   */
  constructor(dtype: DTypeLike, value: unknown) {
    this.dtype = dtypeOf(dtype);
    const { get, set } = elementsOf(this.dtype);
    const data = newData(1, this.dtype);
    set(data, 0, value);
    // As the dtype keeps it: rounded.
    this.value = get(data, 0);
  }

  /** The scalar that numpy stores as these bytes. */
  static fromBytes(dtype: DType, bytes: Uint8Array): NumpyScalar {
    if (bytes.length !== dtype.itemsize) throw new RangeError('initialization string is not of the size of the dtype');
    return new NumpyScalar(dtype, elementsOf(dtype).get(dataOf(bytes, dtype), 0));
  }

  /** The bytes as which numpy stores it. */
  get bytes(): Uint8Array {
    const { dtype, value } = this;
    const { set, unit } = elementsOf(dtype);
    const data = newData(1, dtype);
    set(data, 0, value);
    const bytes = Array.isArray(data) ? new Uint8Array(0) : memoryOf(data);
    if (unit > 1 && !isNative(dtype)) swapBytes(bytes, unit);
    return bytes;
  }

  /** The value. */
  valueOf(): unknown {
    return this.value;
  }

  /** The value as JSON has it: bigints as numbers if that is exact, else as strings. */
  toJSON(): unknown {
    return jsonElement(this.value);
  }

  /** Python's `str` of the value. */
  toString(): string {
    return pythonStr(this.value);
  }

  [pythonKey](): number | bigint | readonly unknown[] {
    const { value, dtype } = this;
    const isTime = dtype.unit !== undefined;
    if (typeof value === 'boolean') return Number(value);
    if (!isTime && (typeof value === 'number' || typeof value === 'bigint')) return value;
    if (value instanceof Complex && value.im === 0) return value.re;
    return ['numpy.scalar', isTime ? dtype.str : dtype.kind, value];
  }

  [reprParts](): ReprParts {
    const { dtype, value } = this;
    return reprCall(`np.${dtype.name.replace(/^(str|bytes|void)\d*$/, '$1_').replace('void_', 'void')}`, [value]);
  }

  [plainParts](): PlainParts {
    const { value } = this;
    return Array.isArray(value) ? { items: value } : { value: value as string };
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The dtype of the class of a scalar: of numbers numpy's own, whichever object a pickle has for it. */
function classDType(dtype: DType): DType {
  const { kind, itemsize, byteorder, metadata } = dtype;
  const isPlain = 'biufc'.includes(kind) && metadata === undefined && byteorder !== '>';
  return isPlain ? dtypeOf(`${kind}${itemsize}`) : dtype;
}

/** The function that makes scalars; version 2 still has that of version 1. */
const SCALAR: Readonly<Record<NumpyVersion, Global>> = {
  '1.26': /* @__PURE__ */ Global.of('numpy.core.multiarray.scalar'),
  '2.4': /* @__PURE__ */ Global.of('numpy._core.multiarray.scalar'),
};

/** What a scalar of a pickle becomes. */
export type ScalarForm = 'numpy' | 'plain';

/** `scalar(dtype, data)`; the object itself if the dtype is object. */
export function calledScalar([type, data, ...more]: Tuple, context: LoadContext, form: ScalarForm): unknown {
  if (!(type instanceof DType) || more.length > 0) return undefined;
  finished(type);
  if (type.hasObject) return type.kind === 'O' || type.kind === 'T' ? (data ?? null) : undefined;
  return fromPickle(() => {
    const bytes = data === undefined ? new Uint8Array(type.itemsize) : bytesOf(data);
    return formed(NumpyScalar.fromBytes(type, bytes), form, context);
  });
}

/** The class of a scalar that is called: `numpy.float64(1.5)`. */
export function calledScalarType(name: Global, args: Tuple, context: LoadContext, form: ScalarForm): unknown {
  const [value = 0, unit, ...more] = args;
  if (more.length > 0) return undefined;
  return fromPickle(() => {
    const dtype = dtypeOfArgument(name, context);
    const sized = sizedDType(dtype, value, unit);
    return sized === undefined ? undefined : formed(new NumpyScalar(sized, value), form, context);
  });
}

/** The dtype of a value, where the class does not say how long it is, or which unit it has; `undefined` for a guess. */
function sizedDType(dtype: DType, value: unknown, unit: unknown): DType | undefined {
  if (unit !== undefined && dtype.unit === undefined) return undefined;
  if (dtype.kind === 'U' && typeof value === 'string') return dtypeOf(`U${[...value].length}`);
  if (dtype.kind === 'S' && value instanceof Uint8Array) return dtypeOf(`S${value.length}`);
  if (dtype.unit !== undefined && typeof unit === 'string') return dtypeOf(`${dtype.kind}8[${unit}]`);
  return 'biufc'.includes(dtype.kind) ? dtype : undefined;
}

function formed(scalar: NumpyScalar, form: ScalarForm, context: LoadContext): unknown {
  const { value, dtype } = scalar;
  if (form === 'numpy' || dtype.unit !== undefined || dtype.fields !== undefined) return scalar;
  if (dtype.kind === 'f' && typeof value === 'number') return context.float(value);
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const near = Number(value);
  return context.int(Number.isSafeInteger(near) ? near : value);
}

/** A scalar as a pickle has it. */
export function reduceScalar(self: NumpyScalar, like: NumpyVersion | undefined): Reduction {
  return { callable: SCALAR[like ?? '1.26'], args: [classDType(self.dtype), sharedBytes(self.bytes)] };
}
