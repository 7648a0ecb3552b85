/**
 * The codecs of numpy.
 *
 * @module
 */
import { type ClassHooks, pythonClass } from '../codec/class.ts';
import { type FamilyCodec, type FamilyMember, pythonFamily } from '../codec/family.ts';
import { type FunctionHooks, pythonFunction } from '../codec/function.ts';
import { pythonStandIn } from '../codec/stand-in.ts';
import { Global } from '../values/global.ts';
import { reduceArray } from './array-reduction.ts';
import { DType } from './dtype.ts';
import { typedDType } from './inference.ts';
import { MaskedArray, reconstructedMasked, reduceMasked, setMaskedState } from './masked-array.ts';
import { NdArray } from './nd-array.ts';
import { calledArray, fromBuffer, reconstructed, setArrayState } from './pickled-array.ts';
import { calledDType, reduceDType, setDTypeState, stringDType } from './pickled-dtype.ts';
import { calledScalar, calledScalarType, NumpyScalar, reduceScalar, type ScalarForm } from './scalar.ts';
import type { NumpyVersion } from './version.ts';

/** The modules whose names are known. Those of version 1 have no underscore. */
const MODULES =
  'numpy numpy.core.multiarray numpy._core.multiarray numpy.core.numeric numpy._core.numeric numpy.ma numpy.ma.core ' +
  'numpy._core._internal numpy.core._multiarray_umath numpy._core._multiarray_umath numpy.core.umath numpy.core ' +
  'numpy._core numpy.rec numpy.core.records numpy._core.records numpy.matrixlib.defmatrix numpy.core.memmap ' +
  'numpy._core.memmap numpy.char numpy.core.defchararray numpy._core.defchararray';
const SCALARS =
  'bool bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 intc uintc longlong ulonglong float16 float32 float64 ' +
  'longdouble float128 complex64 complex128 clongdouble complex256 str_ bytes_ datetime64 timedelta64 int_ float_ ' +
  'complex_ unicode_ string_';
const UFUNCS =
  'absolute add arccos arccosh arcsin arcsinh arctan arctan2 arctanh bitwise_and bitwise_count bitwise_or bitwise_xor ' +
  'cbrt ceil conjugate copysign cos cosh deg2rad degrees divide divmod equal exp exp2 expm1 fabs float_power floor ' +
  'floor_divide fmax fmin fmod frexp gcd greater greater_equal heaviside hypot invert isfinite isinf isnan isnat lcm ' +
  'ldexp left_shift less less_equal log log10 log1p log2 logaddexp logaddexp2 logical_and logical_not logical_or ' +
  'logical_xor matmul matvec maximum minimum modf multiply negative nextafter not_equal positive power rad2deg radians ' +
  'reciprocal remainder right_shift rint sign signbit sin sinh spacing sqrt square subtract tan tanh trunc vecdot vecmat';

/**
 * Classes that derive from ndarray, and the modules in which later and older versions have them; `numpy:char` is an
 * attribute of the module `numpy`.
 */
const SUBCLASSES: readonly (readonly string[])[] = [
  ['recarray', 'numpy.rec', 'numpy.core.records', 'numpy._core.records'],
  ['record', 'numpy.rec', 'numpy.core.records', 'numpy._core.records'],
  ['matrix', 'numpy.matrixlib.defmatrix'],
  ['memmap', 'numpy.core.memmap', 'numpy._core.memmap'],
  ['chararray', 'numpy.char', 'numpy:char', 'numpy.core.defchararray', 'numpy._core.defchararray'],
];

/** The codec of numpy, as `codecs: [numpy]`. */
export interface NumpyCodec extends FamilyCodec {
  /**
   * The codec that writes the bytes of one version of numpy, which others may refuse or warn about. It reads those of all.
   *
   * @param version - `'1.26'`, whose bytes 1.20 to 1.26 write, or `'2.4'`.
   */
  like(version: NumpyVersion): NumpyCodec;
  /** The codec that reads scalars as plain values: numbers, bigints, booleans, strings, bytes, `Complex`. */
  readonly plainScalars: NumpyCodec;
}

interface Choice {
  readonly like: NumpyVersion | undefined;
  readonly scalars: ScalarForm;
}

const made = /* @__PURE__ */ new Map<string, NumpyCodec>();

function codecOf(choice: Choice): NumpyCodec {
  const key = `${choice.like} ${choice.scalars}`;
  const found = made.get(key);
  if (found !== undefined) return found;
  const family = pythonFamily(MODULES.split(' '), () => members(choice));
  const codec: NumpyCodec = Object.freeze({
    ...family,
    like(version: NumpyVersion) {
      if (version !== '1.26' && version !== '2.4') {
        throw new RangeError(`numpy.like knows '1.26' and '2.4', not ${String(version)}`);
      }
      return codecOf({ ...choice, like: version });
    },
    get plainScalars() {
      return codecOf({ ...choice, scalars: 'plain' });
    },
  });
  made.set(key, codec);
  return codec;
}

