/** The greatest index that a JavaScript array has. */
const LAST_INDEX = 2 ** 32 - 2;

/**
 * Whether the name of a property is the index of an element: `'0'`, `'10'`. Objects have these before all other
 * properties, in numeric order.
 */
export function isIndexName(name: string): boolean {
  const index = Number(name) >>> 0;
  return index <= LAST_INDEX && String(index) === name;
}
