import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { dumps, loads, Tuple } from '../../src/index.ts';
import { assemble } from '../../src/opcodes/assemble.ts';
import type { Finding } from '../../src/scan/finding.ts';
import { policy } from '../../src/scan/gate.ts';
import { scan, scanSync } from '../../src/scan/scan.ts';
import { hex } from '../fixtures.ts';

const of = (text: string): Uint8Array => assemble(text.replaceAll(';', '\n'));
const line = ({ severity, rule, global }: Finding): string =>
  `${severity} ${rule}${global === undefined ? '' : ` ${global}`}`;
const linesOf = (bytes: Uint8Array): string[] => scanSync(bytes).findings.map(line);

/** Assembly, opcodes parted by semicolons | verdict | findings. */
const ROWS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['nothing named', 'PROTO 4;EMPTY_LIST;STOP', 'safe', []],
  ['a listed class', "GLOBAL 'datetime date';BINBYTES b'\\x07\\xe9\\x01\\x01';TUPLE1;REDUCE;STOP", 'safe', []],
  [
    'called',
    "GLOBAL 'os system';STRING 'ls';TUPLE1;REDUCE;STOP",
    'dangerous',
    ['dangerous dangerous-global os.system'],
  ],
  ['only imported', "GLOBAL 'antigravity x';POP;NONE;STOP", 'dangerous', ['dangerous dangerous-global antigravity.x']],
  ['nobody knows it', "GLOBAL 'app Point';EMPTY_TUPLE;NEWOBJ;STOP", 'unknown', ['unknown unknown-global app.Point']],
  [
    'a name of Python 2',
    "GLOBAL 'commands getoutput';STRING 'ls';TUPLE1;REDUCE;STOP",
    'dangerous',
    ['dangerous dangerous-global subprocess.getoutput', 'dangerous dangerous-global commands.getoutput'],
  ],
  [
    'a name of Python 2 at protocol 4, which some readers translate',
    "PROTO 4;SHORT_BINUNICODE '__builtin__';SHORT_BINUNICODE 'eval';STACK_GLOBAL;STOP",
    'dangerous',
    ['dangerous dangerous-global builtins.eval', 'unknown unknown-global __builtin__.eval'],
  ],
  [
    'what a call gave is called',
    "GLOBAL 'app f';EMPTY_TUPLE;REDUCE;EMPTY_TUPLE;REDUCE;STOP",
    'dangerous',
    ['dangerous call-of-result app.f', 'unknown unknown-global app.f'],
  ],
  ['a value is called', 'NONE;EMPTY_TUPLE;REDUCE;STOP', 'suspicious', ['suspicious call-of-value']],
  [
    'state for a class that was there before',
    "GLOBAL 'collections OrderedDict';EMPTY_DICT;BUILD;STOP",
    'dangerous',
    ['dangerous change-of-global collections.OrderedDict'],
  ],
  [
    'items for something that was there before',
    "GLOBAL 'os environ';STRING 'a';STRING 'b';SETITEM;STOP",
    'dangerous',
    ['dangerous change-of-global os.environ', 'dangerous dangerous-global os.environ'],
  ],
  [
    'a name that is computed',
    "GLOBAL 'builtins str';EMPTY_TUPLE;REDUCE;BINUNICODE 'x';STACK_GLOBAL;STOP",
    'dangerous',
    ['dangerous computed-name'],
  ],
  [
    'a name of numbers',
    'BININT1 1;BININT1 2;STACK_GLOBAL;STOP',
    'dangerous',
    ['dangerous computed-name', 'incomplete broken-pickle'],
  ],
  ['an extension code', 'EXT1 7;STOP', 'dangerous', ['dangerous extension-code']],
  ['a persistent id', "BINUNICODE 'a';BINPERSID;STOP", 'unknown', ['unknown persistent-id']],
  [
    'a storage of PyTorch',
    "MARK;BINUNICODE 'storage';GLOBAL 'torch FloatStorage';BINUNICODE '0';BINUNICODE 'cpu';BININT1 4;TUPLE;BINPERSID;STOP",
    'safe',
    [],
  ],
  [
    'a storage of a type that is none',
    "MARK;BINUNICODE 'storage';GLOBAL 'os system';BINUNICODE '0';BINUNICODE 'cpu';BININT1 4;TUPLE;BINPERSID;STOP",
    'dangerous',
    ['dangerous dangerous-global os.system', 'unknown persistent-id'],
  ],
  [
    'a dotted name that leads away',
    "PROTO 4;SHORT_BINUNICODE 'collections';SHORT_BINUNICODE '_sys.modules';STACK_GLOBAL;STOP",
    'suspicious',
    ['suspicious dotted-name collections._sys.modules'],
  ],
  [
    'a dotted name through a module that does harm',
    "PROTO 4;SHORT_BINUNICODE 'app';SHORT_BINUNICODE 'io.os.system';STACK_GLOBAL;STOP",
    'dangerous',
    ['dangerous dotted-name app.io.os.system'],
  ],
  [
    'a method of a listed class, called',
    "PROTO 4;SHORT_BINUNICODE 'pathlib';SHORT_BINUNICODE 'PosixPath.unlink';STACK_GLOBAL;EMPTY_TUPLE;REDUCE;STOP",
    'dangerous',
    ['dangerous dotted-name pathlib.PosixPath.unlink'],
  ],
  [
    'a nested class that nobody knows',
    "PROTO 4;SHORT_BINUNICODE 'app';SHORT_BINUNICODE 'Outer.Inner';STACK_GLOBAL;STOP",
    'unknown',
    ['unknown unknown-global app.Outer.Inner'],
  ],
  ['a name with a carriage return', "GLOBAL 'app\\r Point';STOP", 'suspicious', ['suspicious odd-name app\\r.Point']],
  [
    'bytes as protocol 2 writes them',
    "GLOBAL '_codecs encode';BINUNICODE 'a';BINUNICODE 'latin1';TUPLE2;REDUCE;STOP",
    'safe',
    [],
  ],
  [
    'another codec',
    "GLOBAL '_codecs encode';BINUNICODE 'a';BINUNICODE 'rot13';TUPLE2;REDUCE;STOP",
    'unknown',
    ['unknown arguments-not-listed _codecs.encode'],
  ],
  [
    'getattr of a listed class',
    "GLOBAL 'builtins getattr';GLOBAL 'zoneinfo ZoneInfo';BINUNICODE '_unpickle';TUPLE2;REDUCE;BINUNICODE 'UTC';NEWTRUE;TUPLE2;REDUCE;STOP",
    'safe',
    [],
  ],
  [
    'getattr of anything private',
    "GLOBAL 'builtins getattr';EMPTY_LIST;BINUNICODE '__class__';TUPLE2;REDUCE;STOP",
    'dangerous',
    ['dangerous arguments-not-listed builtins.getattr'],
  ],
  [
    'a bound method of a literal',
    "GLOBAL 'builtins getattr';EMPTY_LIST;BINUNICODE 'append';TUPLE2;REDUCE;STOP",
    'safe',
    [],
  ],
  [
    'a bound method that is called',
    "GLOBAL 'builtins getattr';EMPTY_LIST;BINUNICODE 'append';TUPLE2;REDUCE;NONE;TUPLE1;REDUCE;STOP",
    'dangerous',
    ['dangerous call-of-result builtins.getattr'],
  ],
  [
    'partial of what is listed',
    "GLOBAL 'functools partial';GLOBAL 'builtins int';TUPLE1;REDUCE;MARK;GLOBAL 'builtins int';EMPTY_TUPLE;EMPTY_DICT;NONE;TUPLE;BUILD;STOP",
    'safe',
    [],
  ],
  [
    'partial of what a call gave',
    "GLOBAL 'functools partial';GLOBAL 'operator methodcaller';BINUNICODE 'lower';TUPLE1;REDUCE;TUPLE1;REDUCE;STOP",
    'unknown',
    ['unknown arguments-not-listed functools.partial'],
  ],
  [
    'partial with a getter in its state, called',
    "GLOBAL 'functools partial';GLOBAL 'builtins int';TUPLE1;REDUCE;MARK;GLOBAL 'operator methodcaller';BINUNICODE 'upper';TUPLE1;REDUCE;EMPTY_TUPLE;EMPTY_DICT;NONE;TUPLE;BUILD;EMPTY_TUPLE;REDUCE;STOP",
    'dangerous',
    ['dangerous call-of-result functools.partial', 'unknown arguments-not-listed functools.partial'],
  ],
  ['a getter', "GLOBAL 'operator attrgetter';BINUNICODE 'a.b';TUPLE1;REDUCE;STOP", 'safe', []],
  [
    'a getter of what is private',
    "GLOBAL 'operator attrgetter';BINUNICODE 'a.__class__';TUPLE1;REDUCE;STOP",
    'dangerous',
    ['dangerous arguments-not-listed operator.attrgetter'],
  ],
  [
    'map with a getter',
    "GLOBAL 'builtins map';GLOBAL 'operator methodcaller';BINUNICODE 'lower';TUPLE1;REDUCE;EMPTY_LIST;TUPLE2;REDUCE;STOP",
    'unknown',
    ['unknown arguments-not-listed builtins.map'],
  ],
  [
    'getattr that is passed on',
    "GLOBAL 'collections defaultdict';GLOBAL 'builtins getattr';TUPLE1;REDUCE;STOP",
    'unknown',
    ['unknown use-not-listed builtins.getattr'],
  ],
  [
    'a state for what was there before',
    "GLOBAL 'logging getLogger';BINUNICODE 'a';TUPLE1;REDUCE;EMPTY_DICT;BUILD;STOP",
    'suspicious',
    ['suspicious change-of-result logging.getLogger'],
  ],
  [
    'an object of a listed class by copyreg',
    "GLOBAL 'copy_reg _reconstructor';GLOBAL 'collections UserDict';GLOBAL '__builtin__ object';NONE;TUPLE3;REDUCE;STOP",
    'safe',
    [],
  ],
  [
    'a ufunc of another module',
    "GLOBAL 'numpy.core _ufunc_reconstruct';BINUNICODE 'app';BINUNICODE 'f';TUPLE2;REDUCE;STOP",
    'unknown',
    ['unknown arguments-not-listed numpy.core._ufunc_reconstruct'],
  ],
];

