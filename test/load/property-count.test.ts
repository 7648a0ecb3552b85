import { describe, expect, test } from 'vitest';
import { Reader } from '../../src/bytes/reader.ts';
import { RegistryCache } from '../../src/codec/registry.ts';
import { Dict, PickleError, pythonClass } from '../../src/index.ts';
import { Arguments } from '../../src/load/arguments.ts';
import { Budget } from '../../src/load/budget.ts';
import { Builder } from '../../src/load/builder.ts';
import { setEntries, setEntry } from '../../src/load/dict-entries.ts';
import { FollowingBytes } from '../../src/load/following-bytes.ts';
import { KeyRules } from '../../src/load/key-rules.ts';
import { resolveLoadOptions } from '../../src/load/load-settings.ts';
import { Names } from '../../src/load/names.ts';
import { NewContainers } from '../../src/load/new-containers.ts';
import { OutOfBandBuffers } from '../../src/load/out-of-band-buffers.ts';
import { PropertyCount } from '../../src/load/property-count.ts';
import { standardFamilies } from '../../src/stdlib/standard-codecs.ts';
import { SimpleNamespace } from '../../src/stdlib/types.ts';
import { Tuple } from '../../src/values/tuple.ts';

const MOST = 100;

/** Names and values in turn, from one name on. */
function items(count: number, from = 0): unknown[] {
  return Array.from({ length: count }, (_, i) => [`k${from + i}`, i]).flat();
}

/** How an error refuses; `undefined`: it does not. */
function refusal(act: () => void): PickleError | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof PickleError) return error;
    throw error;
  }
  return undefined;
}

describe('a plain object', () => {
  const rulesOf = (): KeyRules =>
    new KeyRules({ wholeNumbers: 'int' }, new PropertyCount(MOST), { keysLeft: 0, keysAllowed: 0 });
  const set = (rules: KeyRules, object: Record<string, unknown>, group: unknown[]): void =>
    setEntries(object, group, 0, group.length, rules);

  test('takes as many names as there is room for, and not one more', () => {
    const rules = rulesOf();
    const object: Record<string, unknown> = {};
    set(rules, object, items(60));
    set(rules, object, items(40, 60));
    const error = refusal(() => setEntry(object, 'one more', 1, rules));
    expect(error?.code).toBe('limit');
    expect(error?.message).toBe(
      'a plain object cannot hold more than 100 names in this runtime, whatever options.limits says; read a dict of more' +
        " with dicts: 'map'; options.limits.memory can refuse it earlier",
    );
    expect(Object.keys(object)).toHaveLength(MOST);
  });

  test('is refused in the middle of a group, too', () => {
    const object: Record<string, unknown> = {};
    expect(refusal(() => set(rulesOf(), object, items(MOST + 1)))?.code).toBe('limit');
  });

  test('takes a name that it has any number of times', () => {
    const rules = rulesOf();
    const object: Record<string, unknown> = {};
    set(rules, object, items(MOST));
    for (let i = 0; i < 1000; i++) set(rules, object, items(2, i % 90));
    set(rules, object, [...items(MOST), ...items(MOST)]);
    expect(Object.keys(object)).toHaveLength(MOST);
  });

  test('counts by itself, however many names others have', () => {
    const rules = rulesOf();
    const objects = Array.from({ length: 50 }, (): Record<string, unknown> => ({}));
    for (let from = 0; from < MOST; from += 10) for (const object of objects) set(rules, object, items(10, from));
    for (const object of objects) expect(refusal(() => set(rules, object, items(1, 1000)))?.code).toBe('limit');
  });
});

describe('an object of a class', () => {
  class Point {}
  class Row extends Array {}
  const settings = resolveLoadOptions(
    { codecs: [pythonClass('m.Point', Point), pythonClass('m.Row', Row)] },
    new RegistryCache(standardFamilies),
    0,
  );
  const builderOf = (): Builder => {
    const reader = new Reader(new Uint8Array(0));
    const budget = new Budget(settings.limits);
    const args = new Arguments(reader, settings, budget);
    const properties = new PropertyCount(MOST);
    const refuse = (): never => {
      throw new Error('no pickle is inside of another');
    };
    return new Builder({
      budget,
      args,
      names: new Names(settings),
      containers: new NewContainers(budget, new KeyRules(args, properties, budget)),
      properties,
      buffers: new OutOfBandBuffers(),
      following: new FollowingBytes(reader, args, refuse),
      inner: { unpickler: refuse },
    });
  };
  const stateOf = (count: number, from = 0): Dict =>
    new Dict(Array.from({ length: count }, (_, i): [string, number] => [`k${from + i}`, i]));

  test.each([
    ['of the caller', () => new Point()],
    ['that is a list', () => Row.from({ length: 3 * MOST })],
    ['of types.SimpleNamespace', () => new SimpleNamespace()],
  ])('%s takes as many attributes as there is room for, from any number of states', (_name, make) => {
    const builder = builderOf();
    const object = make();
    builder.setState(object, stateOf(60));
    for (let i = 0; i < 10; i++) builder.setState(object, stateOf(60));
    builder.setState(object, stateOf(40, 60));
    const error = refusal(() => builder.setState(object, stateOf(1, MOST)));
    expect([error?.code, error?.message]).toEqual([
      'limit',
      expect.stringMatching(/^an object cannot hold more than 100 names/),
    ]);
  });

  test('counts the slots of a state as well', () => {
    const builder = builderOf();
    const object = new Point();
    builder.setState(object, Tuple.of<unknown>(stateOf(60), stateOf(40, 60)));
    expect(refusal(() => builder.setState(object, Tuple.of<unknown>(null, stateOf(1, MOST))))?.code).toBe('limit');
  });

  test('takes names that lie on the stack only where there is room', () => {
    const builder = builderOf();
    const object = new Point();
    expect(builder.setAttributes(object, items(MOST), 0, 2 * MOST)).toBe(true);
    expect(builder.setAttributes(object, items(1, MOST), 0, 2)).toBe(false);
    expect(Object.keys(object)).toHaveLength(MOST);
  });
});
