/**
 * Dtypes as pickles contain them: `numpy.dtype('f4', False, True)` and a state.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import type { DumpContext, LoadContext } from '../codec/context.ts';
import type { Reduction } from '../codec/reduction.ts';
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { distinctText } from '../values/identified-text.ts';
import { pythonTypeName } from '../values/kind.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { DType, type DTypeField } from './dtype.ts';
import type { DateUnit } from './dtype-form.ts';
import { type DTypeLike, dtypeOf, subArrayDType } from './dtype-spelling.ts';
import { isRecord } from './dtype-text.ts';
import { countOfArgument, fromPickle, sizeOf, sizesOf } from './pickled-arguments.ts';
import type { NumpyVersion } from './version.ts';

const DTYPE = /* @__PURE__ */ Global.of('numpy.dtype');
const RECORD = /* @__PURE__ */ Global.of('numpy.record');
const STRINGS = /* @__PURE__ */ Global.of('numpy._core._internal._convert_to_stringdtype_kwargs');

/** Flags of numpy that are the same in all versions. */
const FLAGS = { object: 63, text: 8, python: 16, fromFields: 27, aligned: 128, package: 64 } as const;

/** dtypes that a call made and BUILD may still change. */
const unfinished = /* @__PURE__ */ new WeakSet<DType>();

/** `numpy.dtype(spelling, align, copy, metadata)` */
export function calledDType(args: Tuple, context: LoadContext): DType | undefined {
  if (args.length === 0 || args.length > 4) return undefined;
  const [spelling, align, , metadata] = args;
  const made = fromPickle(() => dtypeOfArgument(spelling, context, align === true || align === 1));
  // Its own object, to which BUILD can give a state.
  const own = made.with(metadata === undefined ? {} : { metadata });
  unfinished.add(own);
  return own;
}

/** The dtype of an argument: a dtype, a text, a class, a list or dict of fields. */
export function dtypeOfArgument(value: unknown, context: LoadContext, aligned = false): DType {
  if (value instanceof DType) return finished(value);
  const like = likeOf(value, context, 0);
  if (!aligned || typeof like === 'string' || like instanceof DType) return dtypeOf(like);
  if ('names' in like) return dtypeOf({ ...like, aligned });
  const { fields = [] } = dtypeOf(like);
  return dtypeOf({ names: fields.map(({ name }) => name), formats: fields.map(({ dtype }) => dtype), aligned });
}

/** Ends the making of a dtype that is now part of something: without a state to come, it cannot be part of itself. */
export function finished(dtype: DType): DType {
  unfinished.delete(dtype);
  return dtype;
}

/** Levels of lists of fields that are read from a pickle. */
const DEEPEST = 64;

function likeOf(value: unknown, context: LoadContext, depth: number): DTypeLike {
  if (depth > DEEPEST) throw new RangeError(`a dtype of more than ${DEEPEST} levels of fields`);
  if (value instanceof DType) return finished(value);
  if (value === null) return 'f8';
  if (typeof value === 'string' || value instanceof Uint8Array) return textOf(value);
  if (value instanceof Global) return classDType(value);
  if (typeof value === 'function') return 'O';
  if (value instanceof Tuple && value.length === 2) {
    const [first, second] = value;
    if (first instanceof Global && isRecordName(first)) return recordOf(dtypeOf(likeOf(second, context, depth + 1)));
    return subArrayDType(dtypeOf(likeOf(first, context, depth + 1)), sizesOf(second));
  }
  if (Array.isArray(value)) return value.map((field) => fieldLike(field, context, depth));
  const entries = context.entriesOf(value);
  if (entries !== undefined) return dictLike(new Map(entries), context, depth);
  throw new TypeError(`Cannot interpret '${pythonTypeName(value)}' as a data type`);
}

function fieldLike(field: unknown, context: LoadContext, depth: number): unknown {
  if (!(field instanceof Tuple)) throw new TypeError('a field of a dtype is a tuple');
  const [label, type, shape] = field;
  const name = label instanceof Uint8Array ? textOf(label) : label;
  const like = likeOf(type, context, depth + 1);
  return shape === undefined ? [name, like] : [name, like, sizesOf(shape)];
}

