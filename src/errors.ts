/**
 * The errors for invalid data. Invalid arguments of the caller are a `TypeError` or `RangeError`.
 *
 * @module
 */

/**
 * Why a pickle was refused or a value could not be pickled. A closed list: a code is never removed or given another
 * meaning within a major version.
 *
 * Reading:
 * - `truncated`: the bytes end before the pickle does;
 * - `bad-opcode`: a byte that is not an opcode;
 * - `bad-protocol`: PROTO names a protocol above 5;
 * - `no-mark`: an opcode takes a group, but no group is open;
 * - `underflow`: an opcode takes more values than there are above the newest mark;
 * - `odd-items`: an odd number of keys and values;
 * - `bad-argument`: the argument of an opcode, a text or a length, is invalid;
 * - `bad-text`: bytes that are not text in the encoding that applies;
 * - `bad-operand`: a value of a type that the opcode cannot work on;
 * - `bad-state`: the argument of BUILD is not a state;
 * - `bad-frame`: a frame is longer than the data;
 * - `memo-missing`: a memo entry is fetched that was never stored;
 * - `unhashable`: Python cannot hash a key or set member;
 * - `bad-key`: the chosen form of a dict cannot have this key;
 * - `unknown-global`: a class or function that no codec knows, with `unknown: 'error'`;
 * - `unknown-extension`: an extension code that is not registered;
 * - `no-persistent-load`: a persistent id without a `persistentLoad` option;
 * - `no-buffer`: an out-of-band buffer that is missing in `buffers`;
 * - `bad-call`: the codec of a class or function refuses the arguments;
 * - `leftover`: values are left on the stack at the end, which only `dis` refuses;
 * - `limit`: the pickle asks for more than a limit of {@link Limits} allows;
 * - `changed`: the file, here or on a server, was changed while it was read;
 * - `bad-compression`: compressed data is cut or broken, or of an unsupported form;
 * - `bad-archive`: a zip archive that is cut or broken, or in a form that is not supported;
 * - `bad-npy`: a `.npy` or `.npz` file that is cut, or whose header is invalid;
 * - `bad-checkpoint`: a file of PyTorch that is cut, or has parts missing or in contradiction;
 * - `bad-tensor`: a tensor that does not fit into its storage, or a storage into the file;
 * - `bad-safetensors`: a safetensors file that is cut, or whose header breaks the rules of the format;
 * - `no-data`: a tensor without data was asked for its elements;
 * - `no-sibling`: an array in a file beside that of joblib, without a `sibling` option;
 * - `bad-response`: an answer of a server that is not the range which was asked for, or none;
 * - `failed`: a codec or callback of the caller threw; `cause` is what it threw.
 *
 * Writing:
 * - `cannot-pickle`: a value that cannot be pickled (generator, Promise, Symbol, WeakMap...);
 * - `not-registered`: an instance, class or function that no codec given names;
 * - `bad-reduction`: `reduce`, `getState` or `reducerOverride` returned something that is not a reduction;
 * - `bad-name`: a global whose name the protocol cannot write;
 * - `duplicate-key`: two keys that are equal in Python (`1` and `true`);
 * - `needs-protocol`: a value that only a newer protocol can hold;
 * - `too-large`: a value longer than the protocol or the runtime can hold;
 * - `bad-json`: text that is not JSON, or not JSON that `fromJSON` of `brine/tools` understands;
 * - `bad-assembly`: a line that does not assemble to an opcode;
 * - `bad-literal`: text that is not a literal of Python, JavaScript or JSON;
 * - `bad-path`: a path that is invalid or leads nowhere in the pickle;
 * - `unhashable`, `limit`, `failed`: as above.
 */
export type PickleErrorCode =
  | 'truncated'
  | 'bad-opcode'
  | 'bad-protocol'
  | 'no-mark'
  | 'underflow'
  | 'odd-items'
  | 'bad-argument'
  | 'bad-text'
  | 'bad-operand'
  | 'bad-state'
  | 'bad-frame'
  | 'memo-missing'
  | 'unhashable'
  | 'bad-key'
  | 'unknown-global'
  | 'unknown-extension'
  | 'no-persistent-load'
  | 'no-buffer'
  | 'bad-call'
  | 'leftover'
  | 'limit'
  | 'changed'
  | 'bad-compression'
  | 'bad-archive'
  | 'bad-npy'
  | 'bad-checkpoint'
  | 'bad-tensor'
  | 'bad-safetensors'
  | 'no-data'
  | 'no-sibling'
  | 'bad-response'
  | 'failed'
  | 'cannot-pickle'
  | 'not-registered'
  | 'bad-reduction'
  | 'bad-name'
  | 'duplicate-key'
  | 'needs-protocol'
  | 'too-large'
  | 'bad-assembly'
  | 'bad-literal'
  | 'bad-path'
  | 'bad-json';

