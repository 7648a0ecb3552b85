import { expect, test } from 'vitest';
import { dumps, Global, loads, pythonClass } from '../../src/index.ts';
import { oracle } from '../oracle.ts';

class Link {
  next: unknown = null;
}

const link = (args: (self: Link) => unknown[]) => [
  pythonClass('m.Link', Link, {
    call: () => new Link(),
    reduce: (self) => ({ callable: Global.of('m.Link'), args: args(self) }),
  }),
];

test('an object made of arguments that contain it anew each time is refused', () => {
  const self = new Link();
  const codecs = link((it) => [[it]]);
  expect(() => dumps([self], { codecs })).toThrow(
    expect.objectContaining({ code: 'cannot-pickle', message: expect.stringMatching(/^maximum recursion depth/) }),
  );
});

test('an object whose arguments contain it once is written as CPython does', () => {
  const list: unknown[] = [];
  const codecs = link(() => [list]);
  const self = new Link();
  list.push(self);
  expect(loads(dumps(self, { codecs }), { codecs })).toBeInstanceOf(Link);
});

test('a long chain of objects is no recursion', () => {
  const codecs = link((it) => (it.next === null ? [] : [it.next]));
  let first = new Link();
  for (let i = 0; i < 200_000; i++) {
    const next = first;
    first = new Link();
    first.next = next;
  }
  expect(loads(dumps(first, { codecs }), { codecs })).toBeInstanceOf(Link);
});

test('a list of an unknown class that an object in it refers to keeps its items at protocol 0', () => {
  const pickle =
    'ccopy_reg\n_reconstructor\np0\n(cm\nL\np1\nc__builtin__\nlist\np2\n(lp3\ng0\n(cm\nO\np4\nc__builtin__\nobject\np5\n' +
    'Ntp6\nRp7\n(dp8\nVattr\np9\ng0\n(g1\ng2\n(lp10\ng7\natp11\nRp12\nsbatp13\nR0g12\n.';
  const value = loads(Buffer.from(pickle));
  expect(Buffer.from(dumps(value, { protocol: 0 })).toString()).toBe(pickle);
});

test.for([0, 1, 2, 3, 4, 5] as const)(
  'a set of an unknown class with a member that refers to it keeps it: %d',
  async (protocol) => {
    const python = await oracle();
    python.define('recursiveset', 'class S(set):\n    pass\nclass O:\n    pass');
    python.run('import recursiveset\ns = recursiveset.S()\no = recursiveset.O()\no.attr = s\ns.add(o)');
    const pickle = python.dumps('s', protocol);
    const again = dumps(loads(pickle), { protocol });
    expect(python.check(again, 'type(x) is recursiveset.S and len(x) == 1 and next(iter(x)).attr is x')).toBe(true);
    expect(Buffer.compare(again, pickle)).toBe(0);
  },
);

test.for(['list', 'set'])('an object made of a %s that contains it', async (kind) => {
  const python = await oracle();
  const source = `class K:\n    def __init__(self, v): self.v = v\n    def __reduce__(self): return K, (self.v,)`;
  python.define('holding', source);
  python.run(`import holding\nv = ${kind}()\nk = holding.K(v)\nv.${kind === 'list' ? 'append' : 'add'}(k)`);
  for (const protocol of [4, 5] as const) {
    const again = dumps(loads(python.dumps('k', protocol)), { protocol });
    expect(python.check(again, 'type(x) is holding.K and len(x.v) == 1 and next(iter(x.v)) is x')).toBe(true);
  }
});
