/**
 * Calls of the built-in types that convert a value: `list(x)`, `dict(x)`, `int(x)`. No pickler of Python writes them
 * for its own values, but `__reduce__` of other libraries does.
 *
 * @module
 */
import { parseIntBytes } from '../bytes/decimal.ts';
import { parseFloatBytes } from '../bytes/float.ts';
import { pythonTextRepr } from '../bytes/text-repr.ts';
import type { FamilyMember } from '../codec/family.ts';
import { type FunctionHooks, pythonFunction } from '../codec/function.ts';
import { PickleError } from '../errors.ts';
import { Float } from '../values/float.ts';
import { pythonTypeName } from '../values/kind.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, isMapping } from './functions/attributes.ts';

/** A message shows at most this much of a text. */
const SHOWN = 200;

const NOT_ASCII = /[^\0-\x7f]/;

type Call = NonNullable<FunctionHooks['call']>;

/** The conversions. Each gives `undefined` for arguments whose result is not certain: such a call is kept. */
export function conversions(): readonly FamilyMember[] {
  return Object.entries(CALLS).map(([name, call]) =>
    pythonFunction(`builtins.${name}`, undefined, {
      call(args, context, named) {
        return args.length > 1 ? undefined : call(args, context, named);
      },
    }),
  );
}

const CALLS: Readonly<Record<string, Call>> = {
  list: (args) => itemsOf('list', args),
  tuple: (args) => tupleOf(args),
  dict: (args, context) => (args.length === 0 ? context.dict([]) : dictOf(args[0], context.dict.bind(context))),
  str: (args) => textOf(args),
  int(args, context) {
    const value = intOf(args);
    return value === undefined ? undefined : context.int(value);
  },
  float(args, context) {
    const value = floatOf(args);
    return value === undefined ? undefined : context.float(value);
  },
  bool: (args) => truthOf(args),
};

/**
 * The items that Python iterates over, as a new list; `undefined` unless it is known that JavaScript iterates over the
 * same.
 */
function itemsOf(type: string, [source]: Tuple): unknown[] | undefined {
  if (source === undefined) return [];
  if (Array.isArray(source)) return Array.from(source);
  if (typeof source === 'string') return Array.from(source);
  if (source instanceof Set) return Array.from(source);
  if (isMapping(source)) return source instanceof Map ? Array.from(source.keys()) : Object.keys(source);
  if (typeof source === 'object' && source !== null) return undefined;
  throw new PickleError('bad-call', `'${pythonTypeName(source)}' object is not iterable, and ${type}() needs one`);
}

function tupleOf(args: Tuple): Tuple | undefined {
  const [source] = args;
  if (source instanceof Tuple && Object.getPrototypeOf(source) === Tuple.prototype) return source;
  const items = itemsOf('tuple', args);
  return items && Tuple.from(items);
}

type MakeDict = (entries: Iterable<readonly [unknown, unknown]>) => unknown;

/** Makes a dict of a mapping, or of pairs. */
function dictOf(source: unknown, make: MakeDict): unknown {
  const entries = entriesOf(source);
  if (entries !== undefined) return make(entries);
  if (!Array.isArray(source)) return undefined;
  const pairs: [unknown, unknown][] = [];
  for (const [at, pair] of source.entries()) {
    if (!Array.isArray(pair)) return undefined;
    if (pair.length !== 2) {
      const message = `dictionary update sequence element #${at} has length ${pair.length}; 2 is required`;
      throw new PickleError('bad-call', message);
    }
    pairs.push([pair[0], pair[1]]);
  }
  return make(pairs);
}

function textOf([source = '']: Tuple): string | undefined {
  if (typeof source === 'string') return source;
  if (typeof source === 'boolean') return source ? 'True' : 'False';
  return source === null ? 'None' : undefined;
}

function intOf([source = 0]: Tuple): number | bigint | undefined {
  if (typeof source === 'bigint') return source;
  if (typeof source === 'boolean') return Number(source);
  if (typeof source === 'number') return truncated(source);
  if (source instanceof Float) return truncated(source.value);
  return typeof source === 'string' ? parsed('int', source, parseIntBytes) : undefined;
}

function truncated(value: number): number | bigint {
  if (Number.isFinite(value)) {
    const whole = Math.trunc(value) + 0;
    return Number.isSafeInteger(whole) ? whole : BigInt(whole);
  }
  const what = Number.isNaN(value) ? 'float NaN to integer' : 'float infinity to integer';
  throw new PickleError('bad-call', `cannot convert ${what}`);
}

function floatOf([source = 0]: Tuple): number | undefined {
  if (typeof source === 'number' || typeof source === 'boolean') return Number(source);
  if (source instanceof Float) return source.value;
  if (typeof source === 'bigint') {
    const value = Number(source);
    if (Number.isFinite(value)) return value;
    throw new PickleError('bad-call', 'int too large to convert to float');
  }
  return typeof source === 'string' ? parsed('float', source, parseFloatBytes) : undefined;
}

/** A text in ASCII; digits of other scripts are left to Python. */
function parsed<T>(type: 'int' | 'float', text: string, parse: (text: string) => T): T | undefined {
  if (NOT_ASCII.test(text)) return undefined;
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof PickleError) || error.code === 'limit') throw error;
    const refusal = type === 'int' ? 'invalid literal for int() with base 10' : 'could not convert string to float';
    throw new PickleError('bad-call', `${refusal}: ${pythonTextRepr(text.slice(0, SHOWN))}`);
  }
}

/** `bool(x)`; `undefined` for objects, whose class decides. */
function truthOf([source = false]: Tuple): boolean | undefined {
  switch (typeof source) {
    case 'boolean':
    case 'string':
    case 'bigint':
      return Boolean(source);
    case 'number':
      return source !== 0;
    default:
  }
  if (source === null) return false;
  if (source instanceof Float) return source.value !== 0;
  if (Array.isArray(source) || source instanceof Uint8Array) return source.length > 0;
  if (source instanceof Set || source instanceof Map) return source.size > 0;
  return isMapping(source) ? Object.keys(source).length > 0 : undefined;
}
