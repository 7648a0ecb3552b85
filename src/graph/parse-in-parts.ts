import { resolveLimits } from '../limits.ts';
import { Deferral } from './deferral.ts';
import type { Graph, Sharing } from './graph.ts';
import { FetchedMemo } from './node-memo.ts';
import { outlineOf, type SectionSizes } from './outline.ts';
import { parseWithSharing } from './parse.ts';
import type { ParseOptions } from './parse-options.ts';
import { Parser } from './parser.ts';

/** Smaller pickles, in bytes, are not worth it. */
const LEAST = 2 ** 22;
/** Bytes of the parts. A graph takes thirty times as much. */
const SIZES: SectionSizes = { least: 2 ** 10, most: 2 ** 22 };

export interface PartOptions {
  /** How large the parts are, in bytes. @defaultValue from 1 KiB to 4 MiB */
  readonly sizes?: SectionSizes | undefined;
  /** Whether a scalar that is fetched from the memo is a node of its own, which says where it is fetched. */
  readonly isPlaced?: boolean | undefined;
}

/**
 * `parse` for pickles with a large graph. Parts of lists and dicts are made when they are read, and again when they are
 * read again, so that the whole graph never exists at once. It can be read but not changed.
 *
 * Within a part, nodes stay the same as long as a loop over the list or dict runs. After that they may be different. An
 * error within a part is thrown when the part is read.
 *
 * Pickles of less than 4 MiB are parsed at once, if `sizes` is not given.
 */
export function parseInParts(
  bytes: Uint8Array,
  options: ParseOptions,
  { sizes, isPlaced = false }: PartOptions = {},
): Graph & Sharing {
  const { offset = 0, onProgress } = options;
  const isSmall = sizes === undefined && bytes.length - offset < LEAST;
  const outline = isSmall ? undefined : outlineOf(bytes, offset, sizes ?? SIZES, onProgress);
  if (outline === undefined) return parseWithSharing(bytes, options);
  const memo = new FetchedMemo(
    (index) => outline.isFetched(index),
    resolveLimits(options.limits, bytes.length).memo,
    isPlaced,
  );
  const quiet = { ...options, onProgress: undefined };
  const deferral = new Deferral({
    sections: outline.sections,
    skip: ({ scalars, stored: [, after] }) => {
      new Parser(bytes, quiet, memo).keep(scalars);
      memo.skip(after);
    },
    values: (section) => new Parser(bytes, quiet, memo.within(section.stored[0])).values(section),
  });
  memo.shared.settle = (node) => deferral.settle(node);
  const graph = new Parser(bytes, options, memo, deferral).parse(offset);
  return {
    ...graph,
    isShared: (node) => memo.isShared(node),
    isRemade: true,
    takeTable: () => memo.shared.take(),
  };
}