describe('what is found', () => {
  test.for(ROWS)('%s', ([, text, verdict, lines]) => {
    const report = scanSync(of(text));
    expect(report.findings.map(line)).toEqual(lines.map((text) => text.replace('\\r', '\r')));
    expect(report.verdict).toBe(verdict);
  });

  test('each finding says where, how, why and what to do', () => {
    const [finding] = scanSync(of("GLOBAL 'os system';STRING 'ls';TUPLE1;REDUCE;STOP")).findings;
    expect(finding).toEqual({
      rule: 'dangerous-global',
      severity: 'dangerous',
      global: 'os.system',
      reach: 'call',
      offset: 18,
      path: [],
      reason: 'It is called, and it runs programs, or reads and changes files of the system.',
      remedy: 'Do not load this file in Python.',
    });
  });

  test('a report has the digest of the bytes and what was looked at', () => {
    const report = scanSync(new TextEncoder().encode('N.'));
    expect(report.sha256).toBe(createHash('sha256').update('N.').digest('hex'));
    expect(report.members).toEqual([{ path: [], format: 'pickle', size: 2 }]);
    expect(report.incomplete).toBe(false);
  });
});

/** Where readers differ: assembly | rule. */
const DIVERGENT: readonly (readonly [string, string])[] = [
  ["bytes b'I0x10\\n';STOP", 'text-argument'],
  ["bytes b'L 5L\\n';STOP", 'text-argument'],
  ["bytes b'F1_0.5\\n';STOP", 'text-argument'],
  ["NONE;bytes b'p01\\n';STOP", 'text-argument'],
  ["bytes b'Sabc\\n';STOP", 'text-argument'],
  ['NONE;PROTO 2;STOP', 'protocol'],
  ['PROTO 7;NONE;STOP', 'protocol'],
  ['PROTO 2;FRAME 2;NONE;STOP', 'frame'],
  ['PROTO 4;FRAME 20;NONE;STOP', 'frame'],
  ['PROTO 4;FRAME 11;FRAME 2;NONE;STOP', 'frame'],
  ['PROTO 4;FRAME 1;BININT 5;STOP', 'frame'],
  ['NONE;NONE;STOP', 'leftover-values'],
  ["GLOBAL 'builtins int';NONE;REDUCE;STOP", 'argument-tuple'],
];

