/** Rows of `fixtures/stdlib-types.json`: what Pythons 3.8 to 3.15 write for objects of the standard library. */
import { expect } from 'vitest';
import { dumps, loads, type Protocol, type PythonVersion } from '../src/index.ts';
import { fixture, hex } from './fixtures.ts';
import { oracle } from './oracle.ts';

/** Name, protocol, bytes in hexadecimal: their symbolic form, and the Pythons that write them. */
type Rows = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, readonly [string, string[]]>>>>>>;

const DIALECT: Readonly<Record<string, PythonVersion>> = {
  '3.8': '3.8',
  '3.9': '3.8',
  '3.10': '3.8',
  '3.11': '3.11',
  '3.12': '3.11',
  '3.13': '3.13',
  '3.14': '3.14',
  '3.15': '3.15',
};

const PROTOCOLS: Readonly<Record<string, Protocol>> = { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 };

/** The pickles of one row. */
export function pickles(name: string): { protocol: Protocol; bytes: Uint8Array; pythons: Set<PythonVersion> }[] {
  const row = fixture<Rows>('stdlib-types.json')[name];
  if (row === undefined) throw new Error(`no row ${name}`);
  return Object.entries(row).flatMap(([protocol, forms]) =>
    Object.entries(forms).map(([text, [, versions]]) => ({
      protocol: PROTOCOLS[protocol] ?? 0,
      bytes: hex(text),
      pythons: new Set(versions.map((version) => DIALECT[version] ?? '3.14')),
    })),
  );
}

/**
 * Every pickle of a row loads as this value, and is what `dumps` writes for it.
 *
 * @param early - What protocols below 4 keep of the value.
 */
export function expectRow(name: string, value: unknown, early: unknown = value): void {
  for (const { protocol, bytes, pythons } of pickles(name)) {
    expect({ protocol, loaded: loads(bytes) }).toStrictEqual({ protocol, loaded: protocol < 4 ? early : value });
    for (const python of pythons) {
      const written = Buffer.from(dumps(loads(bytes), { protocol, python })).toString('hex');
      expect({ protocol, python, written }).toEqual({ protocol, python, written: Buffer.from(bytes).toString('hex') });
      const again = Buffer.from(dumps(value, { protocol, python })).toString('hex');
      expect({ protocol, python, again }).toEqual({ protocol, python, again: written });
    }
  }
}

/**
 * Values made by Python go through `loads` and `dumps` and back: each is shown as its `repr`, Python finds the same.
 *
 * @param expression - A list, evaluated anew for each protocol in the main module.
 */
export async function expectRoundTrip(setup: string, expression: string, shown = String): Promise<void> {
  const python = await oracle();
  python.run(`${setup}\nvalues = ${expression}`);
  const reprs = python.evaluate('[repr(v) for v in values]');
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    python.run(`kept = pickle.loads(pickle.dumps(values, ${protocol}))`);
    const keptReprs = protocol < 4 ? python.evaluate('[repr(v) for v in kept]') : reprs;
    const pickle = python.dumps('values', protocol);
    const loaded = loads<unknown[]>(pickle);
    expect({ protocol, loaded: loaded.map(shown) }).toEqual({ protocol, loaded: keptReprs });
    for (const value of [loaded, loads(pickle, { ints: 'bigint', dicts: 'object' })]) {
      expect(python.check(dumps(value, { protocol }), 'list(map(repr, x)) == list(map(repr, kept))')).toBe(true);
      expect(python.check(dumps(value, { protocol }), '[type(a) for a in x] == [type(a) for a in kept]')).toBe(true);
    }
  }
}
