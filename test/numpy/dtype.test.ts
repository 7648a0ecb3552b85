/** dtypes against what numpy 2.4 says of them: conformance/numpy/measure_dtypes.py. */
import { pythonEquals } from 'brine';
import { pythonRepr } from 'brine/codec';
import { type DTypeLike, dtypeOf } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import measured from '../fixtures/numpy-dtypes.json' with { type: 'json' };

const likeOf = (spelling: unknown): DTypeLike => spelling as DTypeLike;
const shown = (spelling: unknown): string => JSON.stringify(spelling);

describe('a dtype has the properties that numpy gives it', () => {
  test.for(measured.dtypes.map((row) => [shown(row.spelling), row] as const))('%s', ([, row]) => {
    const dtype = dtypeOf(likeOf(row.spelling));
    const { kind, name, str, itemsize, alignment, hasObject, names } = dtype;
    expect({ kind, name, str, itemsize, alignment, hasObject, names: names ?? null }).toEqual({
      kind: row.kind,
      name: row.name,
      str: row.str,
      itemsize: row.itemsize,
      alignment: row.alignment,
      hasObject: row.hasObject,
      names: row.names,
    });
    expect(dtype.fields?.map(({ offset }) => offset) ?? []).toEqual(row.offsets);
    expect(dtype.toString()).toBe(row.text);
  });
});

describe('a dtype is written as numpy writes it', () => {
  const rows = measured.dtypes.filter(({ kind }) => kind !== 'T');
  test.for(rows.map((row) => [shown(row.spelling), row] as const))('%s', ([, row]) => {
    const dtype = dtypeOf(likeOf(row.spelling));
    expect(pythonRepr(dtype)).toBe(row.repr);
    if (row.descr === null) expect(() => dtype.descr).toThrow(RangeError);
    else expect(dtype.descr).toEqual(row.descr);
    // What is written is read as the same; a list says nothing of alignment and of sub-arrays as a whole.
    const again = dtype.isAligned || dtype.shape !== undefined ? undefined : dtypeOf(likeOf(row.descr ?? row.spelling));
    if (again !== undefined) expect(again.equals(dtype), `${again} ${dtype}`).toBe(true);
  });
});

test.for(measured.refused)("'%s' is no dtype, as in numpy", (spelling) => {
  expect(() => dtypeOf(spelling)).toThrow(RangeError);
});

test.for([null, 4, true, {}, [['a']], [[1, 'i4']], [['a', 'i4', 1, 2]]])('%j is no spelling', (given) => {
  expect(() => dtypeOf(likeOf(given))).toThrow(TypeError);
});

describe('two spellings of one dtype are one object, so that a pickle has it once', () => {
  test.for([
    ['f4', 'float32'],
    ['<i8', 'int'],
    ['?', 'bool'],
    ['M8[ns]', 'datetime64[ns]'],
  ] as const)('%s and %s', ([a, b]) => {
    expect(dtypeOf(a)).toBe(dtypeOf(b));
  });
});

describe('equals', () => {
  const struct = [
    ['a', 'i4'],
    ['b', [['x', 'f8']]],
  ];
  test.for([
    ['<f4', '>f4', false],
    ['M8[ns]', 'M8[us]', false],
    ['M8[ns]', 'm8[ns]', false],
    ['U3', 'U3', true],
    ['U3', 'U4', false],
    [struct, [['a', 'i4'], struct[1]], true],
    [struct, [['a', 'u4'], struct[1]], false],
    [struct, [['c', 'i4'], struct[1]], false],
    ['(2,3)f4', '(3,2)f4', false],
    ['(2,3)f4', '(2,3)f4', true],
  ] as const)('%j and %j: %s', ([a, b, expected]) => {
    expect(dtypeOf(likeOf(a)).equals(dtypeOf(likeOf(b)))).toBe(expected);
    expect(pythonEquals(dtypeOf(likeOf(a)), dtypeOf(likeOf(b)))).toBe(expected);
  });
});

describe('a dtype that is too much is refused at once', () => {
  test('fields that double 30 times', () => {
    let dtype = dtypeOf([['a', 'i1']]);
    expect(() => {
      for (let i = 0; i < 30; i++) {
        const dict: DTypeLike = { names: ['a', 'b'], formats: [dtype, dtype], offsets: [0, 0] };
        dtype = dtypeOf(dict);
      }
    }).toThrow(/more than 65536 fields/);
  });

  test('more than 64 levels', () => {
    let dtype = dtypeOf('i1');
    expect(() => {
      for (let i = 0; i < 100; i++) dtype = dtypeOf([['a', dtype]]);
    }).toThrow(/more than 64 levels/);
  });

  test.for(['V99999999999', 'U999999999', '(99999,99999)f8', '(9999999999999,)V0', '(-1,)i4'])('%s', (spelling) => {
    expect(() => dtypeOf(spelling)).toThrow(RangeError);
  });
});
