/**
 * The limit: making the values of a workload from typed arrays and one string of all text, with nothing parsed. What no
 * reader can be faster than, in this engine.
 *
 * @module
 */
import { Dict, FrozenSet, PySet, Tuple } from './brine.js';
import { Point } from './recipes.js';

/** For each workload: takes the finished value apart, and gives a function that makes it again. */
const LIMITS = {
  records: dicts,
  ints: numbers,
  floats: numbers,
  strings: (value) => {
    const cut = textsOf(value);
    return () => listOf(value.length, cut);
  },
  tuples: (value) => {
    const [a, b, c] = columns(value);
    return () => listOf(value.length, (i) => new Tuple(a[i], b[i], c[i]));
  },
  rows: (value) => {
    const [a, b, c, d, e] = columns(value);
    const cut = textsOf(b);
    return () => listOf(value.length, (i) => new Tuple(a[i], cut(i), c[i], d[i], e[i]));
  },
  'str-dict': (value) => {
    const cut = textsOf([...value.keys()]);
    const numbers = Float64Array.from(value.values());
    return () => dictOf(numbers.length, cut, (i) => numbers[i]);
  },
  'int-dict': (value) => {
    const keys = Float64Array.from(value.keys());
    const cut = textsOf([...value.values()]);
    return () => dictOf(keys.length, (i) => keys[i], cut);
  },
  sets: (value) => {
    const parts = value.map(([set, frozen]) => [[...set], [...frozen]]);
    return () => listOf(parts.length, (i) => new Tuple(new PySet(parts[i][0]), new FrozenSet(parts[i][1])));
  },
  instances: (value) => {
    const y = Float64Array.from(value, (point) => point.y);
    const cut = textsOf(value.map((point) => point.label));
    return () => listOf(value.length, (i) => new Point(i, y[i], cut(i)));
  },
  shared: (value) => {
    const targets = [...new Set(value)];
    const where = new Map(targets.map((target, i) => [target, i]));
    const indexes = Int32Array.from(value, (target) => where.get(target));
    return () => {
      const made = targets.map(({ size }) => (size === 1 ? new Dict() : undefined));
      targets.forEach((target, i) => {
        made[i].set('id', target.get('id'));
      });
      return listOf(indexes.length, (i) => made[indexes[i]]);
    };
  },
  hetero: dicts,
  'small-bytes': (value) => {
    const { buffer } = new Uint8Array(value.reduce((sum, { length }) => sum + length, 0));
    const lengths = Int32Array.from(value, ({ length }) => length);
    return () => {
      let at = 0;
      return listOf(lengths.length, (i) => {
        const view = new Uint8Array(buffer, at, lengths[i]);
        at += lengths[i];
        return view;
      });
    };
  },
  bytes: (value) => () => new Uint8Array(value.buffer, value.byteOffset, value.length),
};
LIMITS.unicode = LIMITS.strings;
LIMITS['long-strings'] = LIMITS.strings;

/** @returns {(() => unknown) | undefined} */
export function limitOf(workload, value) {
  return LIMITS[workload.replace(/(-1k|@\d)$/, '')]?.(value);
}

/** Dicts of scalars. */
function dicts(value) {
  const keys = value.map((dict) => [...dict.keys()]);
  const values = value.map((dict) => [...dict.values()]);
  const texts = [];
  for (const part of values.flat()) if (typeof part === 'string') texts.push(part);
  const cut = textsOf(texts);
  return () => {
    let text = 0;
    return listOf(value.length, (i) => {
      const dict = new Dict();
      for (let j = 0; j < keys[i].length; j++) {
        const part = values[i][j];
        dict.set(keys[i][j], typeof part === 'string' ? cut(text++) : part);
      }
      return dict;
    });
  };
}

function numbers(value) {
  const flat = Float64Array.from(value);
  return () => listOf(flat.length, (i) => flat[i]);
}

/** Cuts the i-th of these strings out of one that holds them all. */
function textsOf(texts) {
  const all = texts.join('');
  const ends = new Int32Array(texts.length + 1);
  texts.forEach((text, i) => {
    ends[i + 1] = ends[i] + text.length;
  });
  return (i) => all.substring(ends[i], ends[i + 1]);
}

function columns(value) {
  return value[0].map((first, i) =>
    typeof first === 'number' ? Float64Array.from(value, (row) => row[i]) : value.map((row) => row[i]),
  );
}

function listOf(length, item) {
  const made = new Array(length);
  for (let i = 0; i < length; i++) made[i] = item(i);
  return made;
}

function dictOf(size, key, value) {
  const made = new Dict();
  for (let i = 0; i < size; i++) made.set(key(i), value(i));
  return made;
}
