/**
 * The rows of `fixtures/stdlib-types.json`: what CPython 3.8 to 3.15 write for values of the standard library.
 *
 * @module
 */
import { expect } from 'vitest';
import type { Codec } from '../../src/codec.ts';
import { dumps, loads, type Protocol } from '../../src/index.ts';
import { fixture, hex } from '../fixtures.ts';

type Rows = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly [string, string[]]>>>>>>;

/** The versions that an option stands for; its own comes first. */
const OPTIONS = [['3.8', '3.9', '3.10'], ['3.11', '3.12'], ['3.13'], ['3.14'], ['3.15']] as const;

const rows = fixture<Rows>('stdlib-types.json');

/** One pickle of a row. */
export interface Row {
  readonly protocol: Protocol;
  readonly pickle: Uint8Array;
  /** How CPython's tool shows it. */
  readonly symbolic: string;
  /** The values of the option `python` that write it. */
  readonly pythons: readonly ('3.8' | '3.11' | '3.13' | '3.14' | '3.15')[];
}

/** All pickles of a type. Those that CPython refused to write are left out. */
export function rowsOf(name: string): Row[] {
  const found: Row[] = [];
  for (const [protocol, pickles] of Object.entries(rows[name] ?? {})) {
    const versions = new Set(Object.values(pickles).flatMap(([, list]) => list));
    for (const [bytes, [symbolic, list]] of Object.entries(pickles)) {
      if (/^\w*Error:/.test(symbolic)) continue;
      const chosen = OPTIONS.filter((names) => list.includes(names.find((version) => versions.has(version)) ?? ''));
      const pythons = chosen.map(([option]) => option);
      found.push({ protocol: Number(protocol) as Protocol, pickle: hex(bytes), symbolic, pythons });
    }
  }
  if (found.length === 0) throw new Error(`no rows of '${name}'`);
  return found;
}

/** What else `checkRows` is to know. */
export interface Exceptions {
  readonly codecs?: readonly Codec[];
  /** Whether our bytes are known to differ. */
  readonly differs?: (row: Row, python: string) => boolean;
}

/** Loads every pickle of a type, has it checked, and compares what each Python would write for it. */
export function checkRows(
  name: string,
  check: (value: unknown, row: Row) => void,
  { codecs = [], differs = () => false }: Exceptions = {},
): void {
  for (const row of rowsOf(name)) {
    const value = loads(row.pickle, { codecs });
    check(value, row);
    for (const python of row.pythons) {
      if (differs(row, python)) continue;
      const written = dumps(value, { protocol: row.protocol, python, codecs });
      const label = `${name}, protocol ${row.protocol}, ${python}`;
      expect(Buffer.from(written).toString('latin1'), label).toBe(Buffer.from(row.pickle).toString('latin1'));
    }
  }
}
