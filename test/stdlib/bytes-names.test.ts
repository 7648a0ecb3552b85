/** Pickles of Python 2.7 with `encoding: 'bytes'`, where the names of attributes are bytes too. */
import { beforeAll, describe, expect, test } from 'vitest';
import { dumps, loads } from '../../src/index.ts';
import { LogRecord, PyError, SimpleNamespace, UserString } from '../../src/stdlib.ts';
import { parse, repr, toJSON } from '../../src/tools.ts';
import { hex } from '../fixtures.ts';
import { type Oracle, oracle } from '../oracle.ts';

/** What it is | its repr | its JSON, bytes in hex | what holds of it in Python | protocols 0 and 2 of CPython 2.7.18. */
const ROWS: readonly (readonly [string, string, string, string, ...string[]])[] = [
  [
    'a UserDict with an attribute',
    "{b'a': 1}",
    '[["61",1]]',
    "type(x).__name__ == 'UserDict' and x.__dict__ == {'data': {b'a': 1}, b'x': 1}",
    '286955736572446963740a55736572446963740a70300a286470310a532778270a70320a49310a73532764617461270a70330a286470340a532761270a70350a49310a7373622e',
    '8002286355736572446963740a55736572446963740a71006f71017d71022855017871034b0155046461746171047d710555016171064b017375622e',
  ],
  [
    'an IterableUserDict',
    "{b'a': 1}",
    '[["61",1]]',
    "type(x).__name__ == 'UserDict' and x.__dict__ == {'data': {b'a': 1}}",
    '286955736572446963740a4974657261626c6555736572446963740a70300a286470310a532764617461270a70320a286470330a532761270a70340a49310a7373622e',
    '8002286355736572446963740a4974657261626c6555736572446963740a71006f71017d710255046461746171037d710455016171054b017373622e',
  ],
  [
    'a UserList',
    '[1, 2]',
    '[1,2]',
    "x == [1, 2] and x.__dict__ == {'data': [1, 2]}",
    '63636f70795f7265670a5f7265636f6e7374727563746f720a70300a2863557365724c6973740a557365724c6973740a70310a635f5f6275696c74696e5f5f0a6f626a6563740a70320a4e7470330a5270340a286470350a532764617461270a70360a286c70370a49310a6149320a6173622e',
    '800263557365724c6973740a557365724c6973740a7100298171017d71025504646174617103' + '5d7104284b014b026573622e',
  ],
  [
    'a UserString',
    "'ab'",
    '"ab"',
    "x == 'ab' and x.__dict__ == {'data': 'ab'}",
    '63636f70795f7265670a5f7265636f6e7374727563746f720a70300a286355736572537472696e670a55736572537472696e670a70310a635f5f6275696c74696e5f5f0a6f626a6563740a70320a4e7470330a5270340a286470350a532764617461270a70360a53276162270a70370a73622e',
    '80026355736572537472696e670a55736572537472696e670a7100298171017d7102550464617461710355026162710473622e',
  ],
  [
    'a UUID',
    "UUID('00000000-0000-0000-0000-000000000005')",
    '"00000000-0000-0000-0000-000000000005"',
    'x.int == 5',
    '63636f70795f7265670a5f7265636f6e7374727563746f720a70300a2863757569640a555549440a70310a635f5f6275696c74696e5f5f0a6f626a6563740a70320a4e7470330a5270340a286470350a5327696e74270a70360a49350a73622e',
    '800263757569640a555549440a7100298171017d71025503696e7471034b0573622e',
  ],
  [
    'an exception with an attribute',
    "ValueError(b'a')",
    '{"type":"ValueError","message":"b\'a\'"}',
    "x.args == (b'a',) and x.x == 1",
    '63657863657074696f6e730a56616c75654572726f720a70300a28532761270a70310a7470320a5270330a286470340a532778270a70350a49310a73622e',
    '800263657863657074696f6e730a56616c75654572726f720a710055016171018571025271037d710455017871054b0173622e',
  ],
];

