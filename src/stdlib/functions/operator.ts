import { pythonClass } from '../../codec/class.ts';
import type { FamilyMember } from '../../codec/family.ts';
import type { Reduction } from '../../codec/reduction.ts';
import { PickleError } from '../../errors.ts';
import { Dict } from '../../values/dict.ts';
import { Global } from '../../values/global.ts';
import { inspectCustom } from '../../values/inspect.ts';
import { Instance } from '../../values/instance.ts';
import { pythonTypeName } from '../../values/kind.ts';
import { inspected, type PythonRepr, pythonRepr, type ReprParts, reprCall, reprParts } from '../../values/repr.ts';
import { Tuple } from '../../values/tuple.ts';
import { createByCall, MOST_ARGUMENTS } from '../call-arguments.ts';

const PARTIAL = /* @__PURE__ */ Global.of('functools.partial');

/** Python's `operator.attrgetter`: the names of attributes, `a` or `a.b`. */
export class AttrGetter implements PythonRepr {
  /** The names, each `a` or `a.b`. */
  readonly names: readonly string[];

  /** @param names - The names, each `a` or `a.b`. */
  constructor(...names: string[]) {
    this.names = names;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprCall('operator.attrgetter', this.names);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `operator.itemgetter`: keys or indexes. */
export class ItemGetter implements PythonRepr {
  /** The keys or indexes. */
  readonly items: readonly unknown[];

  /** @param items - The keys or indexes. */
  constructor(...items: unknown[]) {
    this.items = items;
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprCall('operator.itemgetter', this.items);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** Python's `operator.methodcaller`: the name of a method and its arguments. */
export class MethodCaller implements PythonRepr {
  /** The name of the method. */
  readonly name: string;
  /** The positional arguments. */
  readonly args: readonly unknown[];
  /** The keyword arguments by name. */
  readonly keywords: ReadonlyMap<string, unknown>;

  /**
   * @param name - The name of the method.
   * @param args - Positional arguments.
   * @param keywords - Keyword arguments by name.
   */
  constructor(name: string, args: readonly unknown[] = [], keywords: Iterable<readonly [string, unknown]> = []) {
    this.name = name;
    this.args = args;
    this.keywords = new Dict(keywords);
  }

  /** Python's `repr`. */
  toString(): string {
    return pythonRepr(this);
  }

  [reprParts](): ReprParts {
    return reprCall('operator.methodcaller', [this.name, ...this.args], this.keywords);
  }

  [inspectCustom](depth: number): string {
    return inspected(this, depth);
  }
}

/** The getters of Python's `operator`. */
export function operator(): readonly FamilyMember[] {
  return [
    pythonClass('operator.attrgetter', AttrGetter, {
      call(args) {
        if (args.length === 0) throw new PickleError('bad-call', 'attrgetter expected at least 1 argument, got 0');
        if (args.length > MOST_ARGUMENTS) return undefined;
        return new AttrGetter(...args.map((name) => attributeName('attrgetter', name)));
      },
      create: createByCall,
      callObject: keepCall,
      reduce: ({ names }): Reduction => ({ callable: AttrGetter, args: names }),
    }),
    pythonClass('operator.itemgetter', ItemGetter, {
      call(args) {
        if (args.length === 0) throw new PickleError('bad-call', 'itemgetter expected at least 1 argument, got 0');
        return args.length > MOST_ARGUMENTS ? undefined : new ItemGetter(...args);
      },
      create: createByCall,
      callObject: keepCall,
      reduce: ({ items }): Reduction => ({ callable: ItemGetter, args: items }),
    }),
    pythonClass('operator.methodcaller', MethodCaller, {
      call: (args) => methodCallerOf(args),
      create: createByCall,
      callObject: keepCall,
      reduce: reduceMethodCaller,
    }),
  ];
}

/** `methodcaller(name, *args, **keywords)`; with keywords it is called by a partial. */
export function methodCallerOf([name, ...args]: readonly unknown[], keywords?: Dict): MethodCaller {
  return new MethodCaller(attributeName('methodcaller', name), args, keywordsOf(keywords));
}

function keywordsOf(keywords: Dict | undefined): [string, unknown][] {
  return [...(keywords ?? [])].map(([name, value]) => [attributeName('methodcaller', name), value]);
}

/** Nothing is called. The call stays as it is in the pickle. */
function keepCall(): undefined {
  return undefined;
}

function attributeName(of: string, name: unknown): string {
  if (typeof name === 'string') return name;
  throw new PickleError('bad-call', `${of}() attribute name must be a string, not '${pythonTypeName(name)}'`);
}

/** With keywords, Python writes a call of `partial(methodcaller, name, **keywords)`. */
function reduceMethodCaller({ name, args, keywords }: MethodCaller): Reduction {
  if (keywords.size === 0) return { callable: MethodCaller, args: [name, ...args] };
  const partial = new Instance(PARTIAL, 'call', Tuple.from<unknown>([MethodCaller]));
  partial.build(Tuple.of<unknown>(MethodCaller, Tuple.from([name]), new Dict(keywords), null));
  return { callable: partial, args };
}
