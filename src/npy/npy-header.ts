/**
 * The header of a `.npy` file: the magic, the version, a length, and a Python dict as text.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { type Limits, limitExceeded } from '../limits.ts';
import { type PythonLiteral, parsePythonLiteral } from '../literal/python-literal.ts';
import type { DType } from '../numpy/dtype.ts';
import { dtypeOfDescr } from './npy-descr.ts';

/** What a header says. */
export interface NpyHeader {
  /** The version of the format. */
  readonly version: 1 | 2 | 3;
  /** What the elements are. */
  readonly dtype: DType;
  /** How many elements along each axis. */
  readonly shape: readonly number[];
  /** `'F'`: the first axis is the fastest. */
  readonly order: 'C' | 'F';
  /** Where the data begin, in bytes. */
  readonly dataOffset: number;
}

/** What precedes the text of the header. */
interface Preamble {
  readonly version: 1 | 2 | 3;
  /** Where the text of the header begins and ends, in bytes. */
  readonly start: number;
  readonly end: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const;
/** The bytes that {@link readPreamble} needs. */
export const PREAMBLE_BYTES = 12;
/** What parsing a byte of the text takes, in bytes of memory. */
const COST_OF_BYTE = 64;
/** The keys that numpy requires; it allows no others. */
const KEYS = ['descr', 'fortran_order', 'shape'] as const;

/** Whether bytes begin as a `.npy` file does. */
export function isNpy(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.every((byte, at) => bytes[at] === byte);
}

/**
 * Where the header is.
 *
 * @param begin - The first {@link PREAMBLE_BYTES} bytes of the file; fewer if the file has no more.
 * @param size - The size of the file, in bytes.
 * @throws PickleError `bad-npy`; `limit` for a text that would take more memory than `limits.memory` allows.
 */
export function readPreamble(begin: Uint8Array, size: number, { memory }: Pick<Limits, 'memory'>): Preamble {
  if (!isNpy(begin)) throw badNpy(`the file does not begin with \\x93NUMPY`, 0);
  const [major, minor] = [begin[6], begin[7]];
  if (minor !== 0 || (major !== 1 && major !== 2 && major !== 3)) {
    throw badNpy(`found version ${major ?? '?'}.${minor ?? '?'}, expected 1.0, 2.0 or 3.0`, 6);
  }
  const start = major === 1 ? 10 : 12;
  if (begin.length < start) throw badNpy(`the file ends within the length of the header`, begin.length);
  const view = new DataView(begin.buffer, begin.byteOffset, begin.byteLength);
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (start + length > size) throw badNpy(`the header has ${length} bytes, and ${size - start} are left`, start);
  if (length * COST_OF_BYTE > memory) throw limitExceeded('memory', memory, `a .npy header of ${length} bytes`);
  return { version: major, start, end: start + length };
}

/** The header. @throws PickleError `bad-npy`. */
export function parseHeader(text: Uint8Array, { version, start, end }: Preamble): NpyHeader {
  const dict = literalOf(decoded(text, version, start), version, start);
  if (dict.type !== 'dict') throw badNpy(`the header is a ${dict.type}, expected a dict`, start);
  const values = new Map(dict.entries.map(([key, value]) => [key.type === 'str' ? key.value : '', value]));
  const [descr, order, shape] = KEYS.map((key) => values.get(key));
  if (descr === undefined || order === undefined || shape === undefined || dict.entries.length !== KEYS.length) {
    throw badNpy(`the keys of the header are not ${KEYS.join(', ')}`, start);
  }
  if (order.type !== 'bool') throw badNpy(`fortran_order is a ${order.type}, expected a bool`, start);
  return {
    version,
    dtype: located(() => dtypeOfDescr(descr), start),
    shape: shapeOf(shape, start),
    order: order.value ? 'F' : 'C',
    dataOffset: end,
  };
}

function decoded(text: Uint8Array, version: 1 | 2 | 3, start: number): string {
  if (version < 3) return decodeLatin1(text, 0, text.length);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
  } catch (cause) {
    throw badNpy('the header is not UTF-8', start, cause);
  }
}

/** Files of Python 2 may have ints such as `3L`. */
function literalOf(text: string, version: 1 | 2 | 3, start: number): PythonLiteral {
  try {
    // ast.literal_eval strips leading blanks, which Python's tokenizer would take for an indent.
    return parsePythonLiteral(text, 'header', version < 3 ? 'python2' : 'python');
  } catch (error) {
    throw error instanceof PickleError ? badNpy(error.message, start, error) : error;
  }
}

function shapeOf(shape: PythonLiteral, start: number): number[] {
  if (shape.type !== 'tuple') throw badNpy(`the shape is a ${shape.type}, expected a tuple`, start);
  return shape.items.map((size) => {
    // Python's bools are ints, and numpy takes them.
    const value = size.type === 'int' || size.type === 'bool' ? Number(size.value) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= 0) return value;
    throw badNpy('the shape has a size that is not an int from 0 to 2**53', start);
  });
}

/** Turns the errors of wrong arguments into one about the file, because the arguments come from it. */
export function located<T>(make: () => T, at: number): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw badNpy(error.message, at, error);
    throw error;
  }
}

/** The error for a file that is not a `.npy` file. */
export function badNpy(message: string, at: number, cause?: unknown): PickleError {
  return new PickleError('bad-npy', `.npy: ${message} (at byte ${at})`, { cause });
}
