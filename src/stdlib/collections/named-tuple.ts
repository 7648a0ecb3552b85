import { type ClassCodec, pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import { PickleError } from '../../errors.ts';
import { Global } from '../../values/global.ts';
import { type PlainParts, plainParts } from '../../values/plain.ts';
import { type PythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';

/** A Python tuple whose items have names, registered by {@link pythonNamedTuple}. */
export abstract class NamedTuple extends Tuple implements PythonRepr {
  /** The names of the items, in order. */
  abstract get fields(): readonly string[];
  protected abstract get typeName(): string;

  /** An item by its name; `undefined` if there is no field of this name. */
  get(name: string): unknown {
    const at = this.fields.indexOf(name);
    return at < 0 ? undefined : this[at];
  }

  /** The items by name. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries(this.named());
  }

  override [reprParts](): ReprParts {
    return reprCall(this.typeName, [], this.named());
  }

  [plainParts](): PlainParts {
    return { entries: this.named() };
  }

  private named(): [string, unknown][] {
    return this.fields.map((name, at) => [name, this[at]]);
  }
}

/** The codec of one named tuple. */
export interface NamedTupleCodec<F extends string = string> extends ClassCodec {
  /** Makes a tuple of these items. */
  make(...items: readonly unknown[]): NamedTuple & { readonly [K in F]: unknown };
}

/**
 * Registers a Python `namedtuple` or `NamedTuple`. It loads as a {@link NamedTuple}, whose items are also properties,
 * unless arrays have a property of that name. `get` finds every item. As a key it is equal to the tuple of its items.
 *
 * @param name - Python's module and name, `app.Point`.
 * @param fields - The names of all items, in order.
 * @returns A codec for `options.codecs`, with a function `make`.
 * @example
 * ```ts
 * import { dumps, loads, pythonNamedTuple } from 'brine';
 *
 * const Point = pythonNamedTuple('app.Point', ['x', 'y']);
 * const codecs = [Point];
 * String(loads(dumps(Point.make(3, 4), { codecs }), { codecs })); // 'Point(x=3, y=4)'
 * Point.make(3, 4).y; // 4
 * ```
 */
export function pythonNamedTuple<const F extends string>(name: string, fields: readonly F[]): NamedTupleCodec<F> {
  const typeName = Global.of(name).name.split('.').at(-1) ?? '';
  const names = Object.freeze([...fields]);
  class Named extends NamedTuple {
    get fields(): readonly string[] {
      return names;
    }

    protected get typeName(): string {
      return typeName;
    }
  }
  Object.defineProperty(Named, 'name', { value: typeName });
  for (const [at, field] of names.entries()) {
    if (field in Named.prototype) continue;
    Object.defineProperty(Named.prototype, field, {
      get(this: Tuple): unknown {
        return this[at];
      },
      configurable: true,
    });
  }
  const make = (items: readonly unknown[]): Named => {
    const tuple = new Named();
    for (const [i, item] of items.entries()) tuple[i] = item;
    return tuple;
  };
  const made = (items: readonly unknown[]): Named => {
    if (items.length === names.length) return make(items);
    throw new PickleError('bad-call', `${name}() takes ${names.length} items, got ${items.length}`);
  };
  const codec = pythonClass<Named>(name, Named, {
    call: made,
    create: (args, kwargs) => (kwargs === undefined ? made(args) : undefined),
    getNewArgs: (self) => [...self],
  });
  return Object.freeze({
    ...codec,
    make: (...items: readonly unknown[]) => make(items) as Named & { readonly [K in F]: unknown },
  });
}

/** Named tuples of the standard library. */
export function namedTuples(): readonly FamilyMember[] {
  return [
    pythonNamedTuple('decimal.DecimalTuple', ['sign', 'digits', 'exponent']),
    pythonNamedTuple('difflib.Match', ['a', 'b', 'size']),
    pythonNamedTuple('urllib.parse.DefragResult', ['url', 'fragment']),
    pythonNamedTuple('urllib.parse.SplitResult', ['scheme', 'netloc', 'path', 'query', 'fragment']),
    pythonNamedTuple('urllib.parse.ParseResult', ['scheme', 'netloc', 'path', 'params', 'query', 'fragment']),
  ];
}