function dictLike(dict: ReadonlyMap<unknown, unknown>, context: LoadContext, depth: number): DTypeLike {
  const listOf = (name: string): readonly unknown[] | undefined => {
    const list = dict.get(name);
    if (list === undefined || list === null) return undefined;
    if (!Array.isArray(list)) throw new TypeError(`'${name}' of a dtype is a list`);
    return list;
  };
  const itemsize = dict.get('itemsize');
  return {
    names: (listOf('names') ?? []).map(textOf),
    formats: (listOf('formats') ?? []).map((format) => likeOf(format, context, depth + 1)),
    offsets: listOf('offsets')?.map(countOfArgument),
    titles: listOf('titles'),
    itemsize: itemsize === undefined || itemsize === null ? undefined : countOfArgument(itemsize),
    aligned: dict.get('aligned') === true,
  };
}

/** The dtype of a class: numpy's own, Python's, those of `ml_dtypes`; of others what a class of void is. */
function classDType(type: Global): DType {
  const { module, name } = type;
  if (isRecordName(type)) return recordOf(dtypeOf('V0'));
  const isOwn = module === 'numpy' || module === 'builtins' || module.startsWith('ml_dtypes');
  return isOwn ? dtypeOf(name) : dtypeOf('V0').with({ type });
}

function isRecordName(type: Global): boolean {
  return isRecord({ type });
}

function recordOf(dtype: DType): DType {
  return dtype.with({ type: RECORD });
}

/** A text, which the pickles of Python 2 may have as bytes. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return decodeLatin1(value, 0, value.length);
  throw new TypeError(`a dtype needs a str, not '${pythonTypeName(value)}'`);
}

/** `dtype.__setstate__` */
export function setDTypeState(self: DType, state: unknown, context: LoadContext): void {
  if (!unfinished.delete(self)) {
    throw new PickleError(
      'bad-state',
      'a dtype is given a state when it is already part of another one, or of an array',
    );
  }
  Object.assign(
    self,
    fromPickle(() => statedDType(self, state, context), 'bad-state'),
  );
}

/** The version of the states with metadata. */
const LATEST = 4;

/** The dtype that a state describes; tuples of 5 and 6 are from before numpy 1.0. */
function statedDType(self: DType, state: unknown, context: LoadContext): DType {
  if (!(state instanceof Tuple) || state.length < 5 || state.length > 9) {
    throw new PickleError('bad-state', 'the state of a dtype must be a tuple of 5 to 9');
  }
  if (state.length > 5 && !(countOfArgument(state[0]) <= LATEST)) {
    throw new PickleError('bad-state', `can't handle version ${String(state[0])} of numpy.dtype pickle`);
  }
  const named = state.length > 6;
  const [endian, sub, names, fields, size, align, flags = 0, metadata] =
    state.length === 5
      ? [state[0], state[1], undefined, ...state.slice(2)]
      : named
        ? state.slice(1)
        : [...state.slice(1, 3), undefined, ...state.slice(3)];
  const order = textOf(endian ?? '|');
  const byteorder = order === '=' ? '<' : order;
  if (byteorder !== '<' && byteorder !== '>' && byteorder !== '|') {
    throw new PickleError('bad-state', 'a byte order must be one of < > | =');
  }
  const isSized = size !== -1 && size !== -1n && (self.kind === 'S' || self.kind === 'U' || self.kind === 'V');
  const itemsize = isSized ? countOfArgument(size) : self.itemsize;
  const alignment = isSized ? Math.max(1, countOfArgument(align)) : self.alignment;
  const isAligned = (sizeOf(flags) & FLAGS.aligned) !== 0;
  const own = { ...self, byteorder: self.byteorder === '|' ? '|' : byteorder, itemsize, alignment } as const;
  if (sub !== null) return subArrayOf(self, sub, itemsize, alignment);
  const parts = fieldsOf(self, names, fields, itemsize, context);
  const [meta, unit] = metadataOf(self, metadata ?? null);
  return new DType({ ...own, fields: parts, isAligned: parts !== undefined && isAligned, metadata: meta, unit });
}

