import { expect, test } from 'vitest';
import { childrenOf, type Node, nodesOf } from '../../src/graph/graph.ts';

const none: Node = { type: 'none' };
const one: Node = { type: 'int', value: 1 };

test.for<[string, Node, Node[]]>([
  ['a scalar has none', one, []],
  ['items', { type: 'list', items: [one, none] }, [one, none]],
  ['keys and values', { type: 'dict', entries: [[one, none]] }, [one, none]],
  [
    'callable, arguments, then what was done',
    { type: 'call', callable: one, args: none, actions: [{ do: 'append', items: [one] }] },
    [one, none, one],
  ],
  [
    'class, arguments, keywords, entries',
    { type: 'new', cls: one, args: none, kwargs: one, actions: [{ do: 'set', entries: [[none, one]] }] },
    [one, none, one, none, one],
  ],
  ['an id and a state', { type: 'persistent', id: one, actions: [{ do: 'build', state: none }] }, [one, none]],
  [
    'a setter and its state',
    {
      type: 'global',
      module: 'm',
      name: 'n',
      actions: [
        { do: 'setter', callable: one, state: none },
        { do: 'add', members: [one] },
      ],
    },
    [one, none, one],
  ],
])('children: %s', ([, node, children]) => {
  expect(childrenOf(node)).toEqual(children);
});

test('every node comes once, before what it refers to, in the order of the pickle; cycles end', () => {
  const list: Node = { type: 'list', items: [one, none, one] };
  list.items.push(list);
  expect([...nodesOf(list)]).toEqual([list, one, none]);
});

test('a million lists in one another are walked', () => {
  let node: Node = { type: 'list', items: [] };
  for (let i = 0; i < 1_000_000; i++) node = { type: 'list', items: [node] };
  let count = 0;
  for (const _node of nodesOf(node)) count++;
  expect(count).toBe(1_000_001);
});
