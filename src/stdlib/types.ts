import { pythonClass } from '../codec/class.ts';
import type { FamilyMember } from '../codec/family.ts';
import type { Reduction } from '../codec/reduction.ts';
import { PickleError } from '../errors.ts';
import { attributeNameOf } from '../values/attribute-key.ts';
import { Ellipsis } from '../values/ellipsis.ts';
import { Global } from '../values/global.ts';
import { inspectCustom } from '../values/inspect.ts';
import { type PythonKey, pythonKey } from '../values/key.ts';
import { type PlainParts, plainParts } from '../values/plain.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { createByCall, createEmpty } from './call-arguments.ts';
import { defineAttribute, entriesOf } from './functions/attributes.ts';

/** Python's `types.SimpleNamespace`: its attributes are the object's own properties. */
export class SimpleNamespace implements PythonKey, PythonRepr {
  /** The attributes by name. */
  [name: string]: unknown;

  /** @param attributes - The attributes, which are copied. */
  constructor(attributes: Readonly<Record<string, unknown>> = {}) {
    Object.assign(this, attributes);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [plainParts](): PlainParts {
    return { entries: Object.entries(this) };
  }

  [reprParts](): ReprParts {
    return reprCall('namespace', [], Object.entries(this));
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }

  [pythonKey](): never {
    throw new TypeError("unhashable type: 'types.SimpleNamespace'");
  }
}

/** Python's `types.GenericAlias`: `list[int]`. */
export class GenericAlias implements PythonKey, PythonRepr {
  /** The class: a `Global`, or what is registered for it. */
  readonly origin: unknown;
  /** What stands in the brackets. */
  readonly args: Tuple;

  /**
   * @param origin - The class.
   * @param args - What stands in the brackets; a `Tuple` is not copied.
   */
  constructor(origin: unknown, args: readonly unknown[]) {
    this.origin = origin;
    this.args = args instanceof Tuple ? args : Tuple.from(args);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return subscription(this.origin, this.args);
  }

  /** Python's `repr`. */
  toJSON(): string {
    return pythonRepr(this);
  }

  [pythonKey](): readonly unknown[] {
    return ['types.GenericAlias', this.origin, this.args];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** `collections.abc.Callable[[int], str]`, which Python keeps apart from other aliases. */
export class CallableAlias implements PythonKey, PythonRepr {
  /** `collections.abc.Callable`. */
  readonly origin: unknown;
  /** A list of types, or `Ellipsis` or whatever else stands in its place. */
  readonly parameters: unknown;
  /** The type of the result. */
  readonly result: unknown;

  /**
   * @param origin - `collections.abc.Callable`.
   * @param parameters - A list of types, or `Ellipsis`.
   * @param result - The type of the result.
   */
  constructor(origin: unknown, parameters: unknown, result: unknown) {
    this.origin = origin;
    this.parameters = parameters;
    this.result = result;
  }

  /** What Python has as `__args__`: the parameters, then the result. */
  get args(): readonly unknown[] {
    return [...(isList(this.parameters) ? this.parameters : [this.parameters]), this.result];
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return subscription(this.origin, [this.parameters, this.result]);
  }

  /** Python's `repr`. */
  toJSON(): string {
    return pythonRepr(this);
  }

  [pythonKey](): readonly unknown[] {
    return ['types.GenericAlias', this.origin, Tuple.from(this.args)];
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !(value instanceof Tuple);
}

/** The classes of Python's `types`. */
export function types(): readonly FamilyMember[] {
  return [
    pythonClass('types.SimpleNamespace', SimpleNamespace, {
      call([attributes, ...more]) {
        const entries = attributes === undefined ? [] : entriesOf(attributes);
        if (entries === undefined || more.length > 0) {
          throw new PickleError('bad-call', 'SimpleNamespace() in a pickle takes at most a dict');
        }
        const namespace = new SimpleNamespace();
        for (const [name, value] of entries) defineAttribute(namespace, name, value, 'keywords must be strings');
        return namespace;
      },
      create: createEmpty,
      setState(self, state) {
        const entries = entriesOf(state);
        if (entries === undefined) throw new PickleError('bad-state', 'state is not a dictionary');
        for (const [name, value] of entries)
          defineAttribute(self, attributeNameOf(name), value, 'attribute name must be string');
      },
      reduce: (self): Reduction => ({ callable: SimpleNamespace, args: [], state: new Map(Object.entries(self)) }),
    }),
    pythonClass('types.GenericAlias', GenericAlias, {
      call([origin, args, ...more]) {
        if (origin === undefined || args === undefined || more.length > 0) {
          throw new PickleError('bad-call', 'GenericAlias expected 2 arguments');
        }
        return new GenericAlias(origin, args instanceof Tuple ? args : [args]);
      },
      create: createByCall,
      reduce: ({ origin, args }): Reduction => ({ callable: GenericAlias, args: [origin, args] }),
    }),
    pythonClass('collections.abc._CallableGenericAlias', CallableAlias, {
      call([origin, args, ...more]) {
        const known = origin !== undefined && args instanceof Tuple && args.length === 2 && more.length === 0;
        return known ? new CallableAlias(origin, args[0], args[1]) : undefined;
      },
      create: createByCall,
      reduce: ({ origin, parameters, result }): Reduction => ({
        callable: CallableAlias,
        args: [origin, Tuple.of(parameters, result)],
      }),
    }),
  ];
}

/** `name[a, b]`, where classes are shown by their names. */
export function subscription(origin: unknown, args: readonly unknown[]): ReprParts {
  const values = [origin, ...args].map(typeArgument);
  const last = values.length;
  return {
    values,
    text(at) {
      const open = at === 1 ? '[' : at > 1 && at < last ? ', ' : '';
      return at === last ? `${last === 1 ? '[()' : ''}]` : open;
    },
  };
}

/** A type in brackets, as `repr` shows it. */
export function typeArgument(value: unknown): unknown {
  // The parameters of a Callable are a list.
  if (isList(value)) return value.map(namedType);
  return namedType(value);
}

function namedType(value: unknown): unknown {
  const name = typeName(value);
  return name === undefined ? value : new Verbatim(name);
}

/** A text that `repr` shows without quotes. */
export class Verbatim {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** The name of a class, as it is shown in brackets; `undefined` for other values. */
function typeName(value: unknown): string | undefined {
  if (value === Ellipsis) return '...';
  if (value instanceof Global) return value.module === 'builtins' ? value.name : value.toString();
  return typeof value === 'function' ? value.name : undefined;
}
