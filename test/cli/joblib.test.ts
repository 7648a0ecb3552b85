/** The command and joblib: files of several versions, compressed or not, old and broken ones. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dumps, Global, Instance } from 'brine';
import { describe, expect, test } from 'vitest';
import { type Fixture, fromBase64 } from '../../conformance/joblib/summary.ts';
import { fixture } from '../fixtures.ts';
import { Built } from './built.ts';

const built = new Built();
const legacyFiles = fixture<Readonly<Record<string, string>>>('joblib/legacy.json.gz');
const legacy = (name: string): Uint8Array => fromBase64(legacyFiles[name] ?? '');
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

  test('the old container is opened', () => {
    built.write('old.gz', legacy('joblib_0.9.2_compressed_pickle_py35_np19.gz'));
    expect(built.run(['old.gz']).out).toContain('array([0, 1, 2, 3, 4])');
  });
});

const OLD = Object.keys(legacyFiles).filter((name) => name.endsWith('.pkl') && `${name}_01.npy` in legacyFiles);

describe('arrays in files beside, as joblib before 0.10 wrote them', () => {
  test.for(OLD)('show --siblings of %s', (name) => {
    for (const other of Object.keys(legacyFiles)) if (other.startsWith(name)) built.write(other, legacy(other));
    const { out, err, status } = built.run(['show', '--siblings', name]);
    expect(status).toBe(0);
    expect(err).toMatch(/^$|latin1/);
    expect(out).toMatch(/^file {8}\d+ B, joblib$/m);
    expect(out).toContain('array([0, 1, 2, 3, 4])');
    expect(out.replace(/\s+/g, ' ')).toMatch(/array\(\[1, 'abc', \{'[ab]': [12], '[ab]': [12]\}\], dtype=object\)/);
    expect(out).not.toContain('NDArrayWrapper(');
  });

  const [name = ''] = OLD.slice(-1);

  test('json, tree, diff and convert read them too', () => {
    const json = JSON.parse(built.run(['json', '--siblings', name]).out) as unknown[];
    expect(json.slice(0, 3)).toEqual([
      [0, 1, 2, 3, 4],
      [0, 1, 2, 3, 4],
      [1, 'abc', { a: 1, b: 2 }],
    ]);
    expect(built.run(['tree', '--siblings', name]).out).toContain('ndarray int64 (5,), 40 bytes');
    expect(built.run(['convert', '--siblings', '-o', 'all.pkl', name])).toMatchObject({ status: 0 });
    expect(built.run(['diff', '--siblings', name, 'all.pkl'])).toEqual({ status: 0, out: '', err: '' });
    expect(built.run(['globals', 'all.pkl']).out).not.toContain('joblib');
  });

  test.for(['show', 'json', 'tree', 'convert'])(
    '%s without --siblings names it, and reads no other file',
    (command) => {
      const { out, err, status } = built.run([command, name, ...(command === 'convert' ? ['-o', 'none.pkl'] : [])]);
      expect([out, status]).toEqual(['', 2]);
      expect(err).toBe(
        `brine: ${name}: joblib before 0.10 wrote the elements of 4 arrays to other files, the first to ` +
          `'${name}_01.npy'; --siblings reads them from its folder; brine dis and brine globals do not need them\n`,
      );
    },
  );

  test('dis and globals need none of them', () => {
    for (const command of ['dis', 'globals']) {
      expect(built.run([command, name])).toMatchObject({ err: '', status: 0 });
    }
  });

  test('a file that is not there is named; standard input has no folder', () => {
    mkdirSync(join(built.folder, 'elsewhere'));
    built.write('elsewhere/alone.pkl', legacy(name));
    const { err, status } = built.run(['json', '--siblings', 'elsewhere/alone.pkl']);
    expect(status).toBe(2);
    expect(err).toBe(
      `brine: elsewhere/alone.pkl: joblib wrote an array to elsewhere/${name}_01.npy, and there is no such file\n`,
    );
    expect(built.run(['json', '--siblings', '-'], legacy(name)).err).toContain('--siblings needs a file in a folder');
  });

  test.for(['../x_01.npy', '..', '/etc/passwd', 'a/b', 'a\\b', 'c:x'])('the name %j is refused', (given) => {
    const wrapper = new Instance(Global.of('joblib.numpy_pickle.NDArrayWrapper'));
    wrapper.build({ filename: given, subclass: Global.of('numpy.ndarray') });
    built.write('leads-out.pkl', dumps([wrapper]));
    for (const flags of [[], ['--siblings']]) {
      const { out, err, status } = built.run(['show', ...flags, 'leads-out.pkl']);
      expect([out, status]).toEqual(['', 2]);
      expect(err).toMatch(/a wrapper of joblib has a name of a file that leads out of its folder .*\(at byte \d+\)\n$/);
    }
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
  expect(err).toContain(
    `${command} cannot change a file of joblib, because elements of arrays stand between its opcodes; brine convert -o plain.pkl twice.joblib makes a plain pickle`,
  );
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
