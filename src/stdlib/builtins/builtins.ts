import { pythonClass } from '../../codec/class.ts';
import { pythonConstant } from '../../codec/constant.ts';
import type { LoadContext } from '../../codec/context.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { ByteArray } from '../../values/byte-array.ts';
import { Complex } from '../../values/complex.ts';
import { Ellipsis, NotImplemented } from '../../values/ellipsis.ts';
import { Float } from '../../values/float.ts';
import { Global } from '../../values/global.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { PyRange } from '../../values/range.ts';
import { Slice } from '../../values/slice.ts';
import type { Tuple } from '../../values/tuple.ts';
import { createByCall, exactArguments, pythonInt } from '../call-arguments.ts';
import { conversions } from '../conversions.ts';

/** The classes of constants, which have no importable name. */
const NONE_TYPE = /* @__PURE__ */ Global.of('builtins.NoneType');
const ELLIPSIS_TYPE = /* @__PURE__ */ Global.of('builtins.ellipsis');
const NOT_IMPLEMENTED_TYPE = /* @__PURE__ */ Global.of('builtins.NotImplementedType');

/** Codecs for what Python pickles by calling a built-in class or function. */
export function builtins(): readonly FamilyMember[] {
  return [
    pythonClass('builtins.complex', Complex, {
      call([re = 0, im = 0, ...more]) {
        if (more.length > 0 || !isReal(re) || !isReal(im)) return undefined;
        return new Complex(toNumber(re), toNumber(im));
      },
      create: createByCall,
      reduce: ({ re, im }): Reduction => ({ callable: Complex, args: [new Float(re), new Float(im)] }),
    }),
    pythonClass('builtins.range', PyRange, {
      call(args, context) {
        const [first = 0, second, step = 1] = exactArguments(args, context).map(toInteger);
        return second === undefined ? new PyRange(0, first, 1) : new PyRange(first, second, step);
      },
      create: createByCall,
      reduce: ({ start, stop, step }): Reduction => ({
        callable: PyRange,
        args: [pythonInt(start), pythonInt(stop), pythonInt(step)],
      }),
    }),
    pythonClass('builtins.slice', Slice, {
      call: (args) => (args.length === 1 ? new Slice(null, args[0]) : new Slice(args[0], args[1], args[2])),
      create: createByCall,
      reduce: ({ start, stop, step }): Reduction => ({ callable: Slice, args: [start, stop, step] }),
    }),
    pythonFunction('builtins.set', undefined, {
      call(args, context) {
        const members = iterated('set', args);
        return members === undefined ? undefined : context.pySet(members);
      },
    }),
    pythonFunction('builtins.frozenset', undefined, {
      call(args, context) {
        const members = iterated('frozenset', args);
        return members === undefined ? undefined : context.frozenSet(members);
      },
    }),
    pythonFunction('builtins.bytes', undefined, { call: bytesOf }),
    pythonFunction('builtins.bytearray', undefined, {
      call(args, context) {
        const bytes = bytesOf(args, context);
        return bytes === undefined ? undefined : new ByteArray(bytes);
      },
    }),
    pythonFunction('_codecs.encode', undefined, { call: ([text, encoding]) => encoded(text, encoding) }),
    pythonFunction('builtins.type', undefined, { call: ([value], _context) => typeOf(value) }),
    ...conversions(),
    pythonConstant('builtins.Ellipsis', Ellipsis),
    pythonConstant('builtins.NotImplemented', NotImplemented),
  ];
}

type Real = Float | number | bigint | boolean;

function isReal(value: unknown): value is Real {
  return value instanceof Float || typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean';
}

function toNumber(value: Real): number {
  const number = value instanceof Float ? value.value : Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(number)) {
    throw new PickleError('bad-call', 'int too large to convert to float');
  }
  return number;
}

function toInteger(value: unknown): number | bigint {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw new PickleError('bad-call', `'${pythonTypeName(value)}' object cannot be interpreted as an integer`);
}

/**
 * The items that Python gets from `arg` in `set(arg)`; `undefined` if that is not known, and for a range: no Python
 * writes one there, and a few bytes would make any number of members.
 */
function iterated(name: string, args: Tuple): Iterable<unknown> | undefined {
  const [source] = args;
  if (args.length > 1) {
    throw new PickleError('bad-call', `${name} expected at most 1 argument, got ${args.length}`);
  }
  if (source === undefined) return [];
  if (typeof source === 'string' || Array.isArray(source) || source instanceof Set) return source;
  if (source instanceof Uint8Array) return source;
  if (source instanceof Map) return source.keys();
  if (typeof source === 'object' && source !== null && !(source instanceof Float)) return undefined;
  throw new PickleError('bad-call', `'${pythonTypeName(source)}' object is not iterable`);
}

/** `bytes()`, `bytes(b)`, `bytes(text, 'latin-1')`, `bytes([..])`; `undefined` for other calls. */
function bytesOf([source, encoding, ...more]: Tuple, context: LoadContext): Uint8Array | undefined {
  if (more.length > 0) return undefined;
  if (source === undefined) return new Uint8Array(0);
  if (typeof source === 'string') return encoding === undefined ? undefined : encoded(source, encoding);
  if (encoding !== undefined) return undefined;
  if (source instanceof Uint8Array) return new Uint8Array(source);
  if (!Array.isArray(source)) return undefined;
  const bytes = new Uint8Array(source.length);
  const items = exactArguments(source, context);
  for (let i = 0; i < bytes.length; i++) {
    const item: unknown = items[i];
    const byte = typeof item === 'bigint' || typeof item === 'boolean' ? Number(item) : item;
    if (typeof byte !== 'number' || !(byte >= 0 && byte <= 255) || !Number.isInteger(byte) || Object.is(byte, -0)) {
      throw new PickleError('bad-call', 'bytes must be in range(0, 256)');
    }
    bytes[i] = byte;
  }
  return bytes;
}

/** `_codecs.encode(text, 'latin1')`: how protocols 0 to 2 write bytes. `undefined` for other codecs. */
function encoded(text: unknown, encoding: unknown): Uint8Array | undefined {
  if (typeof text !== 'string') return undefined;
  const name = typeof encoding === 'string' ? encoding.toLowerCase().replaceAll(/[ _-]/g, '') : undefined;
  const ceiling = name === 'latin1' || name === 'iso88591' ? 0xff : name === 'ascii' ? 0x7f : -1;
  if (ceiling < 0) return undefined;
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > ceiling) {
      const codec = ceiling === 0x7f ? 'ascii' : 'latin-1';
      throw new PickleError(
        'bad-text',
        `'${codec}' codec can't encode character in position ${i}: ordinal not in range(${ceiling + 1})`,
      );
    }
    bytes[i] = unit;
  }
  return bytes;
}

/** `type(None)` and its like; `undefined` for other values, whose class has a name of its own. */
function typeOf(value: unknown): Global | undefined {
  if (value === null) return NONE_TYPE;
  if (value === Ellipsis) return ELLIPSIS_TYPE;
  return value === NotImplemented ? NOT_IMPLEMENTED_TYPE : undefined;
}
