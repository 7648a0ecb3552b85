/**
 * The texts of a dtype, as numpy 2.4 has them. Fields are nested no deeper than a `DType` allows.
 *
 * @module
 */
import { Global } from '../values/global.ts';
import { pythonRepr } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import type { DTypeForm, FieldForm } from './dtype-form.ts';

const NAMES: Readonly<Record<string, string>> = {
  b: 'bool',
  i: 'int',
  u: 'uint',
  f: 'float',
  c: 'complex',
  m: 'timedelta64',
  M: 'datetime64',
  S: 'bytes',
  U: 'str',
  V: 'void',
  O: 'object',
};

/** numpy's `dtype.name`. */
export function dtypeName(dtype: DTypeForm): string {
  const { kind, itemsize, type } = dtype;
  if (kind === 'T') return `StringDType${8 * itemsize}`;
  if (type instanceof Global) return isRecord(dtype) ? `record${8 * itemsize}` : type.name;
  const name = NAMES[kind] ?? '';
  if (kind === 'b' || kind === 'O') return name;
  if (kind === 'm' || kind === 'M') return name + unitText(dtype);
  return itemsize === 0 ? name : `${name}${8 * itemsize}`;
}

/** numpy's `dtype.str`. */
export function dtypeStr(dtype: DTypeForm): string {
  const { kind, byteorder, itemsize } = dtype;
  if (kind === 'T') return stringText(dtype);
  if (kind === 'O') return '|O';
  const size = kind === 'U' ? itemsize / 4 : itemsize;
  return `${byteorder}${kind}${size}${unitText(dtype)}`;
}

/** Python's `str` of a dtype. */
export function dtypeText(dtype: DTypeForm): string {
  if (dtype.fields !== undefined)
    return isRecord(dtype) ? `(numpy.record, ${structText(dtype, true)})` : structText(dtype, true);
  if (dtype.shape !== undefined) return shortText(dtype);
  const { kind, byteorder } = dtype;
  if (kind === 'T') return stringText(dtype);
  return kind === 'S' || kind === 'U' || kind === 'V' || byteorder === '>' ? plainStr(dtype) : dtypeName(dtype);
}

/** Python's `repr` of a dtype. */
export function dtypeRepr(dtype: DTypeForm): string {
  const { kind, fields, shape, byteorder, isAligned } = dtype;
  if (fields !== undefined) {
    const list = structText(dtype);
    const all = isRecord(dtype) ? `(numpy.record, ${list})` : list;
    return `dtype(${all}${isAligned ? ', align=True' : ''})`;
  }
  if (kind === 'T') return stringText(dtype);
  if (dtype.type instanceof Global) return `dtype(${dtype.type.name})`;
  const isNumber = 'biufc'.includes(kind) && shape === undefined && byteorder !== '>';
  return `dtype(${isNumber ? `'${dtypeName(dtype)}'` : shortText(dtype)})`;
}

/** The list of fields that makes a structured dtype, with gaps as fields without a name. */
export function fieldsDescr(dtype: DTypeForm): readonly unknown[] {
  const { fields = [], itemsize } = dtype;
  const items: unknown[] = [];
  let at = 0;
  const gap = (to: number): void => {
    if (to > at) items.push(['', `|V${to - at}`]);
    at = to;
  };
  for (const { name, dtype: part, offset, title } of fields) {
    if (offset < at) {
      throw new RangeError('fields that overlap or are out of order have no list; numpy.dtype takes a dict for them');
    }
    gap(offset);
    at = offset + part.itemsize;
    const label = title === undefined || title === null ? name : [title, name];
    const base = part.base ?? part;
    const descr = base.fields === undefined ? dtypeStr(base) : fieldsDescr(base);
    items.push(part.shape === undefined ? [label, descr] : [label, descr, part.shape]);
  }
  gap(itemsize);
  return items;
}

/** `record`, of the class that was moved in numpy 2. */
export function isRecord({ type }: { readonly type: unknown }): boolean {
  return type instanceof Global && type.name === 'record' && /^numpy\b/.test(type.module);
}

