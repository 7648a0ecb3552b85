import { describe, expect, test } from 'vitest';
import {
  type Codec,
  dumps,
  type FindClass,
  Global,
  Instance,
  load,
  loads,
  pythonClass,
  pythonFamily,
  pythonFunction,
  pythonModule,
  Tuple,
  Unpickler,
} from '../../src/index.ts';

class Point {
  x = 0;
}

/** `[geometry.Point(), geometry.Point, other.Name]` */
const pickle = dumps([
  new Instance(new Global('geometry', 'Point'), 'new', new Tuple()),
  new Global('geometry', 'Point'),
  new Global('other', 'Name'),
]);

describe('options.unknown as a function is find_class', () => {
  test('it is asked once for each name that no codec knows', () => {
    const asked: string[] = [];
    const unknown: FindClass = (name) => {
      asked.push(`${name.module}.${name.name}`);
      return 'keep';
    };
    const [instance, point, other] = loads<[Instance, Global, Global]>(pickle, { unknown });
    expect(asked).toEqual(['geometry.Point', 'other.Name']);
    expect(instance.cls).toBe(point);
    expect(other).toEqual(new Global('other', 'Name'));
    loads(dumps(new Date(0)), { unknown });
    expect(asked).toHaveLength(2);
  });

  test("what it calls an error is one, as with 'error'", () => {
    const unknown: FindClass = ({ module }) => (module === 'geometry' ? 'keep' : 'error');
    expect(() => loads(pickle, { unknown })).toThrow(
      expect.objectContaining({
        code: 'unknown-global',
        message: expect.stringContaining("no codec for 'other.Name'"),
      }),
    );
  });

  test.for<[string, Codec]>([
    ['a class of that name', pythonClass('geometry.Point', Point)],
    ['a class of another name', pythonClass('m.P', Point)],
    ['a module', pythonModule('geometry', { Point })],
    ['a family', pythonFamily(['geometry'], () => [pythonClass('geometry.Point', Point)])],
  ])('it may give a codec: %s', ([, codec]) => {
    const unknown: FindClass = ({ name }) => (name === 'Point' ? codec : 'keep');
    const [point, type] = loads<[Point, unknown]>(pickle, { unknown });
    expect(point).toBeInstanceOf(Point);
    expect(type).toBe(Point);
  });

  test('the codec reads the state, too', async () => {
    const codecs = [pythonClass('geometry.Point', Point)];
    const bytes = dumps(Object.assign(new Point(), { x: 5 }), { codecs });
    const unknown: FindClass = () => pythonClass('geometry.Point', Point);
    expect(loads(bytes, { unknown })).toEqual(Object.assign(new Point(), { x: 5 }));
    expect(await load([bytes], { unknown })).toEqual(Object.assign(new Point(), { x: 5 }));
    expect(new Unpickler(bytes, { unknown }).load()).toEqual(Object.assign(new Point(), { x: 5 }));
  });

  test('the codec answers calls', () => {
    const bytes = dumps(new Instance(new Global('m', 'f'), 'call', Tuple.of(1)));
    const unknown: FindClass = () => pythonFunction('m.f', undefined, { call: ([one]) => ['called', one] });
    expect(loads(bytes, { unknown })).toEqual(['called', 1]);
  });

  test('one pickle does not know what was given for another', () => {
    const codec = pythonClass('geometry.Point', Point);
    let isFirst = true;
    const unknown: FindClass = ({ name }) => (isFirst && name === 'Point' ? codec : 'keep');
    expect(loads<unknown[]>(pickle, { unknown })[0]).toBeInstanceOf(Point);
    isFirst = false;
    expect(loads<unknown[]>(pickle, { unknown })[0]).toBeInstanceOf(Instance);
    expect(loads<unknown[]>(pickle)[0]).toBeInstanceOf(Instance);
  });

  test.for<[string, () => unknown, string]>([
    ['nothing', () => undefined, "options.unknown must give 'keep', 'error' or a codec, got undefined"],
    ['a class', () => Point, "options.unknown must give 'keep', 'error' or a codec, got class Point"],
    [
      'a module without the name',
      () => pythonModule('geometry', {}),
      'options.unknown gave a module that does not name geometry.Point',
    ],
  ])('%s is a TypeError', ([, unknown, message]) => {
    expect(() => loads(pickle, { unknown: unknown as FindClass })).toThrow(TypeError);
    expect(() => loads(pickle, { unknown: unknown as FindClass })).toThrow(message);
  });

  test('what it throws reaches the caller as it is', async () => {
    const error = new Error('not allowed');
    const unknown: FindClass = () => {
      throw error;
    };
    expect(() => loads(pickle, { unknown })).toThrow(error);
    await expect(load([pickle], { unknown })).rejects.toBe(error);
  });
});

test('options.unknown that is neither a word nor a function is a RangeError', () => {
  expect(() => loads(pickle, { unknown: 'ignore' as 'keep' })).toThrow(
    new RangeError('options.unknown needs one of keep, error, got ignore'),
  );
});
