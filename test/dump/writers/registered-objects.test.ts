import { expect, test } from 'vitest';
import {
  type Codec,
  type DumpOptions,
  dumps,
  Global,
  loads,
  type Protocol,
  pythonClass,
  pythonConstant,
  Tuple,
} from '../../../src/index.ts';
import { Decimal, PyDateTime } from '../../../src/stdlib.ts';

class Point {
  x: unknown;
  y: unknown;
  constructor(x: unknown, y: unknown) {
    this.x = x;
    this.y = y;
  }
}
class Empty {}
class Called {
  args: unknown[];
  constructor(args: unknown[]) {
    this.args = args;
  }
}
class Filled extends Called {}
class List extends Array<unknown> {
  label = 'list';
}
const ORIGIN = new Point(0, 0);
const MANY = Array.from({ length: 20 }, () => class {});
const codecs: readonly Codec[] = [
  pythonClass('shapes.Point', Point),
  pythonClass('shapes.Empty', Empty),
  pythonClass('shapes.List', List),
  pythonClass<Called>('shapes.Called', Called, {
    call: (args) => new Called([...args]),
    reduce: ({ args }) => ({ callable: Called, args }),
  }),
  pythonClass<Filled>('shapes.Filled', Filled, {
    call: () => new Filled([]),
    setState() {},
    reduce: ({ args }) => ({ callable: Global.of('shapes.fill'), args: [1, 'a'], items: args, state: [2] }),
  }),
  pythonConstant('shapes.ORIGIN', ORIGIN),
  ...MANY.map((type, i) => pythonClass(`many.Class${i}`, type)),
];
const PROTOCOLS: readonly Protocol[] = [0, 1, 2, 3, 4, 5];

/** By phases: someone wants to see each part. */
const phased = (value: unknown, options: DumpOptions): Uint8Array =>
  dumps(value, { codecs, ...options, persistentId: () => undefined });

function cyclic(): unknown {
  const [point, called] = [new Point(1, null), new Called(['a'])];
  point.y = [point, called];
  called.args.push(new Point(called, point));
  return [point, called, point];
}

const shared = new Uint8Array([1, 2, 3]);
const VALUES: readonly [string, () => unknown][] = [
  ['objects with leaves', () => Array.from({ length: 30 }, (_, i) => new Point(i, `p${i}`))],
  ['objects in objects', () => new Point(new Point(1, new Point(2, [])), new Map([['a', new Point(3, null)]]))],
  ['objects without attributes', () => [new Empty(), new Empty(), new Empty()]],
  ['an object with one attribute', () => [Object.assign(new Empty(), { a: 1 }), Object.assign(new Empty(), { a: [] })]],
  ['an object that comes again', () => [ORIGIN, new Point(0, 0), ORIGIN, new Point(ORIGIN, ORIGIN)]],
  ['calls', () => [1, 2, 3].map((i) => new Called([i, 'a', null, shared]))],
  ['calls without arguments', () => [new Called([]), new Called([])]],
  ['calls with parts', () => [1, 2].map((i) => new Called([i, [new Called([i])], Tuple.of(shared, shared)]))],
  ['calls with items and a state', () => [new Filled([1, 2]), new Filled([]), new Filled([[3]])]],
  ['objects within themselves', cyclic],
  ['the class itself', () => [new Point(1, 2), Point, new Point(3, 4), Called, new Called([Point])]],
  ['classes in turn', () => Array.from({ length: 60 }, (_, i) => new (MANY[(i * i) % 20] ?? Empty)())],
  ['a list of a class', () => [List.of(1, 2), List.of('a')]],
  [
    'bytes',
    () => [shared, Tuple.of<unknown>(shared, new Uint8Array(), new Uint8Array(300), new Uint8Array()), [shared]],
  ],
  [
    'datetimes and Decimals',
    () => Array.from({ length: 9 }, (_, i) => Tuple.of<unknown>(new PyDateTime(2026, 1, i + 1), new Decimal(`${i}.5`))),
  ],
  [
    'more than a frame',
    () => Array.from({ length: 9000 }, (_, i) => [new Point(i, `point ${i}`), new Called([`called ${i}`, i])]),
  ],
];

test.for(VALUES)('%s: the same bytes as when each part is offered to persistentId', ([, make]) => {
  const value = make();
  for (const protocol of PROTOCOLS) {
    expect(Buffer.compare(dumps(value, { codecs, protocol }), phased(value, { protocol })), `${protocol}`).toBe(0);
  }
});

test('persistentId is asked about the names of globals, as strings', () => {
  const seen: unknown[] = [];
  const value = [Global.of('os.path.join'), Global.of('os.path.split'), new Decimal(1), new Global('m', 'A.b')];
  for (const protocol of PROTOCOLS) {
    const persistentId = (offered: unknown): undefined => void seen.push(offered);
    expect(dumps(value, { protocol, persistentId }), `${protocol}`).toEqual(dumps(value, { protocol }));
  }
  expect(seen.filter((offered) => typeof offered === 'string')).toEqual(
    expect.arrayContaining(['os.path', 'join', 'split', 'decimal', 'Decimal', '1', 'm', 'A.b', 'b']),
  );
  expect(seen.filter((offered) => !['string', 'function', 'object'].includes(typeof offered))).toEqual([]);
  expect(new Set(seen.flatMap((offered) => (typeof offered === 'object' ? [offered?.constructor.name] : [])))).toEqual(
    new Set(['Array', 'Global', 'Decimal', 'Tuple']),
  );
});

test('an object with a reducer that is a property of the value alone is read back', () => {
  const [a, b] = loads<Point[]>(dumps([new Point(1, [2]), new Point('x', null)], { codecs }), { codecs });
  expect(a).toEqual(new Point(1, [2]));
  expect(b).toEqual(new Point('x', null));
});

test('an error names the way to the attribute', () => {
  const value = [new Point(1, 2), new Point(3, { deep: [() => {}] })];
  expect(() => dumps(value, { codecs })).toThrow(expect.objectContaining({ path: '$[1].y.deep[0]' }));
  expect(() => dumps([new Called([1]), new Called([[() => {}]])], { codecs })).toThrow(
    expect.objectContaining({ path: '$[1].args[0][0]' }),
  );
});

test('an object that is made of itself is refused', () => {
  class Endless {}
  const type = pythonClass<Endless>('shapes.Endless', Endless, {
    call: () => new Endless(),
    reduce: (self) => ({ callable: Global.of('shapes.make'), args: [self] }),
  });
  expect(() => dumps([new Endless()], { codecs: [type] })).toThrow(/maximum recursion depth exceeded/);
});
