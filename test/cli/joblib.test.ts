/** The command and joblib: files of several versions, compressed or not, old and broken ones. */
import { describe, expect, test } from 'vitest';
import { type Fixture, fromBase64 } from '../../conformance/joblib/summary.ts';
import { fixture } from '../fixtures.ts';
import { Built } from './built.ts';

const built = new Built();
const { rows } = fixture<Fixture>('joblib/1.6.json.gz');
const bytesOf = (name: string): Uint8Array => {
  const row = rows.find((one) => one.name === name && one.protocol === null);
  if (row === undefined) throw new Error(name);
  return fromBase64(row.file);
};
built.write('twice.joblib', bytesOf('the same array twice'));
built.write('objects.joblib', bytesOf('objects'));
built.write('none.joblib', bytesOf('without arrays'));
for (const compress of ['zlib', 'gzip', 'bz2', 'xz', 'lzma', 'lz4']) {
  built.write(`${compress}.joblib`, bytesOf(`compressed with ${compress}`));
}

describe('show', () => {
  test('names the container, what wrote the file, its globals and arrays, and prints the value', () => {
    const { out, err, status } = built.run(['twice.joblib']);
    expect([err, status]).toEqual(['', 0]);
    expect(out).toMatch(/^file {8}\d+ B, joblib$/m);
    expect(out).toMatch(/^protocol {4}4, \d+ opcodes$/m);
    expect(out).toMatch(/^written by {2}joblib, Python/m);
    expect(out).toContain('joblib.numpy_pickle.NumpyArrayWrapper, numpy.ndarray');
    expect(out).toContain("$['a']: float64 (3,), 24 B, min 0, max 2");
    expect(out.replace(/\s+/g, ' ')).toContain("'c': [array([0., 1., 2.]), 'text', 1.5]}");
  });

  test.for(['zlib', 'gzip', 'bz2', 'xz', 'lzma', 'lz4'])('opens %s by content', (compress) => {
    const { out, err } = built.run([`${compress}.joblib`]);
    expect(err).toBe('');
    expect(out).toMatch(new RegExp(`^file .*, ${compress}, .* unpacked, joblib$`, 'm'));
    expect(out).toContain("'name': 'spam'");
  });

  test('a file without arrays is a plain pickle', () => {
    expect(built.run(['none.joblib']).out).not.toContain('joblib');
  });

  test('a path leads into an array', () => {
    expect(built.run(['show', '--path', "['a'][1]", 'twice.joblib']).out).toBe('np.float64(1.0)\n');
  });

  test('the old container is opened; its arrays in other files stay what they are', () => {
    const files = fixture<Readonly<Record<string, string>>>('joblib/legacy.json.gz');
    for (const name of ['joblib_0.9.2_compressed_pickle_py35_np19.gz', 'joblib_0.9.2_pickle_py35_np19.pkl']) {
      built.write(name, fromBase64(files[name] ?? ''));
    }
    expect(built.run(['joblib_0.9.2_compressed_pickle_py35_np19.gz']).out).toContain('array([0, 1, 2, 3, 4])');
    expect(built.run(['joblib_0.9.2_pickle_py35_np19.pkl']).out).toContain('joblib_0.9.2_pickle_py35_np19.pkl_01.npy');
  });
});

test('dis prints a line for the elements, and goes on', () => {
  const { out, err, status } = built.run(['dis', 'twice.joblib']);
  expect([err, status]).toEqual(['', 0]);
  expect(out.match(/\(\d+ bytes that are not opcodes\)/g)).toHaveLength(3);
  expect(out).toMatch(/highest protocol among opcodes = 4\n$/);
  const lines = built.run(['dis', '--json', 'twice.joblib']).out.trim().split('\n');
  const trailing = lines.map((line) => (JSON.parse(line) as { trailing?: number }).trailing ?? 0);
  expect(trailing.filter((count) => count > 0)).toHaveLength(3);
});

test('tree, json and diff have the arrays', () => {
  expect(built.run(['tree', 'twice.joblib']).out).toContain("['a']  ndarray float64 (3,), 24 bytes");
  const json = JSON.parse(built.run(['json', 'twice.joblib']).out) as unknown;
  expect(json).toEqual({ a: [0, 1, 2], b: [0, 1, 2], c: [[0, 1, 2], 'text', 1.5] });
  expect(built.run(['diff', 'twice.joblib', 'twice.joblib'])).toEqual({ status: 0, out: '', err: '' });
  expect(built.run(['diff', 'twice.joblib', 'objects.joblib']).status).toBe(1);
});

