/** Pickles that call the standard library's classes with arguments that nobody would give them. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Dict, dumps, type LoadOptions, loads, PickleError } from '../../src/index.ts';
import { standardCodecList } from '../../src/stdlib/standard-codecs.ts';

/** Every name that a codec answers to. */
const NAMES = standardCodecList().flatMap((codec) =>
  codec.kind === 'module' || !('global' in codec) ? [] : [codec.global, ...codec.aliases],
);

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

function binary(opcode: string, bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.write(opcode, 'latin1');
  head.writeUInt32LE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

const text = (value: string): Buffer => binary('X', Buffer.from(value));

const TEXTS = [
  ...['', 'a', 'n', 'F', 'ROUND_UP', '1', '-0', '1e999999999', '1E-999999999', 'NaN123', '1/0', '1/3', 'inf', 'latin1'],
  ...[
    '0'.repeat(400),
    '(a+)+$',
    '[',
    '(?P<n>x)(?(n)y|z)',
    '\\',
    '*',
    '10.0.0.0/8',
    '::1%x',
    '1.2.3',
    '::',
    'b',
    'd',
    'u',
  ],
  ...['Europe/Paris', '../../etc/passwd', '_unpickle', '__new__', '__proto__', 'constructor', 'data', 'maps', 'int'],
  ...['_default', '12345678123456781234567812345678', '\n', '\0', 'é€😀'],
];
const BYTES = [
  '',
  '\x07\xe8\x02\x1d',
  '\x07\xe8\x82\x1d\x01\x02\x03\x06\xf8U',
  '\xff'.repeat(10),
  '\0'.repeat(16),
  'a',
];
const INTS = [0, 1, -1, 2, 3, 8, 13, 20, 22, 127, 255, 624, 2 ** 31 - 1, -(2 ** 31)];

const leaf = fc.oneof(
  fc.constantFrom('N', '\x88', '\x89', ')', ']', '}', '\x8f').map(latin1),
  fc.constantFrom(...INTS).map((value) => latin1(`I${value}\n`)),
  fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }).map((value) => latin1(`L${value}L\n`)),
  fc.constant(binary('\x8b', Buffer.alloc(4000, 0x55))),
  fc.double().map((value) => {
    const bytes = Buffer.alloc(9);
    bytes.write('G', 'latin1');
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }),
  fc.oneof(fc.constantFrom(...TEXTS), fc.string({ maxLength: 12 })).map(text),
  fc.oneof(fc.constantFrom(...BYTES).map(latin1), fc.uint8Array({ maxLength: 16 })).map((bytes) => binary('B', bytes)),
);

const global = fc
  .constantFrom(...NAMES)
  .map(({ module, name }) => Buffer.concat([text(module), text(name), latin1('\x93')]));

const { value } = fc.letrec<{ value: Buffer; call: Buffer; items: Buffer }>((tie) => ({
  items: fc.array(tie('value'), { maxLength: 5 }).map((parts) => Buffer.concat(parts)),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    global,
    tie('items').map((parts) => Buffer.concat([latin1('('), parts, latin1('t')])),
    tie('items').map((parts) => Buffer.concat([latin1('('), parts, latin1('l')])),
    fc.array(tie('value'), { maxLength: 3 }).map((parts) => {
      const pairs = parts.flatMap((part, at) => [text(`k${at}`), part]);
      return Buffer.concat([latin1('}('), ...pairs, latin1('u')]);
    }),
    tie('call'),
  ),
  call: fc
    .tuple(
      fc.oneof(global, tie('value')),
      tie('items'),
      fc.constantFrom('R', '\x81', '}\x92'),
      fc.option(tie('value')),
      fc.option(fc.tuple(fc.constantFrom('e', '\x90', 'u'), tie('value'), tie('value'))),
    )
    .map(([callable, args, make, state, contents]) =>
      Buffer.concat([
        ...[callable, latin1('('), args, latin1(`t${make}`)],
        ...(contents === null ? [] : [latin1('('), contents[1], contents[2], latin1(contents[0])]),
        ...(state === null ? [] : [state, latin1('b')]),
      ]),
    ),
}));

const call = fc
  .tuple(global, fc.array(value, { maxLength: 5 }), fc.constantFrom('R', '\x81'), fc.option(value))
  .map(([callable, args, make, state]) =>
    Buffer.concat([
      ...[latin1('\x80\x04'), callable, latin1('('), ...args, latin1(`t${make}`)],
      ...(state === null ? [latin1('.')] : [state, latin1('b.')]),
    ]),
  );

/** The value, or nothing for wrong data; any other error goes up. */
function loaded(pickle: Uint8Array, options: LoadOptions): { value: unknown } | undefined {
  try {
    return { value: loads(pickle, options) };
  } catch (error) {
    if (error instanceof PickleError) return undefined;
    throw error;
  }
}

const report = { numRuns: 1500, seed: Date.now() % 2 ** 31 };

test.each(['map', 'object'] as const)('any call gives a value or a PickleError, with dicts: %s', (dicts) => {
  let values = 0;
  fc.assert(
    fc.property(call, (pickle) => {
      if (loaded(pickle, { dicts, limits: { memory: 2 ** 27 } }) !== undefined) values++;
    }),
    report,
  );
  // The generator is no good if nearly all is refused.
  expect(values).toBeGreaterThan(report.numRuns / 10);
});

test('what is loaded can be written again, shown, and asked whether it is a key', () => {
  fc.assert(
    fc.property(call, (pickle) => {
      const found = loaded(pickle, {});
      if (found === undefined) return;
      String(inspect(found.value));
      try {
        const again = loads(dumps(found.value));
        expect(dumps(again)).toEqual(dumps(found.value));
      } catch (error) {
        if (!(error instanceof PickleError)) throw error;
      }
      try {
        new Dict([[found.value, 1]]);
      } catch (error) {
        if (!(error instanceof PickleError) && !/unhashable|hash/.test(String(error))) throw error;
      }
    }),
    { ...report, numRuns: 800 },
  );
});
