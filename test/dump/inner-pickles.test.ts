/** Pickles inside a pickle, and objects that are written at each place where they occur. */
import { Dict, dump, dumps, type Instance, loads, pythonClass } from 'brine';
import { describe, expect, test } from 'vitest';

class Box {
  value: unknown = null;
}

describe('context.dumps', () => {
  const box = (protocol?: 2 | 5) =>
    pythonClass('m.Box', Box, {
      reduce: (self, context) => ({ callable: Box, args: [context.dumps(self.value, protocol)], how: 'new' }),
      create: ([pickle], _kwargs, context) =>
        pickle instanceof Uint8Array ? Object.assign(new Box(), { value: context.loads(pickle) }) : undefined,
    });

  test('writes a pickle with the options of the call, and its own memo', () => {
    const shared = ['a', 'b'];
    const value = [shared, Object.assign(new Box(), { value: shared }), shared];
    const codecs = [box()];
    expect(loads(dumps(value, { codecs, protocol: 4 }), { codecs })).toEqual(value);
    const inner = loads<{ args: unknown[] }[]>(dumps(value, { codecs, protocol: 4 }))[1]?.args[0];
    expect(inner).toEqual(dumps(shared, { protocol: 4 }));
  });

  test('takes another protocol', () => {
    const pickle = dumps(Object.assign(new Box(), { value: 1 }), { codecs: [box(2)], protocol: 4 });
    expect(loads<{ args: unknown[] }>(pickle).args[0]).toEqual(dumps(1, { protocol: 2 }));
  });

  test('goes 50 pickles deep and no deeper', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? 1 : Object.assign(new Box(), { value: nested(depth - 1) });
    const codecs = [box()];
    expect(loads(dumps(nested(50), { codecs }), { codecs })).toEqual(nested(50));
    expect(() => dumps(nested(51), { codecs })).toThrow('more than 50 pickles within one another');
  });
});

describe('isShared: false', () => {
  const codecs = [
    pythonClass('m.Box', Box, {
      reduce: ({ value }) => ({
        callable: Box,
        args: [],
        how: 'new',
        state: new Dict([['value', value]]),
        isShared: false,
      }),
    }),
  ];

  test('writes an object at each place, and uses up a number of the memo each time', async () => {
    const box = Object.assign(new Box(), { value: 'text' });
    const pickle = dumps([box, box, ['x'], ['x']], { codecs });
    const [first, second] = loads<Instance[]>(pickle);
    expect(first).not.toBe(second);
    expect(second?.get('value')).toBe('text');
    const other = Object.assign(new Box(), { value: 'text' });
    expect(pickle).toEqual(dumps([box, other, ['x'], ['x']], { codecs }));
    const chunks: Uint8Array[] = [];
    await dump([box, box, ['x'], ['x']], { write: (chunk) => void chunks.push(chunk) }, { codecs });
    expect(new Uint8Array(Buffer.concat(chunks))).toEqual(pickle);
  });

  test('refuses an object that contains itself', () => {
    const box = new Box();
    box.value = [box];
    expect(() => dumps(box, { codecs })).toThrow('contains itself');
    // Nothing is left of it.
    expect(dumps([new Box()], { codecs })).toEqual(dumps([new Box()], { codecs }));
  });
});
