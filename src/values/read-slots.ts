/**
 * The slots that objects were read with, if no codec names the slots of their class. Such an object is written with its
 * slots again, because Python's class may have no `__dict__` to put them in.
 *
 * @module
 */

const slots = /* @__PURE__ */ new WeakMap<object, ReadSlots>();
/** Most programs never read slots and then need not look for them. */
let isUsed = false;

/** What the state of an object said about the slots of its class. */
export interface ReadSlots {
  readonly names: readonly string[];
  /** Whether the state had a `__dict__` beside them. */
  readonly hasDict: boolean;
}

/** Notes the slots of an object. Those of a second state are added. */
export function noteSlots(object: object, { names, hasDict }: ReadSlots): void {
  const known = slots.get(object);
  isUsed = true;
  slots.set(
    object,
    known === undefined ? { names, hasDict } : { names: [...known.names, ...names], hasDict: hasDict || known.hasDict },
  );
}

/** The slots that an object was read with; `undefined` if it had none. */
export function readSlots(object: object): ReadSlots | undefined {
  return isUsed ? slots.get(object) : undefined;
}
