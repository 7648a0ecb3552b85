/**
 * Where joblib puts the elements of arrays: behind the BUILD of a wrapper that says what they are. This is all that the
 * scanner knows of joblib.
 *
 * @module
 */
import { PickleError } from '../errors.ts';
import type { Node } from '../graph/graph.ts';
import { objectParts } from '../graph/object-parts.ts';
import { parse } from '../graph/parse.ts';
import { type PickleSettings, scanPickle } from './pickle-scan.ts';

/** Bytes behind a BUILD that are not opcodes. */
export interface Gap {
  readonly length: number;
  /** Whether they are a pickle: the objects of an array. */
  readonly isPickle: boolean;
}

const WRAPPER = /^(?:joblib|sklearn\.externals\.joblib)\.numpy_pickle$/;

/** The gaps of a pickle by their offsets, as far as it can be read. */
export function joblibGaps(bytes: Uint8Array, start: number, settings: PickleSettings): ReadonlyMap<number, Gap> {
  const gaps = new Map<number, Gap>();
  const trailing = (object: Node, offset: number): number => {
    const gap = gapBehind(object, bytes, offset, settings);
    if (gap === undefined) return 0;
    gaps.set(offset, gap);
    return gap.length;
  };
  try {
    parse(bytes, { offset: start, trailing, encoding: 'latin1', limits: settings.limits });
  } catch (error) {
    // What is wrong with it, the scan finds too.
    if (!(error instanceof PickleError)) throw error;
  }
  return gaps;
}

function gapBehind(object: Node, bytes: Uint8Array, offset: number, settings: PickleSettings): Gap | undefined {
  if ((object.type !== 'new' && object.type !== 'call') || !isWrapper(object)) return undefined;
  const state = objectParts(object.actions).states.at(-1);
  if (state?.type !== 'dict') return undefined;
  const fields = new Map(state.entries.map(([key, value]) => [key.type === 'str' ? key.value : '', value]));
  const element = elementOf(fields.get('dtype'));
  if (element === undefined) return undefined;
  if (element === 'object') {
    const { end } = scanPickle(bytes, offset, settings);
    return end === undefined ? undefined : { length: end - offset, isPickle: true };
  }
  const shape = fields.get('shape');
  if (shape?.type !== 'tuple') return undefined;
  const count = shape.items.reduce(
    (all, size) => all * (size.type === 'int' ? Number(size.value) : Number.NaN),
    element,
  );
  // Since 1.2 the elements are aligned: the number of bytes before them comes first.
  const padding = fields.has('numpy_array_alignment_bytes') ? 1 + (bytes[offset] ?? 0) : 0;
  return Number.isSafeInteger(count) && count >= 0 && padding + count <= bytes.length - offset
    ? { length: padding + count, isPickle: false }
    : undefined;
}

function isWrapper(object: Node & { readonly type: 'new' | 'call' }): boolean {
  const cls = object.type === 'new' ? object.cls : object.args.type === 'tuple' ? object.args.items[0] : undefined;
  return cls?.type === 'global' && cls.name === 'NumpyArrayWrapper' && WRAPPER.test(cls.module);
}

/** The size of an element in bytes. */
function elementOf(dtype: Node | undefined): number | 'object' | undefined {
  if (dtype?.type !== 'call' || dtype.args.type !== 'tuple' || dtype.callable.type !== 'global') return undefined;
  const [spelling] = dtype.args.items;
  if (dtype.callable.name !== 'dtype' || spelling?.type !== 'str') return undefined;
  const [, kind = '', digits = ''] = /^[<>|=]?([?a-zA-Z])(\d*)$/.exec(spelling.value) ?? [];
  if (kind === 'O') return 'object';
  const size = digits === '' ? (kind === '?' ? 1 : Number.NaN) : Number(digits) * (kind === 'U' ? 4 : 1);
  return Number.isSafeInteger(size) ? size : undefined;
}