describe('where readers do not agree', () => {
  test.for(DIVERGENT)('%s is suspicious: %s', ([text, rule]) => {
    const report = scanSync(of(text));
    expect(report.findings.map(({ rule }) => rule)).toContain(rule);
    expect(report.verdict).toBe('suspicious');
  });

  test('what only a reader of files sees counts, at its place', () => {
    // A frame that ends in a line: a reader of files drops its rest, and imports os.system in place of macos.system.
    const report = scanSync(hex('8005950400000000000000636d61636f730a73797374656d0a2e'));
    const system = report.findings.find(({ global }) => global === 'os.system');
    expect(system).toMatchObject({ severity: 'dangerous', rule: 'dangerous-global', offset: 25 });
  });

  test('a protocol that does not exist hides nothing from pickletools', () => {
    expect(linesOf(of("PROTO 9;GLOBAL 'os system';STOP"))).toContain('dangerous dangerous-global os.system');
  });

  test('a memo that is kept from pickle to pickle counts', () => {
    const first = of("PROTO 4;SHORT_BINUNICODE 'os';MEMOIZE;POP;SHORT_BINUNICODE 'system';MEMOIZE;STOP");
    const second = of('BINGET 0;BINGET 1;STACK_GLOBAL;STOP');
    const report = scanSync(Buffer.concat([first, second]));
    expect(report.findings.map(line)).toContain('dangerous dangerous-global os.system');
    // Both stand there for a memo that is new for each pickle.
    const other = of(
      "PROTO 4;SHORT_BINUNICODE 'app';MEMOIZE;SHORT_BINUNICODE 'x';MEMOIZE;POP;POP;BINGET 0;BINGET 1;STACK_GLOBAL;STOP",
    );
    expect(linesOf(Buffer.concat([first, other]))).toEqual([
      'dangerous dangerous-global os.system',
      'unknown unknown-global app.x',
    ]);
  });

  test('the same pickles one after another are safe, with whatever memo', () => {
    const some = dumps({ a: ['x', 'y'], b: new Date(0), c: new Map([[Tuple.of(1, 2), 'x']]) });
    expect(scanSync(Buffer.concat([some, some, some]))).toMatchObject({ verdict: 'safe', incomplete: false });
  });
});

