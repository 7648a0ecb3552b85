import { describe, expect, test } from 'vitest';
import { globals } from '../../src/globals/globals.ts';
import type { GlobalsReport, NamedGlobal } from '../../src/globals/named-global.ts';
import { dumps, Global, PickleError } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import { hex } from '../fixtures.ts';
import { mutants, seeded } from '../mutants.ts';
import { MEASURED } from '../pickletools.ts';

/** A global as one line: name, then what is done with it. */
function line({ module, name, extension, uses }: NamedGlobal): string {
  const what = extension === undefined ? `${module}.${name}` : `#${extension}`;
  return [what, ...uses.map(({ kind, count }) => (count === 1 ? kind : `${kind}*${count}`))].join(' ');
}

const linesOf = (report: GlobalsReport): string[] => report.globals.map(line);
const of = (text: string): GlobalsReport => globals(assemble(text));

/** Assembly, opcodes parted by semicolons | lines. */
const ROWS: readonly (readonly [string, string, readonly string[]])[] = [
  ['only imported', "GLOBAL 'os system';POP;NONE;STOP", ['os.system']],
  ['the value', "GLOBAL 'os system';STOP", ['os.system value']],
  ['in the value', "MARK;GLOBAL 'os system';TUPLE1;LIST;STOP", ['os.system value']],
  ['called', "GLOBAL 'os system';MARK;STRING 'ls';TUPLE;REDUCE;STOP", ['os.system REDUCE']],
  ['called twice', "GLOBAL 'a b';PUT 0;EMPTY_TUPLE;REDUCE;GET 0;EMPTY_TUPLE;REDUCE;TUPLE2;STOP", ['a.b REDUCE*2']],
  ['new', "GLOBAL 'a B';EMPTY_TUPLE;NEWOBJ;STOP", ['a.B NEWOBJ']],
  ['new with keywords', "GLOBAL 'a B';EMPTY_TUPLE;EMPTY_DICT;NEWOBJ_EX;STOP", ['a.B NEWOBJ_EX']],
  ['INST', "MARK;GLOBAL 'a b';INST 'c D';STOP", ['a.b argument', 'c.D INST']],
  ['OBJ', "MARK;GLOBAL 'a B';NONE;OBJ;STOP", ['a.B OBJ']],
  [
    'BUILD on what it made',
    "GLOBAL 'a B';EMPTY_TUPLE;NEWOBJ;GLOBAL 'c d';BUILD;STOP",
    ['a.B NEWOBJ result-state', 'c.d state'],
  ],
  ['BUILD on itself', "GLOBAL 'a B';EMPTY_DICT;BUILD;STOP", ['a.B changed value']],
  [
    'items of what it made',
    "GLOBAL 'a B';EMPTY_TUPLE;REDUCE;GLOBAL 'c d';APPEND;STOP",
    ['a.B REDUCE result-items', 'c.d items'],
  ],
  ['no items', "GLOBAL 'a B';EMPTY_TUPLE;REDUCE;MARK;APPENDS;STOP", ['a.B REDUCE']],
  [
    'an argument inside',
    "GLOBAL 'a b';EMPTY_LIST;GLOBAL 'c d';APPEND;TUPLE1;REDUCE;STOP",
    ['a.b REDUCE', 'c.d argument'],
  ],
  [
    'an argument put in later',
    "EMPTY_LIST;PUT 0;GLOBAL 'a b';GET 0;TUPLE1;REDUCE;GET 0;GLOBAL 'c d';APPEND;POP;STOP",
    ['a.b REDUCE', 'c.d argument'],
  ],
  [
    'what it gave is called',
    "GLOBAL 'a b';EMPTY_TUPLE;REDUCE;EMPTY_TUPLE;REDUCE;EMPTY_TUPLE;REDUCE;STOP",
    ['a.b REDUCE result-called*2'],
  ],
  ['a persistent id', "GLOBAL 'a b';TUPLE1;BINPERSID;STOP", ['a.b persistent-id']],
  ['STACK_GLOBAL', "SHORT_BINUNICODE 'os';SHORT_BINUNICODE 'system';STACK_GLOBAL;STOP", ['os.system value']],
  [
    'STACK_GLOBAL from the memo',
    "SHORT_BINUNICODE 'system';BINPUT 5;POP;UNICODE 'os';BINGET 5;STACK_GLOBAL;STOP",
    ['os.system value'],
  ],
  ['STACK_GLOBAL twice of one string', "BINUNICODE 'a';DUP;STACK_GLOBAL;STOP", ['a.a value']],
  [
    'STACK_GLOBAL of strings of Python 2',
    "STRING 'o\\x73';SHORT_BINSTRING 'system';STACK_GLOBAL;STOP",
    ['os.system value'],
  ],
  [
    'STACK_GLOBAL of what a call gives',
    "GLOBAL 'builtins str';EMPTY_TUPLE;REDUCE;BINUNICODE 'x';STACK_GLOBAL;STOP",
    ['builtins.str REDUCE', 'undefined.undefined value'],
  ],
  [
    'STACK_GLOBAL of a constant',
    "GLOBAL 'os sep';BINUNICODE 'x';STACK_GLOBAL;STOP",
    ['os.sep', 'undefined.undefined value'],
  ],
  ['extension codes', 'EXT1 7;EXT4 70000;EMPTY_TUPLE;REDUCE;TUPLE2;STOP', ['#7 value', '#70000 REDUCE']],
  ['dotted names', "PROTO 4;GLOBAL 'a B.c';STOP", ['a.B.c value']],
  [
    'nested getattr',
    "PROTO 2;GLOBAL '__builtin__ getattr';DUP;GLOBAL 'a B';BINUNICODE 'C';TUPLE2;REDUCE;BINUNICODE 'd';TUPLE2;REDUCE;EMPTY_TUPLE;REDUCE;STOP",
    ['__builtin__.getattr REDUCE*2', 'a.B attribute argument', 'a.B.C attribute argument', 'a.B.C.d REDUCE'],
  ],
  [
    'getattr of what is no global',
    "GLOBAL 'builtins getattr';NONE;BINUNICODE 'C';TUPLE2;REDUCE;EMPTY_TUPLE;REDUCE;STOP",
    ['builtins.getattr REDUCE result-called'],
  ],
  [
    'hidden behind marks and POP',
    "MARK;MARK;GLOBAL 'os system';PUT 3;POP_MARK;POP;MARK;BINGET 3;BINUNICODE 'ls';OBJ;STOP",
    ['os.system OBJ'],
  ],
  [
    'one entry stored twice',
    "GLOBAL 'a b';PUT 0;POP;GLOBAL 'c d';PUT 0;POP;GET 0;EMPTY_TUPLE;REDUCE;STOP",
    ['a.b', 'c.d REDUCE'],
  ],
  [
    'a name with a newline',
    "BINUNICODE 'a\\nb';BINUNICODE 'c';STACK_GLOBAL;BINUNICODE 'a';BINUNICODE 'b\\nc';STACK_GLOBAL;TUPLE2;STOP",
    ['a\nb.c value', 'a.b\nc value'],
  ],
];

