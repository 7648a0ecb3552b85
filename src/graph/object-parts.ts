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

/** What most objects have: nothing was done to them. */
export const NO_PARTS: ObjectParts = {
  items: [],
  entries: [],
  members: [],
  states: [],
  trailing: undefined,
  setters: [],
};

/** Sorts what was done to an object. */
export function objectParts(actions: readonly Action[] = []): ObjectParts {
  if (actions.length === 0) return NO_PARTS;
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
