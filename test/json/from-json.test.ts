import { describe, expect, test } from 'vitest';
import type { Graph } from '../../src/graph/graph.ts';
import { parse } from '../../src/graph/parse.ts';
import { write } from '../../src/graph/write.ts';
import { dumps, PickleError, PicklingError } from '../../src/index.ts';
import { fromJSON } from '../../src/json/from-json.ts';
import { toJSON } from '../../src/json/json.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { hex } from '../fixtures.ts';
import { mutants } from '../mutants.ts';
import { MEASURED } from '../pickletools.ts';

const tagged = (bytes: Uint8Array | Graph): string => toJSON(bytes, { form: 'tagged' });
const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** Assembly | what stands as `value`. */
const FORMS: readonly (readonly [string, string])[] = [
  ['NONE', 'null'],
  ['NEWTRUE', 'true'],
  ['BININT1 5', '5'],
  [`LONG1 ${2n ** 64n}`, '{"$int":"18446744073709551616"}'],
  ['BINFLOAT 0.5', '0.5'],
  ['BINFLOAT 1e22', '{"$float":"1e+22"}'],
  ['BINFLOAT -0.0', '{"$float":"-0.0"}'],
  ['BINFLOAT -inf', '{"$float":"-inf"}'],
  ["BINFLOAT raw b'\\xff\\xf8\\x00\\x00\\x00\\x00\\x00\\x07'", '{"$float":"nan","bits":"fff8000000000007"}'],
  ["BINUNICODE 'a\\ud83d'", '"a\\ud83d"'],
  ["BINUNICODE 'a\\ud83d\\ude00'", '{"$str":["a\\ud83d","\\ude00"]}'],
  ["SHORT_BINBYTES b'a'", '{"$bytes":"YQ=="}'],
  ["BYTEARRAY8 bytearray(b'a')", '{"$bytearray":"YQ=="}'],
  ['MARK;NONE;LIST', '[null]'],
  ['NONE;TUPLE1', '{"$tuple":[null]}'],
  ['EMPTY_SET', '{"$set":[]}'],
  ['MARK;FROZENSET', '{"$frozenset":[]}'],
  ["MARK;BINUNICODE 'a';NONE;DICT", '{"a":null}'],
  ["MARK;BINUNICODE '1';NONE;DICT", '{"$dict":[["1",null]]}'],
  ["MARK;BINUNICODE '$a';NONE;DICT", '{"$dict":[["$a",null]]}'],
  ["MARK;BINUNICODE 'a';NONE;BINUNICODE 'a';NONE;DICT", '{"$dict":[["a",null],["a",null]]}'],
  ["GLOBAL 'a b'", '{"$global":["a","b"]}'],
  ['EXT1 5', '{"$extension":5}'],
  [
    "GLOBAL 'a b';EMPTY_TUPLE;REDUCE;NONE;APPEND",
    '{"$call":{"$global":["a","b"]},"args":{"$tuple":[]},"actions":[{"append":[null]}]}',
  ],
  [
    "GLOBAL 'a b';EMPTY_TUPLE;MARK;SHORT_BINUNICODE 'k';NONE;DICT;NEWOBJ_EX;NONE;BUILD",
    '{"$new":{"$global":["a","b"]},"args":{"$tuple":[]},"kwargs":{"k":null},"actions":[{"build":null}]}',
  ],
  ['NONE;BINPERSID', '{"$persistent":null}'],
  ['NEXT_BUFFER;READONLY_BUFFER', '{"$buffer":"readonly"}'],
  ['EMPTY_LIST;PUT 0;GET 0;APPEND', '{"$id":1,"$list":[{"$ref":1}]}'],
  ["BINUNICODE 'ab';PUT 0;GET 0;TUPLE2", '{"$tuple":[{"$id":1,"$str":"ab"},{"$ref":1}]}'],
];

