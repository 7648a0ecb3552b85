import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { arrayView } from '../../src/graph/array-form.ts';
import { LIBRARY } from '../../src/graph/known-library.ts';
import { nodeSummary } from '../../src/graph/node-summary.ts';
import { dumps, Global, Instance, Tuple } from '../../src/index.ts';
import { LiteralReader } from '../../src/inspect/literal.ts';
import { addAt, type Editable, placeAt, removeAt } from '../../src/inspect/path.ts';
import { Counter, OrderedDict } from '../../src/stdlib.ts';
import { diff, type Graph, type GraphNode as Node, parse, toJSON, write } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';
import { PROTOCOLS } from '../graphs.ts';

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

/** What it is | its JSON | what CPython writes at each protocol. */
const FORMS: [string, string, string[]][] = JSON.parse(
  readFileSync(new URL('../fixtures/one-form.json', import.meta.url), 'utf8'),
);

describe('a place is the same at each protocol, and what is put there comes back', () => {
  test.for<[what: string, 'replace' | 'add' | 'remove', path: string, value: string, json: string]>([
    ['a set', 'replace', '[0]', '5', '[2,5]'],
    ['a set', 'replace', '.{2}', '5', '[1,5]'],
    ['a set', 'remove', '.{2}', '', '[1]'],
    ['a set', 'add', '[]', '5', '[1,2,5]'],
    ['a frozenset', 'replace', '[-1]', '5', '[5]'],
    ['array of 3', 'replace', '[1]', '7', '[0,7,2]'],
    ['array of 3', 'remove', '[1]', '', '[0,2]'],
    ['array of 3', 'add', '[]', '7', '[0,1,2,7]'],
    ['array of floats', 'replace', '[-1]', '0.5', '[1.0,0.5]'],
    ['array of text', 'replace', '[0]', "'x'", '"xé"'],
    ['a namedtuple', 'replace', '.__getnewargs__()[0]', '5', '{"class":"m.P","args":[5,[2]]}'],
    ['a subclass of str', 'replace', '.__getnewargs__()[0]', "'y'", '{"class":"m.S","args":["y"]}'],
    ['a subclass of list', 'replace', '[0]', '5', '{"class":"m.L","items":[5]}'],
    ['a subclass of list', 'add', '[]', '5', '{"class":"m.L","items":[1,5]}'],
    ['a subclass of dict', 'replace', '.a', '5', '{"class":"m.D","entries":{"a":5}}'],
    ['a subclass of dict', 'add', "['b']", '5', '{"class":"m.D","entries":{"a":1,"b":5}}'],
    ['an object', 'replace', '.a', '5', '{"class":"m.O","state":{"a":5}}'],
    ['UserList of 3', 'replace', '[-1]', '5', '[0,1,5]'],
    ['UserList of 3', 'replace', '.data[0]', '5', '[5,1,2]'],
    ['UserDict', 'replace', "['a']", '5', '{"a":5}'],
    ['ChainMap of 3', 'replace', '[1][1]', '5', '[{"0":0,"1":1,"2":2},{"1":5}]'],
    ['OrderedDict', 'replace', 'a', '5', '{"a":5,"b":[2]}'],
    ['OrderedDict', 'remove', 'a', '', '{"b":[2]}'],
    ['OrderedDict', 'add', '[1]', '5', '{"a":1,"b":[2],"1":5}'],
    ['an OrderedDict of Python 2', 'replace', 'a', '5', '{"a":5}'],
    ['an OrderedDict of Python 2', 'remove', 'a', '', '{}'],
    ['an OrderedDict of Python 2', 'add', 'b', '5', '{"a":1,"b":5}'],
    ['defaultdict', 'replace', 'a', '5', '{"a":5}'],
    ['defaultdict', 'add', 'b', '5', '{"a":[1],"b":5}'],
    ['Counter', 'replace', 'a', '5', '{"a":5,"b":1}'],
    ['Counter', 'remove', 'b', '', '{"a":2}'],
    ['deque', 'replace', '[1]', '5', '[1,5]'],
    ['deque', 'add', '[]', '5', '[1,2,5]'],
    ['list()', 'remove', '[0]', '', '[2]'],
    ['list() of a dict', 'add', '[]', '5', '["a",5]'],
    ['dict() of pairs', 'replace', 'a', '5', '{"a":5}'],
    ['set() of a tuple', 'add', '[]', '5', '[1,5]'],
  ])('%s: %s %s %s', ([what, manner, path, value, json]) => {
    const pickles = FORMS.find(([name]) => name === what)?.[2] ?? [];
    expect(pickles.length).toBeGreaterThan(0);
    for (const pickle of pickles) {
      let graph: Graph & Editable = {
        ...parse(hex(pickle), { encoding: 'latin1' }),
        arrays: arrayView,
        library: LIBRARY,
      };
      const { protocol } = graph;
      const replaceRoot = (root: Node): void => void (graph = { ...graph, root });
      if (manner === 'remove') removeAt(graph, path);
      else {
        const node = new LiteralReader(value, 'value').only();
        if (manner === 'add') addAt(graph, path, node, replaceRoot);
        else placeAt(graph, path, replaceRoot).replace(node);
      }
      const written = write(graph, { protocol: PROTOCOLS.find((one) => one === protocol) ?? 5 });
      expect(toJSON(written), `protocol ${protocol}`).toBe(json);
    }
  });

  test('and what a set or an OrderedDict was made of, and others share, stays', () => {
    const text =
      '\x80\x02(]q\0K\x01ac__builtin__\nset\nh\0\x85Rccollections\nOrderedDict\n]]q\x01(K\x01K\x02ea\x85Rh\x01t.';
    const shared = parse(Buffer.from(text, 'latin1'));
    expect(toJSON(shared)).toBe('[[1],[1],{"1":2},[1,2]]');
    placeAt(shared, '[1][0]').replace({ type: 'int', value: 5 });
    placeAt(shared, '[2][1]').replace({ type: 'int', value: 6 });
    expect(toJSON(shared)).toBe('[[1],[5],{"1":6},[1,2]]');
  });

  test('but not what does not fit', () => {
    for (const pickle of FORMS.find(([name]) => name === 'array of 3')?.[2] ?? []) {
      const graph = { ...parse(hex(pickle), { encoding: 'latin1' }), arrays: arrayView, library: LIBRARY };
      const place = placeAt(graph, '[0]');
      expect(() => place.replace({ type: 'str', value: 'x' })).toThrow("an item of an array.array('i') must be");
      expect(() => placeAt(graph, '[3]')).toThrow("there is no [3] in the array.array('i') of 3 items");
    }
  });
});