function subArrayOf(self: DType, sub: unknown, itemsize: number, alignment: number): DType {
  const [base, shape] = sub instanceof Tuple ? sub : [];
  if (!(base instanceof DType)) throw new PickleError('bad-state', 'a sub-array must be a dtype and a shape');
  const made = subArrayDType(partOf(self, base), shape instanceof Tuple ? sizesOf(shape) : [sizeOf(shape)]);
  if (made.itemsize !== itemsize) throw new PickleError('bad-state', 'a sub-array has another size than its dtype');
  return made.with({ alignment });
}

function fieldsOf(
  self: DType,
  names: unknown,
  fields: unknown,
  itemsize: number,
  context: LoadContext,
): DTypeField[] | undefined {
  if (fields === null) return undefined;
  const entries = context.entriesOf(fields);
  if (entries === undefined) throw new PickleError('bad-state', 'the fields of a dtype must be a dict');
  const byName = new Map<unknown, unknown>();
  for (const [key, value] of entries) byName.set(key instanceof Uint8Array ? textOf(key) : key, value);
  const order = names ?? byName.get(-1);
  if (!Array.isArray(order)) throw new PickleError('bad-state', 'the names of fields must be a tuple');
  return order.map((given) => {
    const name = textOf(given);
    const found = byName.get(name);
    const [dtype, at, title] = found instanceof Tuple ? found : [];
    if (!(dtype instanceof DType)) throw new PickleError('bad-state', 'a field must be a dtype and an offset');
    const offset = countOfArgument(at);
    if (offset + dtype.itemsize > itemsize)
      throw new PickleError('bad-state', 'a field is beyond the end of its dtype');
    partOf(self, dtype);
    return title === undefined || title === null
      ? { name, dtype, offset }
      : { name, dtype, offset, title: textOf(title) };
  });
}

/** Checks that a part is not the dtype itself, and ends its making. */
function partOf(self: DType, part: DType): DType {
  if (part === self) throw new PickleError('bad-state', 'a dtype is part of itself');
  return finished(part);
}

/** The metadata, and the unit of datetime64 and timedelta64. */
function metadataOf({ kind, unit }: DType, metadata: unknown): readonly [unknown, DateUnit | undefined] {
  if (kind !== 'm' && kind !== 'M') return [metadata ?? undefined, unit];
  if (!(metadata instanceof Tuple)) return [undefined, unit];
  const [own, given] = metadata;
  const [name, count, divisor] = given instanceof Tuple ? given : [];
  if (sizeOf(divisor ?? 1) !== 1) throw new PickleError('bad-state', 'a unit of time is a multiple, not a part');
  const { unit: found } = dtypeOf(`M8[${sizeOf(count)}${textOf(name)}]`);
  const isEmpty = own === null || (own instanceof Map && own.size === 0) || Object.keys(Object(own)).length === 0;
  return [isEmpty && !(own instanceof Map && own.size > 0) ? undefined : own, found];
}

/** `_convert_to_stringdtype_kwargs(coerce[, na_object])` */
export function stringDType([coerce, ...na]: Tuple): DType | undefined {
  if (na.length > 1) return undefined;
  const strings = { coerce: coerce !== 0 && coerce !== 0n && coerce !== false };
  return dtypeOf('T').with({ strings: na.length === 0 ? strings : { ...strings, naObject: na[0] } });
}

/** A dtype as a pickle has it. */
export function reduceDType(self: DType, _context: DumpContext, like: NumpyVersion | undefined): Reduction {
  const { strings } = self;
  if (self.kind === 'T') {
    const args = [strings?.coerce === false ? 0n : 1n];
    return { callable: STRINGS, args: strings?.naObject === undefined ? args : [...args, strings.naObject] };
  }
  // A state with metadata is taken by every numpy.
  if (like !== undefined || self.metadata !== undefined) {
    return { callable: DTYPE, args: [typeArgument(self), false, true], state: stateOf(self, like ?? '1.26') };
  }
  return { callable: DTYPE, args: [portable(self)] };
}

