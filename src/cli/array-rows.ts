/**
 * The arrays of numpy in a value, each in one line.
 *
 * @module
 */

import { NdArray } from '../numpy/nd-array.ts';
import { dateText } from '../numpy/print/date-text.ts';
import { BoundedStatistics, type Statistics } from '../numpy/statistics.ts';
import { Instance } from '../values/instance.ts';
import { pythonRepr } from '../values/repr.ts';
import { sizeText } from './progress.ts';

/** Arrays that are told of. */
const MOST = 8;
/** Values that are looked through for them. */
const LOOKED_AT = 10_000;

/** `$['w']: float32 (64, 128), 32.8 kB, min -0.31, max 0.29, mean 0.0012, nan 0` */
export function* arrayRows(value: unknown): Generator<string, void, undefined> {
  const bounded = new BoundedStatistics();
  let count = 0;
  for (const [path, array] of arraysIn(value)) {
    if (count++ === MOST) {
      yield `and more than ${MOST}; brine tree shows all`;
      return;
    }
    const { dtype, shape, nbytes, size } = array;
    const axes = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
    const what = `${dtype} ${axes}, ${sizeText(nbytes)}`;
    const statistics = size > 1 ? bounded.of(array) : undefined;
    const more = statistics === undefined ? '' : `, ${textOf(statistics, array)}`;
    yield `${path === '$' ? '' : `${path}: `}${what}${more}`;
  }
}

/** Arrays and the paths to them, the first ones first. */
function* arraysIn(root: unknown): Generator<readonly [string, NdArray], void, undefined> {
  const seen = new Set<unknown>();
  let level: (readonly [string, unknown])[] = [['$', root]];
  let left = LOOKED_AT;
  while (level.length > 0) {
    const next: (readonly [string, unknown])[] = [];
    for (const [path, value] of level) {
      if (typeof value !== 'object' || value === null || seen.has(value) || left-- <= 0) continue;
      seen.add(value);
      if (value instanceof NdArray) yield [path, value];
      else for (const part of partsOf(path, value)) if (next.length < left) next.push(part);
    }
    level = next;
  }
}

function* partsOf(path: string, value: object): Generator<readonly [string, unknown], void, undefined> {
  if (value instanceof Map) {
    for (const [key, part] of value) yield [`${path}[${keyText(key)}]`, part];
  } else if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) yield [`${path}[${at}]`, part];
  } else if (value instanceof Instance && value.state instanceof Map) {
    for (const [name, part] of value.state) yield [`${path}.${String(name)}`, part];
  }
}

function keyText(key: unknown): string {
  return pythonRepr(key, { depth: 2, items: 10, length: 60, ints: 'bigint' });
}

function textOf(statistics: Statistics | 'too many', { dtype }: NdArray): string {
  if (statistics === 'too many') return `statistics left out: ${statistics} elements`;
  const { min, max, mean, nan } = statistics;
  const { kind, unit } = dtype;
  const shown = (value: number | bigint | undefined): string => {
    if (value === undefined) return '-';
    if (kind === 'M' && unit !== undefined) return dateText(BigInt(value), unit);
    return typeof value === 'bigint' ? String(value) : String(Number(value.toPrecision(8)));
  };
  const times = kind === 'M' || kind === 'm';
  const middle = times ? '' : `, mean ${shown(mean)}`;
  return `min ${shown(min)}, max ${shown(max)}${middle}, ${times ? 'nat' : 'nan'} ${nan}`;
}