/** Assembly | lines, code, offset. */
const BROKEN: readonly (readonly [string, readonly string[], string, number])[] = [
  ["GLOBAL 'os system';TUPLE1;REDUCE;STOP", ['os.system'], 'underflow', 12],
  ["GLOBAL 'os system';EMPTY_TUPLE;REDUCE;bytes b'\\xff'", ['os.system REDUCE'], 'bad-opcode', 13],
  ["GLOBAL 'os system';EMPTY_TUPLE;REDUCE", ['os.system REDUCE'], 'truncated', 13],
  ["GLOBAL 'os system';GET 7;STOP", ['os.system'], 'memo-missing', 11],
  ["GLOBAL 'os system';APPENDS;STOP", ['os.system'], 'no-mark', 11],
  ["NONE;BINUNICODE 'x';STACK_GLOBAL;STOP", [], 'bad-operand', 7],
  ["GLOBAL 'a b';PROTO 6;STOP", ['a.b'], 'bad-protocol', 5],
  ['EXT1 0;STOP', [], 'bad-argument', 0],
  ['STOP', [], 'underflow', 0],
];

describe('globals', () => {
  test.for(ROWS)('finds: %s', ([, text, lines]) => {
    const report = of(text.replaceAll(';', '\n'));
    expect(report.error).toBeUndefined();
    expect(linesOf(report)).toEqual(lines);
  });

  test.for(BROKEN)('tells what %s did before it breaks', ([text, lines, code, offset]) => {
    const report = of(text.replaceAll(';', '\n'));
    expect(linesOf(report)).toEqual(lines);
    expect(report.error).toMatchObject({ code, offset });
    expect(report.end).toBeUndefined();
  });

  test('says where, how often, and what Python 3 imports', () => {
    const report = of(
      "PROTO 2\nGLOBAL '__builtin__ eval'\nPUT 0\nPOP\nGLOBAL '__builtin__ eval'\nEMPTY_TUPLE\nREDUCE\nSTOP",
    );
    expect(report).toEqual({
      end: 45,
      ends: [45],
      error: undefined,
      globals: [
        {
          module: '__builtin__',
          name: 'eval',
          python3: { module: 'builtins', name: 'eval' },
          extension: undefined,
          opcode: 'GLOBAL',
          offset: 2,
          count: 2,
          uses: [{ kind: 'REDUCE', count: 1, offset: 43 }],
        },
      ],
    });
    expect(of("PROTO 3\nGLOBAL '__builtin__ eval'\nSTOP").globals[0]?.python3).toEqual({
      module: '__builtin__',
      name: 'eval',
    });
  });

  test('looks at the pickle that begins where it is told', () => {
    const bytes = assemble("GLOBAL 'a b'\nSTOP\nGLOBAL 'c d'\nSTOP");
    expect(linesOf(globals(bytes))).toEqual(['a.b value']);
    expect(linesOf(globals(bytes, { offset: globals(bytes).end }))).toEqual(['c.d value']);
    expect(() => globals(bytes, { offset: -1 })).toThrow(RangeError);
  });

  test('follows what dumps writes, in every protocol', () => {
    for (const protocol of [0, 1, 2, 3, 4, 5] as const) {
      const report = globals(dumps([new Global('os', 'system'), new Global('a', 'B.C')], { protocol }));
      const names = report.globals.map(({ python3 }) => `${python3?.module}.${python3?.name}`);
      expect(names.at(-1)).toBe('a.B.C');
      expect(names.some((name) => name.endsWith('.system'))).toBe(true);
    }
  });

  test('names everything that genops names in measured pickles', () => {
    for (const { hex: text, genops } of MEASURED) {
      if (typeof genops === 'string') continue;
      const { globals: found, error } = globals(hex(text));
      if (error !== undefined) continue;
      const names = new Set(found.map(({ module, name }) => `${module} ${name}`));
      for (const [opcode, arg] of genops) {
        if (opcode === 'GLOBAL' || opcode === 'INST') expect(names).toContain(arg.slice(1, -1));
      }
      expect(genops.some(([opcode]) => opcode === 'STACK_GLOBAL')).toBe(
        found.some(({ opcode }) => opcode === 'STACK_GLOBAL'),
      );
    }
  });

  test('gives a report for any bytes', () => {
    const random = seeded(5);
    const noise = Array.from({ length: 3000 }, () => Uint8Array.from({ length: 30 }, () => random() * 256));
    const mutated = mutants(
      MEASURED.map((row) => row.hex),
      3000,
      9,
    ).map(hex);
    for (const bytes of [...noise, ...mutated]) {
      const { error, end } = globals(bytes);
      expect((error === undefined) === (end !== undefined)).toBe(true);
      if (error !== undefined) expect(error).toBeInstanceOf(PickleError);
    }
  });

  test('takes linear time for one container handed over a hundred thousand times', () => {
    const list = `EMPTY_LIST\nPUT 0\nMARK\n${"GLOBAL 'a b'\n".repeat(1000)}APPENDS\nPOP\nGLOBAL 'c d'\nPUT 1\nPOP\n`;
    const calls = 'BINGET 1\nBINGET 0\nTUPLE1\nREDUCE\nPOP\n'.repeat(100_000);
    const bytes = assemble(`${list}${calls}NONE\nSTOP`);
    const before = performance.now();
    expect(linesOf(globals(bytes))).toEqual(['a.b argument', 'c.d REDUCE*100000']);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('does not mind depth', () => {
    const bytes = assemble(`GLOBAL 'a b'\n${'TUPLE1\n'.repeat(300_000)}STOP`);
    expect(linesOf(globals(bytes))).toEqual(['a.b value']);
  });
});

const LYING = '95040000000000000063';

test('where frames lie, offsets are those of the data, and counts those of pickle.loads', () => {
  const report = globals(hex(`8005${LYING}6d61636f730a73797374656d0a30636f730a73797374656d0a2952${'2e'}`));
  expect(report.globals).toMatchObject([
    { module: 'macos', offset: 11, count: 1 },
    { module: 'os', offset: 26, count: 1, uses: [{ kind: 'REDUCE', count: 1, offset: 38 }] },
  ]);
  expect(report.ends).toEqual([40]);
});

test('a pickle with too many frames that lie says so, and soon', () => {
  const start = performance.now();
  const report = globals(hex(`8005${`${LYING}6d61636f730a73797374656d0a30`.repeat(3_000)}4e2e`));
  expect(report.error?.code).toBe('limit');
  expect(report.globals.map(({ module }) => module)).toEqual(['macos', 'os']);
  expect(performance.now() - start).toBeLessThan(10_000);
});

test('a frame that ends behind the pickle is a second place where the next may begin', () => {
  expect(globals(hex('80059505000000000000004e2e4e4e4e4e2e')).ends).toEqual([13, 16]);
});
