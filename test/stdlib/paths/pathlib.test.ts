import { describe, expect, test } from 'vitest';
import { Dict, dumps, loads } from '../../../src/index.ts';
import { PYTHON_VERSIONS } from '../../../src/python-version.ts';
import { PosixPath, PurePosixPath, PureWindowsPath, WindowsPath } from '../../../src/stdlib.ts';
import { repr } from '../../../src/tools.ts';
import { localPythons, oracle, runPython } from '../../oracle.ts';
import { bothDirections } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('PosixPath', () =>
    checkRows('PosixPath', (value) => {
      expect(value).toBeInstanceOf(PosixPath);
      expect((value as PosixPath).parts).toEqual(['a', '..', 'b']);
    }));
  test('PurePosixPath', () => checkRows('PurePosixPath empty', (value) => expect(value).toEqual(new PurePosixPath())));
});

test.each([
  'PurePosixPath()',
  'PurePosixPath("/", "a", "b")',
  'PurePosixPath("a//./b/", "../c")',
  'PurePosixPath("x", "/etc", "passwd")',
  'PurePosixPath("//net/share")',
  'PurePosixPath("///x")',
  'PurePosixPath("h\\u00e9 \\u20ac\'")',
  'PosixPath("a") / "b"',
  'PureWindowsPath("C:/a", "b")',
  'PureWindowsPath("C:a")',
])('%s', async (expression) => {
  await bothDirections(expression, () => undefined, { setup: 'import pathlib\nfrom pathlib import *' });
});

/** Segments, for `str` and `parts` as Python has them. */
const SEGMENTS: readonly (readonly string[])[] = [
  [],
  [''],
  ['.'],
  ['a', '', 'b'],
  ['/'],
  ['//a/b'],
  ['///a'],
  ['a/./b/..//c/'],
  ['x', '/y', 'z'],
  ['C:\\a\\b'],
  ['C:/a', 'b/c'],
  ['C:a', 'b'],
  ['C:'],
  ['C:', 'a'],
  ['C:\\'],
  ['C:\\a', 'D:b'],
  ['C:\\a', 'c:b'],
  ['C:a', 'c:b', 'C:\\d'],
  ['C:\\a', '\\b'],
  ['\\a', 'b'],
  ['\\\\server\\share\\a'],
  ['\\\\server\\share'],
  ['//server/share/a/b'],
  ['\\\\server'],
  ['\\\\?\\C:\\a'],
  ['\\\\?\\UNC\\server\\share\\a'],
  ['\\\\.\\COM1'],
  ['\\\\server\\share', '\\x'],
  ['./C:x'],
  ['a', 'C:'],
];

test.each([
  ['PurePosixPath', PurePosixPath],
  ['PureWindowsPath', PureWindowsPath],
] as const)('%s is taken apart as Python does', async (name, type) => {
  const python = await oracle();
  python.run('import pathlib');
  const list = JSON.stringify(SEGMENTS);
  const theirs = python.evaluate(
    `[(str(p), repr(p), list(p.parts), p.name) for p in (pathlib.${name}(*s) for s in ${list})]`,
  );
  const ours = SEGMENTS.map((segments) => new type(...segments)).map((path) => [
    path.path,
    repr(path),
    path.parts,
    path.name,
  ]);
  expect(ours).toEqual(theirs);
});

test.each(localPythons().map(({ version, command }) => ({ version, command })))('Python $version', (local) => {
  const paths = [new PurePosixPath('/a', 'b'), new PureWindowsPath('C:/x', 'y'), new PosixPath()];
  const python = PYTHON_VERSIONS.find((version) => version === local.version) ?? '3.14';
  const script = 'import sys, pickle; x = pickle.load(sys.stdin.buffer); sys.stdout.write(repr(x))';
  expect(runPython(local, script, dumps(paths, { python })).toString()).toBe(
    `[${paths.map((path) => repr(path)).join(', ')}]`,
  );
  const write = `import sys, pickle, pathlib as p
x = [p.PurePosixPath('/a', 'b'), p.PureWindowsPath('C:/x', 'y'), p.PosixPath()]
sys.stdout.buffer.write(pickle.dumps(x, 4))`;
  const loaded = loads(runPython(local, write)) as typeof paths;
  expect(loaded.map(String)).toEqual(paths.map(String));
  expect(loaded.map((path) => path.constructor)).toEqual([PurePosixPath, PureWindowsPath, PosixPath]);
});

test('paths are equal by value, on Windows whatever the case', () => {
  expect(new Dict<unknown, number>([[new PosixPath('a/b'), 1]]).get(new PurePosixPath('a', 'b'))).toBe(1);
  expect(new Dict<unknown, number>([[new WindowsPath('C:/A'), 1]]).get(new PureWindowsPath('c:\\a'))).toBe(1);
  expect(new Dict<unknown, number>([[new PosixPath('A'), 1]]).get(new PosixPath('a'))).toBeUndefined();
  expect(JSON.stringify(new WindowsPath('C:/A'))).toBe('"C:\\\\A"');
});
