/** The limit for a small pickle is what takes a moment. The limit for a large pickle depends only on its size. */
const LIMITS = { least: 2 ** 20, more: 256, most: 2 ** 25, perByte: 64 } as const;

/**
 * How many characters a view of a pickle of this many bytes has at most, unless more are asked for. A view has what is
 * shared at each place and indents what is deep, so that a few bytes could become gigabytes.
 */
export function viewLength(bytes: number): number {
  return Math.max(Math.min(LIMITS.least + LIMITS.more * bytes, LIMITS.most), LIMITS.perByte * bytes);
}
