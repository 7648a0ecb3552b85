/** The Pythons that the conformance tests ask are real, and answer what they are asked. */
import { beforeAll, describe, expect, test } from 'vitest';
import { hex } from './fixtures.ts';
import { localPythons, type Oracle, oracle, runPython } from './oracle.ts';

describe('the CPython of pyodide', () => {
  let python: Oracle;
  beforeAll(async () => {
    python = await oracle();
  });

  test('is 3.14 with the C pickle, and is loaded once', async () => {
    expect(python.version).toMatch(/^3\.14\./);
    expect(python.evaluate('pickle.Pickler.__module__')).toBe('_pickle');
    expect(await oracle()).toBe(python);
  });

  test('gives values of expressions as JSON', () => {
    python.run('answer = {"a": [1, None, 2.5], "é": "☃"}');
    expect(python.evaluate('answer')).toEqual({ a: [1, null, 2.5], é: '☃' });
  });

  test.for([
    [0, '4930310a2e'],
    [2, '8002882e'],
    [5, '8005882e'],
  ] as const)('pickles in protocol %i', ([protocol, expected]) => {
    const bytes = python.dumps('True', protocol);
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(bytes).toEqual(hex(expected));
  });

  test('carries every byte both ways', () => {
    const bytes = python.dumps('bytes(range(256)) * 1000', 4);
    expect(python.check(bytes, 'x == bytes(range(256)) * 1000')).toBe(true);
    expect(python.check(bytes, 'len(x) == 1')).toBe(false);
  });

  test('answers many questions at once, an error in its place', () => {
    const pickles = python.dumpsAll(['(1, "two")', '{3}'], 3);
    expect(python.reprAll([...pickles, hex('5a')])).toEqual([
      "(1, 'two')",
      '{3}',
      "ERR UnpicklingError: invalid load key, 'Z'.",
    ]);
  });

  test('loads with options', () => {
    const python2 = hex('5501412e');
    expect(python.repr(python2)).toBe("'A'");
    expect(python.repr(python2, { encoding: 'bytes' })).toBe("b'A'");
  });

  test('makes modules whose classes pickle by name', () => {
    python.define('oracle_geometry', 'class Point:\n  def __init__(self, x): self.x = x');
    const bytes = python.dumps('__import__("oracle_geometry").Point(3)', 2);
    expect(Buffer.from(bytes).toString('latin1')).toContain('coracle_geometry\nPoint\n');
    expect(python.check(bytes, 'type(x).__module__ == "oracle_geometry" and x.x == 3')).toBe(true);
  });

  test('raises what Python raises', () => {
    expect(() => python.dumps('lambda: 0', 4)).toThrow(/PicklingError|can't pickle/i);
    expect(() => python.check(hex('80'), 'True')).toThrow(/pickle data was truncated|EOFError/);
  });
});

describe('the Pythons of this machine', () => {
  const pythons = localPythons();

  test('are one of each version, 3.8 or newer', () => {
    const versions = pythons.map(({ version }) => version);
    expect(new Set(versions).size).toBe(versions.length);
    for (const version of versions) expect(Number(version.split('.')[1])).toBeGreaterThanOrEqual(8);
  });

  test.for(pythons)('$version runs a script on bytes', (python) => {
    const echo = 'import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1] + b"%d" % sys.version_info[1])';
    expect(runPython(python, echo, hex('00ff0a')).toString('latin1')).toBe(`\n\xff\0${python.version.split('.')[1]}`);
    expect(() => runPython(python, 'raise SystemExit("no")')).toThrow(/no/);
  });
});
