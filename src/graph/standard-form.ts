/**
 * Objects of the standard library that versions of Python write differently: dates of Python 2, whose bytes are a str;
 * `OrderedDict` and `deque` of Python 2; Fractions before 3.11; paths before 3.13. Here they have the form that the
 * newest Python gives them.
 *
 * @module
 */
import { decodeLatin1 } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { compactInteger } from '../stdlib/call-arguments.ts';
import { calledClass, isOldName } from '../stdlib/exceptions/os-error.ts';
import { IPv6Address } from '../stdlib/network/ipaddress.ts';
import { fractionOf } from '../stdlib/numbers/fractions.ts';
import { type PurePath, PurePosixPath, PureWindowsPath } from '../stdlib/paths/pathlib.ts';
import { Global } from '../values/global.ts';
import type { CopyBudget } from './copy-budget.ts';
import type { Action, CallNode, GlobalNode, NewNode, Node, SequenceNode } from './graph.ts';
import type { StandardObjects } from './library-forms.ts';
import type { GraphNames } from './names.ts';
import { isUserCollection } from './plain-forms.ts';

/** The length of the bytes of dates and times. */
const MOMENTS: ReadonlyMap<string, number> = /* @__PURE__ */ new Map([
  ['datetime.date', 4],
  ['datetime.time', 6],
  ['datetime.datetime', 10],
]);

const PATHS: ReadonlyMap<string, new (...segments: string[]) => PurePath> = /* @__PURE__ */ new Map(
  ['pathlib', 'pathlib._local'].flatMap((module): [string, new (...segments: string[]) => PurePath][] => [
    [`${module}.PurePosixPath`, PurePosixPath],
    [`${module}.PosixPath`, PurePosixPath],
    [`${module}.PureWindowsPath`, PureWindowsPath],
    [`${module}.WindowsPath`, PureWindowsPath],
  ]),
);

/** The most segments of a path that are joined. */
const MOST_SEGMENTS = 1000;

/** Says what form objects of the standard library have in the newest Python. */
export class StandardForms implements StandardObjects {
  private readonly names: GraphNames;
  private readonly budget: CopyBudget;
  /** One node for each class that calls have in place of theirs: what is known of a class is kept by its node. */
  private readonly classes = new Map<string, GlobalNode>();

  constructor(names: GraphNames, budget: CopyBudget) {
    this.names = names;
    this.budget = budget;
  }

  /** A class or function by the name that it has in the newest Python. */
  named({ module, name }: Global): Global {
    return isOldName(`${module}.${name}`) ? new Global('builtins', 'OSError') : new Global(module, name);
  }

  /** The form of a call in the newest Python; `undefined` if it is the same, or the call is of another kind. */
  ofCall(node: CallNode): CallNode | undefined {
    if (node.callable.type !== 'global' || node.args.type !== 'tuple') return undefined;
    const path = this.names.path(node.callable);
    const { items } = node.args;
    const length = MOMENTS.get(path);
    if (length !== undefined) return this.moment(node, items, length);
    switch (path) {
      case '':
        return undefined;
      case 'collections.OrderedDict':
        return this.orderedDict(node, items);
      case 'collections.deque':
        return this.deque(node, items);
      case 'fractions.Fraction':
        return fraction(node, items);
      case 'ipaddress.IPv6Address':
        return address(node, items);
      default:
    }
    const type = PATHS.get(path);
    if (type !== undefined) return this.pathOf(node, node.callable, items, type);
    return this.exception(node, path, items);
  }

  /** With `encoding: 'latin1'` the bytes of a date are a str. */
  private moment(node: CallNode, [state, ...more]: readonly Node[], length: number): CallNode | undefined {
    if (state?.type !== 'str' || state.value.length !== length) return undefined;
    const value = this.names.latin1(state);
    return value && withArguments(node, [{ type: 'bytes', value }, ...more]);
  }

  /** Python 2 calls `OrderedDict` with pairs. */
  private orderedDict(node: CallNode, [pairs, ...more]: readonly Node[]): CallNode | undefined {
    if (pairs === undefined || more.length > 0) return undefined;
    if (pairs.type !== 'list' && pairs.type !== 'tuple') return undefined;
    this.budget.parts(pairs.items.length);
    const entries: (readonly [Node, Node])[] = [];
    for (const pair of pairs.items) {
      const [key, value, ...rest] = pair.type === 'list' || pair.type === 'tuple' ? pair.items : [];
      if (key === undefined || value === undefined || rest.length > 0) return undefined;
      entries.push([key, value]);
    }
    return withArguments(node, [], entries.length === 0 ? undefined : { do: 'set', entries });
  }

