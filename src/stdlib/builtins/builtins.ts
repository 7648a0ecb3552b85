import { pythonClass } from '../../codec/class.ts';
import { pythonConstant } from '../../codec/constant.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { pythonFunction } from '../../codec/function.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Complex } from '../../values/complex.ts';
import { Ellipsis, NotImplemented } from '../../values/ellipsis.ts';
import { Float } from '../../values/float.ts';
import { Global } from '../../values/global.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { PyRange } from '../../values/range.ts';
import { Slice } from '../../values/slice.ts';
import { createByCall, exactArguments, pythonInt } from '../call-arguments.ts';
import { conversions } from '../conversions.ts';
import { inOneByte, toComplex } from '../scalar-conversions.ts';

/** The classes of constants, which have no importable name. */
const NONE_TYPE = /* @__PURE__ */ Global.of('builtins.NoneType');
const ELLIPSIS_TYPE = /* @__PURE__ */ Global.of('builtins.ellipsis');
const NOT_IMPLEMENTED_TYPE = /* @__PURE__ */ Global.of('builtins.NotImplementedType');

/** Codecs for what Python pickles by calling a built-in class or function. */
export function builtins(): readonly FamilyMember[] {
  return [
    pythonClass('builtins.complex', Complex, {
      call: (args) => toComplex(args),
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
    pythonFunction('_codecs.encode', undefined, { call: ([text, encoding]) => encoded(text, encoding) }),
    pythonFunction('builtins.type', undefined, { call: ([value], _context) => typeOf(value) }),
    ...conversions(),
    pythonConstant('builtins.Ellipsis', Ellipsis),
    pythonConstant('builtins.NotImplemented', NotImplemented),
  ];
}

function toInteger(value: unknown): number | bigint {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value))) return value;
  throw new PickleError('bad-call', `'${pythonTypeName(value)}' object cannot be interpreted as an integer`);
}

/** `_codecs.encode(text, 'latin1')`: how protocols 0 to 2 write bytes. `undefined` for other codecs. */
function encoded(text: unknown, encoding: unknown): Uint8Array | undefined {
  if (typeof text !== 'string') return undefined;
  const name = typeof encoding === 'string' ? encoding.toLowerCase().replaceAll(/[ _-]/g, '') : undefined;
  if (name === 'latin1' || name === 'iso88591') return inOneByte(text, 0xff);
  return name === 'ascii' ? inOneByte(text, 0x7f) : undefined;
}

/** `type(None)` and the like; `undefined` for other values, whose class has a name of its own. */
function typeOf(value: unknown): Global | undefined {
  if (value === null) return NONE_TYPE;
  if (value === Ellipsis) return ELLIPSIS_TYPE;
  return value === NotImplemented ? NOT_IMPLEMENTED_TYPE : undefined;
}
