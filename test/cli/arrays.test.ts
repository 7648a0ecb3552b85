/** The command and numpy: pickles of several protocols and versions, .npy and .npz. */
import { readFileSync } from 'node:fs';
import { dtypeOf, NdArray, writeNpy } from 'brine/numpy';
import { describe, expect, test } from 'vitest';
import { fixture } from '../fixtures.ts';
import { Built } from './built.ts';

interface Pickled {
  readonly numpy: string;
  readonly protocol: number;
  readonly pickle: string;
}

/** One value, made by conformance/npy/tools.py. */
const pickles: readonly Pickled[] = readFileSync(new URL('../fixtures/array-pickles.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const npz = fixture<Record<string, string>>('npz.json');

const built = new Built();
for (const { numpy, protocol, pickle } of pickles) {
  built.write(`${numpy}-${protocol}.pkl`, Buffer.from(pickle, 'base64'));
}
const names = pickles.map(({ numpy, protocol }) => `${numpy}-${protocol}.pkl`);
const [oldest = '', newest = ''] = [names[0], names.at(-1)];
built.write('b.npz', Buffer.from(npz.savez ?? '', 'base64'));
built.write('c.npz', Buffer.from(npz.savez_compressed ?? '', 'base64'));

const JSON_TEXT = {
  f4: Array.from({ length: 2 }, (_, i) =>
    Array.from({ length: 3 }, (_, j) => Array.from({ length: 4 }, (_, k) => Math.fround((12 * i + 4 * j + k) / 7))),
  ),
  fortran: [
    [0, 1, 2],
    [3, 4, 5],
  ],
  strided: [0, 3, 6, 9],
  'big-endian': [0, 1, 2],
  bool: [true, false],
  complex: ['(1+2j)', '(-0-0.5j)'],
  when: ['2024-07-01T12:30', null],
  span: [90, -1],
  text: ['é', 'xyz'],
  bytes: ['YQ==', 'YmM='],
  table: [
    { id: 1, value: 2.5, tag: 'eA==' },
    { id: 2, value: 'NaN', tag: 'eQ==' },
  ],
  objects: [null, 'two', [3, 4.5], { five: 6 }],
  grid: [
    [1, 'a'],
    [2.5, null],
  ],
  zero: 7.25,
  empty: [],
  scalar: Math.fround(0.1),
  masked: [1.5, null, 3.5],
};

test.for(names)('json of %s: nested lists', (name) => {
  const { out, err, status } = built.run(['json', name]);
  expect(err).toBe('');
  expect(JSON.parse(out)).toEqual(JSON_TEXT);
  expect(status).toBe(0);
});

test.for(names)('tree of %s: dtype, shape and bytes, and what is in arrays of objects', (name) => {
  const { out } = built.run(['tree', name]);
  const lines = out.split('\n').map((line) => line.slice(16).trim());
  expect(lines).toEqual([
    '$  dict of 17 items',
    "['f4']  ndarray float32 (2, 3, 4), 96 bytes",
    "['fortran']  ndarray int64 (2, 3), 48 bytes",
    "['strided']  ndarray uint16 (4,), 8 bytes",
    expect.stringMatching(/^\['big-endian'\] {2}ndarray (>i4|int32) \(3,\), 12 bytes$/),
    "['bool']  ndarray bool (2,), 2 bytes",
    "['complex']  ndarray complex128 (2,), 32 bytes",
    "['when']  ndarray datetime64[m] (2,), 16 bytes",
    "['span']  ndarray timedelta64[s] (2,), 16 bytes",
    "['text']  ndarray <U3 (2,), 24 bytes",
    "['bytes']  ndarray |S2 (2,), 4 bytes",
    expect.stringContaining("['table']  ndarray [('id', '<i4'), ('value', '<f8')"),
    "['objects']  ndarray object (4,)",
    '[0]  None',
    "[1]  'two'",
    '[2]  list of 2 items',
    '[0]  3',
    '[1]  4.5',
    '[3]  dict of 1 item',
    "['five']  6",
    "['grid']  ndarray object (2, 2)",
    '.flat[0]  1',
    ".flat[1]  'a'",
    '.flat[2]  2.5',
    '.flat[3]  None',
    "['zero']  ndarray float64 (), 8 bytes",
    "['empty']  ndarray float64 (0, 3), 0 bytes",
    "['scalar']  np.float32(0.10000000149011612)",
    "['masked']  MaskedArray float64 (3,), 24 bytes",
    '',
  ]);
});

test.for(names)('%s does not differ from what another numpy wrote at another protocol', (name) => {
  for (const other of [oldest, newest]) {
    expect(built.run(['diff', name, other])).toMatchObject({ status: 0, out: '', err: '' });
  }
});

test('json --arrays base64: the bytes, the dtype and the shape', () => {
  const { out } = built.run(['json', '--arrays', 'base64', newest]);
  const { fortran, objects } = JSON.parse(out);
  expect(fortran).toMatchObject({ dtype: '<i8', shape: [2, 3] });
  const data = Buffer.from(fortran.data, 'base64');
  expect(Array.from({ length: 6 }, (_, at) => data.readBigInt64LE(8 * at))).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
  expect(objects).toEqual(JSON_TEXT.objects);
});

test('json --arrays summary: no elements, but what they are', () => {
  const { out } = built.run(['json', '--arrays', 'summary', newest]);
  const { fortran, when, table, objects } = JSON.parse(out);
  expect(fortran).toEqual({ dtype: '<i8', shape: [2, 3], bytes: 48, min: 0, max: 5, mean: 2.5, nan: 0 });
  expect(when).toMatchObject({ dtype: '<M8[m]', min: '2024-07-01T12:30', nan: 1 });
  expect(table).toEqual({ dtype: "[('id', '<i4'), ('value', '<f8'), ('tag', 'S2')]", shape: [2], bytes: 28 });
  expect(objects).toEqual({ dtype: '|O', shape: [4] });
});

test('json --arrays summary and show say that more than 20 million elements have no statistics', () => {
  // No memory is behind the elements: all of them are one byte.
  const array = new NdArray({ data: Uint8Array.of(1), shape: [20_000_001], strides: [0], dtype: dtypeOf('u1') });
  const path = 'many.npy';
  built.write(path, writeNpy(array));
  const { out } = built.run(['json', '--arrays', 'summary', path]);
  expect(JSON.parse(out)).toMatchObject({ bytes: 20_000_001, statistics: 'left out: too many elements' });
  expect(built.run(['show', path]).out).toContain('20.0 MB, statistics left out: too many elements');
});

describe('show', () => {
  test('an array as numpy prints it, and what is in it', () => {
    const { out } = built.run(['show', '--path', 'f4', newest]);
    expect(out).toBe(
      [
        'array([[[0.        , 0.14285715, 0.2857143 , 0.42857143],',
        '        [0.5714286 , 0.71428573, 0.85714287, 1.        ],',
        '        [1.1428572 , 1.2857143 , 1.4285715 , 1.5714285 ]],',
        '',
        '       [[1.7142857 , 1.8571428 , 2.        , 2.142857  ],',
        '        [2.2857144 , 2.4285715 , 2.5714285 , 2.7142856 ],',
        '        [2.857143  , 3.        , 3.142857  , 3.2857144 ]]], dtype=float32)',
        '',
      ].join('\n'),
    );
  });

  test('the least and the greatest element, the mean and how many are none, in the head', () => {
    const { out } = built.run([oldest]);
    expect(out).toContain("arrays      $['f4']: float32 (2, 3, 4), 96 B, min 0, max 3.2857144, mean");
    expect(out).toContain("$['when']: datetime64[m] (2,), 16 B, min 2024-07-01T12:30, max");
    expect(out).toContain('and more than 8; brine tree shows all');
  });

  test('lines of an array within a dict are indented; with --pprint they are as by Python', () => {
    const { out } = built.run([newest]);
    expect(out).toContain(" 'fortran': array([[0, 1, 2],\n                   [3, 4, 5]]),\n");
    const pprint = built.run(['show', '--pprint', newest]).out;
    expect(pprint).toContain(" 'fortran': array([[0, 1, 2],\n       [3, 4, 5]]),\n");
  });
});

test.for([
  ['f4[1][-1]', 'array([2.857143 , 3.       , 3.142857 , 3.2857144], dtype=float32)'],
  ['f4[1][2][3]', 'np.float32(3.2857143878936768)'],
  ['fortran[0]', 'array([0, 1, 2])'],
  ['table.id', 'array([1, 2], dtype=int32)'],
  ["table['value'][0]", 'np.float64(2.5)'],
  ['objects[2][0]', '3'],
] as const)('the path %s leads into an array', ([path, expected]) => {
  for (const name of [oldest, newest]) expect(built.run(['show', '--path', path, name]).out).toBe(`${expected}\n`);
});

test('a path beyond an array leads nowhere, and an element cannot be changed', () => {
  expect(built.run(['show', '--path', 'fortran[2]', newest]).err).toContain('fortran');
  expect(built.run(['show', '--path', 'table.name', newest]).status).toBe(2);
  expect(built.run(['edit', '--dry-run', newest, 'fortran[0][0]=1']).status).toBe(2);
});

describe('diff', () => {
  test.for([
    ['one element', ['b.npz', 'edited.npz'], [], "~ $['weights']: 1 of 12 elements: first at [0, 1] 1.0 -> 1.5\n"],
    ['within a tolerance', ['b.npz', 'edited.npz'], ['--tolerance', '0.5'], ''],
    ['beyond a tolerance', ['b.npz', 'edited.npz'], ['--tolerance', '0.1'], 'first at [0, 1] 1.0 -> 1.5'],
    ['another shape', ['row.npy', 'column.npy'], [], '~ $: ndarray float64 (1, 2) -> ndarray float64 (2, 1)\n'],
    ['another dtype', ['row.npy', 'ints.npy'], [], '~ $: ndarray float64 (1, 2) -> ndarray int64 (1, 2)\n'],
    ['another dtype, with a tolerance', ['row.npy', 'ints.npy'], ['--tolerance', '0'], ''],
    ['NaN and -0', ['nan.npy', 'zero.npy'], [], '~ $: 1 of 2 elements: first at [1] 0.0 -> -0.0\n'],
  ] as const)('%s', ([, files, flags, expected]) => {
    const weights = Buffer.from(npz.savez ?? '', 'base64');
    const at = weights.indexOf(Buffer.from(Float32Array.of(0, 1, 2).buffer)) + 4;
    weights.writeFloatLE(1.5, at);
    built.write('edited.npz', withoutChecksum(weights));
    built.write('row.npy', npy("'<f8'", '(1, 2)', Float64Array.of(1, 2)));
    built.write('column.npy', npy("'<f8'", '(2, 1)', Float64Array.of(1, 2)));
    built.write('ints.npy', npy("'<i8'", '(1, 2)', BigInt64Array.of(1n, 2n)));
    built.write('nan.npy', npy("'<f8'", '(2,)', Float64Array.of(Number.NaN, 0)));
    built.write('zero.npy', npy("'<f8'", '(2,)', Float64Array.of(Number.NaN, -0)));
    const { out, status } = built.run(['diff', ...flags, ...files]);
    if (expected === '') expect(out).toBe('');
    else expect(out).toContain(expected);
    expect(status).toBe(expected === '' ? 0 : 1);
  });
});

/** A `.npy` file. */
function npy(descr: string, shape: string, data: ArrayBufferView): Buffer {
  const text = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  const begin = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${text}\n`, 'latin1');
  return Buffer.concat([begin, Buffer.from(data.buffer)]);
}

/** An archive whose first member has the checksum of what it is now. */
function withoutChecksum(archive: Buffer): Buffer {
  const old = archive.readUInt32LE(14);
  const nameLength = archive.readUInt16LE(26);
  const start = 30 + nameLength + archive.readUInt16LE(28);
  const end = archive.indexOf(Buffer.from('PK\x03\x04', 'latin1'), 4);
  const crc = crcOf(archive.subarray(start, end));
  const sought = Buffer.alloc(4);
  sought.writeUInt32LE(old);
  for (let at = archive.indexOf(sought); at >= 0; at = archive.indexOf(sought, at + 4)) archive.writeUInt32LE(crc, at);
  return archive;
}

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb8_8320 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

describe('.npy and .npz', () => {
  test('are shown, drawn, printed as JSON and compared like pickles', () => {
    const { out } = built.run(['b.npz']);
    expect(out).toMatch(
      /^file {8}1\.\d kB, \.npz\narrays {6}\$\['weights'\]: float32 \(3, 4\), 48 B, min 0, max 11, mean/,
    );
    expect(built.run(['tree', 'c.npz']).out).toContain("['f order']  ndarray >i2 (2, 3), 12 bytes");
    expect(JSON.parse(built.run(['json', 'c.npz']).out)['dir/name.npy']).toEqual(['a', 'bcd']);
    expect(built.run(['diff', 'b.npz', 'c.npz'])).toMatchObject({ status: 0, out: '' });
    expect(built.run(['show', '--path', 'weights', 'b.npz']).out).toContain('array([[ 0.,  1.,  2.,  3.],');
  });

  test('are not pickles for what is about pickles', () => {
    built.write('a.npy', npy("'<f8'", '(1,)', Float64Array.of(1)));
    for (const command of ['dis', 'globals', 'optimize']) {
      const { err, status } = built.run([command, 'a.npy']);
      expect(err).toContain('not a pickle but a numpy array (.npy)');
      expect(status).toBe(2);
    }
  });

  test('a broken one says what is wrong, and where', () => {
    built.write('cut.npy', npy("'<f8'", '(2,)', Float64Array.of(1)));
    const { err } = built.run(['show', 'cut.npy']);
    expect(err).toContain('the data of float64 of the shape (2) have 16 bytes, and 8 are left (at byte 128)');
  });
});

describe('convert', () => {
  test('to .npy and back to a pickle', () => {
    expect(built.run(['convert', '--to', 'npy', '--path', 'fortran', '-o', 'f.npy', newest]).err).toBe('');
    expect(built.read('f.npy').toString('latin1')).toContain(
      "{'descr': '<i8', 'fortran_order': True, 'shape': (2, 3), }",
    );
    built.run(['convert', '-o', 'f.pkl', 'f.npy']);
    expect(built.run(['json', 'f.pkl']).out).toBe('[[0,1,2],[3,4,5]]\n');
  });

  test('of a .npz, only the array that a path begins with is read', () => {
    const damaged = Buffer.from(npz.savez ?? '', 'base64');
    const at = damaged.indexOf('\x93NUMPY', damaged.indexOf('dir/name.npy.npy'), 'latin1');
    damaged.fill(0, at, at + 8);
    built.write('damaged.npz', damaged);
    expect(built.run(['show', 'damaged.npz']).status).toBe(2);
    for (const path of ['weights', "$['weights']", "['weights']", '$.weights']) {
      const { out, status } = built.run(['show', '--path', path, 'damaged.npz']);
      expect([path, status, out]).toEqual([path, 0, built.run(['show', '--path', path, 'b.npz']).out]);
    }
    expect(built.run(['json', '--path', 'weights[0][1]', 'damaged.npz']).out).toBe('1.0\n');
    expect(built.run(['convert', '--to', 'csv', '--path', 'weights', 'damaged.npz']).out).toContain('0.0,1.0,2.0,3.0');
    expect(built.run(['json', '--path', 'missing', 'b.npz']).status).toBe(2);
  });

  test('to .npz, of a dict or of one array', () => {
    built.run(['convert', '--to', 'npz', '-o', 'all.npz', 'b.npz']);
    expect(built.run(['diff', 'all.npz', 'b.npz']).status).toBe(0);
    built.run(['convert', '--to', 'npz', '--path', 'f4', '-o', 'one.npz', newest]);
    expect(built.run(['tree', 'one.npz']).out).toContain("['arr_0']  ndarray float32 (2, 3, 4), 96 bytes");
  });

  test.for([
    ['f4', 'an array of 3 axes is no table: take a part of it with --path'],
    ['scalar', 'a table is an array, a dict of columns or a list of rows'],
  ] as const)('%s to CSV is refused', ([path, message]) => {
    const { err, status } = built.run(['convert', '--to', 'csv', '--path', path, newest]);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });

  test.for([
    ['fortran', '0,1,2\n3,4,5\n'],
    ['table', "id,value,tag\n1,2.5,b'x'\n2,nan,b'y'\n"],
    ['when', '2024-07-01T12:30\n""\n'],
    ['text', 'é\nxyz\n'],
  ] as const)('%s to CSV', ([path, expected]) => {
    expect(built.run(['convert', '--to', 'csv', '--path', path, newest]).out).toBe(expected);
  });

  test('to JSON, as brine json prints it', () => {
    expect(built.run(['convert', '--to', 'json', oldest]).out).toBe(built.run(['json', oldest]).out);
  });

  test.for([
    [['--to', 'npy', 'b.npz'], 'the value is not a numpy array; give the path of one with --path'],
    [['--to', 'npz', '--path', 'objects[2]'], '--to npz needs a numpy array or a dict of numpy arrays'],
    [['--to', 'npy', '--protocol', '4', 'b.npz'], '--protocol and --python can only be used with --to pickle'],
    [['--path', 'f4'], '--path needs --to with a format other than pickle'],
    [['--to', 'xls', 'b.npz'], '--to takes pickle, npy, npz, json, csv'],
  ] as const)('%j is refused', ([argv, message]) => {
    const file = argv.at(-1)?.endsWith('.npz') === true ? [] : [newest];
    const { err, status } = built.run(['convert', ...argv, ...file]);
    expect(err).toContain(message);
    expect(status).toBe(2);
  });
});
