import { type QualifiedName, toPython3 } from '../codec/compat-names.ts';
import type { Entry } from '../globals/census.ts';
import type { GlobalUseKind } from '../globals/named-global.ts';
import { harmOf, leadsAway } from './danger-list.ts';
import { found, type PickleFinding, type Reach } from './finding.ts';
import type { Policy, Standing } from './policy.ts';
import type { ListedName } from './tier.ts';

/** The uses, with the worst first, and how each is called in a finding. */
const REACHES: readonly (readonly [use: GlobalUseKind, reach: Reach])[] = [
  ['REDUCE', 'call'],
  ['INST', 'call'],
  ['OBJ', 'call'],
  ['NEWOBJ', 'object'],
  ['NEWOBJ_EX', 'object'],
  ['changed', 'state'],
  ['result-state', 'state'],
  ['result-items', 'items'],
  ['attribute', 'attribute'],
  ['argument', 'reference'],
  ['state', 'reference'],
  ['items', 'reference'],
  ['persistent-id', 'persistent-id'],
  ['value', 'reference'],
];

const DONE: Readonly<Record<Reach, string>> = {
  import: 'is imported',
  reference: 'is passed on',
  call: 'is called',
  object: 'is made an object of',
  state: 'gets a state',
  items: 'gets items',
  attribute: 'has an attribute taken',
  'persistent-id': 'is part of a persistent id',
  extension: 'is imported',
};

/** Judges the globals of pickles by one policy. */
export class Judge {
  private readonly policy: Policy;
  private readonly standings = new Map<string, Standing>();

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** What the policy says of the name that Python 3 imports. */
  standingOf({ module, name }: QualifiedName): Standing {
    const key = `${module}\0${name}`;
    let standing = this.standings.get(key);
    if (standing === undefined) {
      standing = this.policy.standingOf({ module, name });
      if (this.standings.size < MOST_KEPT) this.standings.set(key, standing);
    }
    return standing;
  }

  /** The name on the list, if it is there. */
  listedOf(entry: Entry): ListedName | undefined {
    const standing = entry.python3 === undefined ? undefined : this.standingOf(entry.python3);
    return standing?.kind === 'listed' ? standing.listed : undefined;
  }

  /** What there is to say of a global and of the ways in which it is used. */
  *findingsOf(entry: Entry): Generator<PickleFinding, void, undefined> {
    const { python3, module, name, offset } = entry;
    if (entry.extension !== undefined) {
      yield found('extension-code', 'dangerous', offset, EXTENSION, { reach: 'extension' });
      return;
    }
    if (python3 === undefined || module === undefined || name === undefined) {
      yield found('computed-name', 'dangerous', offset, COMPUTED, reachOf(entry));
      return;
    }
    yield* this.changes(entry, textOf(python3));
    const standing = this.standingOf(python3);
    if (standing.kind === 'denied') {
      const about = { global: textOf(python3), ...reachOf(entry) };
      yield found('denied-global', 'dangerous', placeOf(entry), 'The policy denies this name.', about);
      return;
    }
    if (standing.kind === 'allowed') return;
    if (standing.kind === 'listed') yield* uses(entry, standing.listed);
    else yield this.unlisted(entry, python3);
    const other = otherForm({ module, name }, python3);
    const harm = other === undefined ? undefined : harmOf(other.module, other.name);
    if (other !== undefined && harm !== undefined && this.standingOf(other).kind === 'unlisted') {
      yield dangerous(entry, other, harm);
    }
  }

  private *changes(entry: Entry, global: string): Generator<PickleFinding, void, undefined> {
    const changed = entry.uses.get('changed');
    if (changed === undefined) return;
    const reason = 'It changes something that was there before the pickle, by attributes or by items.';
    yield found('change-of-global', 'dangerous', changed.offset, reason, { global, reach: 'state' });
  }

