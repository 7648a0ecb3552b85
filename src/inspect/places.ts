/**
 * The places in the values of a graph, which are the same at every protocol, and how other values are put there.
 *
 * @module
 */

import { lateRegExp } from '../bytes/late-regexp.ts';
import { PickleError } from '../errors.ts';
import type { ArrayView } from '../graph/array-form.ts';
import { isFalsy } from '../graph/falsy.ts';
import type { Action, CallNode, Graph, NewNode, Node } from '../graph/graph.ts';
import type { LibraryForms } from '../graph/library-forms.ts';
import { GraphNames } from '../graph/names.ts';
import type { NdArrays } from '../graph/nd-arrays.ts';
import { nodeSummary } from '../graph/node-summary.ts';
import { NormalForm } from '../graph/normal-form.ts';
import { type Contents, placesOf, withItem } from './contents.ts';
import { argumentsIn, baseContents, placesInCreated, setArgument } from './created.ts';
import { isState, type Label, type Place, placesIn } from './place.ts';

const PLAIN_NAME = /* @__PURE__ */ lateRegExp(
  '^(?:[\\p{ID_Start}_][\\p{ID_Continue}]*(\\(\\)(\\[\\d\\])?)?|flat\\[\\d+\\])$',
  'u',
);

/** The array that a call makes; `undefined` if it makes none. */
export type ArrayReader = (node: CallNode, names: GraphNames) => ArrayView | undefined;

/** The readers of objects that are not built in. Each may be left out if there are no such objects. */
export interface Readers {
  readonly arrays?: ArrayReader | undefined;
  readonly numpy?: NdArrays | undefined;
  readonly library?: LibraryForms | undefined;
}

/** The places in one graph. It is out of date after the graph was changed. */
export class Places {
  readonly forms: NormalForm;
  private readonly names: GraphNames;
  private readonly arrays: ArrayReader | undefined;
  private readonly numpy: NdArrays | undefined;

  /**
   * @param readers - Each may be left out if there are no such objects.
   */
  constructor(graph: Pick<Graph, 'root' | 'protocol'>, { arrays, numpy, library }: Readers = {}) {
    this.forms = new NormalForm(graph, { library });
    this.names = new GraphNames(graph.protocol < 3);
    this.arrays = arrays;
    this.numpy = numpy;
  }

  /** A node in a few words. */
  summary(node: Node): string {
    const known = this.numpy?.summaryOf(node);
    if (known !== undefined) return known;
    const array = this.arrayOf(node);
    if (array !== undefined) return `array.array('${array.typecode}') of ${counted(array.length)}`;
    const [normal, form] = [this.forms.of(node), this.form(node)];
    if (form === normal) return nodeSummary(this.forms.shown(node));
    const name = isObject(normal) ? this.names.path(classOf(normal)) : '';
    const size = 'items' in form ? form.items.length : 'entries' in form ? form.entries.length : undefined;
    return size === undefined || name.startsWith('builtins.') ? nodeSummary(form) : `${name} of ${counted(size)}`;
  }

  /** Whether it matters that a node is there twice. It does not for a persistent object: its ID says which object it is. */
  hasParts(node: Node): boolean {
    if (this.numpy?.of(node) !== undefined) return true;
    const form = this.form(node);
    if (form.type === 'persistent') return false;
    return 'items' in form || 'entries' in form || 'actions' in form;
  }

  /** `.name`, `[0]`, `['key']` */
  labelText(label: Label): string {
    switch (label.kind) {
      case 'name':
        return PLAIN_NAME().test(label.name)
          ? `.${label.name}`
          : `[${nodeSummary({ type: 'str', value: label.name })}]`;
      case 'index':
        return `[${label.index}]`;
      case 'key':
        return `[${this.summary(label.key)}]`;
    }
  }

  /** The places inside a place. */
  at({ node, inner }: Pick<Place, 'node' | 'inner'>): readonly Place[] {
    return inner ?? this.of(node).filter((place) => this.isShown(place, node));
  }

