import { pythonClass } from '../codec/class.ts';
import type { DumpContext } from '../codec/context.ts';
import type { FamilyMember } from '../codec/family.ts';
import { pythonFunction } from '../codec/function.ts';
import type { Reduction } from '../codec/reduction.ts';
import { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey, UnorderedKey } from '../values/key.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprParts } from '../values/repr.ts';
import { Tuple, tupleOf } from '../values/tuple.ts';
import { subscription, typeArgument } from './types.ts';

const GETITEM = /* @__PURE__ */ Global.of('_operator.getitem');
const REDUCE = /* @__PURE__ */ Global.of('_functools.reduce');
const OR = /* @__PURE__ */ Global.of('_operator.or_');
const UNION = /* @__PURE__ */ Global.of('typing.Union');

/** A generic class or a form of Python's `typing` with its parameters: `typing.List[int]`, `app.Box[str]`. */
export class TypingAlias implements PythonKey, PythonRepr {
  /** What stands before the brackets: a `Global`, or what is registered for it. */
  readonly origin: unknown;
  /** What stands in the brackets: several as a `Tuple`. */
  readonly parameters: unknown;

  /**
   * @param origin - What stands before the brackets.
   * @param parameters - What stands in the brackets: several as a `Tuple`.
   */
  constructor(origin: unknown, parameters: unknown) {
    this.origin = origin;
    this.parameters = parameters;
  }

  /** The parameters, one or several. */
  get args(): readonly unknown[] {
    return this.parameters instanceof Tuple ? this.parameters : [this.parameters];
  }

  /** Python's `repr`, as of 3.14. */
  toJSON(): string {
    return this.toString();
  }

  /** Python's `repr`, as of 3.14: `typing.List[int]`, `int | str`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return isUnion(this.origin) ? alternatives(this.args) : subscription(this.origin, this.args);
  }

  [pythonKey](): readonly unknown[] {
    const { origin, args } = this;
    return ['typing', origin, isUnion(origin) ? new UnorderedKey(args) : tupleOf(args)];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `types.UnionType`, `int | str`, as 3.10 to 3.13 write it; later ones write `typing.Union[int, str]`. */
export class UnionType implements PythonKey, PythonRepr {
  /** The alternatives. */
  readonly args: Tuple;

  /** @param args - The alternatives; a `Tuple` is not copied. */
  constructor(args: readonly unknown[]) {
    this.args = args instanceof Tuple ? args : tupleOf(args);
  }

  /** Python's `repr`. */
  toJSON(): string {
    return this.toString();
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return alternatives(this.args);
  }

  [pythonKey](): readonly unknown[] {
    return ['types.UnionType', new UnorderedKey(this.args)];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

function isUnion(origin: unknown): boolean {
  return origin instanceof Global && origin.toString() === UNION.toString();
}

function isNoneType(type: unknown): boolean {
  return type instanceof Global && type.toString() === 'builtins.NoneType';
}

/** `int | str` */
function alternatives(types: readonly unknown[]): ReprParts {
  const values = types.map((type) => typeArgument(isNoneType(type) ? null : type));
  return { values, text: (at) => (at === 0 || at === values.length ? '' : ' | ') };
}

/** The constructs of Python's `typing`, and unions of types. */
export function typing(): readonly FamilyMember[] {
  return [
    pythonClass('typing._GenericAlias', TypingAlias, {
      call: () => undefined,
      create: () => undefined,
      callObject: () => undefined,
      reduce: ({ origin, parameters }): Reduction => ({ callable: GETITEM, args: [origin, parameters] }),
    }),
    pythonClass('types.UnionType', UnionType, {
      call: () => undefined,
      create: () => undefined,
      reduce: reduceUnion,
    }),
    pythonFunction('_operator.getitem', undefined, { call: subscripted }),
    pythonFunction('_functools.reduce', undefined, { call: joined, aliases: ['functools.reduce'] }),
  ];
}

/** `origin[parameters]`. Nothing is looked up, so it is `undefined` for anything but a class. */
function subscripted([origin, parameters, ...more]: readonly unknown[]): TypingAlias | undefined {
  const isClass = origin instanceof Global || typeof origin === 'function';
  return isClass && parameters !== undefined && more.length === 0 ? new TypingAlias(origin, parameters) : undefined;
}

/** `reduce(or_, args)`, which is how a union is written; `undefined` for any other reduction. */
function joined([operation, args, ...more]: readonly unknown[]): UnionType | undefined {
  const isOr = operation instanceof Global && /^_?operator$/.test(operation.module) && operation.name === OR.name;
  return isOr && args instanceof Tuple && args.length > 1 && more.length === 0 ? new UnionType(args) : undefined;
}

function reduceUnion({ args }: UnionType, { minor }: DumpContext): Reduction {
  const isTyping = minor >= 14;
  return isTyping ? { callable: GETITEM, args: [UNION, args] } : { callable: REDUCE, args: [OR, args] };
}
