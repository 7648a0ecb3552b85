/** Random arrays: views show what Arrays would, and pickles give back what was written. */
import { dumps, loads, type PickleBuffer } from 'brine';
import { dtypeOf, NdArray, numpy } from 'brine/numpy';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const DTYPES = [
  '?',
  'i1',
  '>i2',
  'u4',
  '<i8',
  '>u8',
  '<f2',
  '<f4',
  '>f8',
  '<c8',
  '>c16',
  '<M8[us]',
  '>m8[D]',
  'S3',
  'V5',
];
const STRUCTS = ['i1,>f8', '>i2,(2,2)<f4', 'S2,>M8[us]'];

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const arrays = fc
  .tuple(fc.constantFrom(...DTYPES, ...STRUCTS), shapes, fc.boolean())
  .chain(([spelling, shape, isFortran]) => {
    const dtype = dtypeOf(spelling);
    const length = shape.reduce((all, size) => all * size, dtype.itemsize);
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => NdArray.fromBytes(bytes, dtype, shape, isFortran ? 'F' : 'C'));
  });

/** A view of an array, and the same of nested Arrays. */
interface Shown {
  readonly array: NdArray;
  readonly nested: unknown;
}

const steps = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('transpose' as const), by: fc.nat(5) }),
    fc.record({
      kind: fc.constant('slice' as const),
      axis: fc.nat(3),
      start: fc.option(fc.integer({ min: -6, max: 6 })),
      stop: fc.option(fc.integer({ min: -6, max: 6 })),
      step: fc.constantFrom(1, 2, 3, -1, -2),
    }),
    fc.record({ kind: fc.constant('index' as const), axis: fc.nat(3), at: fc.nat(9) }),
  ),
  { maxLength: 4 },
);
type Step = (typeof steps extends fc.Arbitrary<infer T> ? T : never) extends readonly (infer S)[] ? S : never;

function taken({ array, nested }: Shown, step: Step): Shown {
  if (array.ndim === 0) return { array, nested };
  if (step.kind === 'transpose') {
    const axes = array.shape.map((_, axis) => (axis + step.by) % array.ndim);
    return { array: array.transpose(axes), nested: transposed(nested, array.shape, axes) };
  }
  const axis = step.axis % array.ndim;
  const size = array.shape[axis] ?? 0;
  const before = new Array<null>(axis).fill(null);
  if (step.kind === 'index') {
    if (size === 0) return { array, nested };
    return {
      array: array.slice(...before, step.at % size),
      nested: along(nested, axis, (items) => items[step.at % size]),
    };
  }
  const range = [step.start, step.stop, step.step] as const;
  return { array: array.slice(...before, range), nested: along(nested, axis, (items) => pythonSlice(items, range)) };
}

function along(value: unknown, axis: number, change: (items: readonly unknown[]) => unknown): unknown {
  const items = value as readonly unknown[];
  return axis === 0 ? change(items) : items.map((item) => along(item, axis - 1, change));
}

/** Python's `items[start:stop:step]`, index by index. */
function pythonSlice(
  items: readonly unknown[],
  [start, stop, step]: readonly [number | null, number | null, number],
): unknown[] {
  const { length } = items;
  const near = (at: number | null, fallback: number): number => {
    if (at === null) return fallback;
    const whole = at < 0 ? at + length : at;
    return step > 0 ? Math.min(Math.max(whole, 0), length) : Math.min(Math.max(whole, -1), length - 1);
  };
  const out: unknown[] = [];
  const end = near(stop, step > 0 ? length : -1);
  for (let at = near(start, step > 0 ? 0 : length - 1); step > 0 ? at < end : at > end; at += step) out.push(items[at]);
  return out;
}

function transposed(nested: unknown, shape: readonly number[], axes: readonly number[]): unknown {
  const build = (index: readonly number[]): unknown => {
    const axis = axes[index.length];
    if (axis === undefined) {
      const place = shape.map((_, old) => index[axes.indexOf(old)] ?? 0);
      return place.reduce<unknown>((value, at) => (value as readonly unknown[])[at], nested);
    }
    return Array.from({ length: shape[axis] ?? 0 }, (_, at) => build([...index, at]));
  };
  return build([]);
}

test('slices, indexes and other orders of axes show what nested Arrays do', () => {
  fc.assert(
    fc.property(arrays, steps, (array, all) => {
      let shown: Shown = { array, nested: array.toNested() };
      for (const step of all) shown = taken(shown, step);
      expect(shown.array.toNested()).toEqual(shown.nested);
      expect(shown.array.copy().toNested()).toEqual(shown.nested);
      expect(shown.array.reshape([-1]).size).toBe(shown.array.size);
    }),
    { numRuns: 500 },
  );
});

test('a pickle of any view gives the same elements, dtype and shape, at every protocol and of every version', () => {
  const protocols = fc.constantFrom(0, 1, 2, 3, 4, 5) as fc.Arbitrary<0 | 1 | 2 | 3 | 4 | 5>;
  const codecs = fc.constantFrom(numpy, numpy.like('1.26'), numpy.like('2.4'));
  fc.assert(
    fc.property(arrays, steps, protocols, codecs, fc.boolean(), (array, all, protocol, codec, outOfBand) => {
      let shown: Shown = { array, nested: array.toNested() };
      for (const step of all) shown = taken(shown, step);
      const buffers: PickleBuffer[] = [];
      const bufferCallback = (buffer: PickleBuffer) => void buffers.push(buffer);
      const pickle = dumps(shown.array, {
        codecs: [codec],
        protocol,
        ...(outOfBand && protocol === 5 ? { bufferCallback } : {}),
      });
      const read = loads<NdArray>(pickle, { codecs: [numpy], buffers: buffers.map(({ bytes }) => bytes) });
      expect(read.toNested()).toEqual(shown.nested);
      expect([read.shape, read.dtype.toString()]).toEqual([shown.array.shape, shown.array.dtype.toString()]);
      expect(read.equals(shown.array)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