describe('what is not a whole pickle', () => {
  test.for([
    ["GLOBAL 'os system';EMPTY_TUPLE;REDUCE", 'ends too early'],
    ["GLOBAL 'os system';EMPTY_TUPLE;REDUCE;bytes b'\\xff'", 'has a byte that is no opcode'],
    ["GLOBAL 'os system';EMPTY_TUPLE;REDUCE;GET 7;STOP", 'fetches what was never stored'],
    ["NONE;POP;POP;GLOBAL 'os system';EMPTY_TUPLE;REDUCE;STOP", 'fails, or behind that'],
  ])('what it did before it %s counts', ([text]) => {
    const report = scanSync(of(text ?? ''));
    expect(report).toMatchObject({ verdict: 'dangerous', incomplete: true });
  });

  test('bytes that follow are suspicious, and searched', () => {
    const good = dumps([1]);
    expect(linesOf(Buffer.concat([good, Buffer.from([0xff, 0xff])]))).toEqual(['suspicious unaccounted-bytes']);
    const hidden = Buffer.concat([good, Buffer.from([0xff]), of("PROTO 2;GLOBAL 'os system';STOP")]);
    expect(linesOf(hidden)).toEqual(['dangerous dangerous-global os.system', 'suspicious unaccounted-bytes']);
    const plain = Buffer.concat([good, Buffer.from([0xff]), of("GLOBAL 'os system';STOP")]);
    expect(linesOf(plain)).toContain('dangerous dangerous-global os.system');
  });

  test('all pickles of a file are scanned', () => {
    const file = Buffer.concat([dumps(1), dumps(2), of("GLOBAL 'os system';STOP"), dumps(3)]);
    expect(linesOf(file)).toEqual(['dangerous dangerous-global os.system']);
  });

  test.for([
    ['text', 'Hello, world', false],
    ['nothing', '', false],
    ['bytes of no known format', '\x01\x02\x03\x04', true],
    ['gzip data, which only scan opens', '\x1f\x8b\x08\0\0\0\0\0', true],
  ] as const)('%s', ([, text, incomplete]) => {
    expect(scanSync(Buffer.from(text, 'latin1'))).toMatchObject({ verdict: 'safe', incomplete });
  });
});