/** What `numpy.dtype` of every version takes for it. */
function portable(dtype: DType): unknown {
  const { fields, base, shape, type, isAligned, itemsize } = dtype;
  if (base !== undefined) return Tuple.of<unknown>(base, tupleOf((shape ?? []).map(BigInt)));
  if (fields === undefined) return type === undefined ? dtype.str : type;
  const dict = new Dict<string, unknown>([
    ['names', fields.map(({ name }) => name)],
    ['formats', fields.map((field) => field.dtype)],
    ['offsets', fields.map(({ offset }) => BigInt(offset))],
  ]);
  if (fields.some(({ title }) => title !== undefined))
    dict.set(
      'titles',
      fields.map(({ title }) => title ?? null),
    );
  dict.set('itemsize', BigInt(itemsize));
  if (isAligned) dict.set('aligned', true);
  return type === undefined ? dict : Tuple.of<unknown>(type, dict);
}

function typeArgument({ type, kind, itemsize }: DType): unknown {
  if (type !== undefined) return type;
  return distinctText(`${kind}${kind === 'U' ? itemsize / 4 : itemsize}`);
}

function stateOf(dtype: DType, like: NumpyVersion): Tuple {
  const { kind, byteorder, base, shape, fields, itemsize, alignment, metadata, unit } = dtype;
  const isSized = kind === 'S' || kind === 'U' || kind === 'V';
  const flags = flagsOf(dtype);
  const isTime = unit !== undefined;
  const time = unit === undefined ? null : timeOf(unit, metadata, like);
  const more = isTime ? [time] : metadata === undefined ? [] : [metadata];
  return Tuple.of<unknown>(
    more.length === 0 ? 3n : 4n,
    byteorder,
    base === undefined ? null : Tuple.of<unknown>(base, tupleOf((shape ?? []).map(BigInt))),
    fields === undefined ? null : tupleOf(fields.map(({ name }) => name)),
    fields === undefined ? null : fieldDict(fields),
    isSized ? BigInt(itemsize) : -1n,
    isSized ? BigInt(alignment) : -1n,
    // A signed byte before numpy 2.
    BigInt(like === '1.26' && flags > 127 ? flags - 256 : flags),
    ...more,
  );
}

function timeOf({ unit, count }: DateUnit, metadata: unknown, like: NumpyVersion): Tuple {
  const none = like === '1.26' ? new Dict() : null;
  const name = Uint8Array.from(unit, (char) => char.charCodeAt(0));
  return Tuple.of<unknown>(metadata ?? none, Tuple.of<unknown>(sharedBytes(name), BigInt(count), 1n, 1n));
}

function fieldDict(fields: readonly DTypeField[]): Dict {
  const dict = new Dict<unknown, unknown>();
  for (const { name, dtype, offset, title } of fields) {
    const place = Tuple.of<unknown>(dtype, BigInt(offset), ...(title === undefined ? [] : [title]));
    dict.set(name, place);
    if (title !== undefined) dict.set(title, place);
  }
  return dict;
}

function flagsOf({ kind, fields, base, isAligned, type }: DType): number {
  if (base !== undefined) return flagsOf(base);
  if (kind === 'O') return FLAGS.object;
  if (kind === 'U') return FLAGS.text;
  if (fields === undefined) return type === undefined ? 0 : FLAGS.package;
  let flags: number = FLAGS.python;
  for (const { dtype } of fields) flags |= flagsOf(dtype) & FLAGS.fromFields;
  return isAligned ? flags | FLAGS.aligned : flags;
}

const bytesOfOne: Uint8Array[] = [];

/** As in CPython, equal bytes of length one are one object. */
export function sharedBytes(bytes: Uint8Array): Uint8Array {
  const byte = bytes[0];
  if (bytes.length !== 1 || byte === undefined) return bytes;
  return (bytesOfOne[byte] ??= Uint8Array.of(byte));
}
