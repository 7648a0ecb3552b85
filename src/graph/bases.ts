/**
 * Built-in classes from which others derive, and what of them stands in a pickle of such an object.
 *
 * @module
 */
import type { DumpContext } from '../codec/context.ts';
import { byteArrayArguments } from '../dump/reduce.ts';
import { IdentifiedText } from '../values/identified-text.ts';
import { orderedBy } from '../values/set-order.ts';
import { Tuple } from '../values/tuple.ts';
import type { NewObject } from './forms.ts';
import type { CallNode, Node } from './graph.ts';
import type { Entries } from './key-equality.ts';
import type { GraphNames } from './names.ts';

/** A built-in class that another class derives from. `'namedtuple'`: a tuple whose `__new__` takes the items one by one. */
export type Base = Reconstructed | 'set' | 'frozenset' | 'bytearray';

/** Those whose part of an object protocols 0 and 1 give to `copyreg._reconstructor`; objects of the others are called. */
export type Reconstructed =
  | 'object'
  | 'list'
  | 'dict'
  | 'tuple'
  | 'namedtuple'
  | 'str'
  | 'bytes'
  | 'int'
  | 'float'
  | 'complex';

/** What was appended to an object and what was set in it. */
export interface ObjectContents {
  readonly items: readonly Node[];
  readonly entries: Entries;
}

/** Bytes that Python computes while it pickles. */
export class ComputedBytes {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

/**
 * The arguments with which an object of a subclass is called, as Python gives them now: sets a list of what is in them,
 * bytearrays text or bytes, as the protocol asks. `undefined`: those of the pickle.
 */
export function contentsOf(base: Base | undefined, args: readonly Node[], context: DumpContext): Tuple | undefined {
  const [first, second] = args;
  if (args.length > 2) return undefined;
  switch (base) {
    case 'set':
    case 'frozenset':
      return first?.type === 'list' && second === undefined ? Tuple.of<unknown>(membersOf(first.items)) : undefined;
    case 'bytearray': {
      const bytes = byteArrayOf(first, second);
      const given = bytes && byteArrayArguments(bytes, context);
      return (
        given && Tuple.from<unknown>(given.map((each) => (each instanceof Uint8Array ? new ComputedBytes(each) : each)))
      );
    }
    default:
      return undefined;
  }
}

/** The members of a set in the order in which CPython has them, where that is known. */
export function membersOf(items: readonly Node[]): Node[] {
  return orderedBy([...items], (node) => (node.type === 'int' || node.type === 'bool' ? node.value : undefined));
}

/** What `bytearray(...)` contains, if its arguments are those of a pickle. */
function byteArrayOf(first: Node | undefined, second: Node | undefined): Uint8Array | undefined {
  if (first === undefined) return new Uint8Array(0);
  if (first.type === 'bytes' && second === undefined) return first.value;
  if (first.type !== 'str' || second?.type !== 'str' || second.value !== 'latin-1') return undefined;
  if (/[^\0-\xff]/.test(first.value)) return undefined;
  return Uint8Array.from(first.value, (character) => character.charCodeAt(0));
}

/**
 * The built-in base class that what is known of an object says. With arguments it may be a namedtuple, a str, or an object
 * whose class has `__getnewargs__`: `undefined`.
 */
export function guessedBase({ args }: NewObject, { items, entries }: ObjectContents): Reconstructed | undefined {
  if (items.length > 0) return 'list';
  if (entries.length > 0) return 'dict';
  return args.length === 0 ? 'object' : undefined;
}

/** A copy of a str. CPython has only one object for a str of one character, so only longer strs are really copied. */
export function copyOfCharacter(node: Node | undefined): IdentifiedText | undefined {
  return node?.type === 'str' && node.value.length === 1 ? IdentifiedText.copyOf(node.value) : undefined;
}

/** The arguments of `copyreg._reconstructor(cls, str, text)`, with a copy of the text. */
export function reconstructorOfText({ callable, args }: CallNode, names: GraphNames): Tuple | undefined {
  if (names.path(callable) !== 'copyreg._reconstructor' || args.type !== 'tuple') return undefined;
  const [cls, base, text] = args.items;
  const copy = copyOfCharacter(text);
  if (names.path(base) !== 'builtins.str' || copy === undefined || args.items.length > 3) return undefined;
  return Tuple.of<unknown>(cls, base, copy);
}

/** How many items and bytes the lists and bytes among some arguments contain. */
export function widthOf(args: Node): number {
  let width = 0;
  for (const arg of args.type === 'tuple' ? args.items : []) {
    if (arg.type === 'list') width += arg.items.length;
    else if (arg.type === 'bytes' || arg.type === 'str') width += arg.value.length / 8;
  }
  return width;
}
