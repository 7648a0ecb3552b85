/** Every pickle of `fixtures/py2.json`, which Python 2.7 wrote, with each encoding: what CPython 3.13 makes of it. */
import { describe, expect, test } from 'vitest';
import { dumps, Global, Instance, loads, PickleError } from '../../src/index.ts';
import { pythonRepr } from '../../src/values/repr.ts';
import { fixture, hex } from '../fixtures.ts';

interface Row extends Readonly<Record<string, string | number>> {
  readonly name: string;
  readonly hex: string;
}

/** The file has no more of a repr. */
const LONGEST = 290;

const ENCODINGS = ['ASCII', 'latin1', 'bytes', 'utf-8'] as const;

/** What CPython refuses and we read, or keep: nothing in it is ambiguous. */
const READ_HERE: Readonly<Record<string, string>> = {
  'array bytes': "array('i', [1])",
  'bytearray bytes': '<builtins.bytearray object>',
  'UserDict bytes': "{b'a': 1}",
};

const rows = fixture<Row[]>('py2.json').filter((row) => ENCODINGS.some((encoding) => encoding in row));

function shown(bytes: Uint8Array, encoding: (typeof ENCODINGS)[number]): string {
  try {
    const value = loads(bytes, { encoding });
    // Classes of the test: Python shows what their constructors made.
    if (value instanceof Instance) return `<${value.cls} object>`;
    if (value instanceof Global || typeof value === 'function') return globalName(value);
    return ascii(pythonRepr(value)).slice(0, LONGEST);
  } catch (error) {
    if (error instanceof PickleError) return 'refused';
    throw error;
  }
}

/** `name`, without its module. */
function globalName(value: unknown): string {
  return /^\x80\x03c.*\n(.*)\n/.exec(Buffer.from(dumps(value, { protocol: 3 })).toString('latin1'))?.[1] ?? '';
}

/** Python's `ascii` of a repr. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/gu, (char) => {
    const digits = (char.codePointAt(0) ?? 0).toString(16);
    if (digits.length <= 2) return `\\x${digits}`;
    return digits.length <= 4 ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`;
  });
}

/** Python's type and repr, as far as they say something of the value. */
function expected(row: Row, encoding: string): string {
  const text = String(row[encoding]);
  if (text.startsWith('EXC ')) return READ_HERE[`${row.name} ${encoding}`] ?? 'refused';
  const custom = /^(Old|New|NewSlots|OldGIA)\b/i.exec(text);
  const named = /^(?:type|builtin_function_or_method) .*?(\w+)'?>$/.exec(text);
  if (named !== null) return named[1] ?? '';
  return custom === null ? text.slice(text.indexOf(' ') + 1).slice(0, LONGEST) : `<ckpy2.${custom[0]} object>`;
}

test('the file has rows', () => expect(rows.length).toBeGreaterThan(150));

describe.each(ENCODINGS)('encoding %s', (encoding) => {
  test.each([...new Set(rows.map(({ name }) => name))])('%s', (name) => {
    for (const row of rows.filter((candidate) => candidate.name === name)) {
      if (row[encoding] === undefined) continue;
      const found = shown(hex(row.hex), encoding);
      expect({ hex: row.hex, found }).toEqual({ hex: row.hex, found: expected(row, encoding) });
    }
  });
});