  private of(node: Node): readonly Place[] {
    const contents = this.contentsOf(node);
    if (contents !== undefined) return placesOf(contents);
    const array = this.numpy?.of(node);
    if (array !== undefined) return flatPlaces(array.objects ?? []);
    if (this.numpy?.scalarOf(node) !== undefined) return [];
    const form = this.form(node);
    if (node.type === 'call' && form.type === 'new') return placesInCreated(node, this.names);
    if (node.type === 'call' && (!isObject(form) || this.arrayOf(node) !== undefined)) return [];
    if (node.type === 'call' && form.type === 'call' && form !== node) return placesAs(node, form);
    if (node.type !== 'new') return placesIn(node);
    const replace = (args: Node): void => void (node.args = args);
    return placesIn(node).flatMap((place) => (isArguments(place) ? argumentsIn(node.args, replace) : [place]));
  }

  /** Whether a place is shown. Some protocols do not keep empty states, or arguments that only repeat the contents. */
  private isShown(place: Place, holder: Node): boolean {
    if (isArguments(place)) return this.forms.heldBy(holder) === undefined;
    return !isState(place) || !isFalsy(this.form(place.node));
  }

  /** Places that are not listed but can be named: those that only this pickle has, and the items of a list's subclass. */
  hiddenIn(node: Node): readonly Place[] {
    const places = placesIn(node);
    const attribute = this.forms.heldBy(node);
    const held = places.find(({ label }) => label.kind === 'name' && label.name === attribute);
    return held === undefined ? places : [...this.at(held), ...places];
  }

  /** An item of an array. They are not listed, because there may be millions in a few bytes. */
  itemOf(node: Node, index: number): Place | undefined {
    const array = this.arrayOf(node);
    if (array === undefined || node.type !== 'call') return undefined;
    const at = index < 0 ? array.length + index : index;
    const item = array.item(at);
    if (item === undefined) return undefined;
    const contents = itemsOfArray(node, array);
    return {
      label: { kind: 'index', index: at },
      node: item,
      replace: (other) => contents.set(withItem(contents.items, at, other)),
      remove: () => contents.set(contents.items.filter((_, i) => i !== at)),
    };
  }

  /** A row or an element of an array of numpy, by index, or a field of it, by name: a copy, which cannot be replaced. */
  partOfArray(node: Node, step: number | string): Place | undefined {
    const part = this.numpy?.partOf(node, step);
    if (part === undefined) return undefined;
    return {
      label:
        typeof step === 'number' ? { kind: 'index', index: step } : { kind: 'key', key: { type: 'str', value: step } },
      node: part,
      replace: () => {
        throw new PickleError('bad-path', 'the elements of an array of numpy cannot be changed one by one');
      },
      remove: undefined,
    };
  }

  /** The node that can be added to, if that is not the node itself. */
  additionsOf(node: Node): Contents | undefined {
    const array = this.arrayOf(node);
    if (array !== undefined && node.type === 'call') return itemsOfArray(node, array);
    return this.contentsOf(node) ?? (node.type === 'call' ? baseContents(node, this.names) : undefined);
  }

  private contentsOf(node: Node): Contents | undefined {
    const objects = this.objectsOf(node);
    if (objects !== undefined) return objects;
    const form = this.form(node);
    if (form === node) return undefined;
    if (node.type === 'dict' && form.type === 'dict') {
      return { kind: 'entries', entries: form.entries, set: (entries) => void (node.entries = entries) };
    }
    if ((node.type === 'set' || node.type === 'frozenset') && 'items' in form) {
      return { kind: 'items', items: form.items, set: (items) => void (node.items = items) };
    }
    if (!isObject(node)) return undefined;
    if ('items' in form) return this.itemsOf(node, form.items);
    return 'entries' in form ? this.entriesOf(node, form.entries) : undefined;
  }

  /** The objects of an array of numpy that has one axis, along which it cannot grow. */
  private objectsOf(node: Node): Contents | undefined {
    const { objects, shape } = this.numpy?.of(node) ?? {};
    if (objects === undefined || shape?.length !== 1) return undefined;
    return {
      kind: 'items',
      items: objects,
      set: (items) => {
        if (items.length !== objects.length) throw new PickleError('bad-path', 'an array of numpy keeps its length');
        objects.splice(0, items.length, ...items);
      },
    };
  }