test('globals lists those of the pickle around the arrays, and of the pickles of arrays of objects', () => {
  const { out, err } = built.run(['globals', 'objects.joblib']);
  expect(err).toBe('');
  expect(out).toContain('joblib.numpy_pickle.NumpyArrayWrapper  object made');
  expect(out).toContain('numpy._core.multiarray._reconstruct  called');
});

test('convert makes a plain pickle', () => {
  expect(built.run(['convert', '--protocol', '2', 'twice.joblib', '-o', 'plain.pkl']).err).toContain('proved equal');
  expect(built.run(['globals', 'plain.pkl']).out).not.toContain('joblib');
  expect(built.run(['diff', 'plain.pkl', 'twice.joblib'])).toMatchObject({ status: 0 });
});

test.for([
  ['optimize', 'twice.joblib', '-o', 'made.pkl'],
  ['edit', 'twice.joblib', "['c'][1]='other'"],
])('%s refuses the file, says what to do, and leaves it as it is', ([command = '', ...rest]) => {
  const { out, err, status } = built.run([command, ...rest]);
  expect([out, status]).toEqual(['', 2]);
  expect(err).toContain(`${command} cannot change it; brine convert -o plain.pkl twice.joblib makes a plain pickle`);
  expect(built.run(['convert', '-o', 'plain.pkl', 'twice.joblib']).status).toBe(0);
  expect(built.run(['edit', 'plain.pkl', "['c'][1]='other'"]).err).toContain('1 value changed');
});

test('what follows the pickle is still seen', () => {
  built.write('more.joblib', Buffer.concat([bytesOf('int64'), Buffer.from('N.')]));
  expect(built.run(['show', '--all', 'more.joblib']).out).toContain('--- pickle 2 ---');
});

test.for(['show', 'tree', 'json', 'dis', 'globals'])('%s of a broken file says where it breaks', (command) => {
  const whole = bytesOf('the same array twice');
  built.write('cut.joblib', whole.subarray(0, whole.length - 60));
  const { err, status } = built.run([command, 'cut.joblib']);
  expect(status).toBe(2);
  // The error of dis is that of pickletools.
  expect(err).toMatch(
    command === 'dis'
      ? /^brine: cut\.joblib: ValueError: /
      : /^brine: cut\.joblib: pickle data was truncated \(at byte \d+\)\n$/,
  );
});

describe('several files of joblib, one behind the other', () => {
  const one = bytesOf('the same array twice');
  const two = bytesOf('objects');
  built.write('several.joblib', Buffer.concat([one, two, one]));
  built.write('broken.joblib', Buffer.concat([one, Buffer.from('spam')]));

  test('show, json and tree read each', () => {
    const shown = built.run(['show', '--all', 'several.joblib']);
    expect([shown.err, shown.status]).toEqual(['', 0]);
    expect(shown.out.split(/^--- pickle \d ---$/m)).toHaveLength(4);
    expect(shown.out.match(/'text', 1\.5\]\}/g)).toHaveLength(2);
    const lines = (name: string) => built.run(['json', '--all', name]).out.trim().split('\n');
    expect(lines('several.joblib')).toEqual([
      ...lines('twice.joblib'),
      ...lines('objects.joblib'),
      ...lines('twice.joblib'),
    ]);
    expect(built.run(['tree', '--all', 'several.joblib'])).toMatchObject({ err: '', status: 0 });
  });

  test('dis and globals go through all of them', () => {
    const dis = built.run(['dis', '--all', 'several.joblib']);
    expect([dis.err, dis.status]).toEqual(['', 0]);
    const stops = (name: string) => built.run(['dis', '--all', name]).out.match(/^ *\d+: \. +STOP$/gm)?.length ?? 0;
    expect(stops('twice.joblib')).toBe(1);
    expect(stops('several.joblib')).toBe(2 * stops('twice.joblib') + stops('objects.joblib'));
    expect(built.run(['globals', '--all', 'several.joblib'])).toMatchObject({ err: '', status: 0 });
  });

  test('what is no pickle behind the first is reported as such', () => {
    const { out, err, status } = built.run(['show', 'broken.joblib']);
    expect(status).toBe(2);
    expect(out).toContain("'text', 1.5]}");
    expect(err).toMatch(/4 trailing bytes|not a pickle/);
  });
});