let python: Oracle;
beforeAll(async () => {
  python = await oracle();
});

describe.for(ROWS)('%s', ([, shown, json, condition, ...pickles]) => {
  test('is read, and CPython reads what is written', () => {
    for (const pickle of pickles) {
      const value = loads(hex(pickle), { encoding: 'bytes' });
      expect(repr(value)).toBe(shown);
      expect(python.check(dumps(value), condition)).toBe(true);
      expect(repr(loads(dumps(value)))).toBe(shown);
    }
  });

  test('has the same JSON', () => {
    for (const pickle of pickles) {
      expect(toJSON(parse(hex(pickle), { encoding: 'bytes' }), { bytes: 'hex' })).toBe(json);
    }
  });
});

test('an attribute of an exception is found by its name', () => {
  for (const pickle of (ROWS.at(-1) ?? []).slice(4)) {
    const error = loads<PyError>(hex(pickle), { encoding: 'bytes' });
    expect(error).toBeInstanceOf(PyError);
    expect(error.get('x')).toBe(1);
  }
});

/** `S` pushes a str of Python 2: bytes that are not text stand for the characters of their numbers. */
test('each byte of a UserString is a character', () => {
  const pickle = hex(
    '80026355736572537472696e670a55736572537472696e670a7100298171017d710255046461746171035502ff622e'.replace(
      /622e$/,
      '6173622e',
    ),
  );
  expect(loads<UserString>(pickle, { encoding: 'bytes' })).toEqual(new UserString('ÿa'));
  expect(toJSON(parse(pickle, { encoding: 'bytes' }))).toBe('"ÿa"');
});

test('a LogRecord has its attributes as properties', () => {
  // LogRecord, of which the state is {b'name': b'n', b'levelno': 10}.
  const pickle = hex(
    '8002636c6f6767696e670a4c6f675265636f72640a298171007d7101285504' +
      '6e616d655501' +
      '6e55076c6576656c6e6f4b0a75622e',
  );
  const record = loads<LogRecord>(pickle, { encoding: 'bytes' });
  expect(record).toBeInstanceOf(LogRecord);
  expect(Object.entries(record)).toEqual([
    ['name', Uint8Array.of(0x6e)],
    ['levelno', 10],
  ]);
  expect(python.check(dumps(record), "x.name == b'n' and x.levelno == 10")).toBe(true);
});

test('names that are neither texts nor bytes are refused, and so is __proto__', () => {
  for (const [cls, name] of [
    ['logging\nLogRecord', '4b01'],
    ['types\nSimpleNamespace', '4b01'],
    ['logging\nLogRecord', '55095f5f70726f746f5f5f'],
    ['types\nSimpleNamespace', '55095f5f70726f746f5f5f'],
  ] as const) {
    const pickle = hex(`800263${Buffer.from(cls).toString('hex')}0a29817d${name}4b0173622e`);
    expect(() => loads(pickle, { encoding: 'bytes' })).toThrow(
      name === '4b01' ? 'attribute name must be string' : "an attribute cannot be named '__proto__' in JavaScript",
    );
  }
});

test('attributes that Python keeps by any key keep theirs', () => {
  // OrderedDict, of which `__dict__` is {b'x': 1}.
  const pickle = hex('800263636f6c6c656374696f6e730a4f726465726564446963740a5d85527d5501784b0173622e');
  expect(python.repr(dumps(loads(pickle, { encoding: 'bytes' })))).toBe('OrderedDict()');
  expect(python.check(dumps(loads(pickle, { encoding: 'bytes' })), "x.__dict__ == {b'x': 1}")).toBe(true);
  const namespace = hex(`800263${Buffer.from('types\nSimpleNamespace\n').toString('hex')}29817d5501784b0173622e`);
  expect(loads(namespace, { encoding: 'bytes' })).toEqual(Object.assign(new SimpleNamespace(), { x: 1 }));
});
