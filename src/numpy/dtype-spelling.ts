/**
 * Every way to write a dtype that `numpy.dtype(...)` takes, as numpy reads it on 64-bit Linux.
 *
 * @module
 */
import { Global } from '../values/global.ts';
import { DType, type DTypeField, MOST_LEAVES } from './dtype.ts';
import type { DateUnit, DTypeKind } from './dtype-form.ts';
import { alignmentOf, roundUp } from './dtype-text.ts';
import { countOf, MOST_AXES } from './shape.ts';

/** What {@link dtypeOf} takes: a text such as `<f4`, `datetime64[ns]` or `i4, (2,)f8`, a list of fields, a dict of them. */
export type DTypeLike = DType | string | readonly unknown[] | DTypeDict;

/** A dict of fields, as `numpy.dtype` takes it. */
export interface DTypeDict {
  /** The names of the fields. */
  readonly names: readonly string[];
  /** Their dtypes. */
  readonly formats: readonly DTypeLike[];
  /** Where they begin, in bytes. @defaultValue one after another */
  readonly offsets?: readonly number[] | undefined;
  /** Their titles; `null` for none. */
  readonly titles?: readonly unknown[] | undefined;
  /** Bytes of an element. @defaultValue what the fields need */
  readonly itemsize?: number | undefined;
  /** Whether fields are aligned as C does it. */
  readonly aligned?: boolean | undefined;
}

/** Names of types, and the codes of C's, as kind and size. */
const NAMED: ReadonlyMap<string, string> = /* @__PURE__ */ new Map(
  (
    'bool:b1 bool_:b1 bool8:b1 ?:b1 byte:i1 b:i1 ubyte:u1 B:u1 short:i2 h:i2 ushort:u2 H:u2 intc:i4 i:i4 uintc:u4 I:u4 ' +
    'int:i8 int_:i8 long:i8 l:i8 intp:i8 p:i8 n:i8 longlong:i8 q:i8 uint:u8 ulong:u8 L:u8 uintp:u8 P:u8 N:u8 ' +
    'ulonglong:u8 Q:u8 half:f2 e:f2 single:f4 f:f4 double:f8 d:f8 float:f8 float_:f8 longdouble:f16 longfloat:f16 g:f16 ' +
    'csingle:c8 singlecomplex:c8 F:c8 cdouble:c16 complex:c16 complex_:c16 cfloat:c16 D:c16 clongdouble:c32 ' +
    'clongfloat:c32 longcomplex:c32 G:c32 object:O object_:O O:O bytes:S0 bytes_:S0 string_:S0 S:S0 a:S0 c:S1 str:U0 ' +
    'str_:U0 unicode:U0 unicode_:U0 U:U0 void:V0 V:V0 datetime64:M8 M:M8 timedelta64:m8 m:m8 T:T'
  )
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, pair.indexOf(':')), pair.slice(pair.indexOf(':') + 1)]),
);
/** The sizes in bytes that a kind has; any for the others. */
const SIZES: Readonly<Record<string, readonly number[]>> = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [2, 4, 8, 12, 16],
  c: [8, 16, 24, 32],
  m: [8],
  M: [8],
  O: [4, 8],
};
const KINDS: Readonly<Record<string, string>> = { bool: 'b', int: 'i', uint: 'u', float: 'f', complex: 'c', a: 'S' };
/** Types of `ml_dtypes`, all of one or two bytes. */
const SMALL_TYPE = /^(bfloat16|float[468]_e\d(m\d)?(b11)?(fn|fnu|fnuz)?|u?int[124])$/;
const UNITS = /^(\d*)(Y|M|W|D|h|m|s|ms|us|μs|ns|ps|fs|as|generic)(?:\/(\d+))?$/;
/** The largest itemsize, and count of a unit: a C int, as in numpy 1. */
const LARGEST = 2 ** 31 - 1;
/** The most elements of a sub-array that have no bytes, which nothing else limits. */
const MOST_EMPTY = 2 ** 16;

/** The dtypes of numbers and of times, by `str`, so that a pickle has each once. */
const shared = /* @__PURE__ */ new Map<string, DType>();
/** The dtypes of texts that were asked for. */
const spelled = /* @__PURE__ */ new Map<string, DType>();
const MOST_SPELLED = 256;
const LONGEST_SPELLED = 64;

/**
 * numpy's `numpy.dtype(spelling)`: `'<f4'`, `'float32'`, `'datetime64[ns]'`, `'U5'`, `'i4, (2,)f8'`, a list of fields
 * `[['x', '<i4'], ['y', '<f8', [2]]]`, a dict of `names`, `formats` and `offsets`. `int` and `long` are 64 bits wide.
 *
 * @throws RangeError if numpy does not know it.
 * @throws TypeError if it is neither a text, a list nor a dict.
 * @example
 * ```ts
 * import { dtypeOf } from 'brine/numpy';
 *
 * dtypeOf('>U5').itemsize; // 20
 * dtypeOf([['id', 'i8'], ['at', 'M8[ns]']]).toString(); // "[('id', '<i8'), ('at', '<M8[ns]')]"
 * ```
 */
