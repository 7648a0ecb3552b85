import { pythonTextRepr } from '../../bytes/text-repr.ts';
import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../../values/repr.ts';
import { Tuple, tupleOf } from '../../values/tuple.ts';
import { EnumMember } from '../enum/enumeration.ts';
import { typeArgument } from '../types.ts';
import { hasKey, lookup } from './attributes.ts';

/** Python's `inspect.Parameter.empty` and `inspect.Signature.empty`, which stand for a missing value. */
const EMPTY = /* @__PURE__ */ Global.of('inspect._empty');

/** Python's `inspect.Parameter`: a parameter of a function. */
export class PyParameter implements PythonRepr {
  /** The name of the parameter. */
  readonly name: string;
  /** An `EnumMember` of `inspect._ParameterKind`, named `POSITIONAL_OR_KEYWORD` and so on. */
  readonly kind: unknown;
  /** The default value; the global `inspect._empty` if there is none. */
  default: unknown = EMPTY;
  /** The annotation; the global `inspect._empty` if there is none. */
  annotation: unknown = EMPTY;

  /**
   * @param name - The name of the parameter.
   * @param kind - A member of `inspect._ParameterKind`.
   */
  constructor(name: string, kind: unknown) {
    this.name = name;
    this.kind = kind;
  }

  /** Whether there is a default value. */
  get hasDefault(): boolean {
    return !isEmpty(this.default);
  }

  /** Whether there is an annotation. */
  get hasAnnotation(): boolean {
    return !isEmpty(this.annotation);
  }

  /** The parts that are there. */
  toJSON(): Record<string, unknown> {
    const { name, kind } = this;
    return { name, kind, default: present(this.default), annotation: present(this.annotation) };
  }

  /** Python's `str`: `a: int = 1`. */
  toString(): string {
    return pythonRepr({ [reprParts]: () => joined([this]) });
  }

  [reprParts](): ReprParts {
    return joined(['<Parameter "', this, '">']);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `inspect.Signature`: the parameters of a function, and what it returns. */
export class PySignature implements PythonRepr {
  /** As a rule {@link PyParameter}s. */
  readonly parameters: Tuple;
  /** The annotation of what is returned; the global `inspect._empty` if there is none. */
  returnAnnotation: unknown = EMPTY;

  /** @param parameters - As a rule {@link PyParameter}s; a `Tuple` is not copied. */
  constructor(parameters: readonly unknown[] = []) {
    this.parameters = parameters instanceof Tuple ? parameters : tupleOf(parameters);
  }

  /** Whether there is an annotation of what is returned. */
  get hasReturnAnnotation(): boolean {
    return !isEmpty(this.returnAnnotation);
  }

  /** The parts that are there. */
  toJSON(): Record<string, unknown> {
    return { parameters: this.parameters, returnAnnotation: present(this.returnAnnotation) };
  }

  /** Python's `str`: `(a, *b, c=1) -> int`. */
  toString(): string {
    return pythonRepr({ [reprParts]: () => joined(this.pieces()) });
  }

  [reprParts](): ReprParts {
    return joined(['<Signature ', ...this.pieces(), '>']);
  }
  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  private pieces(): (string | PyParameter | Annotation)[] {
    const pieces: (string | PyParameter)[] = ['('];
    let previous = '';
    for (const parameter of this.parameters) {
      if (!(parameter instanceof PyParameter)) continue;
      const kind = kindOf(parameter);
      if (pieces.length > 1) pieces.push(', ');
      if (previous === POSITIONAL && kind !== POSITIONAL) pieces.push('/, ');
      if (kind === KEYWORD && previous !== KEYWORD && previous !== VARIABLE) pieces.push('*, ');
      pieces.push(parameter);
      previous = kind;
    }
    if (previous === POSITIONAL) pieces.push(', /');
    const end = this.hasReturnAnnotation ? [') -> ', new Annotation(this.returnAnnotation)] : [')'];
    return [...pieces, ...end];
  }
}

const POSITIONAL = 'POSITIONAL_ONLY';
const KEYWORD = 'KEYWORD_ONLY';
const VARIABLE = 'VAR_POSITIONAL';

/** A class in an annotation is shown by its name. */
class Annotation {
  readonly shown: unknown;

  constructor(annotation: unknown) {
    this.shown = typeArgument(annotation);
  }
}

/** `POSITIONAL_ONLY`, `VAR_KEYWORD` and so on. */
function kindOf({ kind }: PyParameter): string {
  const name: unknown = kind instanceof EnumMember ? kind.name : undefined;
  return typeof name === 'string' ? name : '';
}

/** Texts, and between them parameters as `a: int = 1` and annotations. */
function joined(pieces: readonly (string | PyParameter | Annotation)[]): ReprParts {
  const texts = [''];
  const values: unknown[] = [];
  const write = (text: string): void => void texts.push((texts.pop() ?? '') + text);
  const show = (value: unknown): void => {
    values.push(value);
    texts.push('');
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') write(piece);
    else if (piece instanceof Annotation) show(piece.shown);
    else {
      const kind = kindOf(piece);
      const stars = kind === VARIABLE ? '*' : kind === 'VAR_KEYWORD' ? '**' : '';
      write(stars + pythonTextRepr(piece.name).slice(1, -1));
      if (piece.hasAnnotation) {
        write(': ');
        show(typeArgument(piece.annotation));
      }
      if (piece.hasDefault) {
        write(piece.hasAnnotation ? ' = ' : '=');
        show(piece.default);
      }
    }
  }
  return { values, text: (at) => texts[at] ?? '' };
}

/** `inspect.Signature` and its parts. */
export function signatures(): readonly FamilyMember[] {
  return [
    pythonClass('inspect.Parameter', PyParameter, {
      call([name, kind, ...more]) {
        return typeof name === 'string' && kind !== undefined && more.length === 0
          ? new PyParameter(name, kind)
          : undefined;
      },
      create: () => undefined,
      setState(self, state) {
        self.default = entry(state, '_default');
        self.annotation = entry(state, '_annotation');
      },
      reduce: (self): Reduction => ({
        callable: PyParameter,
        args: [self.name, self.kind],
        state: new Dict([
          ['_default', self.default],
          ['_annotation', self.annotation],
        ]),
      }),
    }),
    pythonClass('inspect.Signature', PySignature, {
      call: ([parameters, ...more]) =>
        parameters instanceof Tuple && more.length === 0 ? new PySignature(parameters) : undefined,
      create: () => undefined,
      setState(self, state) {
        self.returnAnnotation = entry(state, '_return_annotation');
      },
      reduce: (self): Reduction => ({
        callable: PySignature,
        args: [self.parameters],
        state: new Dict([['_return_annotation', self.returnAnnotation]]),
      }),
    }),
  ];
}

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
