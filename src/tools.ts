/**
 * Entry `brine/tools`: the pickle as it is, for tools.
 *
 * @module
 */
export type { ArgumentInfo, ArgumentName, Count, Delimiter } from './tools/argument-info.ts';
export type { MemoKey, OpcodeArgument, ReadArgument } from './tools/argument-value.ts';
export { assemble } from './tools/assemble.ts';
export { assembly } from './tools/assembly.ts';
export type { Base } from './tools/bases.ts';
export type { BaseOf } from './tools/content.ts';
export { type DiffOptions, diff } from './tools/diff.ts';
export { diffOps, type OpDifference } from './tools/diff-ops.ts';
export { type Difference, differenceText } from './tools/difference.ts';
export { type DisMemo, type DisOptions, dis } from './tools/dis.ts';
export { fromJSON } from './tools/from-json.ts';
export { type GenopsOptions, genops, type Op } from './tools/genops.ts';
export {
  type GlobalsOptions,
  type GlobalsReport,
  type GlobalUse,
  type GlobalUseKind,
  globals,
  type NamedGlobal,
} from './tools/globals.ts';
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
export type { JsonOptions } from './tools/graph-json.ts';
export { toJSON, toJSONChunks } from './tools/json.ts';
export { OPCODES, type OpcodeInfo, opcodeOf, type StackObject } from './tools/opcode-info.ts';
export { type OptimizeOptions, optimize } from './tools/optimize.ts';
export { type ParseOptions, parse, parseAll } from './tools/parse.ts';
export type { PickletoolsDialect } from './tools/pickletools-dialect.ts';
export { PythonException, type PythonExceptionType } from './tools/python-exception.ts';
export { type ReprOptions, repr } from './tools/repr.ts';
export { type WriteOptions, write } from './tools/write.ts';
