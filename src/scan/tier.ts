/** The tiers of the allow-list. */
export type TierName = 'builtin-values' | 'standard-library' | 'numerics' | 'torch-weights' | 'model-families';

/**
 * A part of the allow-list: exact names, and how each may be used.
 *
 * A line of `entries` has a module, a colon, and qualified names in it. What follows a name says more:
 * - nothing: a class. It may be passed on, called with any arguments, made with NEWOBJ, and what it gives may get a
 *   state and items;
 * - `()`: a function, or a class whose call gives an object that was there before, as an Enum's. It may be passed on and
 *   called, but what it gives may not be changed;
 * - `^`: a class that is made with NEWOBJ without arguments and gets its state back, but is neither called nor given to
 *   what may call it;
 * - `&`: a value that is passed on and nothing else;
 * - `=rule`: it is called directly and with arguments that the {@link ArgumentRule} takes; `=rule&` may be passed on too.
 *
 * A name without a rule does nothing but make a value, whatever it is called with, so that it may also be given to what
 * calls it.
 */
export interface Tier {
  /** The name, as policies have it. */
  readonly name: TierName;
  /** Changes when an entry does. */
  readonly version: string;
  /** Where the entries are from. */
  readonly source: string;
  /** The names. */
  readonly entries: string;
}

/**
 * What arguments a callable is used with:
 * - `latin1`: a str and `'latin1'`, which is how protocols 0 to 2 write bytes;
 * - `one`: exactly one;
 * - `attribute`: an object and the constant name of an attribute that is not private;
 * - `attributes`: constant names of attributes that are not private;
 * - `method`: the constant name of a method that only computes something, then anything;
 * - `unopened`: `None` in place of a file, then anything;
 * - `callback`: what it calls is a name of the list that has no rule;
 * - `iterator`: one argument, or a callback and a value;
 * - `object`: a class of the list, which is made without being called;
 * - `subscription`: a name of the list and what stands in its brackets;
 * - `union`: `operator.or_` and types;
 * - `ufunc`: a module of numpy or scipy and a name in it;
 * - `pickle`: bytes, which are scanned as well.
 */
export type ArgumentRule =
  | 'latin1'
  | 'one'
  | 'attribute'
  | 'attributes'
  | 'method'
  | 'unopened'
  | 'callback'
  | 'iterator'
  | 'object'
  | 'subscription'
  | 'union'
  | 'ufunc'
  | 'pickle';

const RULES: readonly ArgumentRule[] = [
  'latin1',
  'one',
  'attribute',
  'attributes',
  'method',
  'unopened',
  'callback',
  'iterator',
  'object',
  'subscription',
  'union',
  'ufunc',
  'pickle',
];

/** What a name on the list may be used as. */
export type ListedAs = 'class' | 'function' | 'object' | 'value';

/** A name on the allow-list. */
export interface ListedName {
  /** The module. */
  readonly module: string;
  /** The qualified name in it. */
  readonly name: string;
  /** The tier that has it. */
  readonly tier: TierName;
  /** What it may be used as. */
  readonly listedAs: ListedAs;
  /** What it may be called with; `undefined` for anything. */
  readonly rule: ArgumentRule | undefined;
  /** Whether it may be passed on. */
  readonly isPassed: boolean;
}

const ENTRY = /^([\w.]+?)(\(\)|\^|&)?(?:=(\w+)(&)?)?$/;

/** The names of a tier. */
export function* listedNames({ name: tier, entries }: Tier): Generator<ListedName, void, undefined> {
  let module = '';
  for (const word of entries.split(/\s+/)) {
    if (word.endsWith(':')) {
      module = word.slice(0, -1);
      continue;
    }
    const [, name, mark, ruleName, passed] = ENTRY.exec(word) ?? [];
    if (name === undefined) continue;
    const rule = RULES.find((known) => known === ruleName);
    const listedAs = mark === '()' ? 'function' : mark === '^' ? 'object' : mark === '&' ? 'value' : 'class';
    yield { module, name, tier, listedAs, rule, isPassed: rule === undefined || passed !== undefined };
  }
}
