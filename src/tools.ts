/**
 * Entry `brine/tools`: the pickle as it is, for tools.
 *
 * @module
 */
export type {
  Action,
  BoolNode,
  BufferNode,
  BytesNode,
  CallNode,
  DictNode,
  ExtensionNode,
  FloatNode,
  GlobalNode,
  Graph,
  IntNode,
  NewNode,
  Node,
  NoneNode,
  Origin,
  PersistentNode,
  SequenceNode,
  StrNode,
} from './tools/graph.ts';
export { childrenOf, nodesOf } from './tools/graph.ts';
export { type ParseOptions, parse } from './tools/parse.ts';
