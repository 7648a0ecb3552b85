import type { Dict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import {
  inspected,
  type PythonRepr,
  pythonRepr,
  pythonStr,
  type ReprParts,
  reprCall,
  reprParts,
} from '../../values/repr.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { bigintArgument } from '../call-arguments.ts';
import { asText, configMessage, jsonMessage, ownMessage } from './exception-messages.ts';
import { calledClass, isOSError, isWritten } from './os-error.ts';

/** JavaScript's classes that mean the same. */
const NATIVE: ReadonlyMap<string, new (message: string, options?: ErrorOptions) => Error> = /* @__PURE__ */ new Map<
  string,
  new (
    message: string,
    options?: ErrorOptions,
  ) => Error
>([
  ['TypeError', TypeError],
  ['SyntaxError', SyntaxError],
  ['NameError', ReferenceError],
  ['ValueError', RangeError],
]);

/** Fields that Python takes from the arguments of an OSError, and from the second argument of a SyntaxError. */
const OS_FIELDS = ['errno', 'strerror', 'filename', 'winerror', 'filename2'] as const;
const JSON_ERROR = 'json.decoder.JSONDecodeError';
const JSON_FIELDS = ['msg', 'doc', 'pos'] as const;
/** No more notes are added to a message longer than this. */
const MOST_TEXT = 2 ** 23;
/** The most exceptions of which each contains the message of the next. */
const DEEPEST = 100;
/** Exceptions whose `str` is the `repr` of their argument. */
const KEY_ERRORS: ReadonlySet<string> = /* @__PURE__ */ new Set(['KeyError', 'zoneinfo._common.ZoneInfoNotFoundError']);
const SYNTAX_FIELDS = ['filename', 'lineno', 'offset', 'text', 'end_lineno', 'end_offset'] as const;

/**
 * A Python exception: the name of its class, its arguments and its attributes. It is not a JavaScript Error; see
 * `toError`.
 */
export class PyError implements PythonRepr {
  /** The class. */
  readonly type: Global;
  /** The arguments of the exception. */
  readonly args: Tuple;
  /** The attributes that Python keeps in `__dict__`, and `name`, `path` and `obj` if the class has them. */
  attributes: Dict | undefined;

  /**
   * @param type - The class; a plain name is one of `builtins`. An OSError with an error number is of the class for
   *   that number, as in Python: `FileNotFoundError` for 2.
   * @param args - The arguments of the exception.
   * @param attributes - The attributes, which Python keeps in `__dict__`.
   */
  constructor(type: Global | string, args: readonly unknown[] = [], attributes?: Dict) {
    this.type = calledClass(typeof type === 'string' ? new Global('builtins', type) : type, args);
    this.args = args instanceof Tuple ? args : tupleOf(args);
    this.attributes = attributes;
  }

  /** Whether it is an OSError, whose arguments are an error number, a text and files. */
  private get isOSError(): boolean {
    const { length } = this.args;
    return isOSError(this.shownType()) && length > 1 && length <= OS_FIELDS.length;
  }

  /** How much Python had written before a BlockingIOError. Other exceptions have a file there. */
  private get written(): bigint | undefined {
    return this.isOSError && isWritten(this.type, this.args) ? bigintArgument(this.args[2]) : undefined;
  }

  private get isGroup(): boolean {
    const { module, name } = this.type;
    return module === 'builtins' && (name === 'ExceptionGroup' || name === 'BaseExceptionGroup');
  }

  /**
   * An attribute by its Python name: from `__dict__`, or one that Python takes from the arguments, such as `reason` of
   * a UnicodeDecodeError, `lineno` of a SyntaxError, `value` of a StopIteration, `code` of a SystemExit.
   */
  get(name: string): unknown {
    const { attributes } = this;
    return attributes?.has(name) === true ? attributes.get(name) : this.fields().get(name);
  }

  /** What Python takes from the arguments. */
  private fields(): ReadonlyMap<string, unknown> {
    const { args, type } = this;
    const [first, second] = args;
    if (this.written !== undefined) return named(['errno', 'strerror', 'characters_written'], args);
    if (this.isOSError) return named(OS_FIELDS, args);
    if (this.shownType() === JSON_ERROR) return named(JSON_FIELDS, args);
    if (type.module !== 'builtins') return new Map();
    if (this.isGroup) return named(['message', 'exceptions'], args);
    switch (type.name) {
      case 'UnicodeDecodeError':
      case 'UnicodeEncodeError':
        return named(['encoding', 'object', 'start', 'end', 'reason'], args);
      case 'UnicodeTranslateError':
        return named(['object', 'start', 'end', 'reason'], args);
      case 'StopIteration':
        return named(['value'], args);
      case 'SystemExit':
        return new Map([['code', args.length > 1 ? args : first]]);
      case 'SyntaxError':
      case 'IndentationError':
      case 'TabError':
        return named(['msg', ...SYNTAX_FIELDS], [first, ...(second instanceof Tuple ? second : [])]);
      default:
        return new Map();
    }
  }

  /** The notes that were added by `add_note`. */
  get notes(): unknown[] {
    // No class takes notes from its arguments, whose names take longer to find than the rest of the JSON.
    const notes = this.attributes?.get('__notes__');
    return Array.isArray(notes) ? notes : [];
  }

  /** The error number of an OSError; `undefined` for any other. */
  get errno(): unknown {
    return this.isOSError ? this.args[0] : undefined;
  }

  /** The text of an OSError; `undefined` for any other. */
  get strerror(): unknown {
    return this.isOSError ? this.args[1] : undefined;
  }

  /** The file of an OSError; `undefined` for any other. */
  get filename(): unknown {
    return this.isOSError && this.written === undefined ? (this.args[2] ?? undefined) : undefined;
  }

  /** The second file of an OSError, as of `os.rename`; `undefined` for any other. */
  get filename2(): unknown {
    return this.isOSError ? (this.args[4] ?? undefined) : undefined;
  }

  /** The exceptions of an ExceptionGroup; empty for any other. */
  get exceptions(): unknown[] {
    const inner = this.isGroup ? this.args[1] : undefined;
    return Array.isArray(inner) ? [...inner] : [];
  }

  /** Python's `str(exception)`. */
  get message(): string {
    return this.messageAt(0);
  }

  /** The message of an exception that this many others contain in theirs. Very deep ones are shown by their `repr`. */
  private messageAt(depth: number): string {
    const { args } = this;
    const nested = (value: unknown): string => {
      if (!(value instanceof PyError)) return pythonStr(value);
      return depth < DEEPEST ? value.messageAt(depth + 1) : pythonRepr(value);
    };
    if (this.isGroup) {
      const count = this.exceptions.length;
      return `${asText(args[0])} (${count} sub-exception${count === 1 ? '' : 's'})`;
    }
    const own = ownMessage(this.shownType(), this, nested);
    if (own !== undefined) return own;
    if (this.isOSError) return this.osMessage();
    if (args.length === 0) return '';
    if (args.length > 1) return pythonRepr(args);
    return KEY_ERRORS.has(this.shownType()) ? pythonRepr(args[0]) : nested(innermost(this));
  }

  /**
   * A JavaScript Error: TypeError, SyntaxError, ReferenceError (NameError), RangeError (ValueError), AggregateError
   * (groups) or Error, with the Python class as `name`, the notes below the message and this object as `cause`.
   */
  toError(): Error {
    const root = this.toOwnError();
    const pending: [PyError, Error][] = [[this, root]];
    const made = new Map<PyError, Error>([[this, root]]);
    for (const [group, error] of pending) {
      if (!(error instanceof AggregateError)) continue;
      for (const inner of group.exceptions) {
        const known = inner instanceof PyError ? made.get(inner) : undefined;
        const converted = known ?? (inner instanceof PyError ? inner.toOwnError() : inner);
        error.errors.push(converted);
        if (inner instanceof PyError && known === undefined && converted instanceof Error) {
          made.set(inner, converted);
          pending.push([inner, converted]);
        }
      }
    }
    return root;
  }

  /** The class, the message, and the notes and exceptions if there are any. */
  toJSON(): { type: string; message: string; notes?: unknown[]; exceptions?: unknown[] } {
    const { message, notes, exceptions } = this;
    return {
      type: this.shownType(),
      message,
      ...(notes.length === 0 ? {} : { notes }),
      ...(this.isGroup ? { exceptions } : {}),
    };
  }

  /** Python's `str`: the message. */
  toString(): string {
    return this.message;
  }

  [reprParts](): ReprParts {
    const json = this.shownType() === JSON_ERROR ? jsonMessage(this.args) : undefined;
    if (json !== undefined) return reprCall(this.type.name, [json]);
    const config = this.type.module === 'configparser' ? configMessage(this) : undefined;
    if (config !== undefined) return { values: [], text: () => config };
    return reprCall(this.type.name, this.filename === undefined ? this.args : this.args.slice(0, 2));
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private shownType(): string {
    return this.type.module === 'builtins' ? this.type.name : this.type.toString();
  }

  /** Without the exceptions of a group. */
  private toOwnError(): Error {
    const text = withNotes(this.message, this.notes);
    const Native = NATIVE.get(this.type.name) ?? Error;
    const error = this.isGroup ? new AggregateError([], text, { cause: this }) : new Native(text, { cause: this });
    Object.defineProperty(error, 'name', { value: this.type.name, writable: true, configurable: true });
    return error;
  }

  private osMessage(): string {
    const { args } = this;
    const text = `[Errno ${asText(args[0])}] ${asText(args[1])}`;
    if (args.length === 2) return text;
    const { filename, filename2 } = this;
    if (filename === undefined) return text;
    return filename2 === undefined
      ? `${text}: ${pythonRepr(filename)}`
      : `${text}: ${pythonRepr(filename)} -> ${pythonRepr(filename2)}`;
  }
}

/** The innermost value of nested exceptions of one argument each, whose `str` is its `str`. */
function innermost(error: PyError): unknown {
  const seen = new Set<unknown>();
  let at: unknown = error;
  while (at instanceof PyError && isPlain(at) && !seen.has(at)) {
    seen.add(at);
    at = at.args[0];
  }
  return at;
}

/** Whether the `str` of an exception is that of its one argument. */
function isPlain(error: PyError): boolean {
  const { type, args } = error;
  if (ownMessage(type.toString(), error, () => '') !== undefined) return false;
  return args.length === 1 && !KEY_ERRORS.has(type.module === 'builtins' ? type.name : type.toString());
}

/** A message and notes, cut to the length of a `repr`, because they may repeat one long text many times. */
function withNotes(message: string, notes: readonly unknown[]): string {
  let text = message;
  for (const note of notes) {
    if (text.length > MOST_TEXT) return `${text}\n...`;
    text += `\n${asText(note)}`;
  }
  return text;
}

function named(names: readonly string[], values: readonly unknown[]): Map<string, unknown> {
  const fields = new Map<string, unknown>();
  for (const [at, name] of names.entries()) if (at < values.length) fields.set(name, values[at]);
  return fields;
}
