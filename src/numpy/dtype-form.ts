/**
 * numpy's `dtype.kind`: `b` bool, `i` and `u` ints, `f` floats, `c` complex, `m` timedelta64, `M` datetime64, `S` bytes,
 * `U` str, `V` void, structured and other packages' types, `O` objects, `T` numpy 2's StringDType.
 */
export type DTypeKind = 'b' | 'i' | 'u' | 'f' | 'c' | 'm' | 'M' | 'S' | 'U' | 'V' | 'O' | 'T';

/** The unit of datetime64 and timedelta64: so many of `Y M W D h m s ms us ns ps fs as`, or `generic`. */
export interface DateUnit {
  /** numpy's name of the unit. */
  readonly unit: string;
  /** How many of them one step is. */
  readonly count: number;
}

/** How a StringDType is made. */
export interface StringTraits {
  /** Whether values that are not strs become strs. */
  readonly coerce: boolean;
  /** What stands for a missing value; `undefined` for none. */
  readonly naObject?: unknown;
}

/** What the properties of a dtype are, of which its texts are made. */
export interface DTypeForm {
  readonly kind: DTypeKind;
  readonly itemsize: number;
  readonly byteorder: '<' | '>' | '|';
  readonly isAligned: boolean;
  readonly unit: DateUnit | undefined;
  readonly fields: readonly FieldForm[] | undefined;
  readonly base: DTypeForm | undefined;
  readonly shape: readonly number[] | undefined;
  readonly type: unknown;
  readonly strings: StringTraits | undefined;
}

/** A field of it. */
export interface FieldForm {
  readonly name: string;
  readonly dtype: DTypeForm;
  readonly offset: number;
  readonly title?: unknown;
}
