import { expect, test } from 'vitest';
import type { Node } from '../../src/graph/graph.ts';
import { objectParts } from '../../src/graph/object-parts.ts';

test('objectParts sorts what was done to an object, in order', () => {
  const [a, b, c]: Node[] = [{ type: 'none' }, { type: 'int', value: 1 }, { type: 'str', value: 'c' }];
  if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');
  const parts = objectParts([
    { do: 'append', items: [a] },
    { do: 'set', entries: [[a, b]] },
    { do: 'append', items: [b] },
    { do: 'add', members: [c] },
    { do: 'build', state: a },
    { do: 'setter', callable: b, state: c },
  ]);
  expect(parts).toEqual({ items: [a, b], entries: [[a, b]], members: [c], states: [a], setters: [[b, c]] });
  expect(objectParts()).toEqual({ items: [], entries: [], members: [], states: [], setters: [] });
});