describe('pickles in pickles', () => {
  const inner = Buffer.from(of("GLOBAL 'os system';STRING 'ls';TUPLE1;REDUCE;STOP"));
  const quoted = [...inner].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');

  test.for(['pickle loads', 'torch.storage _load_from_bytes', 'app read'])('bytes for %s are scanned', (name) => {
    const report = scanSync(of(`GLOBAL '${name}';BINBYTES b'${quoted}';TUPLE1;REDUCE;STOP`));
    const found = report.findings.find(({ global }) => global === 'os.system');
    expect(found?.path).toEqual([expect.stringMatching(/^bytes at \d+$/)]);
  });

  test('so are bytes that are written as a text', () => {
    const text = "GLOBAL '_codecs encode';BINUNICODE 'cos\\nsystem\\n.';BINUNICODE 'latin1';TUPLE2;REDUCE";
    const report = scanSync(of(`GLOBAL 'torch.storage _load_from_bytes';${text};TUPLE1;REDUCE;STOP`));
    expect(report.findings.map(line)).toContain('dangerous dangerous-global os.system');
  });

  test('bytes that only look like one are told, and change nothing', () => {
    const report = scanSync(dumps(new Uint8Array(Buffer.concat([Buffer.from([0x80, 2]), inner]))));
    expect(report.findings.map(line)).toEqual(['info nested-pickle']);
    expect(report.verdict).toBe('safe');
  });

  test('to a depth', () => {
    let bytes: Uint8Array = inner;
    for (let depth = 0; depth < 12; depth++) {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      bytes = Buffer.concat([
        Buffer.from('ctorch.storage\n_load_from_bytes\nB'),
        length,
        bytes,
        Buffer.from('\x85R.', 'latin1'),
      ]);
    }
    const report = scanSync(bytes);
    expect(report).toMatchObject({ verdict: 'safe', incomplete: true });
    expect(report.findings.map(({ rule }) => rule)).toEqual(['limit']);
    expect(scanSync(bytes, { limits: { depth: 20 } }).verdict).toBe('dangerous');
  });
});

describe('policies', () => {
  const point = of("GLOBAL 'app.models Point';EMPTY_TUPLE;NEWOBJ;STOP");
  const tensor = of("GLOBAL 'torch._utils _rebuild_tensor_v2';STOP");
  const path = of("GLOBAL 'pathlib PosixPath';STOP");

  test.for([
    ['standard', 'unknown', 'safe', 'safe'],
    ['weights', 'unknown', 'safe', 'unknown'],
    ['strict', 'unknown', 'unknown', 'safe'],
  ] as const)('%s', ([policy, ...verdicts]) => {
    expect([point, tensor, path].map((bytes) => scanSync(bytes, { policy }).verdict)).toEqual(verdicts);
  });

  test.for(['app.models.Point', 'app.models:Point', 'app.models.*', 'app.*'])('%s is allowed by name', (name) => {
    expect(scanSync(point, { policy: { allow: [name] } }).verdict).toBe('safe');
    expect(scanSync(point, { policy: { allow: ['app.*'], deny: [name] } }).findings.map(line)).toEqual([
      'dangerous denied-global app.models.Point',
    ]);
  });

  test('what is not a policy is refused', () => {
    expect(() => scanSync(point, { policy: 'lax' as 'strict' })).toThrow(RangeError);
    expect(() => scanSync(point, { policy: { allow: ['*'] } })).toThrow(TypeError);
    expect(() => scanSync(point, { policy: { base: 'lax' as 'strict' } })).toThrow(RangeError);
    expect(() => scanSync(point, { limits: { depth: -1 } })).toThrow(RangeError);
  });

  test('are gates for loads too', () => {
    expect(() => loads(point, { unknown: policy() })).toThrow(/app\.models\.Point/);
    expect(loads(point, { unknown: policy({ allow: ['app.*'] }) })).toBeDefined();
  });
});

test('scan takes bytes, a Blob and a source', async () => {
  const bytes = dumps([1]);
  for (const source of [bytes, bytes.slice().buffer, new Blob([bytes.slice()])]) {
    expect((await scan(source)).verdict).toBe('safe');
  }
  await expect(scan('N.' as unknown as Uint8Array)).rejects.toThrow(TypeError);
});
