import type { DumpContext } from '../codec/codec.ts';
import { type Rebuild, rebuildReduction } from '../dump/reduce.ts';
import { PickleError } from '../errors.ts';
import { arrayOf, PyArray, reconstructed, reduceArray } from '../stdlib/collections/array.ts';
import { formatCode, writeValues } from '../stdlib/collections/array-format.ts';
import { Float } from '../values/float.ts';
import { bytesOf } from './forms.ts';
import type { CallNode, Node } from './graph.ts';
import type { GraphNames } from './names.ts';

/** `array.array`, which is written as a list below protocol 3 and as bytes from there on; `undefined` for other calls. */
export function arrayRebuild(node: CallNode, names: GraphNames, context: DumpContext): Rebuild | undefined {
  const { protocol } = context;
  const path = names.path(node.callable);
  const isList = path === 'array.array';
  if ((!isList && path !== 'array._array_reconstructor') || isList === protocol < 3) return undefined;
  const array = arrayNamed(isList, node, names);
  return array && rebuildReduction(reduceArray(array, context), protocol, path);
}

/** An `array.array` that is made of a list, as it is made of bytes; `undefined` for other calls. */
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
 * What a call makes; `undefined` for one that makes no array.
 *
 * @param isList - Whether it is the call of protocols below 3.
 */
export function arrayNamed(isList: boolean, node: CallNode, names: GraphNames): PyArray | undefined {
  const args = node.args.type === 'tuple' ? node.args.items.map((arg) => argumentOf(arg, names)) : [];
  try {
    return isList ? arrayOf(args) : reconstructed(args);
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
