/** A million levels: nothing in the library recurses on data. */

import { dumps, Instance, loads, pythonClass, Tuple } from 'brine';
import { parse, write } from 'brine/tools';
import { expect, test } from 'vitest';

const DEPTH = 1_000_000;

test('a list nested 1,000,000 deep is written and read', () => {
  let nested: unknown[] = [];
  for (let i = 1; i < DEPTH; i++) nested = [nested];
  let inner: unknown = loads(dumps(nested));
  let depth = 0;
  while (Array.isArray(inner)) {
    depth++;
    inner = inner[0];
  }
  expect(depth).toBe(DEPTH);
});

test.for([0, 2, 5] as const)('tuples and dicts in turn, 200,000 deep, at protocol %d', (protocol) => {
  let nested: unknown = null;
  for (let i = 0; i < 100_000; i++) nested = new Map([['next', Tuple.of<unknown>(nested, i)]]);
  let inner: unknown = loads(dumps(nested, { protocol }));
  let depth = 0;
  while (inner instanceof Map) {
    inner = (inner.get('next') as Tuple)[0];
    depth++;
  }
  expect(depth).toBe(100_000);
});

class Link {
  next: Link | null = null;
}

test('a chain of 1,000,000 linked instances is written and read', () => {
  const codecs = [pythonClass('chain.Link', Link)];
  let chain = new Link();
  for (let i = 1; i < DEPTH; i++) {
    const outer = new Link();
    outer.next = chain;
    chain = outer;
  }
  const pickle = dumps(chain, { codecs });
  let length = 0;
  for (let link: Link | null = loads<Link>(pickle, { codecs }); link !== null; link = link.next) length++;
  expect(length).toBe(DEPTH);
  let unknown: unknown = loads(pickle);
  let inert = 0;
  while (unknown instanceof Instance) {
    inert++;
    unknown = unknown.get('next');
  }
  expect(inert).toBe(DEPTH);
});

test('a graph nested 1,000,000 deep is parsed and written', () => {
  const pickle = Buffer.from(`${']'.repeat(1_000_001)}${'a'.repeat(1_000_000)}.`, 'latin1');
  const written = write(parse(pickle), { protocol: 2 });
  expect(written.length).toBeGreaterThan(2_000_000);
  expect(Buffer.compare(write(parse(written), { protocol: 2 }), written)).toBe(0);
});
