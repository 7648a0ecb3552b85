/**
 * numpy's `dtype`: what one element of an array is.
 *
 * @module
 */
import type { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { inspected, type PythonRepr, type ReprParts, reprParts, reprText } from '../values/repr.ts';
import type { DateUnit, DTypeForm, DTypeKind, StringTraits } from './dtype-form.ts';
import { dtypeName, dtypeRepr, dtypeStr, dtypeText, fieldsDescr } from './dtype-text.ts';

/** A field of a structured dtype. */
export interface DTypeField {
  /** Its name. */
  readonly name: string;
  /** What it holds. */
  readonly dtype: DType;
  /** Where it begins, in bytes from the beginning of the element. */
  readonly offset: number;
  /** Its title: any value that Python can hash. */
  readonly title?: unknown;
}

/** What a {@link DType} is made of. */
export interface DTypeParts {
  /** {@link DType.kind} */
  readonly kind: DTypeKind;
  /** {@link DType.itemsize} */
  readonly itemsize: number;
  /** {@link DType.byteorder} */
  readonly byteorder: '<' | '>' | '|';
  /** {@link DType.alignment} */
  readonly alignment: number;
  /** {@link DType.isAligned} */
  readonly isAligned?: boolean | undefined;
  /** {@link DType.unit} */
  readonly unit?: DateUnit | undefined;
  /** {@link DType.fields} */
  readonly fields?: readonly DTypeField[] | undefined;
  /** {@link DType.base} */
  readonly base?: DType | undefined;
  /** {@link DType.shape} */
  readonly shape?: readonly number[] | undefined;
  /** {@link DType.metadata} */
  readonly metadata?: unknown;
  /** {@link DType.type} */
  readonly type?: unknown;
  /** {@link DType.strings} */
  readonly strings?: StringTraits | undefined;
}

/** Leaves of one dtype: a pickle of 2 kB can double them 30 times. */
export const MOST_LEAVES = 2 ** 16;
/** Levels of nested fields. */
const DEEPEST = 64;

/**
 * numpy's `dtype`. It never changes. {@link dtypeOf} makes one of any of numpy's spellings.
 *
 * Sizes and offsets are in bytes.
 */
export class DType implements DTypeForm, PythonKey, PythonRepr {
  /** What the elements are. */
  readonly kind: DTypeKind;
  /** Bytes of one element; 0 is possible. */
  readonly itemsize: number;
  /** How numpy keeps the bytes: `|` where there is no order, as for single bytes. */
  readonly byteorder: '<' | '>' | '|';
  /** Elements begin at multiples of it, in bytes. */
  readonly alignment: number;
  /** Whether a structured dtype was made with `align=True`. */
  readonly isAligned: boolean;
  /** The unit of datetime64 and timedelta64. */
  readonly unit: DateUnit | undefined;
  /** The fields of a structured dtype, in order. */
  readonly fields: readonly DTypeField[] | undefined;
  /** What the elements of a sub-array are, `shape` of which are one element. */
  readonly base: DType | undefined;
  /** The shape of a sub-array. */
  readonly shape: readonly number[] | undefined;
  /** What the program attached to it: a dict, as it was read. */
  readonly metadata: unknown;
  /** The class of scalars, where it is not numpy's own: `ml_dtypes.bfloat16`, `numpy.record`. */
  readonly type: unknown;
  /** How a StringDType is made. */
  readonly strings: StringTraits | undefined;
  /** Whether an element is or has a Python object, so that the data are an Array. */
  readonly hasObject: boolean;
  /** How many plain dtypes it is made of, each as often as it occurs. */
  readonly leaves: number;
  /** Levels of fields and sub-arrays. */
  readonly depth: number;

  /**
   * @param parts - The properties. {@link dtypeOf} checks what people write.
   * @throws RangeError if there are more than 65,536 leaves, or more than 64 levels.
   */
  constructor(parts: DTypeParts) {
    const { kind, fields, base } = parts;
    this.kind = kind;
    this.itemsize = parts.itemsize;
    this.byteorder = parts.byteorder;
    this.alignment = parts.alignment;
    this.isAligned = parts.isAligned ?? false;
    this.unit = parts.unit;
    this.fields = fields;
    this.base = base;
    this.shape = parts.shape;
    this.metadata = parts.metadata;
    this.type = parts.type;
    this.strings = parts.strings;
    let hasObject = kind === 'O' || kind === 'T';
    let leaves = 0;
    let depth = 0;
    for (const part of fields?.map(({ dtype }) => dtype) ?? (base === undefined ? [] : [base])) {
      hasObject ||= part.hasObject;
      leaves += part.leaves;
      depth = Math.max(depth, part.depth + 1);
    }
    if (leaves > MOST_LEAVES)
      throw new RangeError(`a dtype of more than ${MOST_LEAVES} fields, those of fields included`);
    if (depth > DEEPEST) throw new RangeError(`a dtype of more than ${DEEPEST} levels of fields`);
    this.hasObject = hasObject;
    this.leaves = Math.max(1, leaves);
    this.depth = depth;
  }

  /** numpy's `dtype.name`: `float32`, `datetime64[ns]`, `str160`, `void96`. */
  get name(): string {
    return dtypeName(this);
  }

  /** numpy's `dtype.str`: `<f4`, `<M8[ns]`, `<U5`, `|V12`. */
  get str(): string {
    return dtypeStr(this);
  }

  /**
   * What the header of a `.npy` says: {@link DType.str}, or for a structured dtype the list of its fields, as
   * `numpy.dtype` takes it. A list has tuples as Arrays: `[name, descr]`, `[name, descr, shape]`, `[[title, name], ...]`;
   * gaps are fields without a name.
   *
   * @throws RangeError for fields that overlap or are not in order, which such a list cannot say.
   */
  get descr(): string | readonly unknown[] {
    return this.fields === undefined ? this.str : fieldsDescr(this);
  }

  /** The names of the fields. */
  get names(): readonly string[] | undefined {
    return this.fields?.map(({ name }) => name);
  }

  /** Whether bytes are in the order of a little-endian machine, or have none. Fields say it for themselves. */
  get isLittleEndian(): boolean {
    return this.byteorder !== '>';
  }

  /** A field by its name or its title, if that is a str. */
  field(name: string): DTypeField | undefined {
    return this.fields?.find((field) => field.name === name) ?? this.fields?.find(({ title }) => title === name);
  }

  /** The same dtype, with some parts changed. */
  with(changes: Partial<DTypeParts>): DType {
    return new DType({ ...this, ...changes });
  }

  /** Whether both describe the same elements, as `==` in numpy; titles and `align` count, metadata do not. */
  equals(other: DType): boolean {
    return this === other || sameDType(this, other);
  }

  /** Python's `str`: `float32`, `>f4`, `[('a', '<i4'), ('b', '<f8')]`. */
  toString(): string {
    return dtypeText(this);
  }

  /** {@link DType.descr}; its text where there is none. */
  toJSON(): unknown {
    try {
      return this.descr;
    } catch {
      return dtypeText(this);
    }
  }

  [reprParts](): ReprParts {
    return reprText(dtypeRepr(this));
  }

  [pythonKey](): readonly unknown[] {
    return ['numpy.dtype', dtypeRepr(this)];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

function sameDType(a: DType, b: DType): boolean {
  if (a.kind !== b.kind || a.itemsize !== b.itemsize || a.leaves !== b.leaves) return false;
  if (a.byteorder !== b.byteorder || a.isAligned !== b.isAligned) return false;
  if (a.unit?.unit !== b.unit?.unit || a.unit?.count !== b.unit?.count) return false;
  // Without traits a StringDType coerces, as numpy's does.
  if (!sameType(a.type, b.type) || (a.strings?.coerce ?? true) !== (b.strings?.coerce ?? true)) return false;
  if (!Object.is(a.strings?.naObject, b.strings?.naObject)) return false;
  if (a.shape?.join() !== b.shape?.join() || a.fields?.length !== b.fields?.length) return false;
  if (a.base !== undefined && b.base !== undefined && !a.base.equals(b.base)) return false;
  return (a.fields ?? []).every((field, at) => {
    const other = b.fields?.[at];
    if (other === undefined || field.name !== other.name || field.offset !== other.offset) return false;
    return Object.is(field.title, other.title) && field.dtype.equals(other.dtype);
  });
}

function sameType(a: unknown, b: unknown): boolean {
  return a === b || (isGlobal(a) && isGlobal(b) && a.module === b.module && a.name === b.name);
}

function isGlobal(value: unknown): value is Global {
  return typeof value === 'object' && value !== null && 'module' in value && 'name' in value;
}
