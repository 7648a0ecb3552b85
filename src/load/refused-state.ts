import { PickleError } from '../errors.ts';
import { Dict } from '../values/dict.ts';
import { Global } from '../values/global.ts';
import { pythonTypeName, type WholeNumbers } from '../values/kind.ts';
import { Tuple } from '../values/tuple.ts';
import { entriesOf, isDict } from './dict-entries.ts';
import { noSlot, notSlots } from './slot-errors.ts';

function isNothing(state: unknown): boolean {
  return (
    state === null ||
    state === undefined ||
    (state instanceof Dict ? state.size === 0 : isDict(state) && Object.keys(state).length === 0)
  );
}

/** BUILD on a value without attributes: only an empty state is accepted, as in CPython. */
export function refuseState(target: unknown, state: unknown, wholeNumbers: WholeNumbers): void {
  const [attributes, slots] = state instanceof Tuple && state.length === 2 ? state : [state, undefined];
  if (attributes !== null && !isDict(attributes)) throw new PickleError('bad-state', 'state is not a dictionary');
  if (attributes === null && slots === undefined) return;
  if (target instanceof Global || typeof target === 'function') {
    if (isNothing(attributes) && isNothing(slots)) return;
    const name = target instanceof Global ? target.toString() : target.name;
    throw new PickleError('bad-state', `the pickle changes ${name}, a module, class or function, which stays as it is`);
  }
  if (attributes !== null) {
    throw new PickleError('bad-state', `'${pythonTypeName(target, wholeNumbers)}' object has no attribute '__dict__'`);
  }
  if (!isDict(slots)) throw notSlots();
  for (const [name] of entriesOf(slots)) {
    throw noSlot(
      pythonTypeName(target, wholeNumbers),
      typeof name === 'string' ? name : { type: pythonTypeName(name, wholeNumbers) },
    );
  }
}