/**
 * numpy's arrays, dtypes and scalars. Reads those of every numpy, and writes what every numpy reads without a
 * warning. JavaScript's typed arrays are written as arrays too.
 *
 * @example
 * ```ts
 * import { dumps, loads } from 'brine';
 * import { NdArray, numpy } from 'brine/numpy';
 *
 * const bytes = dumps(NdArray.from([[1, 2], [3, 4]]), { codecs: [numpy] });
 * const array = loads<NdArray>(bytes, { codecs: [numpy] });
 * array.at(1, 0); // 3
 * ```
 */
export const numpy: NumpyCodec = /* @__PURE__ */ codecOf({ like: undefined, scalars: 'numpy' });

/**
 * The hooks of a class of yours that extends `NdArray`, as Python's derives from ndarray. Its objects are made without
 * its constructor; what Python's class has in its state beside the array is in `extra`.
 *
 * @example
 * ```ts
 * import { dumps, loads, pythonClass } from 'brine';
 * import { NdArray, numpy, subclassHooks } from 'brine/numpy';
 *
 * class Quantity extends NdArray {}
 * const codecs = [numpy, pythonClass('units.Quantity', Quantity, subclassHooks)];
 * const lengths = new Quantity(NdArray.from([1, 2, 3]));
 * loads(dumps(lengths, { codecs }), { codecs }) instanceof Quantity; // true
 * ```
 */
export const subclassHooks: ClassHooks<NdArray> = /* @__PURE__ */ Object.freeze<ClassHooks<NdArray>>({
  create: () => undefined,
  setState: setArrayState,
  reduce: (self, context) => reduceArray(self, context, undefined),
});

function members({ like, scalars }: Choice): readonly FamilyMember[] {
  return [
    pythonClass('numpy.ndarray', NdArray, {
      call: calledArray,
      // Some programs write it this way, followed by a state.
      create: (args, kwargs, context) => (kwargs === undefined ? calledArray(args, context) : undefined),
      setState: setArrayState,
      reduce: (self, context) => reduceArray(self, context, like),
    }),
    pythonClass('numpy.dtype', DType, {
      call: calledDType,
      create: () => undefined,
      setState: setDTypeState,
      reduce: (self, context) => reduceDType(self, context, like),
    }),
    // The base class of all scalars: they are written as calls of a function.
    pythonClass('numpy.generic', NumpyScalar, {
      create: () => undefined,
      reduce: (self) => reduceScalar(self, like),
    }),
    pythonClass(like === '2.4' ? 'numpy.ma.MaskedArray' : 'numpy.ma.core.MaskedArray', MaskedArray, {
      aliases: ['numpy.ma.MaskedArray', 'numpy.ma.core.MaskedArray'],
      create: () => undefined,
      setState: setMaskedState,
      reduce: reduceMasked,
    }),
    inCore('multiarray._reconstruct', reconstructed),
    inCore('multiarray.scalar', (args, context) => calledScalar(args, context, scalars)),
    inCore('numeric._frombuffer', fromBuffer),
    inCore('_internal._convert_to_stringdtype_kwargs', stringDType),
    pythonFunction('numpy.ma.core._mareconstruct', undefined, { call: reconstructedMasked }),
    pythonFunction('numpy.core._ufunc_reconstruct', undefined, {
      call: ([, name]) => ufunc(name),
      aliases: ['numpy._core._ufunc_reconstruct'],
    }),
    ...SCALARS.split(' ').map((name) => scalarType(name, scalars)),
    ...UFUNCS.split(' ').map((name) => ufuncName(name, like)),
    ...SUBCLASSES.map(subclass),
    pythonStandIn((value) => (isTypedArray(value) ? NdArray.from(value) : undefined)),
  ];
}

type Call = NonNullable<FunctionHooks['call']>;

/** A function of numpy's core, which version 2 renamed. */
function inCore(name: string, call: Call): FamilyMember {
  return pythonFunction(`numpy.core.${name}`, undefined, { call, aliases: [`numpy._core.${name}`] });
}

function scalarType(name: string, form: ScalarForm): FamilyMember {
  const global = new Global('numpy', name);
  return pythonFunction(`numpy.${name}`, undefined, {
    call: (args, context) => calledScalarType(global, args, context, form),
  });
}

/** A ufunc, which version 1 names by the module of its C code. */
function ufuncName(name: string, like: NumpyVersion | undefined): FamilyMember {
  const old = ['numpy.core', 'numpy._core'].flatMap((core) => [
    `${core}._multiarray_umath.${name}`,
    `${core}.umath.${name}`,
  ]);
  const [own = ''] = old;
  return like === '1.26'
    ? pythonFunction(own, undefined, { aliases: [...old, `numpy.${name}`] })
    : pythonFunction(`numpy.${name}`, undefined, { aliases: old });
}

function ufunc(name: unknown): Global | undefined {
  return typeof name === 'string' ? new Global('numpy', name) : undefined;
}

function subclass([name = '', ...modules]: readonly string[]): FamilyMember {
  return pythonFunction(`numpy.${name}`, undefined, { aliases: modules.map((module) => `${module}.${name}`) });
}

/** Whether an object is a typed array, but not of a derived class. */
function isTypedArray(value: object): value is ArrayBufferView {
  if (!ArrayBuffer.isView(value) || typedDType(value) === undefined) return false;
  let depth = 0;
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) depth++;
  return depth === 3;
}