  /** Python 2 calls `deque` with the items. */
  private deque(node: CallNode, [items, maxlen, ...more]: readonly Node[]): CallNode | undefined {
    if (items === undefined || more.length > 0) return undefined;
    if (items.type !== 'list' && (items.type !== 'tuple' || items.items.length === 0)) return undefined;
    this.budget.parts(items.items.length);
    const bound: Node[] = maxlen === undefined || maxlen.type === 'none' ? [] : [{ type: 'tuple', items: [] }, maxlen];
    return withArguments(node, bound, items.items.length === 0 ? undefined : { do: 'append', items: items.items });
  }

  private pathOf(
    node: CallNode,
    callable: GlobalNode,
    items: readonly Node[],
    type: new (...segments: string[]) => PurePath,
  ): CallNode | undefined {
    const segments = items.flatMap((item) => (item.type === 'str' ? [item.value] : []));
    if (segments.length !== items.length || items.length > MOST_SEGMENTS) return undefined;
    const { path } = new type(...segments);
    if (segments.length === 1 && path === segments[0] && callable.module === 'pathlib') return undefined;
    const made = withArguments(node, [{ type: 'str', value: path }]);
    return { ...made, callable: this.classNode(new Global('pathlib', callable.name)) };
  }

  /** The class of an OSError goes by the error number, and IOError is OSError. */
  private exception(node: CallNode, path: string, items: readonly Node[]): CallNode | undefined {
    const isOld = isOldName(path);
    if (!isOld && path !== 'builtins.OSError') return undefined;
    const type = calledClass(
      Global.of(path),
      items.map((item) => (item.type === 'int' || item.type === 'bool' ? item.value : undefined)),
    );
    return type.toString() === path ? undefined : { ...node, callable: this.classNode(type) };
  }

  private classNode(type: Global): GlobalNode {
    const path = type.toString();
    let node = this.classes.get(path);
    if (node === undefined) {
      node = { type: 'global', module: type.module, name: type.name };
      this.classes.set(path, node);
    }
    return node;
  }

  /** `UserString` has its text in the state, and some protocols have it among the arguments too. */
  ofNew(node: NewNode): NewNode | undefined {
    if (!isUserCollection(node) || node.args.type !== 'tuple') return undefined;
    if (!USER_CLASSES.has(this.names.path(node.cls))) return undefined;
    const [action, ...more] = node.actions;
    if (action?.do !== 'build' || action.state.type !== 'dict' || more.length > 0) return undefined;
    const entries = action.state.entries;
    const isBytes = entries.some(([key]) => key.type === 'bytes');
    const [text, ...rest] = node.args.items;
    const isRepeated = text?.type === 'str' && rest.length === 0;
    if (!isBytes && !isRepeated) return undefined;
    this.budget.parts(entries.length);
    const state: Node = isBytes
      ? { type: 'dict', entries: entries.map(([key, value]) => this.attribute(key, value)) }
      : action.state;
    const args: SequenceNode = isRepeated ? { type: 'tuple', items: [] } : node.args;
    return { ...node, args, actions: [{ do: 'build', state }] };
  }

  /** With `encoding: 'bytes'` names and the text are bytes. */
  private attribute(key: Node, value: Node): [Node, Node] {
    if (key.type !== 'bytes') return [key, value];
    const name = this.text(key.value);
    const isText = name === 'data' && value.type === 'bytes';
    return [{ type: 'str', value: name }, isText ? { type: 'str', value: this.text(value.value) } : value];
  }

  private text(bytes: Uint8Array): string {
    this.budget.units(bytes.length);
    return decodeLatin1(bytes, 0, bytes.length);
  }
}

const USER_CLASSES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'collections.UserDict',
  'collections.UserList',
  'collections.UserString',
]);

function withArguments(node: CallNode, items: Node[], first?: Action): CallNode {
  const args: SequenceNode = { type: 'tuple', items };
  return { ...node, args, actions: first === undefined ? node.actions : [first, ...node.actions] };
}

function fraction(node: CallNode, items: readonly Node[]): CallNode | undefined {
  const [text, ...more] = items;
  if (text?.type !== 'str' || more.length > 0) return undefined;
  const made = attempted(() => fractionOf([text.value]));
  if (made === undefined) return undefined;
  return withArguments(
    node,
    [made.numerator, made.denominator].map((value): Node => ({ type: 'int', value: compactInteger(BigInt(value)) })),
  );
}

/** Before 3.11, Python wrote an IPv6 address as its number. */
function address(node: CallNode, [value, ...more]: readonly Node[]): CallNode | undefined {
  if (value?.type !== 'int' || more.length > 0) return undefined;
  const made = attempted(() => new IPv6Address(value.value));
  return made && withArguments(node, [{ type: 'str', value: made.compressed }]);
}

/** `undefined` for arguments that the class refuses. */
function attempted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof PickleError || error instanceof RangeError) return undefined;
    throw error;
  }
}
