/**
 * Entry `brine/numpy`: numpy's arrays, dtypes and scalars.
 *
 * @module
 */

export type { NpyHeader } from './npy/npy-header.ts';
export { type NamedArrays, NpzFile, type NpzOptions, openNpz, writeNpz } from './npy/npz.ts';
export { NpyFile, openNpy, readNpy } from './npy/read-npy.ts';
export { writeNpy } from './npy/write-npy.ts';
export type { NdArrayParts, SubclassState } from './numpy/array-parts.ts';
export type { AxisRange } from './numpy/axis-range.ts';
export { DType, type DTypeField, type DTypeParts } from './numpy/dtype.ts';
export type { DateUnit, DTypeKind, StringTraits } from './numpy/dtype-form.ts';
export { type DTypeDict, type DTypeLike, dtypeOf } from './numpy/dtype-spelling.ts';
export type { ArrayData, HalfArray, NumberArray } from './numpy/elements.ts';
export { type NumpyCodec, numpy, subclassHooks } from './numpy/family.ts';
export { MaskedArray } from './numpy/masked-array.ts';
export { NdArray } from './numpy/nd-array.ts';
export { type ArrayReprOptions, arrayRepr } from './numpy/print/array-repr.ts';
export { portableGenerator, type RandomState, randomStateOf } from './numpy/random-state.ts';
export { NumpyScalar } from './numpy/scalar.ts';
export type { NumpyVersion } from './numpy/version.ts';
