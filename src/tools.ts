/**
 * Entry `brine/tools`: the pickle as it is, for tools.
 *
 * @module
 */

export { type DiffOptions, diff } from './diff/diff.ts';
export { diffOps, type OpDifference } from './diff/diff-ops.ts';
export { type Difference, differenceText } from './diff/difference.ts';
export { globals } from './globals/globals.ts';
export type {
  GlobalsOptions,
  GlobalsReport,
  GlobalUse,
  GlobalUseKind,
  NamedGlobal,
} from './globals/named-global.ts';
export type { Base } from './graph/bases.ts';
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
  Node as GraphNode,
  NoneNode,
  Origin,
  PersistentNode,
  SequenceNode,
  StrNode,
} from './graph/graph.ts';
export { childrenOf, nodesOf } from './graph/graph.ts';
export type { BaseOf } from './graph/node-describer.ts';
export { parse, parseAll } from './graph/parse.ts';
export type { ParseOptions } from './graph/parse-options.ts';
export { type ReprOptions, repr } from './graph/repr.ts';
export { type WriteOptions, write } from './graph/write.ts';
export { type ArrayTools, numpyArrays } from './inspect/numpy-arrays.ts';
export { fromJSON } from './json/from-json.ts';
export type { JsonOptions } from './json/graph-json.ts';
export { toJSON, toJSONChunks } from './json/json.ts';
export type { ArgumentInfo, ArgumentName, Count, Delimiter } from './opcodes/argument-info.ts';
export type { MemoKey, OpcodeArgument, ReadArgument } from './opcodes/argument-value.ts';
export { assemble } from './opcodes/assemble.ts';
export { assembly } from './opcodes/assembly.ts';
export type { TrailingBytes } from './opcodes/cursor.ts';
export { type DisMemo, type DisOptions, dis } from './opcodes/dis.ts';
export { type GenopsOptions, genops, type Op } from './opcodes/genops.ts';
export { OPCODES, type OpcodeInfo, opcodeOf, type StackObject } from './opcodes/opcode-info.ts';
export { type OptimizeOptions, optimize } from './opcodes/optimize.ts';
export type { PickletoolsDialect } from './opcodes/pickletools-dialect.ts';
export { PythonException, type PythonExceptionType } from './opcodes/python-exception.ts';
