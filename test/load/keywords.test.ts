/** NEWOBJ_EX's keywords, as CPython 3.13 takes them; and what BUILD does to what a pickle names. */
import { describe, expect, test } from 'vitest';
import { dumps, Global, Instance, loads, pythonClass, pythonNamedTuple } from '../../src/index.ts';
import { BoundMethod, Decimal, OrderedDict, UUID } from '../../src/stdlib.ts';
import { hex } from '../fixtures.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

class Box {}
const codecs = [pythonClass('m.Box', Box), pythonNamedTuple('m.Point', ['x', 'y'])];

describe('NEWOBJ_EX without keywords is NEWOBJ', () => {
  test.for<[string, string]>([
    ['uuid\nUUID', ')'],
    ['m\nBox', ')'],
    ['m\nPoint', 'K\x01K\x02\x86'],
    ['decimal\nDecimal', 'X\x03\0\0\x001.5\x85'],
    ['collections\nOrderedDict', ')'],
    ['collections\ndeque', ')'],
    ['types\nSimpleNamespace', ')'],
    ['logging\nLogRecord', ')'],
    ['unknown\nClass', ')'],
  ])('%s', ([name, args]) => {
    for (const empty of ['}', 'ccollections\nOrderedDict\n)R']) {
      for (const options of [{ codecs }, { codecs, dicts: 'object' }] as const) {
        const extended = loads(bytesOf(`\x80\x04c${name}\n${args}${empty}\x92.`), options);
        const plain = loads(bytesOf(`\x80\x04c${name}\n${args}\x81.`), options);
        if (extended instanceof Instance) expect(extended.kwargs?.size).toBe(0);
        else expect(extended).toEqual(plain);
      }
    }
  });

  test('a UUID of Python 3.4', () => {
    expect(loads(hex('800463757569640a555549440a297d927d8c03696e744b0773622e'))).toEqual(new UUID(7n));
    expect(loads(bytesOf('\x80\x04cdecimal\nDecimal\nX\x03\0\0\x001.5\x85}\x92.'))).toEqual(new Decimal('1.5'));
    expect(loads(bytesOf('\x80\x04ccollections\nOrderedDict\n)}\x92.'))).toEqual(new OrderedDict());
  });

  test('an object of an unknown class is written with the keywords it had', () => {
    const pickle = dumps(loads(bytesOf('\x80\x04cm\nC\n)}\x92.')), { protocol: 4 });
    expect(Buffer.from(pickle).toString('latin1')).toContain(')}\x94\x92');
  });
});

describe('keywords', () => {
  test('that are no strings are refused', () => {
    expect(() => loads(hex('8004635f5f6d61696e5f5f0a430a297d4b014b0273922e'))).toThrow('keywords must be strings');
    expect(() => loads(bytesOf('\x80\x04cm\nC\n)}C\x01aK\x02s\x92.'))).toThrow('keywords must be strings, not bytes');
  });

  test('may be any dict, of an unknown class too', () => {
    const made = (keywords: string): Instance => loads(bytesOf(`\x80\x04cm\nC\n)${keywords}X\x01\0\0\0aK\x02s\x92.`));
    for (const keywords of ['}', 'ccollections\nOrderedDict\n)R', 'cm\nD\n)\x81', 'ccollections\nCounter\n)R'])
      expect([...(made(keywords).kwargs ?? [])]).toEqual([['a', 2]]);
  });

  test.for(['N', 'K\x01', ']', ')', '\x8f', 'X\x01\0\0\0a', 'cos\nsystem\n'])('are no %j', (keywords) => {
    expect(() => loads(bytesOf(`\x80\x04cm\nC\n)${keywords}\x92.`))).toThrow(
      'NEWOBJ_EX kwargs argument must be a dict',
    );
  });

  test('of copyreg.__newobj_ex__ may be a plain object', () => {
    const pickle = bytesOf('\x80\x02ccopyreg\n__newobj_ex__\ncuuid\nUUID\n)}\x87R.');
    expect(loads(pickle, { dicts: 'object' })).toEqual(loads(pickle));
    expect(loads(pickle)).toBeInstanceOf(UUID);
  });
});

describe('getattr of a class', () => {
  test('is a bound method since protocol 4, and stays one', () => {
    const pickle = hex(
      '8005952f000000000000008c086275696c74696e73948c07676574617474729493948c05636b6d6f64948c014b9493948c02636d94869452942e',
    );
    const method = loads<BoundMethod>(pickle);
    expect(method).toEqual(new BoundMethod(Global.of('ckmod.K'), 'cm'));
    expect(dumps(method, { protocol: 5 })).toEqual(pickle);
  });

  test('is a nested class below', () => {
    expect(loads(bytesOf('\x80\x03cbuiltins\ngetattr\ncm\nOuter\nX\x05\0\0\0Inner\x86R.'))).toEqual(
      new Global('m', 'Outer.Inner'),
    );
  });

  test('is what a codec names', () => {
    class Inner {}
    const known = [pythonClass('m:Outer.Inner', Inner)];
    for (const protocol of ['\x03', '\x04'])
      expect(
        loads(bytesOf(`\x80${protocol}cbuiltins\ngetattr\ncm\nOuter\nX\x05\0\0\0Inner\x86R.`), { codecs: known }),
      ).toBe(Inner);
  });
});

describe('BUILD on what a pickle names', () => {
  test('is refused by name', () => {
    for (const state of ['}X\x01\0\0\0aK\x01s', 'N}X\x01\0\0\0aK\x01s\x86'])
      expect(() => loads(bytesOf(`\x80\x04cos\npath\n${state}b.`))).toThrow(
        'the pickle changes os.path, a module, class or function, which stays as it is',
      );
    expect(() => loads(bytesOf('\x80\x04cos\npath\nK\x01b.'))).toThrow('state is not a dictionary');
  });

  test.for(['}', 'N', 'N}\x86', '}}\x86'])('and changes nothing with %j', (state) => {
    expect(loads(bytesOf(`\x80\x04cos\npath\n${state}b.`))).toEqual(new Global('os', 'path'));
  });
});

test('OBJ without a class says what CPython says', () => {
  expect(() => loads(hex('28286f'))).toThrow('unexpected MARK found (at byte 2)');
  expect(() => loads(hex('286f'))).toThrow('unpickling stack underflow (at byte 1)');
});

test.for([
  ['an object of INST', '((im\nC\no.'],
  ['an object of NEWOBJ', '(cm\nC\n)\x81o.'],
  ['what REDUCE gave', '(cm\nC\n)Ro.'],
])('OBJ without arguments calls %s, which is no class that Python knows of', ([, pickle]) => {
  expect(loads(bytesOf(pickle ?? ''))).toMatchObject({ how: 'call', cls: { cls: new Global('m', 'C') } });
  expect(loads(bytesOf('(cm\nC\no.'))).toMatchObject({ how: 'new' });
});
