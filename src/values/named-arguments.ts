/**
 * Names that a pickle has for the arguments of an object. As a rule a named tuple is its items without their names; a
 * pickle has those where it calls with keywords, and where it has the class itself, as those of cloudpickle and
 * PySpark.
 *
 * @module
 */
import { Global } from './global.ts';
import { Tuple } from './tuple.ts';

/** What a pickle says about how an object was made. An `Instance` has these fields. */
export interface Made {
  readonly cls: unknown;
  readonly how: 'call' | 'new';
  readonly args: Tuple;
  readonly argsObject: object | undefined;
  readonly kwargs: Map<unknown, unknown> | undefined;
  readonly base: Global | undefined;
}

/** A class that the pickle itself makes. An `Instance` keeps what was done to it. */
interface MadeClass extends Made {
  readonly states: readonly unknown[];
  readonly setters: readonly { readonly state: unknown }[] | undefined;
}

/** The arguments of an object that have names. */
export interface NamedArguments {
  readonly keywords: readonly Map<unknown, unknown>[];
  readonly items: NamedItems | undefined;
  /** Whether the object has no other arguments. */
  readonly areAll: boolean;
}

/** The name of the method with which a callable lists the keyword arguments that it adds to a call. */
export const addedKeywords: unique symbol = Symbol('brine.addedKeywords');

interface AddsKeywords {
  [addedKeywords](): { readonly keywords: Map<unknown, unknown>; readonly areAll: boolean };
}

/** Items of a tuple by the names of their fields: a live view. */
export class NamedItems {
  readonly names: readonly string[];
  private readonly items: unknown[];

  constructor(names: readonly string[], items: unknown[]) {
    this.names = names;
    this.items = items;
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  get(name: string): unknown {
    return this.items[this.names.indexOf(name)];
  }

  set(name: string, value: unknown): void {
    this.items[this.names.indexOf(name)] = value;
  }

  entries(): [string, unknown][] {
    return this.names.map((name, at) => [name, this.items[at]]);
  }
}

/** The arguments of an object that have names in its pickle. */
export function namedArguments(made: Made): NamedArguments {
  const restored = restoredItems(made);
  if (restored !== undefined) return { keywords: [], items: restored, areAll: true };
  const { kwargs, args, argsObject, cls } = made;
  const added = addsKeywords(cls) ? cls[addedKeywords]() : undefined;
  const keywords = [added?.keywords, kwargs].filter((part) => part !== undefined);
  const items = isMadeClass(cls) ? classItems(cls, made) : undefined;
  const areAll = argsObject === undefined && added?.areAll !== false && (args.length === 0 || items !== undefined);
  return { keywords, items, areAll };
}

/** Where a call that makes a named tuple has the fields and the items. */
const RESTORERS: ReadonlyMap<string, readonly [fields: number, items: number]> = /* @__PURE__ */ new Map([
  ['pyspark.serializers._restore', [1, 2] as const],
  ['pyspark.sql.types._create_row', [0, 1] as const],
]);

function restoredItems({ how, cls, args }: Made): NamedItems | undefined {
  if (how !== 'call' || !(cls instanceof Global)) return undefined;
  const [fields, items] = RESTORERS.get(cls.toString()) ?? [];
  return fields === undefined || items === undefined ? undefined : named(namesOf(args[fields]), args[items]);
}

/** The items of a named tuple, which protocols 0 and 1 have as one tuple. */
function classItems(cls: MadeClass, { args, base }: Made): NamedItems | undefined {
  return named(fieldsOfClass(cls), base?.name === 'tuple' ? args[0] : args);
}

function named(names: readonly string[] | undefined, items: unknown): NamedItems | undefined {
  return names !== undefined && Array.isArray(items) && items.length === names.length
    ? new NamedItems(names, items)
    : undefined;
}

/** Functions that make the class of a named tuple from its name and its fields. */
const FACTORIES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'collections.namedtuple',
  'typing.NamedTuple',
  'cloudpickle.cloudpickle._load_namedtuple',
  'pyspark.cloudpickle._load_namedtuple',
]);

function fieldsOfClass({ how, cls, args, states, setters }: MadeClass): readonly string[] | undefined {
  if (how === 'call' && cls instanceof Global && FACTORIES.has(cls.toString())) return namesOf(args[1]);
  // The namespace of a class that the pickle contains, whether it is set later or passed to what makes the class.
  for (const part of [...states, ...(setters ?? []).map(({ state }) => state), ...args]) {
    const namespace: unknown = part instanceof Tuple ? part[0] : part;
    if (namespace instanceof Map && namespace.has('_fields')) return namesOf(namespace.get('_fields'));
  }
  return undefined;
}

/** Names of fields: `['x', 'y']`, `'x y'`, `[('x', int), ('y', int)]`. */
function namesOf(fields: unknown): readonly string[] | undefined {
  if (typeof fields === 'string') return fields.split(/[\s,]+/).filter((name) => name !== '');
  if (!Array.isArray(fields)) return undefined;
  const names: unknown[] = fields.map((field: unknown) => (field instanceof Tuple ? field[0] : field));
  return names.every((name) => typeof name === 'string') ? names : undefined;
}

function addsKeywords(value: unknown): value is AddsKeywords {
  return typeof value === 'object' && value !== null && addedKeywords in value;
}

/** Whether the pickle makes the class, as it makes any other object, instead of naming it. */
function isMadeClass(value: unknown): value is MadeClass {
  return typeof value === 'object' && value !== null && 'states' in value && 'how' in value;
}