  private itemsOf(node: CallNode | NewNode, items: readonly Node[]): Contents {
    return {
      kind: 'items',
      items,
      set: (made) => {
        const isSet = node.actions.some((action) => action.do === 'add');
        const action: Action = isSet ? { do: 'add', members: made } : { do: 'append', items: made };
        this.hold(node, { type: 'list', items: made }, action);
      },
    };
  }

  private entriesOf(node: CallNode | NewNode, entries: readonly [Node, Node][]): Contents {
    return {
      kind: 'entries',
      entries,
      set: (made) => {
        const source = this.sourceOf(node);
        const isDict = source !== undefined && this.form(source).type === 'dict';
        const pairs = made.map((items): Node => ({ type: 'list', items: [...items] }));
        const held: Node = isDict ? { type: 'dict', entries: made } : { type: 'list', items: pairs };
        this.hold(node, held, { do: 'set', entries: made });
      },
    };
  }

  /** All that an object contains: in the argument that it has for that, or else by actions on it. */
  private hold(node: CallNode | NewNode, held: Node, action: Action): void {
    if (this.forms.of(node).type === 'new' && node.type === 'call') {
      throw new PickleError(
        'bad-path',
        `the object is made in a way that only protocols 0 and 1 have: run brine convert --protocol 4 first`,
      );
    }
    const source = this.sourceOf(node);
    if (source === undefined) node.actions = [action];
    else {
      setArgument(node, this.sourceAt(node), held);
      node.actions = [];
    }
  }

  private sourceOf(node: CallNode | NewNode): Node | undefined {
    return node.args.type === 'tuple' ? node.args.items[this.sourceAt(node)] : undefined;
  }

  private sourceAt(node: CallNode | NewNode): number {
    return this.names.path(classOf(node)) === 'collections.defaultdict' ? 1 : 0;
  }

  /** The form in which a node is shown, with its state if it has one. */
  private form(node: Node): Node {
    const normal = this.forms.of(node);
    const isWhole =
      isObject(normal) && normal.actions.some((action) => action.do === 'build' || action.do === 'setter');
    return !isObject(normal) || isWhole ? normal : this.forms.plainFormOf(node);
  }

  private arrayOf(node: Node): ArrayView | undefined {
    return node.type === 'call' ? this.arrays?.(node, this.names) : undefined;
  }
}

/** The places in a call as the newest Python writes it. With the first change, the call becomes that. */
function placesAs(node: CallNode, form: CallNode): readonly Place[] {
  const changing = (place: Place): Place => {
    const { replace, remove } = place;
    const after = (change: () => void): void => {
      change();
      const { callable, args, actions } = form;
      Object.assign(node, { callable, args, actions });
    };
    const isNew = place.node === form.args && form.args !== node.args;
    return {
      ...place,
      replace: (other) => after(() => replace(other)),
      remove: remove && (() => after(remove)),
      ...(isNew && { inner: placesIn(form.args).map(changing) }),
    };
  };
  return placesIn(form).map(changing);
}

/** The objects of an array of several axes, in C's order. */
function flatPlaces(objects: Node[]): Place[] {
  return objects.map((node, at) => ({
    label: { kind: 'name', name: `flat[${at}]` },
    node,
    replace: (other) => void (objects[at] = other),
    remove: undefined,
  }));
}

/** Replaces an item of an array: the array is made again from all of its items. */
function itemsOfArray(node: CallNode, array: ArrayView): Extract<Contents, { kind: 'items' }> {
  return {
    kind: 'items',
    items: array.items(),
    set: (items) => {
      const made = array.madeOf(items);
      if (made === undefined) {
        throw new PickleError(
          'bad-path',
          `an item of an array.array('${array.typecode}') must be a value of that type`,
        );
      }
      Object.assign(node, made);
    },
  };
}

function isArguments({ label }: Place): boolean {
  return label.kind === 'name' && label.name === '__getnewargs__()';
}

function isObject(node: Node): node is CallNode | NewNode {
  return node.type === 'call' || node.type === 'new';
}

function classOf(node: CallNode | NewNode): Node {
  return node.type === 'call' ? node.callable : node.cls;
}

function counted(count: number): string {
  return `${count} item${count === 1 ? '' : 's'}`;
}