function unitText({ unit, kind }: DTypeForm): string {
  if (unit === undefined || unit.unit === 'generic' || !(kind === 'm' || kind === 'M')) return '';
  return `[${unit.count === 1 ? '' : unit.count}${unit.unit}]`;
}

function stringText({ strings }: DTypeForm): string {
  const parts: string[] = [];
  if (strings?.naObject !== undefined) parts.push(`na_object=${shownNa(strings.naObject)}`);
  if (strings?.coerce === false) parts.push('coerce=False');
  return `StringDType(${parts.join(', ')})`;
}

/** What stands for missing strings; objects are not shown, because they may contain the dtype. */
function shownNa(value: unknown): string {
  return typeof value === 'object' && value !== null && !(value instanceof Global) ? '...' : pythonRepr(value);
}

function plainStr(dtype: DTypeForm): string {
  return dtype.type instanceof Global ? dtype.type.name : dtypeStr(dtype);
}

/** The format of a field, with a byte order if it has one. */
function shortText(dtype: DTypeForm): string {
  if (dtype.fields !== undefined) return structText(dtype);
  if (dtype.base !== undefined) return `(${shortText(dtype.base)}, ${shapeText(dtype.shape)})`;
  if (dtype.kind === 'b') return "'?'";
  if (dtype.kind === 'T') return stringText(dtype);
  const sized = dtypeStr(dtype).replace('|', '');
  return `'${dtype.itemsize === 0 ? sized.replace(/0$/, '') : sized}'`;
}

function shapeText(shape: readonly number[] = []): string {
  return pythonRepr(Tuple.from(shape));
}

/** Whether offsets and sizes are those that follow from the formats. */
function canBeList({ fields = [], itemsize, isAligned }: DTypeForm): boolean {
  let at = 0;
  let largest = 1;
  for (const { dtype, offset } of fields) {
    const alignment = isAligned ? alignmentOf(dtype) : 1;
    largest = Math.max(largest, alignment);
    if (offset !== roundUp(at, alignment)) return false;
    at = offset + dtype.itemsize;
  }
  return itemsize === roundUp(at, largest);
}

/** The alignment of numpy on 64-bit machines. */
export function alignmentOf(dtype: DTypeForm): number {
  if (dtype.base !== undefined) return alignmentOf(dtype.base);
  if (dtype.fields !== undefined) {
    return dtype.isAligned ? Math.max(1, ...dtype.fields.map((field) => alignmentOf(field.dtype))) : 1;
  }
  switch (dtype.kind) {
    case 'U':
      return 4;
    case 'T':
    case 'O':
      return 8;
    case 'c':
      return dtype.itemsize / 2;
    case 'S':
      return 1;
    case 'V':
      return dtype.type instanceof Global ? dtype.itemsize : 1;
    default:
      return dtype.itemsize;
  }
}

/** The next multiple of a number. */
export function roundUp(value: number, to: number): number {
  return Math.ceil(value / to) * to;
}

/** @param isWhole - Whether the text says that fields are aligned. */
function structText(dtype: DTypeForm, isWhole = false): string {
  const { fields = [], itemsize, isAligned } = dtype;
  if (!(isWhole && isAligned) && canBeList(dtype)) return listText(fields);
  const titles = fields.some(({ title }) => title !== undefined && title !== null)
    ? `, 'titles': ${pythonRepr(fields.map(({ title }) => title ?? null))}`
    : '';
  return (
    `{'names': ${pythonRepr(fields.map(({ name }) => name))}, ` +
    `'formats': [${fields.map((field) => shortText(field.dtype)).join(', ')}], ` +
    `'offsets': [${fields.map(({ offset }) => offset).join(', ')}]${titles}, 'itemsize': ${itemsize}` +
    `${isAligned && isWhole ? ", 'aligned': True" : ''}}`
  );
}

function listText(fields: readonly FieldForm[]): string {
  const items = fields.map(({ name, title, dtype }) => {
    const label = title === undefined || title === null ? pythonRepr(name) : pythonRepr(Tuple.of<unknown>(title, name));
    const base = dtype.base ?? dtype;
    const shape = dtype.shape === undefined ? '' : `, ${shapeText(dtype.shape)}`;
    return `(${label}, ${shortText(base)}${shape})`;
  });
  return `[${items.join(', ')}]`;
}
