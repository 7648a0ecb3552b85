import type { DumpContext } from '../codec/context.ts';
import { type Rebuild, rebuildReduction } from '../dump/reduce.ts';
import { PickleError } from '../errors.ts';
import { arrayOf, character, PyArray, reconstructed, reduceArray } from '../stdlib/collections/array.ts';
import { formatCode, writeValues } from '../stdlib/collections/array-format.ts';
import { Float } from '../values/float.ts';
import { bytesOf } from './forms.ts';
import type { CallNode, Node } from './graph.ts';
import type { GraphNames } from './names.ts';

/** `array.array`, which is written as a list below protocol 3 and as bytes from 3 on; `undefined` for other calls. */
export function arrayRebuild(node: CallNode, names: GraphNames, context: DumpContext): Rebuild | undefined {
  const { protocol } = context;
  const path = names.path(node.callable);
  const isList = path === 'array.array';
  if ((!isList && path !== 'array._array_reconstructor') || isList === protocol < 3) return undefined;
  const array = arrayNamed(isList, node, names);
  return array && rebuildReduction(reduceArray(array, context), protocol, path);
}

/** The form, made from bytes, of an `array.array` that a call makes from a list; `undefined` for other calls. */
export function arrayOfBytes(node: CallNode, names: GraphNames): CallNode | undefined {
  const array = names.path(node.callable) === 'array.array' ? arrayNamed(true, node, names) : undefined;
  if (array === undefined) return undefined;
  const { typecode, values } = array;
  const items: Node[] = [
    { type: 'global', module: 'array', name: 'array' },
    { type: 'str', value: typecode },
    { type: 'int', value: formatCode(typecode, values) },
    { type: 'bytes', value: writeValues(values) },
  ];
  const callable: Node = { type: 'global', module: 'array', name: '_array_reconstructor' };
  return { ...node, callable, args: { type: 'tuple', items } };
}

/**
 * The array that a call makes, or `undefined` if it makes none.
 *
 * @param isList - Whether it is the call that protocols below 3 use.
 */
export function arrayNamed(isList: boolean, node: CallNode, names: GraphNames): PyArray | undefined {
  const args = node.args.type === 'tuple' ? node.args.items.map((arg) => argumentOf(arg, names)) : [];
  try {
    return isList ? arrayOf(args, { wholeNumbers: 'int' }) : reconstructed(args);
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}

/** The value that the codec of arrays takes for an argument. */
function argumentOf(node: Node, names: GraphNames): unknown {
  if (node.type === 'list') return node.items.map(itemOf);
  if (names.path(node) === 'array.array') return PyArray;
  return bytesOf(node, names) ?? itemOf(node);
}

function itemOf(node: Node): unknown {
  if (node.type === 'int' || node.type === 'str') return node.value;
  return node.type === 'float' ? new Float(node.value) : undefined;
}

/** An `array.array`. */
export interface ArrayView {
  readonly typecode: string;
  readonly length: number;
  item(index: number): Node | undefined;
  items(): Node[];
  /** The call that makes an array with other items, or `undefined` if one of them does not fit. */
  madeOf(items: Node[]): Pick<CallNode, 'callable' | 'args'> | undefined;
}

/** `undefined` for a call that does not make an array. */
export function arrayView(node: CallNode, names: GraphNames): ArrayView | undefined {
  const path = names.path(node.callable);
  if (!ARRAYS.has(path) || node.actions.length > 0) return undefined;
  const array = arrayNamed(path === 'array.array', node, names);
  if (array === undefined) return undefined;
  const { typecode, values } = array;
  return {
    typecode,
    length: values.length,
    item: (index) => {
      const value = values[index];
      return value === undefined ? undefined : nodeOf(array, value);
    },
    items: () => nodesOfArray(array),
    madeOf: (items) => {
      const args: Node = {
        type: 'tuple',
        items: [
          { type: 'str', value: typecode },
          { type: 'list', items },
        ],
      };
      const made: CallNode = {
        type: 'call',
        callable: { type: 'global', module: 'array', name: 'array' },
        args,
        actions: [],
      };
      return arrayNamed(true, made, names) && { callable: made.callable, args };
    },
  };
}

/** The functions that make arrays. */
export const ARRAYS: ReadonlySet<string> = /* @__PURE__ */ new Set(['array.array', 'array._array_reconstructor']);

/** Typecodes of arrays of characters. */
const TEXTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['u', 'w']);

/** The items of an array. */
export function nodesOfArray(array: PyArray): Node[] {
  return Array.from<number | bigint, Node>(array.values, (value) => nodeOf(array, value));
}

function nodeOf({ values, typecode }: PyArray, value: number | bigint): Node {
  if (TEXTS.has(typecode)) return { type: 'str', value: character(Number(value), values.BYTES_PER_ELEMENT) };
  if (values instanceof Float32Array || values instanceof Float64Array) return { type: 'float', value: Number(value) };
  return { type: 'int', value: smallest(value) };
}

/** A number where it is exact, as ints of nodes are. */
function smallest(value: number | bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
