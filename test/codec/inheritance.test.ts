/** Hooks of base classes; docs/classes.md has the same against CPython. */
import { expect, test } from 'vitest';
import {
  type ClassHooks,
  Dict,
  dumps,
  type Instance,
  loads,
  pythonClass,
  pythonModule,
  Tuple,
} from '../../src/index.ts';

class Base {
  name: string;
  constructor(name = '') {
    this.name = name;
  }
}
class Derived extends Base {}
class Last extends Derived {}

const state: ClassHooks<Base> = {
  getState: ({ name }) => Tuple.of(name),
  setState: (self, given) => {
    if (given instanceof Tuple) self.name = String(given[0]);
  },
};

test('whatever the order of the codecs, over several classes', () => {
  const codecs = [
    pythonClass('app.Last', Last),
    pythonClass('app.Base', Base, state),
    pythonClass('app.Derived', Derived),
  ];
  const back = loads<[Derived, Last]>(dumps([new Derived('a'), new Last('b')], { codecs }), { codecs });
  expect(back).toEqual([new Derived('a'), new Last('b')]);
  expect(back.map((one) => one.constructor)).toEqual([Derived, Last]);
  expect(loads<Instance[]>(dumps(back, { codecs }))[1]?.state).toEqual(Tuple.of('b'));
});

test('a class between that is not registered does not matter; a hook of its own comes first', () => {
  const codecs = [
    pythonClass('app.Base', Base, state),
    pythonClass('app.Last', Last, { getState: ({ name }) => Tuple.of(name, 'own') }),
  ];
  expect(loads<Instance>(dumps(new Last('b'), { codecs })).state).toEqual(Tuple.of('b', 'own'));
  expect(loads(dumps(new Last('b'), { codecs }), { codecs })).toEqual(new Last('b'));
});

test('the nearest base class counts, and the codec that was given last', () => {
  const first = pythonClass('app.Base', Base, { getState: () => 'first' });
  const last = pythonClass('app.Base', Base, { getState: () => 'last' });
  const codecs = [first, last, pythonClass('app.Derived', Derived)];
  expect(loads<Instance>(dumps(new Derived(), { codecs })).state).toBe('last');
  const middle = [
    ...codecs,
    pythonClass('app.Last', Last),
    pythonClass('app.Derived', Derived, { getState: () => 'mid' }),
  ];
  expect(loads<Instance>(dumps(new Last(), { codecs: middle })).state).toBe('mid');
});

test('classes of a module inherit, too', () => {
  const codecs = [pythonModule('app', { Base, Derived }, { Base: state as ClassHooks<object> })];
  expect(loads<Instance>(dumps(new Derived('a'), { codecs })).state).toEqual(Tuple.of('a'));
});

test('private fields: what create of the base class makes has them', () => {
  class Account {
    #balance = 0;
    get balance(): number {
      return this.#balance;
    }
    static of<T extends Account>(account: T, balance: number): T {
      account.#balance = balance;
      return account;
    }
  }
  class Savings extends Account {
    rate = 2;
  }
  const codecs = [
    pythonClass('app.Account', Account, {
      create: () => new Account(),
      getState: ({ balance }) => ({ balance }),
      setState: (self, given) => void (given instanceof Map && Account.of(self, Number(given.get('balance')))),
    }),
    pythonClass('app.Savings', Savings),
  ];
  const back = loads<Savings>(dumps(Account.of(new Savings(), 100), { codecs }), { codecs });
  expect([back instanceof Savings, back.balance]).toEqual([true, 100]);
});

test('a reduction that calls another class, or names a global, is as it is', () => {
  const named = [pythonClass('app.Base', Base, { reduce: () => 'INSTANCE' }), pythonClass('app.Derived', Derived)];
  expect(String(loads(dumps(new Derived(), { codecs: named })))).toBe('app.INSTANCE');
  const other = [
    pythonClass('app.Base', Base, { reduce: () => ({ callable: Last, args: [] }) }),
    pythonClass('app.Derived', Derived),
    pythonClass('app.Last', Last),
  ];
  expect(String(loads<Instance>(dumps(new Derived(), { codecs: other })).cls)).toBe('app.Last');
});

test('slots: its own, then those of the base class, as in Python; a subclass without any has a __dict__', () => {
  const base = pythonClass('app.Base', Base, { slots: ['name'], hasDict: false });
  const one = loads<Instance>(
    dumps(Object.assign(new Derived('a'), { z: 1 }), { codecs: [base, pythonClass('app.Derived', Derived)] }),
  );
  expect(one.state).toEqual(Tuple.of<unknown>(new Dict([['z', 1]]), new Dict([['name', 'a']])));
  const slots = pythonClass('app.Derived', Derived, { slots: ['z'], hasDict: false });
  const two = loads<Instance>(dumps(Object.assign(new Derived('a'), { z: 1 }), { codecs: [base, slots] }));
  expect(two.state).toEqual(
    Tuple.of<unknown>(
      null,
      new Dict<string, unknown>([
        ['z', 1],
        ['name', 'a'],
      ]),
    ),
  );
  // Slots that no codec names are written as they were read.
  const codecs = [base, pythonClass('app.Derived', Derived)];
  const pickle = dumps(Object.assign(new Derived('a'), { z: 1 }), { codecs: [base, slots] });
  expect(dumps(loads(pickle, { codecs }), { codecs })).toEqual(pickle);
});

test('classes of the library are no base: what they write is of their own class', () => {
  class Names extends Tuple<string> {}
  const codecs = [pythonClass('app.Names', Names)];
  expect(loads(dumps(new Names(), { codecs }), { codecs })).toBeInstanceOf(Names);
});
