/**
 * The build that is measured: `dist/`, or the one that BRINE_DIST names.
 *
 * @module
 */
const { BRINE_DIST } = process.env;
const dist = new URL(BRINE_DIST === undefined ? '../dist/' : `file://${BRINE_DIST}/`, import.meta.url);

const [brine, stdlib] = await Promise.all(['index.js', 'stdlib.js'].map((entry) => import(new URL(entry, dist))));

export const { Decimal, Dict, dumpInto, dumps, FrozenSet, loads, PyDateTime, PySet, pythonClass, Tuple } = {
  ...brine,
  ...stdlib,
};
