/**
 * The build that is measured: `dist/`, or the one that BRINE_DIST names.
 *
 * @module
 */
const { BRINE_DIST } = process.env;
const dist = new URL(BRINE_DIST === undefined ? '../dist/' : `file://${BRINE_DIST}/`, import.meta.url);

export const { Decimal, Dict, dumps, FrozenSet, loads, PyDateTime, PySet, pythonClass, Tuple } = await import(
  new URL('index.js', dist)
);
