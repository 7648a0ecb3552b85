import { expect, test } from 'vitest';
import { dumps, Global, Instance, loads, type Protocol, pythonClass, pythonFunction, Tuple } from '../../src/index.ts';

class Thing {
  from = '';
}

const made = (named: Global): Thing => Object.assign(new Thing(), { from: `${named.module}.${named.name}` });
const codecs = [
  pythonClass('new.place.Thing', Thing, {
    aliases: ['old.place:Thing'],
    call: (_args, _context, named) => made(named),
    create: (_args, _kwargs, _context, named) => made(named),
  }),
  pythonFunction('new.place.build', undefined, {
    aliases: ['old.place:build'],
    call: (_args, _context, named) => made(named),
    create: (_args, _kwargs, _context, named) => made(named),
  }),
];

test.for(
  ['old.place', 'new.place'].flatMap((module) =>
    ['Thing', 'build'].flatMap((name) =>
      (['call', 'new'] as const).flatMap((how) =>
        ([0, 2, 4] as Protocol[]).map((protocol) => ({ module, name, how, protocol })),
      ),
    ),
  ),
)('a hook is told the name: %j', ({ module, name, how, protocol }) => {
  const pickle = dumps(new Instance(new Global(module, name), how, new Tuple()), { protocol });
  expect(loads(pickle, { codecs })).toEqual(made(new Global(module, name)));
});

test('one pickle says nothing of the names of another', () => {
  const pickles = ['old.place', 'new.place', 'old.place'].map((module) =>
    dumps(new Instance(new Global(module, 'Thing'), 'call', new Tuple())),
  );
  expect(pickles.map((pickle) => loads<Thing>(pickle, { codecs }).from)).toEqual([
    'old.place.Thing',
    'new.place.Thing',
    'old.place.Thing',
  ]);
});
