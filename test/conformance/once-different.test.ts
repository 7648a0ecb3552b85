/** Pickles on which Brine once differed from CPython, each with what CPython says: by every way to read, at the built package. */
import { dumps, load, loads } from 'brine';
import { globals, parse, repr, toJSON, write } from 'brine/tools';
import { describe, expect, test } from 'vitest';
import { cut } from '../chunks.ts';
import { hex } from '../fixtures.ts';

/** What each is called, its bytes, Python's `repr` of it, its JSON, and what is written for it, by default. */
const VALUES: readonly (readonly [string, string, string, string, string])[] = [
  [
    'a sparse memo, then a run of texts',
    '80044b0271038c0161948c0162948c0163948c0164948c0165948c0166948c0167948c0168948c0169948c016a948c016b9468032e',
    "'k'",
    '"k"',
    '80059505000000000000008c016b942e',
  ],
  ['a set with a member twice', '80048f284b014b01902e', '{1}', '[1]', '80059507000000000000008f94284b01902e'],
  [
    'an OSError of which the number is that of a subclass',
    '800263657863657074696f6e730a4f534572726f720a71004b025801000000618671015271022e',
    "FileNotFoundError(2, 'a')",
    '{"type":"FileNotFoundError","message":"[Errno 2] a"}',
    '80059522000000000000008c086275696c74696e73948c074f534572726f729493944b028c016194869452942e',
  ],
  [
    'a UserString',
    '80026355736572537472696e670a55736572537472696e670a71005802000000616271018571028171037d71045804000000646174617105680173622e',
    "'ab'",
    '"ab"',
    '80059534000000000000008c0b636f6c6c656374696f6e73948c0a55736572537472696e679493948c02616294859481947d948c046461746194680373622e',
  ],
  [
    'APPENDS on a bytearray',
    '800596010000000000000061284b62652e',
    "bytearray(b'ab')",
    '"YWI="',
    '8005950d000000000000009602000000000000006162942e',
  ],
  [
    'a bound method by getattr',
    '8005952f000000000000008c086275696c74696e73948c07676574617474729493948c05636b6d6f64948c014b9493948c02636d94869452942e',
    '<built-in method cm of type object>',
    '"ckmod.K.cm"',
    '8005952f000000000000008c086275696c74696e73948c07676574617474729493948c05636b6d6f64948c014b9493948c02636d94869452942e',
  ],
  [
    'NEWOBJ_EX without keywords',
    '800463757569640a555549440a297d927d8c03696e744b0773622e',
    "UUID('00000000-0000-0000-0000-000000000007')",
    '"00000000-0000-0000-0000-000000000007"',
    '80059520000000000000008c0475756964948c04555549449493942981947d948c03696e74944b0773622e',
  ],
  [
    'a frame that ends within a name',
    '8005950400000000000000636d61636f730a73797374656d0a2e',
    "<class 'macos.system'>",
    '"macos.system"',
    '80059514000000000000008c056d61636f73948c0673797374656d9493942e',
  ],
  [
    'a Counter that counts itself',
    '63636f6c6c656374696f6e730a436f756e7465720a295271002858010000006168005801000000624b01752e',
    "Counter({'a': ..., 'b': 1})",
    '{"a":{"$up":1},"b":1}',
    '8005952c000000000000008c0b636f6c6c656374696f6e73948c07436f756e746572949394295294288c01619468038c0162944b01752e',
  ],
];

describe.for(VALUES)('%s', ([, bytes, text, json, written]) => {
  const pickle = hex(bytes);

  test.for(['auto', 'bigint'] as const)('loads, and load in chunks of one byte, with ints: %s', async (ints) => {
    expect(repr(loads(pickle, { ints }), { ints })).toBe(text);
    expect(repr(await load(cut(pickle, [1]), { ints }), { ints })).toBe(text);
  });

  test('parse, write and toJSON', () => {
    expect(Buffer.from(write(parse(pickle))).toString('hex')).toBe(written);
    expect(toJSON(pickle)).toBe(json);
    expect(repr(loads(write(parse(pickle))))).toBe(text);
  });
});

test.for<[string, string, string, 'auto' | 'bigint']>([
  ['keywords that are ints', '8004635f5f6d61696e5f5f0a430a297d4b014b0273922e', 'keywords must be strings', 'auto'],
  [
    'an index that is a float',
    '8005960100000000000000614700000000000000004b05732e',
    'bytearray indices must',
    'bigint',
  ],
  ['OBJ of two marks', '28286f', 'unexpected MARK found (at byte 2)', 'auto'],
  ['a BINSTRING of more than 2 GB', '54030000802562', 'pickle data was truncated (at byte 0)', 'auto'],
])('%s: refused in the same words by each', async ([, bytes, message, ints]) => {
  const pickle = hex(bytes);
  expect(() => loads(pickle, { ints })).toThrow(message);
  await expect(load(cut(pickle, [1]), { ints })).rejects.toThrow(message);
  expect(() => parse(pickle)).toThrow(message);
});

test('a whole float is not taken for an index by default either', () => {
  const pickle = hex('8005960100000000000000614700000000000000004b05732e');
  expect(() => loads(pickle)).toThrow('may be an int or a float, because the pickle has floats');
});

test('a UserString is written for protocol 0 by a call that Python takes', () => {
  const pickle = hex(VALUES[3]?.[1] ?? '');
  const written = write(parse(pickle), { protocol: 0 });
  expect(Buffer.from(written).toString('latin1')).toMatch(/^ccopy_reg\n__newobj__\n/);
  expect(repr(loads(written))).toBe("'ab'");
});

test('both names that a lying frame reaches are reported', () => {
  const found = globals(hex('8005950400000000000000636d61636f730a73797374656d0a2e'));
  expect(found.globals.map(({ module, name }) => `${module}.${name}`)).toEqual(['macos.system', 'os.system']);
});

test('a Counter that counts itself has no order and no arguments that could be written', () => {
  const counter = loads<{ mostCommon(): unknown }>(hex(VALUES[8]?.[1] ?? ''));
  expect(() => counter.mostCommon()).toThrow(TypeError);
  expect(() => dumps(counter)).toThrow('maximum recursion depth exceeded');
});

test('an index that is too large is refused before a buffer out of band is, as of a bytearray', () => {
  const pickle = hex('978a097f4a00ff018000807f8a08ff80010080ff807f732e');
  const words = "cannot fit 'int' into an index-sized integer";
  expect(() => parse(pickle)).toThrow(words);
  expect(() => loads(pickle, { buffers: [Uint8Array.of(1, 2)] })).toThrow(words);
});
