import { describe, expect, test } from 'vitest';
import { Dict, loads, pythonClass, UnpicklingError } from '../../src/index.ts';

class Plain {}
class Guarded {
  readonly seen: unknown[] = [];
  set x(value: unknown) {
    this.seen.push(value);
  }
}
class Listed extends Array {}
class Mapped extends Map {}
class Made {
  own = 1;
}
class Frozen {}
class Told {
  told: unknown;
}

const codecs = [
  pythonClass('m.Plain', Plain),
  pythonClass('m.Guarded', Guarded),
  pythonClass('m.Listed', Listed),
  pythonClass('m.Mapped', Mapped),
  pythonClass('m.Made', Made, { create: () => new Made() }),
  pythonClass('m.Frozen', Frozen, { create: () => Object.freeze(new Frozen()) }),
  pythonClass('m.Told', Told, {
    setState: (self, state) => {
      self.told = state;
    },
  }),
];

const text = (value: string): number[] => [0x8c, value.length, ...new TextEncoder().encode(value)];
const newObject = (name: string): number[] => [...text('m'), ...text(name), 0x93, 0x29, 0x81, 0x94];
const NOTHING = [0x4e, 0x30];

/** The keys and values of a state: each a string or an int below 256, or already written. */
function dictOf(entries: readonly (string | number)[]): number[] {
  return [0x7d, 0x94, 0x28, ...entries.flatMap((part) => (typeof part === 'string' ? text(part) : [0x4b, part])), 0x75];
}

/** What a pickle gives, or the error and where it is, from its end. */
function outcome(parts: readonly number[]): unknown {
  const bytes = Uint8Array.of(0x80, 4, ...parts, 0x2e);
  try {
    const value = loads<object>(bytes, { codecs });
    return [Object.getPrototypeOf(value).constructor.name, Object.getOwnPropertyDescriptors(value)];
  } catch (error) {
    if (!(error instanceof UnpicklingError)) throw error;
    return [error.code, error.message.replace(/ \(at.*/s, ''), bytes.length - error.offset];
  }
}

describe('BUILD right behind SETITEMS does what it does anywhere', () => {
  test.for<[string, string, (string | number)[]]>([
    ['attributes', 'Plain', ['a', 1, 'b', 'text']],
    ['an attribute that comes twice', 'Plain', ['a', 1, 'a', 2]],
    ['an attribute with a setter', 'Guarded', ['x', 1, 'y', 2]],
    ['a name that the prototype has', 'Plain', ['toString', 1]],
    ['the prototype', 'Plain', ['a', 1, '__proto__', 2]],
    ['a name that is an int', 'Plain', ['a', 1, 2, 3]],
    ['an index of a list', 'Listed', ['0', 1]],
    ['a name that Map has', 'Mapped', ['size', 1, 'get', 2]],
    ['an object that a hook makes', 'Made', ['own', 2, 'other', 3]],
    ['a frozen object', 'Frozen', ['a', 1]],
    ['a hook for the state', 'Told', ['a', 1]],
    ['a class that no codec knows', 'Unknown', ['a', 1]],
  ])('%s', ([, name, entries]) => {
    const close = outcome([...newObject(name), ...dictOf(entries), 0x62]);
    const apart = outcome([...newObject(name), ...dictOf(entries), ...NOTHING, 0x62]);
    expect(close).toEqual(apart);
  });
});

test('objects of a class one after another, with other names and other classes between', () => {
  const rows: [string, (string | number)[]][] = [
    ['Plain', ['a', 1, 'b', 2]],
    ['Plain', ['a', 3, 'b', 4]],
    ['Guarded', ['a', 1, 'x', 2]],
    ['Plain', ['b', 5, 'a', 6]],
    ['Guarded', ['x', 1, 'a', 2]],
    ['Guarded', ['x', 3, 'a', 4]],
  ];
  const parts = rows.flatMap(([name, entries]) => [...newObject(name), ...dictOf(entries), 0x62]);
  const objects = loads<object[]>(Uint8Array.of(0x80, 4, 0x5d, 0x28, ...parts, 0x65, 0x2e), { codecs });
  expect(objects.map((object) => Object.entries(object).flat())).toEqual(rows.map(([, entries]) => entries));
  expect(objects.map((object) => object.constructor.name)).toEqual(rows.map(([name]) => name));
});

test('BUILD of one object twice, and a state that is used again', () => {
  const state = dictOf(['a', 1]);
  const twice = [...newObject('Plain'), ...state, 0x62, ...dictOf(['a', 2, 'b', 3]), 0x62];
  expect(loads(Uint8Array.of(0x80, 4, ...twice, 0x2e), { codecs })).toEqual(Object.assign(new Plain(), { a: 2, b: 3 }));
  // The state is memo entry 1: a dict of its own, with what it had.
  const [object, again] = loads<[object, unknown]>(
    Uint8Array.of(0x80, 4, ...newObject('Plain'), ...state, 0x62, 0x68, 1, 0x86, 0x2e),
    { codecs },
  );
  expect(object).toEqual(Object.assign(new Plain(), { a: 1 }));
  expect(again).toEqual(new Dict([['a', 1]]));
});

test('an object of the caller that cannot be changed is an error of the codec', () => {
  const frozen = Object.freeze(new Plain());
  const bytes = Uint8Array.of(0x80, 4, ...text('id'), 0x51, ...dictOf(['a', 1]), 0x62, 0x2e);
  expect(() => loads(bytes, { codecs, persistentLoad: () => frozen })).toThrow(/^the codec of m\.Plain failed: /);
});

test('the memory that a state takes is counted', () => {
  const parts = Uint8Array.of(0x80, 4, ...newObject('Plain'), ...dictOf(['a', 1]), 0x62, 0x2e);
  const least = (extra: number): unknown => {
    try {
      return loads(parts, { codecs, limits: { memory: extra } });
    } catch (error) {
      return error instanceof UnpicklingError ? [error.code, parts.length - error.offset] : error;
    }
  };
  const enough =
    Array.from({ length: 1000 }, (_, memory) => memory).find((memory) => least(memory) instanceof Plain) ?? 0;
  expect(least(enough - 1)).toEqual(['limit', 2]);
  expect(least(enough - 48)).toEqual(['limit', 2]);
});
