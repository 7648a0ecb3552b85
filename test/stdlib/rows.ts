/**
 * The rows of `fixtures/stdlib-types.json`: what CPython 3.8 to 3.15 write for values of the standard library.
 *
 * @module
 */
import { expect } from 'vitest';
import { dumps, loads, type Protocol, type PythonVersion } from '../../src/index.ts';
import { PYTHON_VERSIONS } from '../../src/python-version.ts';
import { fixture, hex } from '../fixtures.ts';

type Rows = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly [string, string[]]>>>>>>;

const rows = fixture<Rows>('stdlib-types.json');

/** The names of all rows. */
export const ROW_NAMES: readonly string[] = Object.keys(rows);

/** One pickle of a row. */
export interface Row {
  readonly protocol: Protocol;
  readonly pickle: Uint8Array;
  /** How CPython's tool shows it. */
  readonly symbolic: string;
  /** The versions of CPython that write it. */
  readonly versions: readonly string[];
  /** The values of the option `python` that write it. */
  readonly pythons: readonly PythonVersion[];
}

/** The option for a version of CPython. */
export function optionFor(version: string): PythonVersion {
  const option = PYTHON_VERSIONS.find((known) => known === version);
  if (option === undefined) throw new Error(`no option for Python ${version}`);
  return option;
}

/** All pickles of a type; none where every CPython refused to write one. */
export function rowsOf(name: string): Row[] {
  const found: Row[] = [];
  for (const [protocol, pickles] of Object.entries(rows[name] ?? {})) {
    for (const [bytes, [symbolic, versions]] of Object.entries(pickles)) {
      if (!isHex(bytes)) continue;
      const pythons = PYTHON_VERSIONS.filter((version) => versions.includes(version));
      found.push({ protocol: Number(protocol) as Protocol, pickle: hex(bytes), symbolic, versions, pythons });
    }
  }
  return found;
}

/** What CPython refuses to pickle, with its message. */
export function refusalsOf(name: string): { protocol: number; message: string; versions: readonly string[] }[] {
  return Object.entries(rows[name] ?? {}).flatMap(([protocol, pickles]) =>
    Object.entries(pickles)
      .filter(([bytes]) => !isHex(bytes))
      .map(([, [message, versions]]) => ({ protocol: Number(protocol), message, versions })),
  );
}

function isHex(text: string): boolean {
  return /^([0-9a-f]{2})+$/.test(text);
}

/** Loads every pickle of a type, has it checked, and compares what each Python would write for it. */
export function checkRows(name: string, check: (value: unknown, row: Row) => void): void {
  const found = rowsOf(name);
  if (found.length === 0) throw new Error(`no pickles of '${name}'`);
  for (const row of found) {
    const value = loads(row.pickle);
    check(value, row);
    expectBytes(name, row, value);
  }
}

/**
 * Every pickle of a row loads as this value, and is what `dumps` writes for it, read or made.
 *
 * @param early - What protocols below 4 keep of the value.
 */
export function expectRow(name: string, value: unknown, early: unknown = value): void {
  checkRows(name, (loaded, row) => {
    expect({ protocol: row.protocol, loaded }).toStrictEqual({
      protocol: row.protocol,
      loaded: row.protocol < 4 ? early : value,
    });
    expectBytes(name, row, value);
  });
}

function expectBytes(name: string, { protocol, pickle, pythons }: Row, value: unknown): void {
  for (const python of pythons) {
    const written = Buffer.from(dumps(value, { protocol, python }));
    expect(written.toString('latin1'), `${name}, protocol ${protocol}, ${python}`).toBe(
      Buffer.from(pickle).toString('latin1'),
    );
  }
}
