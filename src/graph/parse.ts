import { type Bytes, stableBytes } from '../bytes/bytes-like.ts';
import { resolveLimits } from '../limits.ts';
import { oneOf } from '../option-check.ts';
import type { Graph, Sharing } from './graph.ts';
import { FullMemo, SharingMemo } from './node-memo.ts';
import type { ParseOptions } from './parse-options.ts';
import { Parser } from './parser.ts';

/**
 * Reads one pickle as a graph of nodes: nothing is interpreted, every global, call and state stays as it was. What
 * CPython's `loads` refuses because of its form is refused, such as keys of built-in types that cannot be hashed. What
 * it would refuse because of what a class does is not.
 *
 * @param data - The pickle; bytes after it are ignored. The `value` of bytes nodes are views of it.
 * @returns The graph; `graph.end` says where the next pickle may begin.
 * @throws UnpicklingError if the bytes are not a pickle, with the offset.
 * @throws RangeError if an option is invalid.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { parse } from 'brine/tools';
 *
 * parse(dumps([1, 'a'])).root.type; // 'list'
 * ```
 */
export function parse(data: Bytes, options: ParseOptions = {}): Graph {
  const bytes = plainBytes(data);
  return parserOf(bytes, options).parse(offsetOf(options, bytes));
}

/**
 * `parse` for a graph that nobody changes. Nodes that are used only once are known, so that nothing is recorded of
 * them.
 */
export function parseWithSharing(data: Bytes, options: ParseOptions = {}): Graph & Sharing {
  const bytes = plainBytes(data);
  const memo = new SharingMemo(resolveLimits(options.limits, bytes.length).memo);
  const graph = new Parser(bytes, options, memo).parse(offsetOf(options, bytes));
  return { ...graph, isShared: (node) => memo.isShared(node), takeTable: () => memo.shared.take() };
}

/**
 * Reads pickles that were written one after another, to the end of the data.
 *
 * @param memo - `'fresh'`: each pickle has its own memo. `'kept'`: they were written by one `Pickler`, so that a later
 *   one may refer to what an earlier one stored; such graphs share nodes.
 * @throws UnpicklingError for the first that is not a pickle.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { parseAll } from 'brine/tools';
 *
 * const data = new Uint8Array([...dumps(1), ...dumps('two')]);
 * Array.from(parseAll(data), ({ root }) => root.type); // ['int', 'str']
 * ```
 */
export function* parseAll(
  data: Bytes,
  { memo = 'fresh', ...options }: ParseOptions & { readonly memo?: 'fresh' | 'kept' } = {},
): Generator<Graph, void, unknown> {
  const bytes = plainBytes(data);
  const kept = oneOf('memo', memo, ['fresh', 'kept'], 'fresh') === 'kept';
  let parser = parserOf(bytes, options);
  for (let at = offsetOf(options, bytes); at < bytes.length; ) {
    const graph = parser.parse(at);
    yield graph;
    at = graph.end;
    if (!kept) parser = parserOf(bytes, options);
  }
}

function parserOf(bytes: Uint8Array, options: ParseOptions): Parser {
  return new Parser(bytes, options, new FullMemo(resolveLimits(options.limits, bytes.length).memo));
}

/** The bytes as a plain `Uint8Array`: a `Buffer` has another `slice`, and its views are Buffers. */
function plainBytes(data: Bytes): Uint8Array {
  const { buffer, byteOffset, byteLength } = stableBytes(data);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function offsetOf({ offset = 0 }: ParseOptions, bytes: Uint8Array): number {
  if (!Number.isInteger(offset) || offset < 0 || offset > bytes.length) {
    throw new RangeError(`options.offset needs an integer from 0 to ${bytes.length}, got ${String(offset)}`);
  }
  return offset;
}
