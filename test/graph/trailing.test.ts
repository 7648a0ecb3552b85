import { describe, expect, test } from 'vitest';
import { dumps, loads, type Protocol, pythonClass, type Reduction, Tuple } from '../../src/index.ts';
import {
  diff,
  differenceText,
  fromJSON,
  type GraphNode as Node,
  type ParseOptions,
  parse,
  parseAll,
  toJSON,
  write,
} from '../../src/tools.ts';

/** A column whose numbers stand behind BUILD. */
class Column {
  numbers: number[] = [];
}

const codecs = [
  pythonClass('m.Column', Column, {
    *setState(self, state, context) {
      const [length] = state instanceof Tuple ? state : [];
      self.numbers = [...(yield* context.readBytes(Number(length)))];
    },
    reduce: ({ numbers }): Reduction => ({
      callable: Column,
      args: [],
      how: 'new',
      state: Tuple.of(numbers.length),
      trailer: () => [Uint8Array.from(numbers)],
    }),
  }),
];
const columnOf = (...numbers: number[]): Column => Object.assign(new Column(), { numbers });

/** What the state of a column says. */
function trailing(object: Node): number {
  const action = object.type === 'new' || object.type === 'call' ? object.actions.at(-1) : undefined;
  const state = action?.do === 'build' && action.state.type === 'tuple' ? action.state.items[0] : undefined;
  return state?.type === 'int' ? Number(state.value) : 0;
}

const options: ParseOptions = { trailing };
const value = ['before', columnOf(46, 0x63, 255), columnOf(7), columnOf(1, 2), 'after'];

describe.for([0, 1, 2, 3, 4, 5] as Protocol[])('bytes behind BUILD at protocol %d', (protocol) => {
  const pickle = dumps(value, { protocol, codecs });

  test('are kept by parse and written back by write', () => {
    const graph = parse(pickle, options);
    expect(graph.end).toBe(pickle.length);
    expect(write(graph, { protocol })).toEqual(pickle);
    expect(Array.from(parseAll(Buffer.concat([pickle, pickle]), options), (one) => write(one, { protocol }))).toEqual([
      pickle,
      pickle,
    ]);
  });

  test('are there for Brine to load at each other protocol', () => {
    for (const other of [0, 1, 2, 3, 4, 5] as Protocol[]) {
      expect(loads(write(parse(pickle, options), { protocol: other }), { codecs })).toEqual(value);
    }
  });

  test('are kept by tagged JSON', () => {
    expect(write(fromJSON(toJSON(pickle, { ...options, form: 'tagged' })), { protocol })).toEqual(pickle);
  });

  test('are what a codec reads for plain JSON', () => {
    const shown = JSON.parse(toJSON(pickle, { ...options, codecs }));
    expect(shown[1]).toEqual({ numbers: [46, 99, 255] });
    expect(shown.at(-1)).toBe('after');
  });

  test('are compared', () => {
    const other = dumps(['before', columnOf(46, 0x63, 254), columnOf(7), columnOf(1, 2), 'after'], {
      protocol,
      codecs,
    });
    expect([...diff(pickle, pickle, options)]).toEqual([]);
    expect(Array.from(diff(pickle, other, options), differenceText)).toEqual([
      "~ $[1].__trailing__: b'.c\\xff' -> b'.c\\xfe'",
    ]);
  });
});

describe('what is wrong', () => {
  const pickle = dumps([columnOf(1, 2, 3)], { codecs });
  test('more bytes than there are', () => {
    expect(() => parse(pickle, { trailing: () => 1000 })).toThrow(expect.objectContaining({ code: 'truncated' }));
  });
  test.for([-1, 0.5, Number.NaN])('%d bytes', (count) => {
    expect(() => parse(pickle, { trailing: () => count })).toThrow(TypeError);
  });
  test('an object that has no state', () => {
    // None, then BUILD with None.
    expect(() => parse(Uint8Array.of(0x4e, 0x4e, 0x62, 0x01, 0x2e), { trailing: () => 1 })).toThrow(
      /'NoneType' has no state, and nothing can follow it/,
    );
  });
  test('a second state behind the bytes', () => {
    const twice = Uint8Array.from(Buffer.from('cm\nC\n)\x81Nb\x01Nb.', 'latin1'));
    let isFirst = true;
    const once = (): number => {
      const count = isFirst ? 1 : 0;
      isFirst = false;
      return count;
    };
    expect(() => parse(twice, { trailing: once })).toThrow(/a second state after bytes that are not opcodes/);
  });
});