  private unlisted(entry: Entry, name: QualifiedName): PickleFinding {
    const harm = harmOf(name.module, name.name);
    if (harm !== undefined) return dangerous(entry, name, harm);
    const about = { global: textOf(name), ...reachOf(entry) };
    if (name.name.includes('.')) {
      if (leadsAway(name.name)) return found('dotted-name', 'dangerous', placeOf(entry), LEADS_AWAY, about);
      if (!isPlainName(name)) return found('odd-name', 'suspicious', placeOf(entry), ODD_NAME, about);
      const [first = ''] = name.name.split('.');
      const isOfListed = this.standingOf({ module: name.module, name: first }).kind === 'listed';
      if (isOfListed && isCalled(entry)) return found('dotted-name', 'dangerous', placeOf(entry), METHOD, about);
      if (isOfListed || !/^_*[A-Z]/.test(first))
        return found('dotted-name', 'suspicious', placeOf(entry), DOTTED, about);
    }
    if (!isPlainName(name)) {
      return found('odd-name', 'suspicious', placeOf(entry), ODD_NAME, about);
    }
    if (name.module === 'types' && /^(?:Code|Function|Cell)Type$/.test(name.name)) {
      return found('code-by-value', 'suspicious', placeOf(entry), BY_VALUE, about);
    }
    const how = DONE[about.reach ?? 'import'];
    const reason = `It ${how}, and nobody vouches for what that does.`;
    return found('unknown-global', 'unknown', placeOf(entry), reason, about);
  }
}

/** So many names are kept: a hostile pickle may have one for every few bytes. */
const MOST_KEPT = 4096;

const EXTENSION = 'What an extension code stands for is known only to the program that reads it.';
const COMPUTED = 'A name is computed while the pickle is loaded, so that it may be any.';
const LEADS_AWAY = 'The dotted name leads out of its module, to something that is known to do harm.';
const METHOD = 'A method is called by its dotted name, which no pickler writes for this class.';
const BY_VALUE = 'The pickle has code in it, which runs when what it makes is called.';
const DOTTED = 'The dotted name may lead through other modules.';
const ODD_NAME = 'The name has characters that no name in Python source has in its usual form.';

/** What is wrong with how a name on the list is used. Its arguments were looked at when it was called. */
function* uses(entry: Entry, { listedAs, rule, isPassed }: ListedName): Generator<PickleFinding, void, undefined> {
  const global = entry.python3 === undefined ? undefined : textOf(entry.python3);
  for (const { kind, offset } of entry.uses.values()) {
    const reach = REACHES.find(([use]) => use === kind)?.[1] ?? 'import';
    const about = { global, reach };
    if (reach === 'reference' && !isPassed && !(rule === 'object')) {
      const reason = 'It is passed on, and what calls it then could give it any arguments.';
      yield found('use-not-listed', 'unknown', offset, reason, about);
    } else if (reach === 'call' && listedAs === 'value') {
      yield found('use-not-listed', 'unknown', offset, 'It is called, which is not on the list for it.', about);
    } else if ((kind === 'result-state' || kind === 'result-items') && listedAs !== 'class' && listedAs !== 'object') {
      const reason = 'It changes the result of a call that may have been there before the pickle.';
      yield found('change-of-result', 'suspicious', offset, reason, about);
    }
  }
}

function dangerous(entry: Entry, name: QualifiedName, harm: string): PickleFinding {
  const about = { global: textOf(name), ...reachOf(entry) };
  const reason = `It ${DONE[about.reach ?? 'import']}, and it ${harm}.`;
  return found('dangerous-global', 'dangerous', placeOf(entry), reason, about);
}

function isCalled({ uses }: Entry): boolean {
  return ['REDUCE', 'INST', 'OBJ', 'NEWOBJ', 'NEWOBJ_EX'].some((kind) => uses.has(kind as GlobalUseKind));
}

/** How it is reached, by what matters most. */
function reachOf({ uses }: Entry): { readonly reach: Reach } {
  return { reach: REACHES.find(([use]) => uses.has(use))?.[1] ?? 'import' };
}

/** Where it is used as {@link reachOf} says. */
function placeOf({ uses, offset }: Entry): number {
  for (const [use] of REACHES) {
    const known = uses.get(use);
    if (known !== undefined) return known.offset;
  }
  return offset;
}

/** The name as another reader has it: in the pickle, or in Python 3. */
function otherForm(own: QualifiedName, python3: QualifiedName): QualifiedName | undefined {
  const other = own.module === python3.module && own.name === python3.name ? toPython3(own) : own;
  return other.module === python3.module && other.name === python3.name ? undefined : other;
}

/** `module.name` */
export function textOf({ module, name }: QualifiedName): string {
  return `${module}.${name}`;
}

/** Whether names are as they are in Python source, and in ASCII. */
export function isPlainName({ module, name }: QualifiedName): boolean {
  return (
    /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(module) &&
    /^(?:[A-Za-z_]\w*|<locals>|<lambda>)(?:\.(?:[A-Za-z_]\w*|<locals>|<lambda>))*$/.test(name)
  );
}
