import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';
import { PyDate } from '../../src/stdlib.ts';
import { Built } from './built.ts';

const built = new Built();
const hero = new Instance(new Global('game', 'Hero'));
hero.build({ name: 'Ada', gold: 5 });
const VALUE = new Map<unknown, unknown>([
  ['hero', hero],
  ['list', [1, 2, 3]],
  ['set', new Set([1])],
  [Tuple.of(1, 2), 'pair'],
  [null, 'none'],
  [2.5, 'float'],
  [Uint8Array.of(255), 'bytes'],
  [new PyDate(2024, 7, 1), 'date'],
]);

/** What `brine diff` prints between the file before and after. */
function edited(...argv: string[]): string {
  built.write('before.pkl', dumps(VALUE));
  built.write('after.pkl', dumps(VALUE));
  expect(built.run(['edit', argv[0] ?? '', 'after.pkl', ...argv.slice(1)].filter((one) => one !== ''))).toMatchObject({
    status: 0,
  });
  return built.run(['diff', 'before.pkl', 'after.pkl']).out;
}

test.for<[string, string[], string]>([
  ['a new key', ['--add', "hobby='chess'"], "+ $['hobby']: 'chess'\n"],
  ['a new key of another type', ['--add', '[(3,)]={1, 2}'], '+ $[(3,)]: set of 2 items\n'],
  ['a new attribute', ['--add', 'hero.title="Sir"'], "+ $['hero'].title: 'Sir'\n"],
  ['a new item', ['--add', 'list[]=4'], "+ $['list'][3]: 4\n"],
  ['a new member', ['--add', 'set[]=2'], "+ $['set'].{2}: 2\n"],
  ['a key that is there', ['--add', 'hero.gold=6'], "~ $['hero'].gold: 5 -> 6\n"],
  ['a key less', ['--remove', 'hero'], "- $['hero']: game.Hero object\n"],
  ['an attribute less', ['--remove', 'hero.gold'], "- $['hero'].gold: 5\n"],
  ['an item less', ['--remove', 'list[-1]'], "- $['list'][2]: 3\n"],
  ['two items less, one after another', ['--remove', 'list[2]', 'list[1]'], "- $['list'][1]: 2\n- $['list'][2]: 3\n"],
  ['a key that is a tuple', ['', '[(1, 2)]=0'], "~ $[(1, 2)]: 'pair' (str) -> 0 (int)\n"],
  ['a key that is None', ['', '[None]=0'], "~ $[None]: 'none' (str) -> 0 (int)\n"],
  ['a key that is a float', ['', '[2.5]=0'], "~ $[2.5]: 'float' (str) -> 0 (int)\n"],
  ['a key that is bytes', ['', "[b'\\xff']=0"], "~ $[b'\\xff']: 'bytes' (str) -> 0 (int)\n"],
  ['a key as diff shows it', ['', '[datetime.date(...)]=0'], "~ $[datetime.date(...)]: 'date' (str) -> 0 (int)\n"],
])('%s', ([, argv, expected]) => {
  expect(edited(...argv)).toBe(expected);
});

test.for<[string, string[], string]>([
  [
    'an item behind the end',
    ['--add', 'list[9]=1'],
    'path list[9]: [9] cannot be added to the list of 3 items; [] is behind',
  ],
  ['a list as a key', ['--add', '[[1]]=1'], "cannot use 'list' as a dict key"],
  ['a list as a member', ['--add', 'set[]=[1]'], "cannot use 'list' as a set element"],
  ['a key of a text', ['--add', 'hero.name.x=1'], ".x cannot be added to the 'Ada'"],
  ['a new key without --add', ['x=1'], 'path x: there is no .x in the dict of 8 items'],
  ['nothing to remove', ['--remove', 'nobody'], 'path nobody: there is no .nobody in the dict of 8 items'],
  [
    'the class of an object',
    ['--remove', 'hero.__class__'],
    'it cannot be removed, because its container cannot be made without it',
  ],
  ['all', ['--remove', '$'], 'path $: it cannot be removed'],
  ['both flags', ['--add', '--remove', 'x'], 'edit: --add and --remove cannot be combined'],
])('%s is refused, and the file stays', ([, argv, expected]) => {
  const bytes = Buffer.from(dumps(VALUE));
  built.write('after.pkl', bytes);
  const { status, err } = built.run(['edit', 'after.pkl', ...argv]);
  expect(err).toContain(expected);
  expect(status).toBe(2);
  expect(built.read('after.pkl')).toEqual(bytes);
});

test('what show prints of a value can be put into another', () => {
  built.write('a.pkl', dumps([new Set([1, 2]), new PyDate(2024, 7, 1), new Map([[1, 'x']])]));
  const shown = built.run(['show', '--pprint', 'a.pkl']).out.trim();
  expect(shown).toBe("[{1, 2}, datetime.date(2024, 7, 1), {1: 'x'}]");
  built.write('b.pkl', dumps([0]));
  expect(built.run(['edit', 'b.pkl', `$=${shown}`]).status).toBe(0);
  expect(loads(built.read('b.pkl'))).toEqual(loads(built.read('a.pkl')));
});
