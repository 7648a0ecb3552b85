/** What APPEND, APPENDS, SETITEM and SETITEMS do to a bytearray: measured on CPython 3.13. */
import { describe, expect, test } from 'vitest';
import { ByteArray, loads, pythonClass, type Tuple, Unpickler, UnpicklingError } from '../../src/index.ts';
import { Deque } from '../../src/stdlib.ts';
import { hex } from '../fixtures.ts';

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (unit) => unit.charCodeAt(0));
/** `bytearray(b'xy')`, and what follows it. */
const behind = (text: string): Uint8Array => bytesOf(`\x80\x05\x96\x02\0\0\0\0\0\0\0xy${text}`);
const LARGE = '\x8a\x09\0\0\0\0\0\0\0\0\x01';

const ACCEPTED: readonly (readonly [string, string])[] = [
  ['(Kbe.', 'xyb'],
  ['Kba.', 'xyb'],
  ['(e.', 'xy'],
  ['(\x88e.', 'xy\x01'],
  ['(Kae(KbKce.', 'xyabc'],
  ['K\x00K\x05s.', '\x05y'],
  ['J\xff\xff\xff\xffK\x05s.', 'x\x05'],
  ['\x88K\x05s.', 'x\x05'],
  ['K\x00\x88s.', '\x01y'],
  ['(K\x00K\x05K\x01K\x06u.', '\x05\x06'],
  ['(K\x00K\x01u(Kae.', '\x01ya'],
  ['\x98.', 'xy'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['(M\0\x01e.', 'byte must be in range(0, 256)'],
  ['(J\xff\xff\xff\xffe.', 'byte must be in range(0, 256)'],
  [`(${LARGE}e.`, 'byte must be in range(0, 256)'],
  ['(X\x01\0\0\0ae.', "'str' object cannot be interpreted as an integer"],
  ['(G?\xf8\0\0\0\0\0\0e.', "'float' object cannot be interpreted as an integer"],
  ['(Ne.', "'NoneType' object cannot be interpreted as an integer"],
  ['(]e.', "'list' object cannot be interpreted as an integer"],
  ['X\x01\0\0\0aa.', "'str' object cannot be interpreted as an integer"],
  ['K\x02K\x05s.', 'bytearray index out of range'],
  ['J\xfd\xff\xff\xffK\x05s.', 'bytearray index out of range'],
  ['K\x00M\0\x01s.', 'byte must be in range(0, 256)'],
  ['K\x00Ns.', "'NoneType' object cannot be interpreted as an integer"],
  ['K\x09Ns.', "'NoneType' object cannot be interpreted as an integer"],
  ['X\x01\0\0\0aK\x05s.', 'bytearray indices must be integers or slices, not str'],
  ['NK\x05s.', 'bytearray indices must be integers or slices, not NoneType'],
  [`${LARGE}K\x05s.`, "cannot fit 'int' into an index-sized integer"],
  [`${LARGE}Ns.`, "cannot fit 'int' into an index-sized integer"],
  ['(K\x01K\x02\x90.', "'bytearray' object has no attribute 'add'"],
];

describe.for([{}, { ints: 'bigint' }] as const)('with %o', (options) => {
  test.for(ACCEPTED)('%j', ([text, bytes]) => {
    expect(Buffer.from(loads<Uint8Array>(behind(text), options)).toString('latin1')).toBe(bytes);
  });

  test.for(REFUSED)('%j', ([text, message]) => {
    expect(() => loads(behind(text), options)).toThrow(message);
    expect(() => loads(behind(text), options)).toThrow(UnpicklingError);
  });

  test('the bytes that came to light', () => {
    expect(loads(hex('800596010000000000000061284b62652e'), options)).toEqual(ByteArray.from([0x61, 0x62]));
  });
});

test('with bigints a number is a float, and is called one', () => {
  const whole = 'G@\0\0\0\0\0\0\0';
  const rows: readonly (readonly [string, string])[] = [
    [`${whole}K\x05s`, 'bytearray indices must be integers or slices, not float'],
    [`K\x00${whole}s`, "'float' object cannot be interpreted as an integer"],
    [`(${whole}e`, "'float' object cannot be interpreted as an integer"],
    [`]${whole}K\x05s`, 'list indices must be integers or slices, not float'],
    [`${whole}Na`, "'float' object has no attribute 'append'"],
    [`${whole}(N\x90`, "'float' object has no attribute 'add'"],
    [`${whole}NNs`, "'float' object does not support item assignment"],
    [`${whole})R`, "'float' object is not callable"],
    [`${whole})\x81`, 'NEWOBJ class argument must be a type, not float'],
    [`${whole}}b`, "'float' object has no attribute '__dict__'"],
    [`${whole}\x98`, "memoryview: a bytes-like object is required, not 'float'"],
  ];
  for (const [text, message] of rows) expect(() => loads(behind(`${text}.`), { ints: 'bigint' })).toThrow(message);
  expect(() => loads(hex('8005960100000000000000614700000000000000004b05732e'), { ints: 'bigint' })).toThrow(
    'bytearray indices must be integers or slices, not float',
  );
});

describe('in a pickle that has floats', () => {
  const unknown =
    "may be an int or a float, because the pickle has floats and a number does not tell; read with ints: 'bigint'";
  const whole = 'G@\0\0\0\0\0\0\0';

  /** What is refused because it may be a float, and what CPython says of it. */
  const ROWS: readonly (readonly [string, string, string])[] = [
    [`${whole}K\x05s`, `an index of a bytearray ${unknown}`, 'bytearray indices must be integers or slices, not float'],
    [`K\x00${whole}s`, `an index of a bytearray ${unknown}`, "'float' object cannot be interpreted as an integer"],
    [`\x89${whole}s`, `a byte ${unknown}`, "'float' object cannot be interpreted as an integer"],
    [`(${whole}e`, `a byte ${unknown}`, "'float' object cannot be interpreted as an integer"],
    ['F2.0\na', `a byte ${unknown}`, "'float' object cannot be interpreted as an integer"],
    [`]${whole}K\x05s`, `an index of a list ${unknown}`, 'list indices must be integers or slices, not float'],
    [`](${whole}eK\x00G?\xf8\0\0\0\0\0\0s`, `an index of a list ${unknown}`, ''],
    [`${whole}Na`, "'int or float' object has no attribute 'append'", "'float' object has no attribute 'append'"],
    [`${whole}(N\x90`, "'int or float' object has no attribute 'add'", "'float' object has no attribute 'add'"],
    [`${whole})R`, "'int or float' object is not callable", "'float' object is not callable"],
    [`${whole})\x81`, 'NEWOBJ class argument must be a type, not int or float', 'argument must be a type, not float'],
    [`cm\nC\n)}${whole}Ns\x92`, 'keywords must be strings, not int or float', 'keywords must be strings, not float'],
  ];

  test.for(ROWS)('%j', ([text, message, exact]) => {
    expect(() => loads(behind(`${text}.`))).toThrow(message);
    for (const options of [{ ints: 'bigint' }, { floats: 'exact' }] as const) {
      if (exact === '') expect(loads(behind(`${text}.`), options)).toEqual([1.5]);
      else expect(() => loads(behind(`${text}.`), options)).toThrow(exact);
    }
  });

  test('the bytes that came to light', () => {
    const pickle = hex('8005960100000000000000614700000000000000004b05732e');
    expect(() => loads(pickle)).toThrow(`an index of a bytearray ${unknown}`);
    expect(() => loads(pickle, { floats: 'exact' })).toThrow('bytearray indices must be integers or slices, not float');
  });

  test('those of another pickle do not count', () => {
    expect(loads(behind(`${whole}0.`))).toEqual(ByteArray.from([0x78, 0x79]));
    expect(loads(behind('K\x00K\x05s.'))).toEqual(ByteArray.from([5, 0x79]));
  });

  test('keys and attributes too are not called ints', () => {
    expect(() => loads(bytesOf(`\x80\x05}${whole}Ns.`), { dicts: 'object' })).toThrow('a key of type int or float;');
    expect(() => loads(bytesOf('\x80\x05}K\x02Ns.'), { dicts: 'object' })).toThrow('a key of type int;');
    const codecs = [pythonClass('m.C', class C {})];
    expect(() => loads(bytesOf(`\x80\x05cm\nC\n)\x81}${whole}Nsb.`), { codecs })).toThrow(
      "attribute name must be string, not 'int or float'",
    );
  });
});

test.for([
  ['bytearray', behind('cbuiltins\nslice\nK\x00K\x01\x86R(K\x05ls.')],
  ['list', bytesOf('\x80\x05]cbuiltins\nslice\nK\x00K\x01\x86R(K\x05ls.')],
] as const)('an assignment to a slice of a %s is refused', ([type, pickle]) => {
  expect(() => loads(pickle)).toThrow(
    `the pickle assigns to a slice of a ${type}, which no pickler writes and Brine does not do`,
  );
});

test('a longer bytearray takes its place wherever it is', () => {
  const text = '\x94]\x94(h\x00h\x00\x85}\x94(Nh\x00uh\x01h\x00(Kbee.';
  const [head, items] = loads<[ByteArray, unknown[]]>(
    bytesOf(`\x80\x05(\x96\x02\0\0\0\0\0\0\0xy${text.slice(0, -1)}l.`),
  );
  expect(head).toEqual(ByteArray.from([0x78, 0x79, 0x62]));
  const [first, tuple, dict, itself, last] = items;
  expect([first, last]).toEqual([head, head]);
  expect(first).toBe(head);
  expect(last).toBe(head);
  expect((tuple as Tuple)[0]).toBe(head);
  expect((dict as Map<null, unknown>).get(null)).toBe(head);
  expect(itself).toBe(items);
});

test('and in the memo, in objects of unknown classes, and in states that wait', () => {
  const text = '\x80\x05cm\nC\n)\x81\x94}\x94(X\x01\0\0\0b\x96\x01\0\0\0\0\0\0\0x\x94ubh\x02Kyah\x00h\x01h\x02\x87.';
  const [object, state, bytes] = loads<[{ get(name: string): unknown }, Map<string, unknown>, ByteArray]>(
    bytesOf(text),
  );
  expect(bytes).toEqual(ByteArray.from([0x78, 0x79]));
  expect(object.get('b')).toBe(bytes);
  expect(state.get('b')).toBe(bytes);
  const unpickler = new Unpickler(bytesOf(`${text}h\x02.`));
  unpickler.load();
  expect(unpickler.load()).toBe(unpickler.memo.get(2));
});

test('memory that is not the pickle’s own is never written to', () => {
  const pickle = behind('K\x00K\x05s.');
  const before = pickle.slice();
  loads(pickle);
  expect(pickle).toEqual(before);
  const given = Uint8Array.of(1, 2);
  const value = loads<[ByteArray, ByteArray]>(bytesOf('\x80\x05\x97\x94(K\x00K\x07K\x01K\x08uh\x00\x86.'), {
    buffers: [given],
  });
  expect(value[0]).toEqual(ByteArray.of(7, 8));
  expect(value[1]).toBe(value[0]);
  expect(given).toEqual(Uint8Array.of(1, 2));
});

test('one that may be in an object of a class with hooks is refused', () => {
  const deque = '\x80\x05ccollections\ndeque\n)R(\x96\x01\0\0\0\0\0\0\0x\x94e0h\x00Kya.';
  expect(() => loads(bytesOf(`\x80\x05ccollections\ndeque\n)R\x94(\x96\x01\0\0\0\0\0\0\0x\x94eh\x01Kya.`))).toThrow(
    'a bytearray changes its length while it may be part of a deque, which Brine cannot follow',
  );
  expect(loads(bytesOf(deque.replace('\x94e0h\x00Kya', 'e')))).toBeInstanceOf(Deque);
});

test('many appends stay within limits.memory', () => {
  const length = 2 ** 20;
  const head = bytesOf('\x80\x05\x96\0\0\x10\0\0\0\0\0');
  const tail = bytesOf(`${'K\x01a'.repeat(100_000)}.`);
  const pickle = new Uint8Array(head.length + length + tail.length);
  pickle.set(head);
  pickle.set(tail, head.length + length);
  expect(() => loads(pickle)).toThrow(/limits\.memory/);
});
