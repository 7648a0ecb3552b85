/**
 * Inherited hooks: a class that is registered without a hook has that of the nearest registered class it derives from,
 * as in Python.
 *
 * @module
 */
import type { Binding } from './binding.ts';
import type { ClassCodec, ClassHooks } from './class.ts';
import type { Codec } from './codec.ts';
import type { DumpContext } from './context.ts';
import type { Reduction } from './reduction.ts';

type Hooks = ClassHooks<object>;

/** The same codecs, where each class has the hooks of its base classes among them. */
export function inheriting(codecs: readonly Codec[]): readonly Codec[] {
  const classes = classesOf(codecs);
  if (classes.size < 2) return codecs;
  const derived = (binding: Binding): Binding => (binding.kind === 'class' ? withInherited(binding, classes) : binding);
  return codecs.map((codec) => {
    if (codec.kind === 'module') return { ...codec, members: codec.members.map(derived) };
    return codec.kind === 'class' ? derived(codec) : codec;
  });
}

/** If a class has several codecs, the last one counts. */
function classesOf(codecs: readonly Codec[]): Map<object, ClassCodec> {
  const classes = new Map<object, ClassCodec>();
  for (const codec of codecs) {
    for (const binding of codec.kind === 'module' ? codec.members : [codec]) {
      if (binding.kind === 'class') classes.set(binding.type.prototype, binding);
    }
  }
  return classes;
}

function withInherited(codec: ClassCodec, classes: ReadonlyMap<object, ClassCodec>): ClassCodec {
  let { hooks } = codec;
  let prototype: unknown = Object.getPrototypeOf(codec.type.prototype);
  for (; typeof prototype === 'object' && prototype !== null; prototype = Object.getPrototypeOf(prototype)) {
    const base = classes.get(prototype);
    if (base !== undefined) hooks = merged(hooks, base, codec);
  }
  return hooks === codec.hooks ? codec : Object.freeze({ ...codec, hooks: Object.freeze(hooks) });
}

/**
 * Adds the hooks of a base class that a class does not have. Slots are in Python's order, those of the class first.
 * Whether there is a `__dict__` is not inherited: a subclass without `__slots__` has one.
 */
function merged(own: Hooks, base: ClassCodec, derived: ClassCodec): Hooks {
  const { hasDict: _hasDict, aliases: _aliases, slots, frozen, ...hooks } = base.hooks;
  const inherited: Hooks = {
    ...hooks,
    ...(hooks.call === undefined
      ? {}
      : { call: (args, context, named) => adopted(base.hooks.call?.(args, context, named), base, derived) }),
    ...(hooks.create === undefined
      ? {}
      : {
          create: (args, kwargs, context, named) =>
            adopted(base.hooks.create?.(args, kwargs, context, named), base, derived),
        }),
    ...(hooks.reduce === undefined ? {} : { reduce: (self, context) => reducedAs(base, derived, self, context) }),
  };
  return { ...inherited, ...own, ...mergedSlots(own, slots, frozen) };
}

/** A frozen dataclass names all of its fields, and a class that has hooks for its state needs no slots. */
function mergedSlots(own: Hooks, slots: readonly string[] | undefined, frozen: boolean | undefined): Hooks {
  if (slots === undefined || own.frozen === true) return {};
  if (own.slots !== undefined) return { slots: [...new Set([...own.slots, ...slots])] };
  return { slots, frozen: frozen === true && (own.getState ?? own.setState) === undefined };
}

/**
 * Makes the result of a base class's hook an object of the derived class, because `cls` in Python's `__new__` is the
 * derived class.
 */
function adopted(made: object | undefined, base: ClassCodec, derived: ClassCodec): object | undefined {
  if (made === undefined || Object.getPrototypeOf(made) !== base.type.prototype) return made;
  return Object.setPrototypeOf(made, derived.type.prototype);
}

/** Makes the result of a base class's `reduce` call the derived class, as `type(self)` does in Python. */
function reducedAs(base: ClassCodec, derived: ClassCodec, self: object, context: DumpContext): Reduction | string {
  const reduction = base.hooks.reduce?.(self, context) ?? '';
  if (typeof reduction !== 'object' || reduction.callable !== base.type) return reduction;
  return { ...reduction, callable: derived.type };
}