/** What all errors about data have in common: a {@link PickleErrorCode} that programs can switch on. */
export class PickleError extends Error {
  /** The name of the class. */
  override readonly name: string = 'PickleError';
  /** Why the data was refused. */
  readonly code: PickleErrorCode;

  /**
   * @param code - Why the data was refused.
   * @param message - What was found, what was expected, and what to do.
   * @param options - `cause`: the error behind this one.
   */
  constructor(code: PickleErrorCode, message: string, options?: ErrorOptions) {
    // `{ cause: undefined }` would be shown as a cause.
    super(shortened(message, LONGEST_MESSAGE), options?.cause === undefined ? undefined : options);
    this.code = code;
  }
}

/** A longer message does not fit a screen: a pickle can hold a name of any length. The end says where and what to do. */
const LONGEST_MESSAGE = 1000;

/** A longer path does not help in a message: a value nested 1,000 deep can have one of 100,000 characters. */
const LONGEST_PATH = 400;

/** A text without its middle, where it is long. */
function shortened(text: string, longest: number): string {
  const half = longest / 2;
  return text.length > longest ? `${text.slice(0, half)} ... ${text.slice(-half)}` : text;
}

/** The bytes are not a pickle that this reader accepts. */
export class UnpicklingError extends PickleError {
  /** The name of the class. */
  override readonly name: string = 'UnpicklingError';
  /** The offset of the failing opcode, in bytes from the start of the input. */
  readonly offset: number;
  /** The byte of the failing opcode, or -1 if the input ended where an opcode was expected. */
  readonly opcode: number;

  /**
   * @param code - Why the bytes were refused.
   * @param offset - Where the failing opcode stands, in bytes.
   * @param opcode - The opcode's byte, or -1.
   * @param message - The reason; ` (at byte N)` is added.
   * @param options - `cause`: the error behind this one.
   */
  constructor(code: PickleErrorCode, offset: number, opcode: number, message: string, options?: ErrorOptions) {
    super(code, `${message} (at byte ${offset})`, options);
    this.offset = offset;
    this.opcode = opcode;
  }
}

/** The same error with another message. */
export function reworded(
  error: UnpicklingError,
  words: (reason: string) => string,
  { code = error.code, cause = error.cause }: { readonly code?: PickleErrorCode; readonly cause?: unknown } = {},
): UnpicklingError {
  const reason = error.message.slice(0, error.message.lastIndexOf(' (at byte'));
  return new UnpicklingError(code, error.offset, error.opcode, words(reason), { cause });
}

/** The value cannot be pickled. */
export class PicklingError extends PickleError {
  /** The name of the class. */
  override readonly name: string = 'PicklingError';
  /** The path from the given value to the refused one, as JavaScript: `$.layers[3].weight`. */
  readonly path: string;

  /**
   * @param code - Why the value was refused.
   * @param path - The way to it: `$.layers[3].weight`.
   * @param message - The reason; ` (at PATH)` is added.
   * @param options - `cause`: the error behind this one.
   */
  constructor(code: PickleErrorCode, path: string, message: string, options?: ErrorOptions) {
    super(code, `${message} (at ${shortened(path, LONGEST_PATH)})`, options);
    this.path = path;
    // The message says it already, and `console.log` would print ten thousand characters of it.
    if (path.length > LONGEST_PATH) Object.defineProperty(this, 'path', { enumerable: false });
  }
}

/** CPython's message for a byte that is not an opcode: printable ASCII as it is, anything else in hexadecimal. */
export function invalidLoadKey(byte: number): string {
  const raw = byte >= 0x20 && byte <= 0x7e && byte !== 0x27 && byte !== 0x5c;
  const key = raw ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  return `invalid load key, '${key}'.`;
}
