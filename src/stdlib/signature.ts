import { type Codec, pythonClass, type Reduction } from '../codec.ts';
import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { type Inspect, inspectCustom, inspectFields } from '../values/inspect.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { hasKey, lookup } from './attributes.ts';

/** Python's `inspect.Parameter.empty` and `inspect.Signature.empty`, which stand for what is not there. */
const EMPTY = /* @__PURE__ */ Global.of('inspect._empty');

/** Python's `inspect.Parameter`: a parameter of a function. */
export class Parameter {
  readonly name: string;
  /** An `EnumMember` of `inspect._ParameterKind`, named `POSITIONAL_OR_KEYWORD` and so on. */
  readonly kind: unknown;
  /** The default value; the global `inspect._empty` if there is none. */
  default: unknown = EMPTY;
  /** The annotation; the global `inspect._empty` if there is none. */
  annotation: unknown = EMPTY;

  constructor(name: string, kind: unknown) {
    this.name = name;
    this.kind = kind;
  }

  get hasDefault(): boolean {
    return !isEmpty(this.default);
  }

  get hasAnnotation(): boolean {
    return !isEmpty(this.annotation);
  }

  /** What there is. */
  toJSON(): Record<string, unknown> {
    const { name, kind } = this;
    return { name, kind, default: present(this.default), annotation: present(this.annotation) };
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    return inspectFields('Parameter', this.toJSON(), depth, options, inspect);
  }
}

/** Python's `inspect.Signature`: the parameters of a function, and what it returns. */
export class Signature {
  /** As a rule {@link Parameter}s. */
  readonly parameters: Tuple;
  /** The annotation of what is returned; the global `inspect._empty` if there is none. */
  returnAnnotation: unknown = EMPTY;

  constructor(parameters: readonly unknown[] = []) {
    this.parameters = parameters instanceof Tuple ? parameters : tupleOf(parameters);
  }

  get hasReturnAnnotation(): boolean {
    return !isEmpty(this.returnAnnotation);
  }

  /** What there is. */
  toJSON(): Record<string, unknown> {
    return { parameters: this.parameters, returnAnnotation: present(this.returnAnnotation) };
  }

  [inspectCustom](depth: number, options: object, inspect: Inspect): string {
    return inspectFields('Signature', this.toJSON(), depth, options, inspect);
  }
}

/** `inspect.Signature` and its parts. */
export const signatures = (): readonly Codec[] => [
  pythonClass('inspect.Parameter', Parameter, {
    call([name, kind, ...more]) {
      return typeof name === 'string' && kind !== undefined && more.length === 0
        ? new Parameter(name, kind)
        : undefined;
    },
    create: () => undefined,
    setState(self, state) {
      self.default = entry(state, '_default');
      self.annotation = entry(state, '_annotation');
    },
    reduce: (self): Reduction => ({
      callable: Parameter,
      args: [self.name, self.kind],
      state: new Dict([
        ['_default', self.default],
        ['_annotation', self.annotation],
      ]),
    }),
  }),
  pythonClass('inspect.Signature', Signature, {
    call: ([parameters, ...more]) =>
      parameters instanceof Tuple && more.length === 0 ? new Signature(parameters) : undefined,
    create: () => undefined,
    setState(self, state) {
      self.returnAnnotation = entry(state, '_return_annotation');
    },
    reduce: (self): Reduction => ({
      callable: Signature,
      args: [self.parameters],
      state: new Dict([['_return_annotation', self.returnAnnotation]]),
    }),
  }),
];

function entry(state: unknown, name: string): unknown {
  if (hasKey(state, name)) return lookup(state, name);
  throw new PickleError('bad-state', `the state of a signature needs '${name}'`);
}

function present(value: unknown): unknown {
  return isEmpty(value) ? undefined : value;
}

function isEmpty(value: unknown): boolean {
  return value instanceof Global && value.module === EMPTY.module && value.name === EMPTY.name;
}
