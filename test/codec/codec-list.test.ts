/** What callers give in place of a list of codecs. */
import { describe, expect, test } from 'vitest';
import * as lists from '../../src/codec/codec-list.ts';
import { dumps, loads, pythonClass, pythonFunction, pythonStandIn, Unpickler } from '../../src/index.ts';

class Point {}
const distance = (): number => 0;
const codec = pythonClass('app.Point', Point);

describe('codecs that are not a list of codecs', () => {
  test.each<[string, unknown, string]>([
    ['one codec', codec, 'options.codecs needs an array of codecs, got one codec; write codecs: [codec]'],
    ['a class', Point, "got the class Point; write [pythonClass('module.Point', Point)]"],
    ['a function', distance, "got the function distance; write [pythonFunction('module.distance', distance)]"],
    ['a module', lists, "got a module; write [pythonModule('module', exports)]"],
    ['an object', { Point }, 'got an object'],
    ['null', null, 'got null'],
    ['a text', 'app.Point', 'got app.Point'],
    [
      'a list with a class',
      [codec, Point],
      "options.codecs[1] is the class Point, not a codec; write pythonClass('module.Point', Point)",
    ],
    ['a list with a class of no name', [class {}], "write pythonClass('module.Name', Name)"],
    [
      'a list with a function',
      [distance],
      'options.codecs[0] is the function distance, not a codec; write pythonFunction(',
    ],
    [
      'a list with a module',
      [lists],
      "options.codecs[0] is a module, not a codec; write pythonModule('module', exports)",
    ],
    ['a list with a list', [[codec]], 'options.codecs[0] is an array, not a codec; write its codecs out: ...codecs'],
    ['a list with null', [null], 'options.codecs[0] is null, not a codec'],
    ['a list with undefined', [undefined], 'options.codecs[0] is undefined, not a codec'],
    ['a list with an object', [{ kind: 'other' }], 'options.codecs[0] is an object, not a codec'],
  ])('%s', (_what, given, message) => {
    const options = { codecs: given as [] };
    for (const run of [
      () => dumps(1, options),
      () => loads(Buffer.from('N.'), options),
      () => new Unpickler(Buffer.from('N.'), options),
    ]) {
      expect(run).toThrow(TypeError);
      expect(run).toThrow(message);
    }
  });

  test('a list of codecs of each kind, and none', () => {
    const codecs = [codec, pythonFunction('app.distance', distance), pythonStandIn(() => undefined)];
    for (const given of [codecs, [], undefined]) expect(loads(dumps(1, { codecs: given }), { codecs: given })).toBe(1);
  });
});

describe('pythonClass', () => {
  test.each<[string, () => unknown, string]>([
    [
      'a class alone',
      () => pythonClass(Point as never, undefined as never),
      "Python's name first: pythonClass('module.Point', Point)",
    ],
    [
      'slots without names',
      () => pythonClass('app.P', Point, { slots: true as never }),
      "slots needs an array of names, as slots: ['x', 'y']",
    ],
    [
      'slots of other things',
      () => pythonClass('app.P', Point, { slots: [1] as never }),
      "pythonClass('app.P'): slots needs",
    ],
    ['frozen without slots', () => pythonClass('app.P', Point, { frozen: true }), 'frozen needs slots too'],
    [
      'frozen with hooks',
      () => pythonClass('app.P', Point, { slots: ['x'], frozen: true, getState: () => [1] }),
      'frozen takes the place of the hooks getState and setState',
    ],
  ])('%s', (_what, run, message) => {
    expect(run).toThrow(TypeError);
    expect(run).toThrow(message);
  });
});
