import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Dict, dumps, Global, Instance, loads, Tuple } from '../../src/index.ts';
import { UUID } from '../../src/stdlib.ts';
import { localPythons, oracle, runPython } from '../oracle.ts';
import { expectRow } from './rows.ts';

const text = '12345678-1234-5678-1234-567812345678';

function built(state: unknown): Uint8Array {
  const instance = new Instance(Global.of('uuid.UUID'), 'new');
  instance.build(state);
  return dumps(instance);
}

test.for<[string, UUID]>([
  ['UUID', new UUID(text)],
  ['UUID safe', new UUID(text, 'safe')],
])('the row %s of real Pythons', ([name, value]) => expectRow(name, value));

test('through CPython, both ways, at every protocol', async () => {
  const python = await oracle();
  python.run(`
import random, uuid
r = random.Random(7)
safety = list(uuid.SafeUUID)
values = [uuid.UUID(int=r.getrandbits(r.choice([0, 1, 40, 64, 128])), is_safe=r.choice(safety)) for _ in range(100)]
`);
  const expected = python.evaluate('[[str(v), v.is_safe.name] for v in values]');
  for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
    const pickle = python.dumps('values', protocol);
    for (const options of [{}, { ints: 'bigint', dicts: 'object' }] as const) {
      const values = loads<UUID[]>(pickle, options);
      expect(values.map((value) => [value.toJSON(), value.isSafe])).toEqual(expected);
      expect(python.check(dumps(values, { protocol }), 'x == values')).toBe(true);
      expect(python.check(dumps(values, { protocol }), '[v.is_safe for v in x] == [v.is_safe for v in values]')).toBe(
        true,
      );
    }
  }
});

test.for(localPythons())('Python $version', (python) => {
  const script = `
import pickle, sys, uuid
sys.stdout.buffer.write(pickle.dumps([uuid.UUID('${text}'), uuid.UUID('${text}', is_safe=uuid.SafeUUID.unsafe)], 2))
`;
  expect(loads(runPython(python, script))).toStrictEqual([new UUID(text), new UUID(text, 'unsafe')]);
});

test('wrong states and arguments are refused', () => {
  for (const state of [
    5,
    [],
    new Map(),
    new Map([['int', 'x']]),
    new Map([['int', -1]]),
    new Map([['int', 2n ** 128n]]),
  ]) {
    expect(() => loads(built(state))).toThrow(expect.objectContaining({ code: 'bad-state' }));
  }
  const unsafe = new Map<string, unknown>([
    ['int', 1],
    ['is_safe', 7],
  ]);
  expect(() => loads(built(unsafe))).toThrow(expect.objectContaining({ code: 'bad-state' }));
  const named = Global.of('uuid.UUID');
  expect(loads(dumps(new Instance(named, 'call', Tuple.from([`{${text}}`]))))).toStrictEqual(new UUID(text));
  for (const args of [['x'], ['{'.repeat(1000)]]) {
    const pickle = dumps(new Instance(named, 'call', Tuple.from<unknown>(args)));
    expect(() => loads(pickle)).toThrow(expect.objectContaining({ code: 'bad-call' }));
  }
  expect(() => new UUID('x')).toThrow(RangeError);
  expect(() => new UUID(-1n)).toThrow(RangeError);
});

test('as a key, in JSON and by inspection', () => {
  expect(new Dict([[new UUID(text), 1]]).get(new UUID(`urn:uuid:${text}`, 'safe'))).toBe(1);
  expect(JSON.stringify(new UUID(1n))).toBe('"00000000-0000-0000-0000-000000000001"');
  expect(inspect(new UUID(text))).toBe(`UUID('${text}')`);
});
