import { toPython3 } from '../codec/compat-names.ts';
import { Global } from '../values/global.ts';
import type { GlobalNode, Node, StrNode } from './graph.ts';
import { haveNames, mayBeKeywords } from './keywords.ts';

/**
 * What a name of Python 2 reaches in Python 3 and is defined elsewhere: its `__module__` and `__qualname__`, under which
 * Python 3 pickles it. Measured on CPython 3.8 to 3.13.
 */
const DEFINED_IN: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['functools.reduce', '_functools'],
  ['functools.cmp_to_key', '_functools'],
  ['pickle.PickleError', '_pickle'],
  ['pickle.PicklingError', '_pickle'],
  ['pickle.UnpicklingError', '_pickle'],
  ['pickle.Pickler', '_pickle'],
  ['pickle.Unpickler', '_pickle'],
  ['pickle.dump', '_pickle'],
  ['pickle.dumps', '_pickle'],
  ['pickle.load', '_pickle'],
  ['pickle.loads', '_pickle'],
  ['bz2.BZ2Compressor', '_bz2'],
  ['bz2.BZ2Decompressor', '_bz2'],
]);

/** Looking up a long name costs its length, each time that the pickle uses it. */
const LONGEST = 100;

/** Finds the Python 3 names of the globals of one graph, and the bytes that its texts spell. */
export class GraphNames {
  private readonly isPython2: boolean;
  /** Many calls may share a text. */
  private readonly bytes = new Map<StrNode, Uint8Array | undefined>();
  private readonly keywords = new Map<Node, boolean>();
  /** The last one looked up: objects of the same class are often adjacent. */
  private newest: { readonly node: GlobalNode; readonly path: string } | undefined;

  /** @param isPython2 - Whether names of Python 2 are to be translated, as `fix_imports` does below protocol 3. */
  constructor(isPython2: boolean) {
    this.isPython2 = isPython2;
  }

  of(node: GlobalNode): Global {
    if (!this.isPython2) return new Global(node.module, node.name);
    const { module, name } = toPython3(node);
    const place = isShort(node) ? DEFINED_IN.get(`${module}.${name}`) : undefined;
    return new Global(place ?? module, name);
  }

  /** `module.name` of a global; `''` of any other node, and of a name longer than those that mean something here. */
  path(node: Node | undefined): string {
    if (node?.type !== 'global') return '';
    if (node === this.newest?.node) return this.newest.path;
    const path = isShort(node) ? this.of(node).toString() : '';
    this.newest = { node, path };
    return path;
  }

  /** Whether a node may be keywords. */
  areKeywords(node: Node): boolean {
    let known = this.keywords.get(node);
    if (known === undefined) this.keywords.set(node, (known = mayBeKeywords(node) && haveNames(node)));
    return known;
  }

  /** The text in Latin-1, or `undefined` if it cannot be encoded in it. */
  latin1(node: StrNode): Uint8Array | undefined {
    const known = this.bytes.get(node);
    if (known !== undefined || this.bytes.has(node)) return known;
    const bytes = latin1Of(node.value);
    this.bytes.set(node, bytes);
    return bytes;
  }
}

function isShort({ module, name }: GlobalNode): boolean {
  return module.length + name.length <= LONGEST;
}

function latin1Of(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0xff) return undefined;
    bytes[i] = unit;
  }
  return bytes;
}
