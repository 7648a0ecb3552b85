/** Of one value, pickles of every protocol have the same JSON, whatever its size and whatever is beside it. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from '../../src/graph/parse.ts';
import { write } from '../../src/graph/write.ts';
import { dumps, loads, pythonClass, Tuple } from '../../src/index.ts';
import { toJSON, toJSONChunks } from '../../src/json/json.ts';
import { hex } from '../fixtures.ts';

/** What it is | its JSON | what CPython 3.13 writes at each protocol. */
const ROWS: [string, string, string[]][] = JSON.parse(
  readFileSync(new URL('../fixtures/one-form.json', import.meta.url), 'utf8'),
);
const PROTOCOLS = [0, 1, 2, 3, 4, 5] as const;

describe('the JSON is one at each protocol', () => {
  test.for(ROWS)('of %s', ([, json, pickles]) => {
    for (const pickle of pickles) expect(toJSON(hex(pickle), { encoding: 'latin1' })).toBe(json);
  });

  test.for(ROWS)('of %s, converted', ([, json, pickles]) => {
    for (const pickle of pickles) {
      const graph = parse(hex(pickle), { encoding: 'latin1' });
      for (const protocol of PROTOCOLS) expect(toJSON(write(graph, { protocol }))).toBe(json);
    }
  });

  test('of an exception that is too large for a text', () => {
    const list = `5d28${'4e'.repeat(4100)}65`;
    const pickle = `8002635f5f6275696c74696e5f5f0a56616c75654572726f720a${list}8552`;
    expect(toJSON(hex(`${pickle}2e`))).toBe('{"type":"ValueError","message":"list of 4100 items"}');
  });

  // What Python 2.7 writes for bytearray(b'a\xff'), at each protocol that it has; and other calls that loads reads alike.
  test.for<[string, string]>([
    [
      'protocol 0',
      '635f5f6275696c74696e5f5f0a6279746561727261790a70300a285661ff0a70310a53276c6174696e2d31270a70320a7470330a5270340a2e',
    ],
    [
      'protocol 1',
      '635f5f6275696c74696e5f5f0a6279746561727261790a710028580300000061c3bf710155076c6174696e2d3171027471035271042e',
    ],
    [
      'protocol 2',
      '8002635f5f6275696c74696e5f5f0a6279746561727261790a7100580300000061c3bf710155076c6174696e2d3171028671035271042e',
    ],
    [
      'bytes',
      '8002635f5f6275696c74696e5f5f0a62797465730a580300000061c3bf580a00000069736f2d383835392d318652'.concat('2e'),
    ],
  ])('of a bytearray of Python 2: %s', ([, pickle]) => {
    const loaded = loads(hex(pickle), { encoding: 'latin1' });
    expect(loaded instanceof Uint8Array && [...loaded]).toEqual([97, 255]);
    expect(toJSON(hex(pickle), { encoding: 'latin1' })).toBe('"Yf8="');
    expect(toJSON(hex(pickle), { encoding: 'latin1', bytes: 'hex' })).toBe('"61ff"');
  });

  test('and bytes are as they are asked for', () => {
    for (const protocol of PROTOCOLS) {
      const pickle = dumps([Uint8Array.of(0, 255)], { protocol });
      expect(toJSON(pickle, { bytes: 'hex' })).toBe('["00ff"]');
      expect(toJSON(pickle, { bytes: 'length' })).toBe('[2]');
    }
  });
});

describe('toJSON with codecs', () => {
  class Point {
    x = 1;
    parts: unknown[] = [new Map([[1, Tuple.of(2)]])];
  }
  class Text {
    x = 0;
    toJSON(): string {
      return `at ${this.x}`;
    }
  }
  class Ordered {}
  const point = pythonClass('m.Point', Point);
  const pickle = dumps([new Point()], { codecs: [point] });

  test('gives what objects of the class are in JSON', () => {
    expect(toJSON(pickle)).toBe('[{"class":"m.Point","state":{"x":1,"parts":[{"1":[2]}]}}]');
    expect(toJSON(pickle, { codecs: [point] })).toBe('[{"x":1,"parts":[{"1":[2]}]}]');
    expect(toJSON(pickle, { codecs: [pythonClass('m.Point', Text)] })).toBe('["at 1"]');
    expect([...toJSONChunks(pickle, { codecs: [pythonClass('m.Point', Text)] })].join('')).toBe('["at 1"]');
  });

  test('at any size', () => {
    const large = new Point();
    large.parts = Array.from({ length: 1000 }, (_, i) => i);
    const json = toJSON(dumps(large, { codecs: [point] }), { codecs: [point] });
    expect(JSON.parse(json)).toEqual({ x: 1, parts: large.parts });
  });

  test('asks them before what is known', () => {
    const codec = pythonClass('collections.OrderedDict', Ordered, { call: () => new Ordered(), setItems: () => {} });
    expect(toJSON(hex('800263636f6c6c656374696f6e730a4f726465726564446963740a29522e'), { codecs: [codec] })).toBe('{}');
  });
});
