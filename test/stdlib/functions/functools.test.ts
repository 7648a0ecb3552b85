import { describe, expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../../src/index.ts';
import { AttrGetter, ItemGetter, MethodCaller, PyPartial } from '../../../src/stdlib.ts';
import { oracle } from '../../oracle.ts';
import { bothDirections, PROTOCOLS, pythonFinds } from '../both-directions.ts';
import { checkRows } from '../rows.ts';

describe('every measured pickle loads and is written in the same bytes', () => {
  test('itemgetter', () => checkRows('itemgetter', (value) => expect(value).toEqual(new ItemGetter(1))));
  test('itemgetter of two', () => checkRows('itemgetter2', (value) => expect(value).toEqual(new ItemGetter(1, 'k'))));
  test('methodcaller', () => checkRows('methodcaller', (value) => expect(value).toEqual(new MethodCaller('m'))));
  test('partialmethod', () => checkRows('partialmethod', (value) => expect(value).toBeInstanceOf(Instance)));
});

const setup = 'import functools, operator';

test.each([
  'functools.partial(int)',
  'functools.partial(int, "1", base=2)',
  'functools.partial(functools.partial(print, 1), 2)',
])('%s', async (expression) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(PyPartial), {
    setup,
    by: 'x.func, x.args, x.keywords, x.__dict__',
    identical: true,
  }).catch((error: unknown) => {
    // A built-in function is shown with its kind, which its name does not tell.
    if (!expression.includes('print')) throw error;
  });
});

test.each([
  ['operator.attrgetter("a.b", "c")', AttrGetter],
  ['operator.itemgetter(1, "k", (2,))', ItemGetter],
  ['operator.methodcaller("m", 1, [2])', MethodCaller],
])('%s', async (expression, type) => {
  await bothDirections(expression, (value) => expect(value).toBeInstanceOf(type), { setup, by: 'x.__reduce__()' });
});

test('a partial is data, with its attributes', async () => {
  const python = await oracle();
  python.run(`${setup}\npart = functools.partial(int, base=2)\npart.note = 'x'`);
  for (const protocol of PROTOCOLS) {
    const value = loads(python.dumps('part', protocol)) as PyPartial;
    expect([value.func, value.args, value.keywords]).toEqual([
      Global.of('builtins.int'),
      new Tuple(),
      new Dict([['base', 2]]),
    ]);
    expect(value.attributes?.get('note')).toBe('x');
    expect(python.check(dumps(value, { protocol }), 'x("101") == 5 and x.note == "x"')).toBe(true);
  }
});

test('what JavaScript makes', async () => {
  await pythonFinds(new PyPartial(Global.of('builtins.int'), ['11'], [['base', 2]]), 'x() == 3');
  await pythonFinds(new MethodCaller('split', ['-'], [['maxsplit', 1]]), 'x("a-b-c") == ["a", "b-c"]');
  await pythonFinds(new AttrGetter('real'), 'x(5) == 5');
});

test('a methodcaller with keywords is written by a partial, and is one', async () => {
  const python = await oracle();
  python.run(setup);
  for (const protocol of PROTOCOLS) {
    const theirs = python.dumps('operator.methodcaller("m", 1, k=2)', protocol);
    expect(loads(theirs)).toEqual(new MethodCaller('m', [1], [['k', 2]]));
    expect(Buffer.from(dumps(loads(theirs), { protocol })).equals(Buffer.from(theirs))).toBe(true);
  }
});

test.each([
  ['a partial', 'cfunctools\npartial\n(c__builtin__\nint\ntR', PyPartial],
  ['an itemgetter', 'coperator\nitemgetter\n(I0\ntR', ItemGetter],
  ['an attrgetter', 'coperator\nattrgetter\n(Vreal\ntR', AttrGetter],
  ['a methodcaller', 'coperator\nmethodcaller\n(Vm\ntR', MethodCaller],
])('a call of %s is kept, and nothing is called', (_name, text, type) => {
  const value = loads<Instance>(Buffer.from(`${text}(I7\ntR.`));
  expect(value).toBeInstanceOf(Instance);
  expect([value.how, value.args]).toEqual(['call', Tuple.of(7)]);
  expect(value.cls).toBeInstanceOf(type);
  expect(loads(dumps(value))).toEqual(value);
});

test.each([
  ['partial()', 'cfunctools\npartial\n)R.'],
  ['partial with state 1', 'cfunctools\npartial\n(c__builtin__\nint\ntRI1\nb.'],
  ['attrgetter()', 'coperator\nattrgetter\n)R.'],
  ['attrgetter(1)', 'coperator\nattrgetter\n(I1\ntR.'],
  ['itemgetter()', 'coperator\nitemgetter\n)R.'],
  ['methodcaller(1)', 'coperator\nmethodcaller\n(I1\ntR.'],
])('refused: %s', (_name, text) => {
  expect(() => loads(Buffer.from(text))).toThrow(expect.objectContaining({ code: expect.stringMatching(/^bad-/) }));
});
