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

/** Where joblib is: scikit-learn before 0.23 has a copy of it. */
const PACKAGES = ['joblib', 'sklearn.externals.joblib'] as const;
export const MODULES: readonly string[] = PACKAGES.flatMap((name) => [
  `${name}.numpy_pickle`,
  `${name}.numpy_pickle_compat`,
]);
/** The class whose objects stand for arrays whose elements follow. */
const INSIDE = /* @__PURE__ */ MODULES.map((module) => `${module}.NumpyArrayWrapper`);
/** The classes whose objects stand for arrays in files beside the one that is read. */
const BESIDE = /* @__PURE__ */ MODULES.flatMap((module) => [`${module}.NDArrayWrapper`, `${module}.ZNDArrayWrapper`]);

/** The codec of joblib, as `codecs: [joblib]`. It is that of numpy too. */
export interface JoblibCodec extends FamilyCodec {
  /**
   * The codec that writes what numpy itself pickles in the form of one version of numpy, as {@link NumpyCodec.like}.
   *
   * @param version - `'1.26'` or `'2.4'`.
   */
  like(version: NumpyVersion): JoblibCodec;
}

/** What codecs of joblib differ in. */
export interface JoblibChoice extends WrapperForm {
  /** The codec for what joblib leaves to numpy. */
  readonly numpy: NumpyCodec;
  /** The files beside; `undefined`: arrays in them are inert. */
  readonly siblings?: Siblings | undefined;
  /** Is told of the bytes behind each wrapper: their offset, how many, and whether they are a pickle. */
  readonly note?: ((offset: number, gap: { readonly length: number; readonly isPickle: boolean }) => void) | undefined;
}

/** The codec of numpy in each codec of joblib. */
const inners = /* @__PURE__ */ new WeakMap<Codec, NumpyCodec>();

/** How arrays are written in a file of today that is not compressed. */
export const MAPPED: WrapperForm = { version: '1.6', allowMmap: true };

/**
 * joblib's arrays, whose elements stand between the opcodes of a pickle, and all that the codec `numpy` knows. Read are
 * those of every joblib since 0.10, and written those of joblib 1.6.
 *
 * `loads` needs the uncompressed file; `loadJoblib` opens what is compressed too.
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

/** A codec that writes arrays in this form, if it is one of joblib; else the codec itself. */
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
 * Scalars with the dtype that they were read with, which they share with arrays in a file that was written by the
 * program that fitted a model: numpy's own codec writes them with another, as numpy does with what it has read.
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

/** ndarray, as which wrappers are read too: they become the array that they stand for. */
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
