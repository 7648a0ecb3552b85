/**
 * Replaces the bytes of single values in a large pickle, without making and writing a graph.
 *
 * @module
 */
import { joined } from '../bytes/joined.ts';
import type { Protocol } from '../codec/context.ts';
import { Comparison } from '../diff/comparison.ts';
import { differenceText } from '../diff/difference.ts';
import { type Graph, isScalar, type Node } from '../graph/graph.ts';
import { parseInParts } from '../graph/parse-in-parts.ts';
import { write } from '../graph/write.ts';
import { placeAndPath } from '../inspect/path.ts';
import type { Readers } from '../inspect/places.ts';
import { OpcodeCursor } from '../opcodes/cursor.ts';
import { areSameSteps } from '../opcodes/same-steps.ts';
import { IS_SCALAR } from '../opcodes/stack-effect.ts';
import * as op from '../opcodes.ts';
import type { Encoding } from './encoding.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { withProgress } from './progress.ts';

/** A pickle with other values, and the differences. */
export interface Spliced {
  readonly pickle: Uint8Array;
  readonly differences: readonly string[];
}

/** Bytes that are replaced. */
interface Patch {
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/**
 * The same pickle with other values at some places. All other bytes stay the same, except for the lengths of frames.
 *
 * @param pickle - One pickle, known to be complete.
 * @returns `undefined` if a value, old or new, takes more than one opcode, or is fetched from the memo elsewhere.
 */
export function spliced(
  pickle: Uint8Array,
  assignments: readonly (readonly [path: string, value: Node])[],
  readers: Readers,
  protocol: Protocol,
  encoding: Encoding | undefined,
  output: Output,
): Spliced | undefined {
  const graph = parsed(pickle, encoding, output, 'parsing', {
    read: (bytes, options) => parseInParts(bytes, options, { isPlaced: true }),
  });
  const patches = new Map<number, Patch>();
  const differences = new Map<number, string>();
  for (const [path, value] of assignments) {
    const { place, text } = placeAndPath({ ...graph, ...readers }, path);
    const { start, end } = place.node;
    const bytes = isScalar(value) ? scalarOf(value, protocol) : undefined;
    if (start === undefined || end === undefined || bytes === undefined) return undefined;
    if (!isScalar(place.node) || graph.isShared?.(place.node) !== false) return undefined;
    patches.set(start, { start, end, bytes });
    differences.set(start, differenceOf(graph, place.node, value, text, readers));
  }
  const ordered = [...patches.values()].sort((a, b) => a.start - b.start);
  const made = patched(pickle, [...ordered, ...frameLengths(pickle, ordered)]);
  const replaced = ordered.map(({ start, end, bytes }) => ({ start, end, length: bytes.length }));
  const isProved = withProgress(output.stderr, 'proving', pickle.length, (onProgress) =>
    areSameSteps(pickle, made, replaced, onProgress),
  );
  if (!isProved) return undefined;
  return { pickle: made, differences: [...differences.values()].filter((line) => line !== '') };
}

/** The line that shows a difference; empty if there is none. */
function differenceOf(graph: Graph, before: Node, after: Node, path: string, { library }: Readers): string {
  const [only] = new Comparison({ ...graph, root: before }, { ...graph, root: after }, {}, { library }).run();
  return only === undefined ? '' : differenceText({ ...only, path });
}

/** The one opcode that makes a value, without the opcode that stores it; `undefined` if a value takes more than one. */
function scalarOf(root: Node, protocol: Protocol): Uint8Array | undefined {
  const pickle = write({ root, protocol }, { protocol });
  const cursor = new OpcodeCursor(pickle, 0);
  let scalar: Uint8Array | undefined;
  while (cursor.next() === undefined && cursor.code !== op.STOP) {
    if (ASIDE.has(cursor.code)) continue;
    if (scalar !== undefined || IS_SCALAR[cursor.code] !== 1) return undefined;
    scalar = pickle.subarray(cursor.start, cursor.end);
  }
  return scalar;
}

const ASIDE: ReadonlySet<number> = new Set([op.PROTO, op.FRAME, op.MEMOIZE, op.PUT, op.BINPUT, op.LONG_BINPUT]);

/** New lengths for the frames in which something becomes longer or shorter. */
function frameLengths(pickle: Uint8Array, patches: readonly Patch[]): Patch[] {
  const lengths: Patch[] = [];
  const cursor = new OpcodeCursor(pickle, 0);
  const view = new DataView(pickle.buffer, pickle.byteOffset, pickle.byteLength);
  let next = 0;
  while (cursor.next() === undefined && cursor.code !== op.STOP) {
    if (cursor.code !== op.FRAME) continue;
    const { argument: start, end } = cursor;
    const length = view.getBigUint64(start, true);
    while ((patches[next]?.start ?? end) < end) next++;
    let growth = 0;
    for (
      let patch = patches[next];
      patch !== undefined && patch.start < end + Number(length);
      patch = patches[++next]
    ) {
      growth += patch.bytes.length - (patch.end - patch.start);
    }
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, length + BigInt(growth), true);
    if (growth !== 0) lengths.push({ start, end, bytes });
  }
  return lengths;
}

function patched(pickle: Uint8Array, patches: readonly Patch[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, bytes } of [...patches].sort((a, b) => a.start - b.start)) {
    parts.push(pickle.subarray(at, start), bytes);
    at = end;
  }
  return joined([...parts, pickle.subarray(at)]);
}
