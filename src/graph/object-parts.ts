import { PickleError } from '../errors.ts';
import type { Action, Node } from './graph.ts';

/** What was done to an object after it was made, sorted by kind, each in the order of the pickle. */
export interface ObjectParts {
  readonly items: readonly Node[];
  readonly entries: readonly (readonly [Node, Node])[];
  readonly members: readonly Node[];
  readonly states: readonly Node[];
  /** Bytes after the last BUILD that are not opcodes. */
  readonly trailing: Uint8Array | undefined;
  /** State setters and the states they were given. */
  readonly setters: readonly (readonly [Node, Node])[];
}

/** What an object has in common with a list or a dict. */
export type Contents = Pick<ObjectParts, 'items' | 'entries'>;

/** What most objects have: nothing was done to them. */
export const NO_PARTS: ObjectParts = {
  items: [],
  entries: [],
  members: [],
  states: [],
  trailing: undefined,
  setters: [],
};

/** What most objects have that have anything: no list is copied. */
function onlyPart(action: Action): ObjectParts {
  switch (action.do) {
    case 'append':
      return { ...NO_PARTS, items: action.items };
    case 'set':
      return { ...NO_PARTS, entries: action.entries };
    case 'add':
      return { ...NO_PARTS, members: action.members };
    case 'build':
      return { ...NO_PARTS, states: [action.state] };
    case 'trailing':
      return { ...NO_PARTS, trailing: action.bytes };
    case 'setter':
      return { ...NO_PARTS, setters: [[action.callable, action.state]] };
  }
}

/** Sorts what was done to an object. */
export function objectParts(actions: readonly Action[] = []): ObjectParts {
  const [first] = actions;
  if (first === undefined) return NO_PARTS;
  if (actions.length === 1) return onlyPart(first);
  const items: Node[] = [];
  const entries: (readonly [Node, Node])[] = [];
  const members: Node[] = [];
  const states: Node[] = [];
  const setters: (readonly [Node, Node])[] = [];
  let trailing: Uint8Array | undefined;
  for (const action of actions) {
    if (action.do === 'append') for (const item of action.items) items.push(item);
    else if (action.do === 'set') for (const entry of action.entries) entries.push(entry);
    else if (action.do === 'add') for (const member of action.members) members.push(member);
    else if (action.do === 'build') states.push(action.state);
    else if (action.do === 'trailing') trailing = action.bytes;
    else setters.push([action.callable, action.state]);
  }
  return { items, entries, members, states, trailing, setters };
}

/** Both, one after the other; that which is not empty, if there is one only. */
export function joined<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (first.length === 0) return second;
  return second.length === 0 ? first : [...first, ...second];
}

/** Of what is written by its name, nothing else is kept. */
export function refuseActions(actions: readonly Action[] | undefined, what: string): void {
  if (actions === undefined || actions.length === 0) return;
  throw new PickleError('cannot-pickle', `the pickle changes ${what}, which is written only by reference`);
}