const REFUSED: readonly (readonly [string, string])[] = [
  ['', 'JSON'],
  ['{', 'JSON'],
  ['5', 'a document without "$pickle": 1'],
  ['{"$pickle":2}', 'a document without "$pickle": 1'],
  ['{"$pickle":1,"protocol":6}', 'a protocol that is not a number from 0 to 5'],
  ['{"$x":1}', 'the tag "$x"'],
  ['{"$ref":1}', 'a $ref without its $id'],
  ['[{"$id":1,"$list":[]},{"$id":1,"$list":[]}]', 'an $id that is not a number or occurs twice'],
  ['{"$int":"1.5"}', 'an $int that is not an int'],
  ['{"$float":"x"}', 'a $float that is not a number'],
  ['{"$float":"nan","bits":"00"}', 'bits that are not eight bytes'],
  ['{"$bytes":"*"}', 'bytes that are not base64'],
  ['{"$tuple":5}', 'no array where one is needed'],
  ['{"$dict":[[1]]}', 'a pair that does not have two items'],
  ['{"$global":["a"]}', 'a global without module and name'],
  ['{"$extension":"a"}', 'no integer where one is needed'],
  ['{"$call":null,"args":{"$tuple":[]},"actions":[{}]}', 'an action of an unknown kind'],
  ['{"$new":null}', 'nothing where a value is needed'],
];

describe('fromJSON', () => {
  test.for(FORMS)('of %s, which is %s', ([text, json]) => {
    const bytes = assemble(`PROTO 5\n${text.replaceAll(';', '\n')}\nSTOP`);
    const document = tagged(bytes);
    expect(document).toBe(`{"$pickle":1,"protocol":5,"value":${json}}`);
    const graph = parse(bytes);
    expect(tagged(fromJSON(document))).toBe(document);
    expect(tagged(fromJSON(JSON.parse(document)))).toBe(document);
    try {
      write(graph);
    } catch {
      return; // Buffers and extensions without a table cannot be written.
    }
    expect(hexOf(write(fromJSON(document)))).toBe(hexOf(write(graph)));
  });

  test.for(REFUSED)('refuses %s', ([json, message]) => {
    const document =
      json.startsWith('{"$pickle"') || json === '' || json === '{' || json === '5'
        ? json
        : `{"$pickle":1,"protocol":4,"value":${json}}`;
    expect(() => fromJSON(document)).toThrow(PicklingError);
    expect(() => fromJSON(document)).toThrow(message);
  });

  test('of what measured and mutated pickles give writes what they write, in every protocol', () => {
    let compared = 0;
    for (const text of [
      ...MEASURED.map((row) => row.hex),
      ...mutants(
        MEASURED.map((row) => row.hex),
        400,
        17,
      ),
    ]) {
      let graph: Graph;
      try {
        graph = parse(hex(text));
      } catch (error) {
        expect(error).toBeInstanceOf(PickleError);
        continue;
      }
      const back = fromJSON(tagged(graph));
      expect(back.protocol).toBe(graph.protocol);
      for (const protocol of [0, 2, 4, 5] as const) {
        expect(
          attempt(() => hexOf(write(back, { protocol }))),
          text,
        ).toBe(attempt(() => hexOf(write(graph, { protocol }))));
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(2000);
  });

  test('does not mind depth', () => {
    const bytes = assemble(`PROTO 2\nEMPTY_LIST\n${'TUPLE1\n'.repeat(100_000)}STOP`);
    expect(hexOf(write(fromJSON(tagged(bytes)), { protocol: 2 }))).toBe(hexOf(write(parse(bytes), { protocol: 2 })));
    const deep = `${'{"$new":'.repeat(10_000)}null${',"args":null}'.repeat(10_000)}`;
    expect(fromJSON(`{"$pickle":1,"protocol":2,"value":${deep}}`).root.type).toBe('new');
  });

  test('keeps how a nested class was written', () => {
    const bytes = dumps([1]);
    expect(fromJSON(tagged(bytes)).protocol).toBe(5);
    const nested = hex(
      '8002635f5f6275696c74696e5f5f0a676574617474720a7100636d0a4f757465720a5805000000496e6e65727101865271022e',
    );
    for (const protocol of [2, 4, 5] as const) {
      expect(hexOf(write(fromJSON(tagged(nested)), { protocol }))).toBe(hexOf(write(parse(nested), { protocol })));
    }
    expect(tagged(nested)).toContain('"memo":[null,null]');
  });
});

function attempt(run: () => string): string {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}
