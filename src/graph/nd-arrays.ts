/**
 * numpy's arrays in a graph, whatever protocol and numpy wrote them.
 *
 * @module
 */
import type { DType } from '../numpy/dtype.ts';
import { DType as NumpyDType } from '../numpy/dtype.ts';
import { numpy } from '../numpy/family.ts';
import { MaskedArray } from '../numpy/masked-array.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { NumpyScalar } from '../numpy/scalar.ts';
import { countOf } from '../numpy/shape.ts';
import { builtinCodecs } from '../pickle/core/builtin-codecs.ts';
import { dumps } from '../pickle/core/dumps.ts';
import { pythonRepr } from '../values/repr.ts';
import type { CallNode, Graph, NewNode, Node } from './graph.ts';
import { GraphNames } from './names.ts';
import { NodeValues } from './node-values.ts';
import { parse } from './parse.ts';

/** An array of numpy. */
export interface NodeArray {
  /** `ndarray`, or the class that derives from it. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** The elements, or `undefined` for Python objects. A view of the pickle, if the pickle has them unchanged. */
  readonly elements: NdArray | undefined;
  /** Which elements are missing. */
  readonly mask: NdArray | undefined;
  /** The Python objects in C order, or `undefined` for other elements. */
  readonly objects: Node[] | undefined;
}

/** What makes arrays and scalars. */
const MAKERS =
  /^numpy\.(?:_?core\.(?:multiarray\.(?:_reconstruct|scalar)|numeric\._frombuffer)|ndarray|ma\.core\._mareconstruct|[a-z]\w*)$/;

/** Parts of an array, those of its dtype. */
const PARTS = 2 ** 17;
/** Arrays that are kept, because they may be copies. */
const KEPT = 16;

/** Finds the arrays of one graph. The graph stays as it is. */
export class NdArrays {
  private readonly names: GraphNames;
  private readonly values: NodeValues;
  private readonly kept = new Map<Node, NodeArray | NumpyScalar | undefined>();

  constructor(graph: Pick<Graph, 'protocol' | 'end'>) {
    this.names = new GraphNames(graph.protocol < 3);
    this.values = new NodeValues(graph, builtinCodecs, [numpy]);
  }

  /** The array that a node is; `undefined` for anything else, and for what numpy would refuse. */
  of(node: Node): NodeArray | undefined {
    const made = this.made(node);
    return made instanceof NumpyScalar ? undefined : made;
  }

  /** The scalar that a node is; `undefined` for anything else. */
  scalarOf(node: Node): NumpyScalar | undefined {
    const made = this.made(node);
    return made instanceof NumpyScalar ? made : undefined;
  }

  /** Of an array the class, dtype, shape and size, of a scalar its value. */
  summaryOf(node: Node): string | undefined {
    const made = this.made(node);
    if (made === undefined || made instanceof NumpyScalar) return made && pythonRepr(made);
    const { name, shape, dtype, objects } = made;
    const size = countOf(shape) * dtype.itemsize;
    return `${name} ${dtype} ${shapeText(shape)}${objects === undefined ? `, ${size} bytes` : ''}`;
  }

  /** What a step leads to in an array, as a node of its own: along the first axis by index, or a field by name. */
  partOf(node: Node, step: number | string): Node | undefined {
    const { elements } = this.of(node) ?? {};
    if (elements === undefined) return undefined;
    if (typeof step === 'string') {
      return elements.dtype.field(step) === undefined ? undefined : nodeOf(elements.field(step));
    }
    const [size = 0] = elements.shape;
    const at = step < 0 ? size + step : step;
    if (!(at >= 0 && at < size)) return undefined;
    const part = elements.slice(at);
    return nodeOf(part.ndim === 0 ? new NumpyScalar(part.dtype, part.at()) : part);
  }

  private made(node: Node): NodeArray | NumpyScalar | undefined {
    if (node.type !== 'call' && node.type !== 'new') return undefined;
    if (!MAKERS.test(this.names.path(node.type === 'call' ? node.callable : node.cls))) return undefined;
    if (this.kept.has(node)) return this.kept.get(node);
    const made = this.objectsOf(node) ?? this.valueOf(node);
    if (this.kept.size >= KEPT) this.kept.delete(this.kept.keys().next().value ?? node);
    this.kept.set(node, made);
    return made;
  }

  private valueOf(node: CallNode | NewNode): NodeArray | NumpyScalar | undefined {
    const value = this.values.of(node, PARTS);
    if (value instanceof NumpyScalar) return value;
    if (value instanceof MaskedArray) {
      const { data, mask } = value;
      return { name: 'MaskedArray', shape: data.shape, dtype: data.dtype, elements: data, mask, objects: undefined };
    }
    if (!(value instanceof NdArray) || value.dtype.hasObject) return undefined;
    const { shape, dtype } = value;
    return { name: this.className(node), shape, dtype, elements: value, mask: undefined, objects: undefined };
  }

  /** An array of objects, which stay nodes. */
  private objectsOf(node: CallNode | NewNode): NodeArray | undefined {
    const [action, ...more] = node.actions;
    const state = action?.do === 'build' && action.state.type === 'tuple' ? action.state.items : [];
    const [data, , type, sizes] = [...state].reverse();
    if (data?.type !== 'list' || type === undefined || sizes?.type !== 'tuple' || more.length > 0) return undefined;
    const dtype = this.values.of(type, PARTS);
    const shape = sizes.items.map((size) => (size.type === 'int' ? Number(size.value) : Number.NaN));
    if (!(dtype instanceof NumpyDType) || !dtype.hasObject || countOf(shape) !== data.items.length) return undefined;
    return { name: this.className(node), shape, dtype, elements: undefined, mask: undefined, objects: data.items };
  }

  /** `_reconstruct` has the class as its first argument. */
  private className(node: CallNode | NewNode): string {
    const [first] = node.args.type === 'tuple' ? node.args.items : [];
    const path = this.names.path(first);
    return path === '' ? 'ndarray' : path.slice(path.lastIndexOf('.') + 1);
  }
}

/** An array or a scalar as a graph has it. */
function nodeOf(value: NdArray | NumpyScalar): Node {
  return parse(dumps(value, { codecs: [numpy], protocol: 5 })).root;
}

function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}
