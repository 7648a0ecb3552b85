/** Refuses what is not one of the words an option takes. */
export function oneOf<T>(option: string, value: unknown, allowed: readonly T[], fallback: T): T {
  if (value === undefined) return fallback;
  for (const word of allowed) if (word === value) return word;
  throw new RangeError(`options.${option} needs one of ${allowed.join(', ')}, got ${String(value)}`);
}

/** How many steps lie between two calls of `onProgress`, less one: all bits of a power of two. */
export const REPORT_MASK = 0xffff;

/** Refuses what is not a function. */
export function callbackOf<T>(option: string, value: T): T {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`options.${option} needs a function`);
  return value;
}
