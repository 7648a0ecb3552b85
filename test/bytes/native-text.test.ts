import { afterEach, describe, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** The decoders as a runtime with these globals has them. */
async function modulesWith(globals: Record<string, unknown>) {
  vi.resetModules();
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  const { nativeText } = await import('../../src/bytes/native-text.ts');
  const { decodeLatin1, decodeUtf8, writeUtf8 } = await import('../../src/bytes/text.ts');
  const { ShortText } = await import('../../src/bytes/short-text.ts');
  return { nativeText, decodeLatin1, decodeUtf8, writeUtf8, ShortText };
}

class Throwing {
  latin1Slice(): never {
    throw new TypeError('argument must be a buffer');
  }
  utf8Slice(): string {
    return 'bc';
  }
}

test.for<[string, Record<string, unknown>]>([
  ['no Buffer', { Buffer: undefined }],
  ['a Buffer without the methods', { Buffer: class {} }],
  ['a Buffer that takes no Uint8Array', { Buffer: Throwing }],
  [
    'a Buffer that decodes otherwise',
    { Buffer: Object.assign(() => {}, { prototype: { latin1Slice: () => 'x', utf8Slice: () => 'x' } }) },
  ],
  [
    'a Buffer that encodes otherwise',
    {
      Buffer: Object.assign(() => {}, {
        prototype: { latin1Slice: () => 'bc', utf8Slice: () => 'bc', utf8Write: () => 6 },
      }),
    },
  ],
  ['Deno', { Deno: {} }],
])('%s: nothing is native', async ([, globals]) => {
  expect((await modulesWith(globals)).nativeText).toBeUndefined();
});

const encoder = new TextEncoder();
const TEXTS = [
  '',
  'a',
  'plain '.repeat(40),
  'é',
  'ключ',
  '日本語'.repeat(30),
  'a\ufffdb'.repeat(20),
  '\ufeffbom'.repeat(9),
  '😀'.repeat(20),
];
const WRONG = [[0x80], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]];

describe.for<[string, Record<string, unknown>]>([
  ['with', {}],
  ['without', { Buffer: undefined }],
])('%s native decoders', ([name, globals]) => {
  test('there are some, or none', async () => {
    expect((await modulesWith(globals)).nativeText === undefined).toBe(name === 'without');
  });

  test('texts are the same', async () => {
    const { decodeUtf8, decodeLatin1, ShortText } = await modulesWith(globals);
    const short = new ShortText();
    for (let round = 0; round < 20; round++) {
      for (const text of TEXTS) {
        const bytes = encoder.encode(`<${text}>`);
        expect(decodeUtf8(bytes, 1, bytes.length - 1)).toBe(text);
        expect(short.read(bytes, 1, bytes.length - 1) ?? text).toBe(text);
      }
    }
    const all = Uint8Array.from({ length: 1024 }, (_, i) => i);
    expect(decodeLatin1(all, 0, 1024)).toBe(String.fromCharCode(...all));
  });

  test('texts are written as UTF-8, lone surrogates as three bytes', async () => {
    const { writeUtf8 } = await modulesWith(globals);
    for (const text of TEXTS.flatMap((known) => [known, known.repeat(9)])) {
      const bytes = encoder.encode(text);
      const target = new Uint8Array(bytes.length + 2);
      expect(writeUtf8(text, target, 1)).toBe(bytes.length + 1);
      expect(target.subarray(1, -1)).toEqual(bytes);
      expect([target[0], target[bytes.length + 1]]).toEqual([0, 0]);
      const lone = `\udc00${text}\ud800`;
      const wide = new Uint8Array(bytes.length + 6);
      expect(writeUtf8(lone, wide, 0)).toBe(wide.length);
      expect([...wide.subarray(0, 3), ...wide.subarray(-3)]).toEqual([0xed, 0xb0, 0x80, 0xed, 0xa0, 0x80]);
    }
  });

  test('what is no UTF-8 is refused, and lone surrogates are let through', async () => {
    const { decodeUtf8 } = await modulesWith(globals);
    const outcomes = WRONG.map((wrong) => {
      const bytes = Uint8Array.from([...encoder.encode('long enough for the native decoder '), ...wrong]);
      try {
        return decodeUtf8(bytes, 0, bytes.length).slice(-1);
      } catch (error) {
        return error instanceof Error ? error.message : error;
      }
    });
    expect(outcomes).toEqual([
      "'utf-8' codec can't decode byte 0x80 in position 35: invalid start byte",
      "'utf-8' codec can't decode byte 0xc3 in position 35: unexpected end of data",
      '\ud800',
      "'utf-8' codec can't decode byte 0xf4 in position 35: invalid continuation byte",
    ]);
  });
});
