/** Bad and edge inputs: what CPython 3.14's C unpickler answers, and what `loads` does. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Dict, type LoadOptions, loads, pythonClass, pythonFunction, Tuple, UnpicklingError } from '../../src/index.ts';
import { fixture, hex } from '../fixtures.ts';
import { pythonRepr } from '../python-repr.ts';

interface Row {
  readonly input: string;
  readonly C_bytes: readonly (readonly [readonly string[], string])[];
  readonly hex: string;
}

class E {}
class App extends Array {}
class Init {}
class Ext extends Array {}
class NoSlots {}
class SS {
  s: unknown;
}

/** The module `ckmod` that the rows were measured with. */
const ckmod = [
  pythonClass('ckmod.E', E),
  pythonClass('ckmod.App', App, { call: () => new App() }),
  pythonClass('ckmod.Ext', Ext, {
    call: () => new Ext(),
    extend: (self, items) => void self.push(Tuple.of<unknown>('ext', items)),
  }),
  pythonClass('ckmod.Init', Init, { call: (args) => Object.assign(new Init(), args.length > 0 ? { a: args } : {}) }),
  pythonClass('ckmod.NoSlots', NoSlots, {
    setState() {
      throw new TypeError("'NoSlots' object has no attribute '__dict__'");
    },
  }),
  pythonClass('ckmod.SS', SS, { setState: (self, state) => void (self.s = state) }),
  pythonFunction('ckmod.ident', (...args: unknown[]) => args, { call: (args) => args }),
];

/** Rows whose answer comes from importing a Python module, or from running Python code: not ours to give. */
const NEEDS_PYTHON =
  /^b'(cnosuchmod|cckmod\\nE\.|\\x80\\x04cckmod|c os|\\x80\\x04\\x8c\\x05ckmod\\x8c\\x00|cbuiltins\\nint\\n\(U|cbuiltins\\nint\\nU|c_thread|cbuiltins\\nnosuch|\\x80\\x03c__builtin__)/;

/** What differs by design, and how. */
const DIFFERENT: ReadonlyMap<string, string> = new Map([
  // Sizes: CPython's own limit is that of its build; ours is the data at hand.
  ["b'B\\xff\\xff\\xff\\xff' ", 'pickle data was truncated'],
  // A memoryview is the bytes it views.
  ["b'\\x96\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00a\\x98.' ", "b'a'"],
  ["b'\\x97\\x98.' {'buffers': [bytearray(b'a')]}", "b'a'"],
  ["b'\\x80\\x04\\x97.' {'buffers': [b'a']}", "bytearray(b'a')"],
  // Two lone surrogates that make a pair are that pair in JavaScript.
  ["b'V\\\\ud83d\\\\ude00\\n.' ", "'\u{1f600}'"],
  // 64-bit builds say that the read would overflow; the data is short all the same.
  ["b'\\x95\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x7fN.' ", 'pickle data was truncated'],
  // A wrong argument of the caller, whether or not the pickle has a string of Python 2.
  ["b'X\\x02\\x00\\x00\\x00\\xc3\\xa9.' {'encoding': 'BYTES'}", 'RangeError'],
  ["b'\\x97\\x97\\x86.' {'buffers': [1]}", 'TypeError'],
  ["b'cckmod\\nE\\n)\\x81}U\\x01aNsb.' {'encoding': 'bytes'}", "attribute name must be string, not 'bytes'"],
]);

const rows = fixture<Row[]>('malformed.json')
  .map(({ input, C_bytes, hex: bytes }) => ({
    input,
    bytes: hex(bytes),
    answer: C_bytes.find(([versions]) => versions.includes('3.14'))?.[1] ?? '',
  }))
  .filter(({ answer }) => answer !== '');

test('the fixture has its rows', () => {
  expect(rows.length).toBe(253);
  expect(rows.filter(({ input }) => NEEDS_PYTHON.test(input)).length).toBeLessThan(16);
});

test.for(rows.filter(({ input }) => !NEEDS_PYTHON.test(input)))('$input gives $answer', ({ input, bytes, answer }) => {
  const options = optionsOf(input);
  const different = DIFFERENT.get(input);
  const result = attempt(bytes, options);
  if (different !== undefined) expect(result).toContain(different);
  else if (/unknown encoding/.test(answer) || input.includes('nosuch')) expect(result).toContain('RangeError');
  else if (answer.startsWith('EXC ')) expect(result).toContain(messageOf(answer));
  else expect(result).toBe(expectedValue(answer));
});

function attempt(bytes: Uint8Array, options: LoadOptions): string {
  try {
    return `OK ${shown(loads(bytes, options))}`;
  } catch (error) {
    if (error instanceof UnpicklingError) {
      expect(error.message).toMatch(/ \(at byte \d+\)$/);
      expect(error.offset).toBeLessThanOrEqual(bytes.length);
      return `EXC ${error.message}`;
    }
    if (error instanceof RangeError || error instanceof TypeError) return error.name;
    throw error;
  }
}

/** CPython's message; its size limits are those of its 32-bit build. */
function messageOf(answer: string): string {
  const message = answer.replace(/^EXC \w+: ?/, '').replace(/\n/g, '\\n');
  return message.replace(/2147483647( bytes)?$/, '9223372036854775807 bytes');
}

function expectedValue(answer: string): string {
  const [, type = '', repr = ''] = /^OK (\w+) (.*)$/s.exec(answer) ?? [];
  if (type === 'float') return `OK ${pythonRepr(Number(repr.replace('inf', 'Infinity')))}`;
  return `OK ${repr}`;
}

function shown(value: unknown): string {
  if (value instanceof App) return `App([${value.map(pythonRepr).join(', ')}])`;
  if (value instanceof Ext) return `App([${value.map(pythonRepr).join(', ')}])`;
  if (value instanceof E) return `E(${pythonRepr(new Dict(Object.entries(value)))})`;
  if (value instanceof Init) return `Init${pythonRepr(new Dict(Object.entries(value)))}`;
  if (value instanceof SS) return `SS${pythonRepr(new Dict(Object.entries(value)))}`;
  return pythonRepr(value);
}

function optionsOf(input: string): LoadOptions {
  const options: Record<string, unknown> = { codecs: ckmod };
  for (const [, name = '', value = ''] of input.matchAll(/'(encoding|errors)': '([^']+)'/g)) options[name] = value;
  if (input.includes("'buffers': [1]")) options['buffers'] = [1];
  else if (input.includes("'buffers'")) options['buffers'] = [new Uint8Array([0x61])];
  return options;
}

test('docs/parity.md names every input on which CPythons differ', () => {
  const document = readFileSync(new URL('../../docs/parity.md', import.meta.url), 'utf8');
  const size = (answer: string): string => answer.replace(/2147483647|9223372036854775807/, 'N');
  const differing = fixture<Row[]>('malformed.json').filter(
    ({ C_bytes }) => new Set(C_bytes.map(([, answer]) => size(answer))).size > 1,
  );
  expect(differing.length).toBe(28);
  expect(differing.map(({ input }) => input.trim()).filter((input) => !document.includes(`\`${input}\``))).toEqual([]);
});
