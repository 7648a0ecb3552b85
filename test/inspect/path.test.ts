import { expect, test } from 'vitest';
import { nodeSummary } from '../../src/graph/node-summary.ts';
import { Counter, dumps, Global, Instance, OrderedDict, Tuple } from '../../src/index.ts';
import { placeAt } from '../../src/inspect/path.ts';
import { diff, type Graph, type Node, parse } from '../../src/tools.ts';

const user = new Instance(new Global('app', 'User'), 'new', Tuple.of(7));
user.build({ name: 'Ada', 'a b': 1, gold: 5.5 });
user.append('item');
user.setItem('key', 'entry');
const slots = new Instance(new Global('app', 'Slots'));
slots.build(Tuple.of<unknown>(null, { x: 'slot' }));
const VALUE = new Map<unknown, unknown>([
  ['user', user],
  ['slots', slots],
  ['list', [1, [2, 3]]],
  [1, 'int key'],
  [Tuple.of<unknown>(1, 'a'), 'tuple key'],
  [null, 'none key'],
  ["it's", 'quote'],
  ['od', new OrderedDict([['k', 'v']])],
  ['counter', new Counter([['c', 3]])],
]);
const graph = (): Graph => parse(dumps(VALUE));

test.for([
  ['user.name', "'Ada'"],
  ['$.user.gold', '5.5'],
  ["$['user'].name", "'Ada'"],
  ["user['a b']", '1'],
  ['user[0]', "'item'"],
  ["user['key']", "'entry'"],
  ['user.__class__', 'app.User'],
  ['user.__getnewargs__()[0]', '7'],
  ['slots.x', "'slot'"],
  ['list[1][-1]', '3'],
  ['list[-2]', '1'],
  ['[1]', "'int key'"],
  ['[True]', "'int key'"],
  ['[1.0]', "'int key'"],
  ["[(1, 'a')]", "'tuple key'"],
  ['[null]', "'none key'"],
  ['["it\'s"]', "'quote'"],
  ['od.k', "'v'"],
  ["od['k']", "'v'"],
  ['od.__reduce__()[0]', 'collections.OrderedDict'],
  ['$', 'dict of 9 items'],
  ['', 'dict of 9 items'],
])('%s is %s', ([path = '', expected]) => {
  expect(nodeSummary(placeAt(graph(), path).node)).toBe(expected);
});

test.for([
  ['list[2]', 'there is no [2] in the list of 2 items, which has [0] [1]'],
  ['list[-3]', 'there is no [-3]'],
  ['list.x', 'there is no .x'],
  ['user.name.x', "in the 'Ada', which has nothing inside"],
  ['a b', 'expected .name or [key] at'],
  ['list[0', 'a ] is missing'],
  ['list[', 'a value is missing'],
])('%s is refused: %s', ([path = '', message]) => {
  expect(() => placeAt(graph(), path)).toThrow(message);
});

test.for(['user.name', 'user[0]', "user['key']", 'slots.x', 'list[1][0]', '[1]', 'od.k', 'user.__getnewargs__()[0]'])(
  'another node at %s is the only difference',
  (path) => {
    const [before, after] = [graph(), graph()];
    const node: Node = { type: 'str', value: 'new' };
    placeAt(after, path).replace(node);
    expect([...diff(before, after)].length).toBe(1);
    expect(placeAt(after, path).node).toBe(node);
  },
);
