import { expect, test } from 'vitest';
import { dumps, Global, loads, pythonClass } from '../../src/index.ts';

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
