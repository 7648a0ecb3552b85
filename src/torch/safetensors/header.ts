/**
 * The header of a safetensors file.
 *
 * @see {@link https://github.com/huggingface/safetensors/blob/v0.8.0/README.md | the format, 0.8.0}
 * @module
 */
import { PickleError } from '../../errors.ts';
import { countOf } from '../../numpy/shape.ts';
import { type TorchDType, torchDTypes } from '../dtype.ts';

/** What the header says about a tensor. */
export interface SafetensorsEntry {
  /** Its name. */
  readonly name: string;
  /** What the elements are. */
  readonly dtype: TorchDType;
  /** How many elements along each axis, as PyTorch counts them: two of F4 are one. */
  readonly shape: readonly number[];
  /** Where its bytes begin and end, counted from the end of the header. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly entries: readonly SafetensorsEntry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** The bytes of the header's length, before the header. */
export const LENGTH_BYTES = 8;
/** The longest header that the format allows, in bytes. */
export const LONGEST_HEADER = 100_000_000;
const METADATA = '__metadata__';
/** Tensors begin at a multiple of this many bytes, because the header is padded to one. */
const ALIGNMENT = 8;

/** The error for a file that breaks the rules of the format. */
export function badSafetensors(what: string): PickleError {
  return new PickleError('bad-safetensors', `not a safetensors file: ${what}`);
}

/** Whether bytes begin as safetensors do: with the length of the header, and the header. */
export function isSafetensors(head: Uint8Array): boolean {
  const isShort = head[4] === 0 && head[5] === 0 && head[6] === 0 && head[7] === 0;
  if (!isShort || head[8] !== 0x7b) return false;
  // JSON has room between the brace and what follows it.
  const next = head.subarray(9).find((byte) => ![0x20, 0x09, 0x0a, 0x0d].includes(byte));
  return next === 0x22 || next === 0x7d;
}

/** The length of the header, from the first eight bytes. */
export function headerLength(bytes: Uint8Array, size: number): number {
  if (bytes.length < LENGTH_BYTES) throw badSafetensors(`it has ${size} bytes, fewer than the length of the header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > LONGEST_HEADER)
    throw badSafetensors(`its header would have ${length} bytes, more than ${LONGEST_HEADER}`);
  if (LENGTH_BYTES + Number(length) > size) {
    throw badSafetensors(`its header of ${length} bytes is cut, for the file has ${size}`);
  }
  return Number(length);
}

/**
 * Reads a header, and checks that the tensors fill the rest of the file without gaps and overlaps.
 *
 * @param size - How many bytes follow the header.
 */
export function parseHeader(bytes: Uint8Array, size: number): SafetensorsHeader {
  if (bytes[0] !== 0x7b) throw badSafetensors("its header does not begin with '{'");
  const json = jsonOf(bytes);
  const entries: SafetensorsEntry[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, value] of Object.entries(json)) {
    if (name === METADATA) metadata = metadataOf(value);
    else entries.push(entryOf(name, value));
  }
  checkPlaces(entries, size);
  return { entries, metadata };
}

function jsonOf(bytes: Uint8Array): object {
  let text: string;
  let json: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    json = JSON.parse(text);
  } catch (cause) {
    throw new PickleError('bad-safetensors', 'not a safetensors file: its header is not JSON in UTF-8', { cause });
  }
  if (typeof json !== 'object' || json === null) throw badSafetensors('its header is not a JSON object');
  const count = keysIn(text);
  if (Object.keys(json).length !== count) throw badSafetensors('its header has a name twice');
  return json;
}

/** How many keys the outermost object of a JSON text has. Repeated keys count each time. */
function keysIn(text: string): number {
  let depth = 0;
  let count = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':' && depth === 1) count++;
  }
  return count;
}

function metadataOf(value: unknown): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (typeof value !== 'object' || value === null) throw badSafetensors('its metadata are not a JSON object');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw badSafetensors(`its metadata ${shown(key)} are not a string`);
    metadata.set(key, text);
  }
  return metadata;
}

function entryOf(name: string, value: unknown): SafetensorsEntry {
  const what = `the tensor ${shown(name)}`;
  if (typeof value !== 'object' || value === null) throw badSafetensors(`${what} is not a JSON object`);
  const [given, sizes, offsets] = ['dtype', 'shape', 'data_offsets'].map((key) => Reflect.get(value, key));
  const dtype = typeof given === 'string' ? dtypeOf(given) : undefined;
  if (dtype === undefined) {
    throw badSafetensors(`${what} has the dtype ${shown(String(given))}, which PyTorch 2.13 does not have`);
  }
  if (!isNumbers(sizes)) throw badSafetensors(`${what} has no shape`);
  if (!isNumbers(offsets) || offsets.length !== 2) throw badSafetensors(`${what} has no data_offsets`);
  const [start = 0, end = 0] = offsets;
  const shape = dtype.safetensors === PACKED ? halved(sizes, what) : sizes;
  const bytes = countOf(shape) * dtype.itemBytes;
  if (!Number.isSafeInteger(bytes) || end - start !== bytes) {
    throw badSafetensors(`${what} needs ${bytes} bytes, and has ${end - start}`);
  }
  return { name, dtype, shape, start, end };
}

/** The dtypes with elements of four bits, two of which PyTorch counts as one element. */
const PACKED = 'F4';

function halved(sizes: readonly number[], what: string): number[] {
  const last = sizes[sizes.length - 1] ?? 1;
  if (last % 2 !== 0) throw badSafetensors(`${what} has an odd number of elements of four bits in a row`);
  return [...sizes.slice(0, -1), last / 2];
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function dtypeOf(name: string): TorchDType | undefined {
  for (const dtype of torchDTypes()) if (dtype.safetensors === name) return dtype;
  return undefined;
}

function checkPlaces(entries: readonly SafetensorsEntry[], size: number): void {
  let at = 0;
  for (const { name, start, end } of [...entries].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start < at) throw badSafetensors(`the tensor ${shown(name)} overlaps another one`);
    if (start > at)
      throw badSafetensors(`there are ${start - at} bytes before the tensor ${shown(name)} that no tensor has`);
    at = end;
  }
  if (at > size) throw badSafetensors(`it is cut: its tensors have ${at} bytes, and ${size} are there`);
  if (at < size) throw badSafetensors(`${size - at} bytes at its end belong to no tensor`);
}

/** A tensor to be written. */
export interface HeaderTensor {
  readonly name: string;
  readonly dtype: TorchDType;
  readonly shape: readonly number[];
}

/** The dtypes in the order in which the Rust library writes them: the largest first. */
const ORDER =
  'U64 I64 F64 C64 F32 U32 I32 BF16 F16 U16 I16 F8_E5M2FNUZ F8_E4M3FNUZ F8_E8M0 F8_E4M3 F8_E5M2 I8 U8 F4 BOOL';

/** The tensors in the order of the file: by dtype, and by name. */
export function inFileOrder<T extends HeaderTensor>(tensors: readonly T[]): T[] {
  const order = ORDER.split(' ');
  const rank = ({ dtype }: T): number => order.indexOf(dtype.safetensors ?? '');
  return [...tensors].sort((a, b) => rank(a) - rank(b) || byCodePoint(a.name, b.name));
}

/** As UTF-8 sorts: by code points, not by UTF-16 units. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [new TextEncoder().encode(a), new TextEncoder().encode(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/**
 * The beginning of a file: the length of the header, and the header, padded.
 *
 * @param tensors - In the order of the file.
 * @throws RangeError if the header is too long; TypeError for names that the format does not allow.
 */
export function headerOf(tensors: readonly HeaderTensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const parts: string[] = [];
  const sorted = [...metadata].sort(([a], [b]) => byCodePoint(a, b));
  if (sorted.length > 0) {
    const pairs = sorted.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    parts.push(`"${METADATA}":{${pairs.join(',')}}`);
  }
  let at = 0;
  for (const { name, dtype, shape } of tensors) {
    if (name === METADATA) throw new TypeError(`a tensor cannot be called ${METADATA} in safetensors`);
    const bytes = countOf(shape) * dtype.itemBytes;
    const sizes = dtype.safetensors === PACKED ? [...shape.slice(0, -1), 2 * (shape[shape.length - 1] ?? 1)] : shape;
    const place = `"data_offsets":[${at},${at + bytes}]`;
    parts.push(`${JSON.stringify(name)}:{"dtype":"${dtype.safetensors}","shape":[${sizes.join(',')}],${place}}`);
    at += bytes;
  }
  const text = new TextEncoder().encode(`{${parts.join(',')}}`);
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  if (length > LONGEST_HEADER)
    throw new RangeError(`the header would have ${length} bytes; safetensors allows ${LONGEST_HEADER}`);
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, LENGTH_BYTES);
  return header;
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}
