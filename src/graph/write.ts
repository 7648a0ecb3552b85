import type { OwnBytes } from '../bytes/bytes-like.ts';
import { pythonFamily } from '../codec/family.ts';
import { RegistryCache } from '../codec/registry.ts';
import type { DescribedValue } from '../dump/described-value.ts';
import { DumpMachine, dumpContext } from '../dump/machine.ts';
import { IdentityMemo } from '../dump/memo/identity-memo.ts';
import type { DumpMemo } from '../dump/memo/memo.ts';
import { NoMemo } from '../dump/memo/no-memo.ts';
import { type DumpSettings, resolveDumpOptions } from '../dump/settings.ts';
import { callbackOf, REPORT_MASK } from '../option-check.ts';
import type { DumpOptions } from '../options.ts';
import { array } from '../stdlib/collections/array.ts';
import { CopyBudget } from './copy-budget.ts';
import type { Graph, Sharing } from './graph.ts';
import { GraphNames } from './names.ts';
import { type BaseOf, isNode, NodeDescriber } from './node-describer.ts';
import { SharedObjects } from './shared-objects.ts';

/** How a graph is written. */
export interface WriteOptions extends Pick<DumpOptions, 'protocol' | 'python' | 'fixImports' | 'extensions' | 'memo'> {
  /**
   * From which built-in class a class derives. Pickles of protocols 0 and 1 contain this, later ones do not; converting
   * between the two needs it. `'namedtuple'`: its `__new__` takes the items one by one.
   *
   * @defaultValue what the pickle says: an object with items is a list, one with entries a dict, one without arguments a
   * plain object. Any other is written by a call that does whatever its class is
   */
  readonly baseOf?: BaseOf | undefined;
  /**
   * How many items, entries and groups of eight bytes may be copied because objects share them but Python gives each
   * its own: a state that objects share, the list behind several sets.
   *
   * @defaultValue 65,536, or 2 for each item, entry and node of the graph if that is more
   */
  readonly copies?: number | undefined;
  /** Called every 65,536 nodes with the offset of the node in the pickle that was parsed, in bytes. */
  readonly onProgress?: ((offset: number) => void) | undefined;
}

/** The classes of Python's own that have a form for each range of protocols. */
const codecs = /* @__PURE__ */ new RegistryCache([pythonFamily(['array'], array)]);

/**
 * Writes a graph as a pickle: the bytes that CPython writes for the object that it loads from the pickle of the graph.
 *
 * Identity is that of nodes: a node that occurs again is fetched from the memo. What CPython shares by itself
 * (attribute names, names of modules, single characters) is shared too.
 *
 * @param graph - A graph that {@link parse} gave, changed or not, or one made by hand.
 * @returns The pickle, in memory that nothing else uses.
 * @throws PicklingError if the protocol cannot hold a value of the graph; `path` says which. Its code is `limit` if
 *   more copies of shared values would be needed than `copies` allows.
 * @throws TypeError, RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumps, loads } from 'brine';
 * import { parse, write } from 'brine/tools';
 *
 * const pickle = dumps(['a', 1.5], { protocol: 2 });
 * write(parse(pickle), { protocol: 2 }); // the same bytes
 * loads(write(parse(pickle), { protocol: 5 })); // ['a', 1.5]
 * ```
 */
export function write(graph: Pick<Graph, 'root' | 'protocol'>, options: WriteOptions = {}): OwnBytes {
  return writeShared(graph, options);
}

/** {@link write} of a graph of which it may be known what is shared: nothing else is kept. */
export function writeShared(graph: Pick<Graph, 'root' | 'protocol'> & Sharing, options: WriteOptions): OwnBytes {
  const { protocol, python, fixImports = true, extensions, memo, baseOf, copies, onProgress } = options;
  const settings = resolveDumpOptions({ protocol, python, fixImports, extensions, memo, strings: 'distinct' }, codecs);
  const names = new GraphNames(graph.protocol < 3 && fixImports);
  const written = dumpContext(settings, 0);
  const budget = new CopyBudget(graph, copies);
  const describer = new NodeDescriber(names, written, graph, budget, extensions, callbackOf('baseOf', baseOf));
  let steps = 0;
  const describe = (value: object): DescribedValue | undefined => {
    if ((++steps & REPORT_MASK) === 0 && 'start' in value) onProgress?.(Number(value.start));
    return describer.describe(value);
  };
  return new DumpMachine({ ...settings, describe }, memoFor(settings, graph)).dump(graph.root);
}

/** The memo for a graph of which it may be known what is shared. */
function memoFor(settings: Pick<DumpSettings, 'isMemoised'>, { isShared }: Sharing): DumpMemo {
  if (!settings.isMemoised) return new NoMemo();
  return new IdentityMemo(isShared && new SharedObjects((object) => isNode(object) && !isShared(object)));
}
