/**
 * What is measured: each workload at a large and a small size, with the targets of the project.
 *
 * @module
 */
import * as recipes from './recipes.js';

/**
 * @typedef {object} Workload
 * @property {string} name
 * @property {(n: number) => unknown} recipe
 * @property {number} n Elements.
 * @property {number} protocol
 * @property {'large' | 'small'} size
 * @property {'json' | 'map' | 'python'} holds Who can hold it: JSON and all; what knows Map, Set and bytes; pickle alone.
 * @property {readonly [number, number] | undefined} loads Targets: times plain CPython, times the optimised one.
 * @property {readonly [number, number] | undefined} dumps
 */

const LARGE = [
  ['records', recipes.records, 100_000, 'json', [1.2, 1.0], [1.7, 1.5]],
  ['ints', recipes.ints, 1_000_000, 'json', [2.5, 1.6], [1.5, 1.2]],
  ['floats', recipes.floats, 1_000_000, 'json', [4, 3], [1.5, 1.2]],
  ['strings', recipes.strings, 200_000, 'json', [1.4, 1.1], [2, 2]],
  ['unicode', recipes.unicode, 100_000, 'json', [1.4, 1.1]],
  ['long-strings', recipes.longStrings, 50_000, 'json'],
  ['tree', recipes.tree, 40_000, 'json', [2.3, 1.6]],
  ['tuples', recipes.tuples, 200_000, 'json', [2.3, 1.6], [2.5, 2]],
  ['rows', recipes.rows, 100_000, 'json', [2.3, 1.6]],
  ['str-dict', recipes.strDict, 1_000_000, 'json', [0.5, 0.5]],
  ['int-dict', recipes.intDict, 200_000, 'map', [0.75, 0.75]],
  ['sets', recipes.sets, 500_000, 'python', [3, 2.5]],
  ['instances', recipes.instances, 100_000, 'python', [3, 2.5], [4, 2.5]],
  ['reduced', recipes.reduced, 100_000, 'python'],
  ['shared', recipes.shared, 1_000_000, 'json', [0.75, 0.75]],
  ['hetero', recipes.hetero, 100_000, 'json'],
  ['small-bytes', recipes.smallBytes, 200_000, 'map'],
  ['bytes', recipes.bytes, 100_000_000, 'map'],
  ['twitter', recipes.twitter, 100, 'json', [1.4, 1.1]],
  ['citm', recipes.citm, 240, 'json', [1.4, 1.1]],
  ['canada', recipes.canada, 56_000, 'json', [2.3, 1.6]],
  ['message', recipes.message, 1, 'json', [1.4, 1.1]],
];

/** At these protocols too. */
const OLDER = [2, 4];
const OLDER_WORKLOADS = ['records', 'ints', 'floats'];
/** As they are; others are measured with this many elements beside. */
const ONE_SIZE = ['bytes', 'twitter', 'citm', 'canada', 'message'];
const SMALL = 1000;
const SMALL_DUMPS = [0.7, 0.6];

/** @returns {Workload[]} */
export function allWorkloads() {
  return LARGE.flatMap(([name, recipe, n, holds, loads, dumps]) => {
    const large = { name, recipe, n, protocol: 5, size: 'large', holds, loads, dumps };
    const older = OLDER_WORKLOADS.includes(name) ? OLDER : [];
    return [
      large,
      ...older.map((protocol) => ({
        ...large,
        name: `${name}@${protocol}`,
        protocol,
        loads: undefined,
        dumps: undefined,
      })),
      ...(ONE_SIZE.includes(name)
        ? []
        : [{ ...large, name: `${name}-1k`, n: SMALL, size: 'small', loads: undefined, dumps: SMALL_DUMPS }]),
    ];
  });
}

/** Whether a workload is in the quick run: what is small, and what has one size. */
export function isQuick({ name, size }) {
  return size === 'small' || (ONE_SIZE.includes(name) && name !== 'bytes');
}

/** @returns {Workload} */
export function workloadOf(name) {
  const found = allWorkloads().find((workload) => workload.name === name);
  if (found === undefined)
    throw new RangeError(
      `no workload ${name}: ${allWorkloads()
        .map((w) => w.name)
        .join(' ')}`,
    );
  return found;
}