export function dtypeOf(spelling: DTypeLike): DType {
  if (spelling instanceof DType) return spelling;
  if (typeof spelling === 'string') return dtypeOfText(spelling);
  if (isArray(spelling)) return dtypeOfList(spelling);
  if (typeof spelling === 'object' && spelling !== null && 'names' in spelling) return structDType(spelling);
  throw new TypeError(`a dtype is a text such as '<f4', a list of fields or a dict of them, not ${String(spelling)}`);
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** One of `float32`, `<f4`, `f`. */
function dtypeOfText(text: string): DType {
  const found = spelled.get(text);
  if (found !== undefined) return found;
  if (text.includes(',') || /^\s*[(\d]/.test(text)) return kept(text, commaDType(text));
  return kept(text, sharedDType(plainDType(text.trim())));
}

function kept(text: string, dtype: DType): DType {
  if (spelled.size < MOST_SPELLED && text.length < LONGEST_SPELLED) spelled.set(text, dtype);
  return dtype;
}

/** The shared object of a dtype without parameters. */
function sharedDType(made: DType): DType {
  const isShared = 'biufcmMO'.includes(made.kind) && made.byteorder !== '>' && (made.unit?.count ?? 1) === 1;
  if (!isShared) return made;
  const { str } = made;
  const found = shared.get(str);
  if (found === undefined) shared.set(str, made);
  return found ?? made;
}

function plainDType(text: string): DType {
  const order = /^[<>=|]/.test(text) ? text[0] : '=';
  const rest = order === text[0] ? text.slice(1) : text;
  if (SMALL_TYPE.test(rest)) return smallDType(rest);
  if (/^StringDType/.test(rest)) return partsDType('T', 16, '|');
  const [, word = '', unit] = /^([^[]*)(?:\[([^[\]]*)\])?$/.exec(rest) ?? [];
  const [, name = '', digits] = /^([A-Za-z_?]+)(\d*)$/.exec(NAMED.get(word) ?? word) ?? [];
  const isLong = name.length > 1;
  const kind = KINDS[name] ?? name;
  if (!isKind(kind) || digits === undefined) throw unknownDType(text);
  let size = Number(digits);
  if (kind === 'O' && (digits === '' || size === 4)) size = 8;
  if (kind === 'T') size = 16;
  if (isLong && 'iufc'.includes(kind)) size /= 8;
  if (kind === 'U') size *= 4;
  if (!(SIZES[kind]?.includes(size) ?? size <= LARGEST)) throw unknownDType(text);
  const isDate = kind === 'm' || kind === 'M';
  if (unit !== undefined && !isDate) throw unknownDType(text);
  return partsDType(kind, size, order, isDate ? unitOf(unit ?? 'generic', text) : undefined);
}

function isKind(text: string): text is DTypeKind {
  return text.length === 1 && 'biufcmMSUVOT'.includes(text);
}

function partsDType(kind: DTypeKind, itemsize: number, order = '=', unit?: DateUnit): DType {
  const hasOrder = 'UmM'.includes(kind) || ('iufc'.includes(kind) && itemsize > 1);
  const byteorder = !hasOrder ? '|' : order === '>' ? '>' : '<';
  return new DType({
    kind,
    itemsize,
    byteorder,
    unit,
    alignment: alignmentOf({ ...NOTHING, kind, itemsize, byteorder }),
  });
}

const NOTHING = {
  isAligned: false,
  unit: undefined,
  fields: undefined,
  base: undefined,
  shape: undefined,
  type: undefined,
  strings: undefined,
} as const;

/** A type of `ml_dtypes`. */
function smallDType(name: string): DType {
  const itemsize = name === 'bfloat16' ? 2 : 1;
  return new DType({
    kind: 'V',
    itemsize,
    byteorder: '<',
    alignment: itemsize,
    type: new Global('ml_dtypes', name),
  });
}

/** `25s`, `ns`, `D/2` as `[12h]`. */
function unitOf(text: string, spelling: string): DateUnit {
  const [, digits = '', unit, divisor] = UNITS.exec(text) ?? [];
  const count = digits === '' ? 1 : Number(digits);
  if (unit === undefined || divisor !== undefined || count > LARGEST) throw unknownDType(spelling);
  return { unit: unit === 'μs' ? 'us' : unit, count };
}

function unknownDType(text: string): RangeError {
  return new RangeError(`data type '${text}' not understood; numpy has '<f4', 'float32', 'U5', 'M8[ns]' and the like`);
}

/** `i4, (2,)f8, S10` or `(2,3)f4` or `3i4`. */
function commaDType(text: string): DType {
  const parts = partsOf(text);
  const isList = parts.length > 1;
  if (isList && parts.at(-1)?.trim() === '') parts.pop();
  if (parts.length > MOST_LEAVES)
    throw new RangeError(`a dtype of ${parts.length} fields; at most ${MOST_LEAVES} are read`);
  const formats = parts.map(repeatedDType);
  const [only] = formats;
  if (!isList && only !== undefined) return only;
  return structDType({ names: formats.map((_, at) => `f${at}`), formats });
}

/** The parts between commas outside of brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')') depth--;
    else if (text[at] === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

function repeatedDType(part: string): DType {
  const [, many, count, rest = ''] = /^\s*(?:\(([\d\s,]*)\)|(\d+))?\s*([^\s()]+)\s*$/.exec(part) ?? [];
  const base = spelled.get(rest) ?? kept(rest, sharedDType(plainDType(rest)));
  if (many === undefined && (count === undefined || count === '1')) return base;
  const shape = (many ?? count ?? '')
    .split(',')
    .filter((size) => size.trim() !== '')
    .map(Number);
  return subArrayDType(base, shape);
}

/**
 * A dtype of which `shape` elements of another one are one element.
 *
 * @throws RangeError for a shape that numpy does not take.
 */
export function subArrayDType(base: DType, shape: readonly number[]): DType {
  if (shape.length === 0) return base;
  const itemsize = base.itemsize * countOf(shape);
  const areSizes = shape.every((size) => Number.isSafeInteger(size) && size >= 0);
  if (
    !areSizes ||
    itemsize > LARGEST ||
    (base.itemsize === 0 && countOf(shape) > MOST_EMPTY) ||
    shape.length > MOST_AXES
  ) {
    throw new RangeError(`a sub-array cannot have the shape (${shape.join(', ')})`);
  }
  return new DType({ kind: 'V', itemsize, byteorder: '|', alignment: base.alignment, base, shape });
}

/** `[[name, type], [name, type, shape], [[title, name], type]]`, or `[type, shape]`. */
function dtypeOfList(list: readonly unknown[]): DType {
  const [first, second] = list;
  if (list.length === 2 && !isArray(first) && (typeof second === 'number' || isNumbers(second))) {
    return subArrayDType(dtypeOf(likeOf(first)), typeof second === 'number' ? [second] : second);
  }
  const names: string[] = [];
  const titles: unknown[] = [];
  const formats: DType[] = [];
  for (const item of list) {
    if (!isArray(item) || item.length < 2 || item.length > 3) {
      throw new TypeError('a field of a dtype is [name, type] or [name, type, shape]');
    }
    const [label, type, shape] = item;
    const [title, name] = isArray(label) ? label : [null, label];
    if (typeof name !== 'string') throw new TypeError('a field of a dtype needs a name');
    // The gaps of `descr`.
    names.push(name === '' && !isGap(item) ? `f${names.length}` : name);
    titles.push(title);
    const base = dtypeOf(likeOf(type));
    const sizes = typeof shape === 'number' ? [shape] : isNumbers(shape) ? shape : [];
    formats.push(subArrayDType(base, sizes));
  }
  return structDType({ names, formats, titles }, true);
}

function isGap([, type]: readonly unknown[]): boolean {
  return typeof type === 'string' && /^\|?V\d+$/.test(type);
}

function likeOf(value: unknown): DTypeLike {
  if (typeof value === 'string' || isArray(value) || value instanceof DType) return value;
  if (isDict(value)) return value;
  throw new TypeError(`a dtype is a text such as '<f4', a list of fields or a dict of them, not ${String(value)}`);
}

function isDict(value: unknown): value is DTypeDict {
  return typeof value === 'object' && value !== null && 'names' in value && 'formats' in value;
}

function isNumbers(value: unknown): value is readonly number[] {
  return isArray(value) && value.every((size) => typeof size === 'number');
}

/** @param hasGaps - Whether fields without a name are gaps, as in `descr`. */
function structDType(dict: DTypeDict, hasGaps = false): DType {
  const { names, formats, offsets, titles, aligned = false } = dict;
  const fields: DTypeField[] = [];
  let end = 0;
  let alignment = 1;
  if (formats.length !== names.length) throw new RangeError('a dtype needs as many formats as names');
  const seen = new Set<unknown>();
  for (const [at, name] of names.entries()) {
    const dtype = dtypeOf(formats[at] ?? 'V0');
    if (aligned) alignment = Math.max(alignment, dtype.alignment);
    const offset = offsets?.[at] ?? (aligned ? roundUp(end, dtype.alignment) : end);
    end = offsets === undefined ? offset + dtype.itemsize : Math.max(end, offset + dtype.itemsize);
    if (!Number.isSafeInteger(offset) || offset < 0)
      throw new RangeError(`the field '${name}' has the offset ${offset}`);
    if (hasGaps && name === '') continue;
    const title = titles?.[at] ?? undefined;
    for (const label of title === undefined ? [name] : [name, title]) {
      if (seen.has(label)) throw new RangeError(`two fields of a dtype have the name '${String(label)}'`);
      seen.add(label);
    }
    fields.push(title === undefined ? { name, dtype, offset } : { name, dtype, offset, title });
  }
  const itemsize = dict.itemsize ?? roundUp(end, alignment);
  if (itemsize < end || itemsize > LARGEST)
    throw new RangeError(`a dtype of ${itemsize} bytes whose fields need ${end}`);
  return new DType({ kind: 'V', itemsize, byteorder: '|', alignment, isAligned: aligned, fields });
}
