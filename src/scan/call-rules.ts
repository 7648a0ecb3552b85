/**
 * What the arguments of a call have to be, where the list says more than that it may be called.
 *
 * @module
 */
import type { AbstractMachine } from '../globals/abstract-machine.ts';
import type { Entry, Value } from '../globals/census.ts';
import type { Judge } from './judge.ts';
import type { ArgumentRule } from './tier.ts';

/** What the arguments are looked at with. */
export interface Arguments {
  readonly machine: AbstractMachine<Entry>;
  readonly judge: Judge;
  /** The arguments; `undefined` if they are not known. */
  readonly values: readonly Value[] | undefined;
}

const PRIVATE = /(?:^|\.)_/;
const DUNDER = /(?:^|\.)__/;

/** The result of looking at the arguments: `harm` if they are known to do some. */
export type Outcome = 'fits' | 'misfits' | 'harm';

/** Modules whose ufuncs are looked up by name. */
const UFUNC_MODULES: ReadonlySet<string> = new Set([
  'numpy',
  'numpy.core.umath',
  'numpy.core._multiarray_umath',
  'numpy._core.umath',
  'numpy._core._multiarray_umath',
  'scipy.special._ufuncs',
]);

/** Whether arguments are what a rule takes. */
export function outcomeOf(rule: ArgumentRule, given: Arguments): Outcome {
  const { values } = given;
  if (values === undefined) return 'misfits';
  switch (rule) {
    case 'latin1':
      return fits(values.length === 2 && values[0]?.kind === 'str' && isLatin1(textAt(given, 1)));
    case 'one':
      return fits(values.length === 1);
    case 'attribute':
      return attribute(given);
    case 'attributes':
      return worst(values.map((_, i) => nameOutcome(textAt(given, i), PRIVATE)));
    case 'method':
      return method(textAt(given, 0));
    case 'unopened':
      return fits(values[0]?.kind === 'other');
    case 'callback':
      return fits(isCallback(given, 0) && values.slice(1).every((_, i) => isData(given, i + 1)));
    case 'iterator':
      return fits(values.length === 1 || isCallback(given, 0));
    case 'object':
      return fits(isListed(given, 0) && (values[1]?.kind !== 'global' || isListed(given, 1)) && !isConfigured(given));
    case 'subscription':
      return fits(values.length === 2 && isListed(given, 0));
    case 'union':
      return fits(values.length === 2 && isOr(values[0]));
    case 'ufunc':
      return fits(UFUNC_MODULES.has(textAt(given, 0) ?? '') && /^[a-z]\w*$/.test(textAt(given, 1) ?? ''));
    case 'pickle':
      return fits(values.length === 1 && values[0]?.kind === 'bytes');
  }
}

function fits(isSo: boolean): Outcome {
  return isSo ? 'fits' : 'misfits';
}

function worst(outcomes: readonly Outcome[]): Outcome {
  return outcomes.includes('harm') ? 'harm' : outcomes.includes('misfits') ? 'misfits' : 'fits';
}

function isLatin1(text: string | undefined): boolean {
  return text === 'latin1' || text === 'latin-1';
}

/** The constant str among the arguments at an index. */
function textAt({ machine, values }: Arguments, index: number): string | undefined {
  const value = values?.[index];
  return value?.kind === 'str' ? machine.text(value) : undefined;
}

function nameOutcome(name: string | undefined, refused: RegExp): Outcome {
  if (name === undefined) return 'misfits';
  if (DUNDER.test(name)) return 'harm';
  return fits(!refused.test(name));
}

/** Methods that only compute something, of whatever object they are. A path has others: `unlink`, `rename`, `replace`. */
const METHODS: ReadonlySet<string> = new Set(
  (
    'lower upper strip lstrip rstrip split rsplit splitlines title capitalize casefold swapcase startswith endswith ' +
    'isdigit isalpha isalnum isupper islower isspace zfill get keys values items count index total most_common ' +
    'bit_length conjugate date time isoformat timestamp sum mean std var min max any all item tolist'
  ).split(' '),
);

function method(name: string | undefined): Outcome {
  const outcome = nameOutcome(name, PRIVATE);
  return outcome === 'fits' ? fits(METHODS.has(name ?? '')) : outcome;
}

/**
 * Whether a class that gets its state back is made with arguments: `_reconstructor(Class, object, None)` and
 * `__newobj__(Class)` have none for it.
 */
function isConfigured(given: Arguments): boolean {
  const { judge, values = [] } = given;
  const isObject = (value: Value | undefined): boolean =>
    value?.kind === 'global' && judge.listedOf(value.global)?.listedAs === 'object';
  const [cls, base] = values;
  if (isObject(base)) return true;
  if (!isObject(cls) || values.length === 1) return false;
  const isPlain = base?.kind === 'global' && base.global.python3?.name === 'object';
  return !isPlain || values.length !== 3 || values[2]?.kind !== 'other';
}

/** `getattr`: of a class, the name that this gives is judged by itself; of what was made here, it is a bound method. */
function attribute(given: Arguments): Outcome {
  const { values = [] } = given;
  const [owner] = values;
  const name = textAt(given, 1);
  if (values.length !== 2 || owner === undefined || name === undefined) return 'misfits';
  if (owner.kind === 'global') return 'fits';
  return owner.kind === 'made' ? worst(['misfits', nameOutcome(name, PRIVATE)]) : nameOutcome(name, PRIVATE);
}

/** What may be called with any arguments: `None`, or a name of the list without a rule. */
function isCallback({ judge, values }: Arguments, index: number): boolean {
  const value = values?.[index];
  if (value?.kind === 'other') return true;
  if (value?.kind !== 'global') return false;
  const { python3 } = value.global;
  if (python3 !== undefined && judge.standingOf(python3).kind === 'allowed') return true;
  const listed = judge.listedOf(value.global);
  return listed !== undefined && listed.rule === undefined && /^(?:class|function)$/.test(listed.listedAs);
}

/** Whether an argument is not something that was made to be called. */
function isData({ judge, values }: Arguments, index: number): boolean {
  const value = values?.[index];
  if (value?.kind !== 'made' || value.root === undefined) return true;
  const rule = judge.listedOf(value.root)?.rule;
  return rule === undefined || rule === 'latin1' || rule === 'object' || rule === 'pickle' || rule === 'iterator';
}

function isListed({ judge, values }: Arguments, index: number): boolean {
  const value = values?.[index];
  if (value?.kind !== 'global' || value.global.python3 === undefined) return false;
  return judge.standingOf(value.global.python3).kind !== 'unlisted';
}

function isOr(value: Value | undefined): boolean {
  const name = value?.kind === 'global' ? value.global.python3 : undefined;
  return name?.name === 'or_' && /^_?operator$/.test(name.module);
}
