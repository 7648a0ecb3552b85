/**
 * Python's `str` of exceptions that define `__str__`.
 *
 * @module
 */
import { pythonRepr } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import { bigintArgument } from '../call-arguments.ts';

/** The arguments of an exception, and its attributes by name. */
export interface Raised {
  readonly args: readonly unknown[];
  get(name: string): unknown;
}

/**
 * The text by the class, named with its module unless that is `builtins`. `undefined` if the class has no `__str__`, or
 * if arguments or attributes are not as the class sets them.
 *
 * @param textOf - Gives the `str` of a value that may be another exception.
 */
export function ownMessage(type: string, error: Raised, textOf: (value: unknown) => string): string | undefined {
  const { args } = error;
  switch (type) {
    case 'UnicodeDecodeError':
    case 'UnicodeEncodeError':
      return args.length === 5 ? codecMessage(args) : undefined;
    case 'UnicodeTranslateError':
      return args.length === 4 ? translateMessage(args) : undefined;
    case 'SyntaxError':
    case 'IndentationError':
    case 'TabError':
    case 'xml.etree.ElementTree.ParseError':
      return syntaxMessage(args.length === 2 ? args : args.slice(0, 1));
    case 'json.decoder.JSONDecodeError':
      return jsonMessage(args) ?? pythonRepr(args);
    case 'subprocess.CalledProcessError':
      return processMessage(error);
    case 'subprocess.TimeoutExpired':
      return `Command '${asText(error.get('cmd'))}' timed out after ${asText(error.get('timeout'))} seconds`;
    case 'urllib.error.URLError':
      return `<urlopen error ${textOf(error.get('reason'))}>`;
    case 'getopt.GetoptError':
    case 'optparse.OptParseError':
    case 'optparse.OptionValueError':
      return asText(error.get('msg'));
    default:
      if (type.startsWith('configparser.')) return configMessage(error);
      if (!type.startsWith('ssl.')) return undefined;
      return args.length > 1 && typeof args[1] === 'string' ? args[1] : pythonRepr(args);
  }
}

/**
 * The `str` and `repr` of an exception of configparser. Only a str counts, because another exception would ask again.
 */
export function configMessage(error: Raised): string | undefined {
  const message = error.get('message');
  return typeof message === 'string' ? message : undefined;
}

/** Python's `str(value)`, if that is the value itself for a str and the `repr` for anything else. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value ?? null);
}

/** Signals that have the same number on every POSIX system where Python runs. */
const SIGNALS: Readonly<Record<number, string>> = {
  ...{ 1: 'SIGHUP', 2: 'SIGINT', 3: 'SIGQUIT', 4: 'SIGILL', 5: 'SIGTRAP', 6: 'SIGABRT', 8: 'SIGFPE', 9: 'SIGKILL' },
  ...{ 11: 'SIGSEGV', 13: 'SIGPIPE', 14: 'SIGALRM', 15: 'SIGTERM' },
};

/** `Command 'false' returned non-zero exit status 1.` */
function processMessage(error: Raised): string | undefined {
  const status = bigintArgument(error.get('returncode'));
  if (status === undefined) return undefined;
  const command = `Command '${asText(error.get('cmd'))}'`;
  if (status >= 0n) return `${command} returned non-zero exit status ${status}.`;
  const name = SIGNALS[-Number(status)];
  return `${command} died with ${name === undefined ? `signal ${-status}` : `<Signals.${name}: ${-status}>`}.`;
}

/** `'ascii' codec can't decode byte 0xff in position 0: ordinal not in range(128)` */
function codecMessage([encoding, object, from, to, reason]: readonly unknown[]): string | undefined {
  const [start, end] = [Number(bigintArgument(from)), Number(bigintArgument(to))];
  if (Number.isNaN(start) || Number.isNaN(end)) return undefined;
  const codec = `'${asText(encoding)}' codec can't`;
  if (object instanceof Uint8Array) {
    const byte = object[start];
    const where =
      byte !== undefined && end === start + 1
        ? `byte 0x${byte.toString(16).padStart(2, '0')} in position ${start}`
        : `bytes in position ${start}-${end - 1}`;
    return `${codec} decode ${where}: ${asText(reason)}`;
  }
  if (typeof object !== 'string') return undefined;
  return `${codec} encode ${charactersAt(object, start, end)}: ${asText(reason)}`;
}

/** `can't translate character '\\x61' in position 0: no` */
function translateMessage([object, from, to, reason]: readonly unknown[]): string | undefined {
  const [start, end] = [Number(bigintArgument(from)), Number(bigintArgument(to))];
  if (typeof object !== 'string' || Number.isNaN(start) || Number.isNaN(end)) return undefined;
  return `can't translate ${charactersAt(object, start, end)}: ${asText(reason)}`;
}

function charactersAt(text: string, start: number, end: number): string {
  const char = end === start + 1 ? [...text][start] : undefined;
  return char === undefined
    ? `characters in position ${start}-${end - 1}`
    : `character '${escapedCharacter(char)}' in position ${start}`;
}

function escapedCharacter(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
}

/** `Expecting value: line 1 column 2 (char 1)` */
export function jsonMessage([message, text, at]: readonly unknown[]): string | undefined {
  const position = bigintArgument(at);
  if (typeof message !== 'string' || typeof text !== 'string' || position === undefined) return undefined;
  const before = [...text].slice(0, Number(position));
  const column = position - BigInt(before.lastIndexOf('\n'));
  const line = before.filter((char) => char === '\n').length + 1;
  return `${message}: line ${line} column ${column} (char ${position})`;
}

/** `invalid syntax (file.py, line 1)` */
function syntaxMessage([message, place]: readonly unknown[]): string {
  const [file, line]: readonly unknown[] = place instanceof Tuple ? place : [];
  const name = typeof file === 'string' ? file.replace(/^.*\//s, '') : undefined;
  if (name !== undefined && bigintArgument(line) !== undefined) return `${asText(message)} (${name}, line ${line})`;
  if (name !== undefined) return `${asText(message)} (${name})`;
  return bigintArgument(line) !== undefined ? `${asText(message)} (line ${line})` : asText(message);
}
