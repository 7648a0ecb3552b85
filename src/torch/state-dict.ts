import { OrderedDict } from '../stdlib/collections/collections.ts';
import { Instance } from '../values/instance.ts';

/** A module whose tensors are still to be collected. */
interface Open {
  readonly module: Instance;
  readonly prefix: string;
}

/**
 * The state dict of a module that was saved as an object: its parameters and persistent buffers, and those of its
 * modules. It is what `state_dict()` returns in Python if no hook changes that.
 *
 * @param module - A module as `loadTorch` returns it: an inert `Instance`, of any class.
 * @returns The tensors by name. If a module contains itself, its tensors are listed once for each path that leads to it
 *   from outside.
 * @throws TypeError if it is not a module.
 * @example
 * ```ts
 * import { Dict, Instance, Global } from 'brine';
 * import { stateDict, Tensor } from 'brine/torch';
 *
 * const linear = new Instance(Global.of('torch.nn.modules.linear.Linear'));
 * const weight = Tensor.from(new Float32Array(2));
 * linear.build(new Dict<string, unknown>([['_parameters', new Dict([['weight', weight]])], ['_buffers', new Dict()], ['_modules', new Dict()]]));
 * [...stateDict(linear).keys()]; // ['weight']
 * ```
 */
export function stateDict(module: unknown): OrderedDict<string, unknown> {
  if (!isModule(module))
    throw new TypeError('a module of PyTorch is an Instance with _parameters, _buffers and _modules');
  const all = new OrderedDict<string, unknown>();
  const open: Open[] = [{ module, prefix: '' }];
  let steps = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    // Modules can be shared, so that their number can double with each level.
    if (++steps > MOST_MODULES) throw new TypeError(`the module has more than ${MOST_MODULES} modules`);
    const { prefix } = next;
    for (const [name, tensor] of tensorsOf(next.module)) all.set(prefix + name, tensor);
    const children = [...entriesOf(next.module.get('_modules'))].filter(([, child]) => isModule(child));
    for (const [name, child] of children.reverse()) {
      if (isModule(child)) open.push({ module: child, prefix: `${prefix}${name}.` });
    }
  }
  return all;
}

const MOST_MODULES = 100_000;

/** Whether a value is an inert module. */
export function isModule(value: unknown): value is Instance {
  return value instanceof Instance && value.has('_parameters') && value.has('_modules');
}

function* tensorsOf(module: Instance): Generator<readonly [string, unknown], void, undefined> {
  const transient = module.get('_non_persistent_buffers_set');
  const left = transient instanceof Set ? transient : new Set<unknown>();
  for (const [name, tensor] of entriesOf(module.get('_parameters'))) if (tensor !== null) yield [name, tensor];
  for (const [name, tensor] of entriesOf(module.get('_buffers'))) {
    if (tensor !== null && !left.has(name)) yield [name, tensor];
  }
}

function* entriesOf(dict: unknown): Generator<readonly [string, unknown], void, undefined> {
  const pairs = dict instanceof Map ? dict : typeof dict === 'object' && dict !== null ? Object.entries(dict) : [];
  for (const [key, value] of pairs) if (typeof key === 'string') yield [key, value];
}
