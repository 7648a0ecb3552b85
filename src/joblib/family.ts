/**
 * The codec of joblib.
 *
 * @module
 */
import { type ClassCodec, pythonClass } from '../codec/class.ts';
import type { Codec } from '../codec/codec.ts';
import type { LoadContext } from '../codec/context.ts';
import { type FamilyCodec, type FamilyMember, pythonFamily } from '../codec/family.ts';
import type { Following } from '../codec/following.ts';
import type { NumpyCodec } from '../numpy/family.ts';
import { numpy } from '../numpy/family.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { NumpyScalar } from '../numpy/scalar.ts';
import type { NumpyVersion } from '../numpy/version.ts';
import { isWrapped, reduceWrapped, type WrapperForm } from './array-wrapper.ts';
import { readWrapped } from './read-wrapped.ts';
import { readSibling, type Siblings } from './sibling.ts';
import { fieldsOf, type WrappedArray, wrappedArray } from './wrapper-state.ts';

/** The modules of joblib. scikit-learn before 0.23 has a copy of it. */
const PACKAGES = ['joblib', 'sklearn.externals.joblib'] as const;
export const MODULES: readonly string[] = PACKAGES.flatMap((name) => [
  `${name}.numpy_pickle`,
  `${name}.numpy_pickle_compat`,
]);
/** The class whose objects stand for arrays whose elements follow. */
const INSIDE = /* @__PURE__ */ MODULES.map((module) => `${module}.NumpyArrayWrapper`);
/** The classes whose objects stand for arrays in other files. */
const BESIDE = /* @__PURE__ */ MODULES.flatMap((module) => [`${module}.NDArrayWrapper`, `${module}.ZNDArrayWrapper`]);

/** The codec of joblib, as `codecs: [joblib]`. It includes the codec of numpy. */
export interface JoblibCodec extends FamilyCodec {
  /**
   * A codec that writes scalars, and arrays that joblib leaves to numpy, as one version of numpy does. See
   * {@link NumpyCodec.like}.
   *
   * @param version - `'1.26'` or `'2.4'`.
   */
  like(version: NumpyVersion): JoblibCodec;
}

/** What codecs of joblib differ in. */
export interface JoblibChoice extends WrapperForm {
  /** The codec for what joblib leaves to numpy. */
  readonly numpy: NumpyCodec;
  /** The other files that hold arrays. If it is `undefined`, those arrays are inert. */
  readonly siblings?: Siblings | undefined;
  /** Called with the bytes after each wrapper: their offset, their number, and whether they are a pickle. */
  readonly note?: ((offset: number, gap: { readonly length: number; readonly isPickle: boolean }) => void) | undefined;
}

/** The codec of numpy in each codec of joblib. */
const inners = /* @__PURE__ */ new WeakMap<Codec, NumpyCodec>();

/** How joblib 1.6 writes arrays to an uncompressed file. */
export const MAPPED: WrapperForm = { version: '1.6', allowMmap: true };

/**
 * A codec for joblib's arrays, whose elements stand between the opcodes of a pickle, and for everything that the codec
 * `numpy` knows. It reads the arrays of every joblib since 0.10, and writes those of joblib 1.6.
 *
 * `loads` needs an uncompressed file; `loadJoblib` also reads compressed ones.
 *
 * @example
 * ```ts
 * import { dumps, loads } from 'brine';
 * import { joblib } from 'brine/joblib';
 * import { NdArray } from 'brine/numpy';
 *
 * const file = dumps(NdArray.from([[1, 2], [3, 4]]), { codecs: [joblib] });
 * loads<NdArray>(file, { codecs: [joblib] }).at(1, 0); // 3
 * ```
 */
export const joblib: JoblibCodec = /* @__PURE__ */ publicCodec(numpy);

function publicCodec(inner: NumpyCodec): JoblibCodec {
  const codec = Object.freeze({
    ...joblibFamily({ numpy: inner, ...MAPPED }),
    like: (version: NumpyVersion) => likeOf(version),
  });
  inners.set(codec, inner);
  return codec;
}

/** The given codec, or, if it is one of joblib, a codec that writes arrays in this form. */
export function inForm(codec: Codec, form: WrapperForm): Codec {
  const inner = inners.get(codec);
  return inner === undefined ? codec : joblibFamily({ numpy: inner, ...form });
}

const made = /* @__PURE__ */ new Map<NumpyVersion, JoblibCodec>();

function likeOf(version: NumpyVersion): JoblibCodec {
  const found = made.get(version) ?? publicCodec(numpy.like(version));
  made.set(version, found);
  return found;
}

/** The codecs of joblib and numpy. */
export function joblibFamily(choice: JoblibChoice): FamilyCodec {
  return pythonFamily([...choice.numpy.modules, ...MODULES], () => {
    const members = choice.numpy.codecs();
    return [
      ...members,
      ...members.filter(isArrayClass).map((own) => arrayClass(own, choice)),
      ...members.filter(isScalarClass).map(scalarClass),
    ];
  });
}

function isScalarClass(member: FamilyMember): member is ClassCodec {
  return member.kind === 'class' && member.type === NumpyScalar;
}

/**
 * Writes scalars with the dtype that they were read with. The program that fits a model writes one dtype for scalars and
 * arrays. numpy's own codec writes a separate dtype for scalars, as numpy does for scalars that it has read.
 */
function scalarClass({ hooks }: ClassCodec): ClassCodec {
  return pythonClass('numpy.generic', NumpyScalar, {
    create: () => undefined,
    reduce(self, context) {
      const made = hooks.reduce?.(self, context);
      if (typeof made !== 'object') return made ?? 'numpy.generic';
      return { ...made, args: [self.dtype, ...(made.args ?? []).slice(1)] };
    },
  });
}

function isArrayClass(member: FamilyMember): member is ClassCodec {
  return member.kind === 'class' && member.type === NdArray;
}

/** The codec of ndarray. It also reads wrappers, which become the arrays that they stand for. */
function arrayClass({ hooks }: ClassCodec, choice: JoblibChoice): ClassCodec {
  const { siblings, note } = choice;
  return pythonClass('numpy.ndarray', NdArray, {
    aliases: siblings === undefined ? INSIDE : [...INSIDE, ...BESIDE],
    call: (...given) => arrayOf(hooks.call?.(...given)),
    // ndarray itself needs a shape.
    create: (args, kwargs, ...rest) =>
      args.length === 0 ? emptyArray() : arrayOf(hooks.create?.(args, kwargs, ...rest)),
    setState(self, state, context) {
      const fields = fieldsOf(state, context);
      if (fields?.has('filename') === true && siblings !== undefined) {
        return readSibling(self, fields, siblings, { context, hooks });
      }
      if (fields !== undefined) return readNoted(self, wrappedArray(fields), context, note);
      return hooks.setState?.(self, state, context);
    },
    reduce: (self, context) =>
      context.level === 0 && isWrapped(self)
        ? reduceWrapped(self, context, choice)
        : (hooks.reduce?.(self, context) ?? 'numpy.ndarray'),
  });
}

function* readNoted(
  self: NdArray,
  wrapped: WrappedArray,
  context: LoadContext,
  note: JoblibChoice['note'],
): Following<void> {
  const start = context.offset;
  yield* readWrapped(self, wrapped, context);
  note?.(start, { length: context.offset - start, isPickle: wrapped.dtype.hasObject });
}

function arrayOf(made: unknown): NdArray | undefined {
  return made instanceof NdArray ? made : undefined;
}

/** What a wrapper is until it has its state. */
function emptyArray(): NdArray {
  return NdArray.from(new Int8Array(0));
}
