import { describe, expect, test } from 'vitest';
import { dumps, type Protocol, pythonClass, type Reduction } from '../../src/index.ts';
import { dis, type GenopsOptions, genops, globals, optimize } from '../../src/tools.ts';

class Column {}

/** A pickle in which four bytes, the first of them STOP's, follow the BUILD of one object of two. */
const RAW = Uint8Array.of(0x2e, 0xff, 0x63, 0x0a);
let isFirst = true;
const codecs = [
  pythonClass('m.Column', Column, {
    reduce: (): Reduction => ({
      callable: Column,
      args: [],
      how: 'new',
      state: 'x',
      ...(isFirst && { trailer: () => [RAW] }),
    }),
  }),
];
const pickle = dumps([new Column(), 'after'], { protocol: 2, codecs });
isFirst = false;
const without = dumps([new Column(), 'after'], { protocol: 2, codecs });
const at = pickle.indexOf(0x62) + 1;
const trailing = (offset: number): number => (offset === at ? RAW.length : 0);
const names = (data: Uint8Array, options?: GenopsOptions): string[] =>
  Array.from(genops(data, options), ({ opcode }) => opcode.name);

describe('bytes behind BUILD that are not opcodes', () => {
  test('genops goes on behind them', () => {
    expect(names(pickle, { trailing })).toEqual(names(without));
    const build = Array.from(genops(pickle, { trailing })).find(({ opcode }) => opcode.name === 'BUILD');
    expect(pickle.subarray(build?.argEnd, build?.end)).toEqual(RAW);
    expect(names(pickle).at(-1)).toBe('STOP');
    expect(names(pickle)).not.toContain('APPENDS');
  });

  test('dis has a line for them', () => {
    const lines = [...dis(pickle, { trailing })];
    const offsets = (line: string): string => line.replace(/^ *\d+:/, '');
    expect(lines.map(offsets).filter((line) => !line.includes('not opcodes'))).toEqual([...dis(without)].map(offsets));
    expect(lines.filter((line) => line.includes('not opcodes'))).toEqual([
      `${String(at).padStart(5)}:     (4 bytes that are not opcodes)\n`,
    ]);
  });

  test('optimize copies them, outside of any frame', () => {
    for (const protocol of [2, 4] as Protocol[]) {
      isFirst = true;
      const bytes = dumps([new Column(), 'after', 'and more', 'and more'], { protocol, codecs });
      const place = (offset: number): number => (bytes.subarray(offset, offset + 4).join() === RAW.join() ? 4 : 0);
      const optimized = optimize(bytes, { trailing: place });
      expect(optimized.length).toBeLessThan(bytes.length);
      const again = (offset: number): number => (optimized.subarray(offset, offset + 4).join() === RAW.join() ? 4 : 0);
      const ops = Array.from(genops(optimized, { trailing: again }));
      const build = ops.findIndex(({ opcode }) => opcode.name === 'BUILD');
      expect(optimized.subarray(ops[build]?.argEnd, ops[build]?.end)).toEqual(RAW);
      if (protocol === 4) expect(ops[build + 1]?.opcode.name).toBe('FRAME');
      expect(ops.at(-1)?.opcode.name).toBe('STOP');
    }
  });

  test('globals looks behind them', () => {
    expect(globals(pickle, { trailing })).toMatchObject({ error: undefined, end: pickle.length });
    expect(globals(pickle, { trailing }).globals.map(({ module, name }) => `${module}.${name}`)).toEqual(['m.Column']);
    expect(globals(pickle).end).toBe(at + 1);
  });

  test('fewer than are said to be there are an error at the BUILD', () => {
    const tooMany = (): number => 1000;
    expect(() => [...genops(pickle, { trailing: tooMany })]).toThrow(
      expect.objectContaining({
        code: 'truncated',
        offset: at - 1,
        message: expect.stringContaining('expected 1000 bytes behind BUILD, but only'),
      }),
    );
    expect(globals(pickle, { trailing: tooMany }).error).toMatchObject({ code: 'truncated', offset: at - 1 });
  });

  test.for([-1, 0.5, Number.NaN])('%d bytes are a TypeError', (count) => {
    expect(() => [...dis(pickle, { trailing: () => count })]).toThrow(TypeError);
    expect(() => globals(pickle, { trailing: () => count })).toThrow(/options.trailing must give a number of bytes/);
  });
});
