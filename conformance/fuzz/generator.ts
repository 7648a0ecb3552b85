/**
 * Random pickles: values written in every way that there is, and opcodes at random between them.
 *
 * @module
 */
import { OPCODES } from 'brine/tools';
import type { Choice } from './choice.ts';
import { code, counted, line, lines, little, type Token, text } from './program.ts';

const INTS = [
  0,
  1,
  2,
  3,
  9,
  10,
  48,
  127,
  128,
  255,
  256,
  257,
  65_535,
  65_536,
  2 ** 31 - 1,
  -1,
  -2,
  -128,
  -(2 ** 31),
] as const;
const LINES = ['0', '1', '00', '01', '2', '-1', '12', '7', '255', '256', '70000', '2147483648', '-0', '+5'] as const;
const LONG_LINES = [
  '0L',
  '1L',
  '-1L',
  '12',
  '9007199254740993L',
  '123456789012345678901234567890L',
  '01L',
  '-0L',
] as const;
const FLOAT_LINES = ['0', '1.5', '-0.0', 'nan', 'inf', '-inf', '1e300', '1e400', '3', '.5', '5.', '0.1'] as const;
const ODD_LINES = [
  '',
  ' 7',
  '7 ',
  '1_0',
  '0x1f',
  '1e3',
  'x',
  'L',
  '\u0000',
  '1\u00001',
  '-',
  '1.5.2',
  'None',
  '\u00e9',
] as const;
const FLOATS = [0, -0, 1, 1.5, -1, 0.1, 1e16, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY, 5e-324] as const;
const WORDS = ['', 'a', 'b', 'k', 'key', 'name', 'x1', 'alpha', '__proto__', 'constructor', 'm', 'C'] as const;
const TEXTS = [
  '\u00e9',
  '\u20ac',
  '\u{1f600}',
  'a\u0000b',
  '\n',
  '\\',
  "'",
  '\ufeff',
  'x'.repeat(40),
  'y'.repeat(257),
] as const;
const QUOTED = [
  "'a'",
  '"b"',
  "''",
  "'it\\'s'",
  "'\\x41'",
  "'\\n'",
  "'\\xe9'",
  "'a",
  'a',
  "'",
  "'\\u0041'",
  "'\\101'",
  "' ' ",
] as const;
const RAW_UNICODE = [
  'a',
  '\\u00e9',
  'b c',
  '',
  '\\u005c',
  '\\U0001f600',
  '\\u12',
  '\\x41',
  '\u00e9',
  '\\ud800',
] as const;
const MODULES = ['m', 'mod.sub', 'app', 'm', '__main__', 'collections', 'builtins', '__builtin__', 'copy_reg'] as const;
const NAMES = [
  'C',
  'D',
  'f',
  'A.B',
  'C',
  'OrderedDict',
  'set',
  'list',
  'object',
  '_reconstructor',
  'bytearray',
] as const;
const MEMO = [0, 1, 2, 3, 4, 5, 7, 10, 100, 255, 256, 257, 1000] as const;
/** For which CPython needs a table of a megabyte. */
const FAR = 70_000;

/** Opcodes that put one value without parts. */
type Maker = (choice: Choice) => Token[];

export class Generator {
  private readonly choice: Choice;
  /** Numbers that were stored, perhaps. */
  private stored: number[] = [];
  private memoized = 0;

  constructor(choice: Choice) {
    this.choice = choice;
  }

  /** A whole pickle, as tokens. */
  program(): Token[] {
    const { choice } = this;
    this.stored = [];
    this.memoized = 0;
    const tokens: Token[] = [];
    if (choice.chance(0.7)) tokens.push(code(0x80, choice.of([2, 3, 4, 4, 5, 5, 0, 1])));
    for (let count = choice.of([1, 1, 1, 2, 3]); count > 0; count--) {
      tokens.push(...this.value(choice.of([1, 2, 3, 3, 4])));
      if (count > 1) tokens.push(...choice.of<Token[]>([[code(0x30)], [code(0x86)], [], [], [code(0x85)]]));
    }
    tokens.push(code(0x2e));
    if (choice.chance(0.15)) return this.framed(tokens);
    return tokens;
  }

  /** Some opcodes that put one value; now and then others. */
  value(depth: number): Token[] {
    const { choice } = this;
    const tokens = this.made(depth);
    if (choice.chance(0.04)) tokens.splice(choice.below(tokens.length + 1), 0, this.anyOpcode());
    if (choice.chance(0.02)) tokens.splice(choice.below(tokens.length), 1);
    if (choice.chance(0.25)) tokens.push(this.store());
    return tokens;
  }

  /** Any opcode with an argument that fits, mostly. */
  anyOpcode(): Token {
    const { choice } = this;
    const { code: opcode, arg } = choice.from(OPCODES) ?? { code: 0x4e, arg: undefined };
    switch (arg?.delimiter) {
      case undefined:
        return code(opcode);
      case 'line':
        return line(opcode, choice.chance(0.5) ? choice.of(LINES) : this.oddLine());
      case 'lines':
        return this.global();
      case 'uint1':
      case 'int4':
      case 'uint4':
      case 'uint8':
        return counted(opcode, { uint1: 1, int4: 4, uint4: 4, uint8: 8 }[arg.delimiter], this.payload());
      case 8:
        return opcode === 0x47 ? this.float() : frame(choice.of([0, 1, 2, 5, 20, 300]));
      default:
        return little(opcode, arg?.delimiter === 1 ? 1 : arg?.delimiter === 2 ? 2 : 4, choice.of([...MEMO, ...INTS]));
    }
  }

  private made(depth: number): Token[] {
    const { choice } = this;
    if (depth <= 0 || choice.chance(0.25)) return choice.of(this.leaves)(choice);
    return choice.of(this.containers)(depth - 1);
  }

  private readonly leaves: [Maker, ...Maker[]] = [
    () => [code(0x4e)],
    (choice) => [code(choice.of([0x88, 0x89]))],
    () => [this.int()],
    () => [this.int()],
    () => [this.int()],
    () => [this.float()],
    () => [this.text()],
    () => [this.text()],
    () => [this.text()],
    () => [this.bytes()],
    () => this.fetch(),
    () => this.fetch(),
    (choice) => [code(choice.of([0x5d, 0x7d, 0x29, 0x8f]))],
    () => this.named(),
    () => this.persistent(),
    (choice) => [little(0x82, 1, choice.of([1, 2, 3, 255, 0]))],
    (choice) => [counted(0x96, 8, Buffer.from(choice.of(WORDS)))],
  ];

  private readonly containers: [(depth: number) => Token[], ...((depth: number) => Token[])[]] = [
    (depth) => this.list(depth),
    (depth) => this.list(depth),
    (depth) => this.dict(depth),
    (depth) => this.dict(depth),
    (depth) => this.tuple(depth),
    (depth) => this.tuple(depth),
    (depth) => this.set(depth),
    (depth) => this.object(depth),
    (depth) => this.object(depth),
    (depth) => this.run(depth),
    (depth) => [...this.value(depth), code(this.choice.of([0x30, 0x32])), ...this.value(depth)],
    (depth) => [code(0x28), ...this.values(depth, 3), code(0x31), ...this.value(depth)],
  ];

  private values(depth: number, most: number): Token[] {
    const tokens: Token[] = [];
    for (let count = this.choice.below(most + 1); count > 0; count--) tokens.push(...this.value(depth));
    return tokens;
  }

  /** Values of one kind, one after another: the machine has short ways for them. */
  private run(_depth: number): Token[] {
    const { choice } = this;
    const kind = choice.below(6);
    const store = choice.chance(0.4) ? () => [this.store()] : () => [];
    const tokens: Token[] = [];
    for (let count = choice.of([2, 3, 5, 8, 9, 17, 33, 70]); count > 0; count--) {
      if (kind === 0) tokens.push(this.int());
      else if (kind === 1) tokens.push(this.float());
      else if (kind === 2) tokens.push(this.text(), ...store());
      else if (kind === 3) tokens.push(little(0x4b, 1, choice.below(256)));
      else if (kind === 4) tokens.push(this.text(), ...store(), this.int());
      else tokens.push(...this.fetch());
      if (choice.chance(0.01)) tokens.push(this.anyOpcode());
    }
    const [before, after] = choice.of<[Token[], Token]>([
      [[code(0x28)], code(0x6c)],
      [[code(0x28)], code(0x74)],
      [[code(0x5d), code(0x28)], code(0x65)],
      [[code(0x5d), code(0x94), code(0x28)], code(0x65)],
      [[code(0x7d), code(0x28)], code(0x75)],
      [[code(0x7d), code(0x94), code(0x28)], code(0x75)],
      [[code(0x8f), code(0x28)], code(0x90)],
      [[code(0x28)], code(0x91)],
      [[code(0x28)], code(0x64)],
    ]);
    return [...before, ...tokens, after];
  }

  private list(depth: number): Token[] {
    const { choice } = this;
    const store = this.maybeStore();
    if (choice.chance(0.15)) return [code(0x28), ...this.values(depth, 4), code(0x6c), ...store];
    if (choice.chance(0.15)) return [code(0x28), code(0x6c), ...store, ...this.value(depth), code(0x61)];
    if (choice.chance(0.3)) return [code(0x5d), ...store, ...this.value(depth), code(0x61)];
    const tokens = [code(0x5d), ...store, code(0x28), ...this.values(depth, 5), code(0x65)];
    if (choice.chance(0.1)) tokens.push(code(0x28), ...this.values(depth, 3), code(0x65));
    return tokens;
  }

  private dict(depth: number): Token[] {
    const { choice } = this;
    const store = this.maybeStore();
    if (choice.chance(0.2)) return [code(0x28), ...this.entries(depth), code(0x64), ...store];
    if (choice.chance(0.3)) return [code(0x7d), ...store, ...this.key(depth), ...this.value(depth), code(0x73)];
    return [code(0x7d), ...store, code(0x28), ...this.entries(depth), code(0x75)];
  }

  private entries(depth: number): Token[] {
    const tokens: Token[] = [];
    for (let count = this.choice.below(5); count > 0; count--) tokens.push(...this.key(depth), ...this.value(depth));
    return tokens;
  }

  private key(depth: number): Token[] {
    const { choice } = this;
    if (choice.chance(0.6)) return choice.chance(0.4) ? [this.text(), this.store()] : [this.text()];
    if (choice.chance(0.5)) return [this.int()];
    if (choice.chance(0.5)) return choice.chance(0.5) ? [this.float()] : [this.bytes()];
    return choice.chance(0.5) ? this.tuple(Math.min(depth, 1)) : this.value(Math.min(depth, 1));
  }

  private tuple(depth: number): Token[] {
    const { choice } = this;
    const size = choice.below(5);
    if (size === 4) return [code(0x28), ...this.values(depth, 6), code(0x74)];
    const tokens: Token[] = [];
    for (let i = 0; i < size; i++) tokens.push(...this.value(depth));
    return [...tokens, code([0x29, 0x85, 0x86, 0x87][size] ?? 0x29)];
  }

  private set(depth: number): Token[] {
    const { choice } = this;
    const tokens: Token[] = [];
    for (let count = choice.below(5); count > 0; count--) tokens.push(...this.key(depth));
    if (choice.chance(0.4)) return [code(0x28), ...tokens, code(0x91)];
    return [code(0x8f), ...this.maybeStore(), code(0x28), ...tokens, code(0x90)];
  }

  private object(depth: number): Token[] {
    const { choice } = this;
    const cls = choice.chance(0.9) ? this.named() : this.value(depth);
    const tokens = choice.of([
      () => [...cls, ...this.arguments(depth), code(0x52)],
      () => [...cls, ...this.arguments(depth), code(0x81)],
      () => [...cls, ...this.arguments(depth), ...this.keywords(depth), code(0x92)],
      () => [code(0x28), ...cls, ...this.values(depth, 3), code(0x6f)],
      () => [code(0x28), ...this.values(depth, 3), lines(0x69, choice.of(MODULES), choice.of(NAMES))],
    ])();
    if (choice.chance(0.3)) tokens.push(this.store());
    for (let count = choice.of([0, 0, 1, 1, 2]); count > 0; count--) {
      tokens.push(
        ...choice.of([
          () => [...this.state(depth), code(0x62)],
          () => [...this.state(depth), code(0x62)],
          () => [...this.value(depth), code(0x61)],
          () => [code(0x28), ...this.values(depth, 3), code(0x65)],
          () => [...this.key(depth), ...this.value(depth), code(0x73)],
          () => [code(0x28), ...this.entries(depth), code(0x75)],
          () => [code(0x28), ...this.values(depth, 2), code(0x90)],
        ])(),
      );
    }
    return tokens;
  }

  private arguments(depth: number): Token[] {
    return this.choice.chance(0.95) ? this.tuple(depth) : this.value(depth);
  }

  private keywords(depth: number): Token[] {
    return this.choice.chance(0.3) ? [code(0x7d)] : this.dict(depth);
  }

  private state(depth: number): Token[] {
    const { choice } = this;
    if (choice.chance(0.6)) return this.dict(depth);
    if (choice.chance(0.3)) return [code(0x4e), ...this.dict(depth), code(0x86)];
    return this.value(depth);
  }

  private named(): Token[] {
    const { choice } = this;
    if (choice.chance(0.4)) return [this.global()];
    const store = (): Token[] => (choice.chance(0.5) ? [this.store()] : []);
    return [text(choice.of(MODULES)), ...store(), text(choice.of(NAMES)), ...store(), code(0x93)];
  }

  private global(): Token {
    return lines(0x63, this.choice.of(MODULES), this.choice.of(NAMES));
  }

  private persistent(): Token[] {
    const { choice } = this;
    return choice.chance(0.3) ? [line(0x50, choice.of([...LINES, 'id']))] : [this.text(), code(0x51)];
  }

  private maybeStore(): Token[] {
    return this.choice.chance(0.5) ? [this.store()] : [];
  }

  /** Numbers that are dense, sparse, repeated, backwards. */
  private store(): Token {
    const { choice } = this;
    if (choice.chance(0.45)) {
      this.stored.push(this.memoized++);
      return code(0x94);
    }
    const index = choice.chance(0.5) ? this.stored.length : choice.chance(0.01) ? FAR : choice.of(MEMO);
    if (!this.stored.includes(index)) this.memoized++;
    this.stored.push(index);
    if (choice.chance(0.15)) return line(0x70, String(index));
    return index < 256 && choice.chance(0.8) ? little(0x71, 1, index) : little(0x72, 4, index);
  }

  private fetch(): Token[] {
    const { choice } = this;
    if (this.stored.length === 0 && choice.chance(0.9)) return [this.int()];
    const index = choice.chance(0.97) ? (choice.from(this.stored) ?? 0) : choice.of(MEMO);
    if (choice.chance(0.15)) return [line(0x67, String(index))];
    return [index < 256 && choice.chance(0.8) ? little(0x68, 1, index) : little(0x6a, 4, index)];
  }

  private int(): Token {
    const { choice } = this;
    switch (choice.below(8)) {
      case 0:
        return little(0x4a, 4, choice.of(INTS));
      case 1:
        return little(0x4d, 2, choice.of(INTS));
      case 2:
        return line(0x49, choice.chance(0.95) ? choice.of(LINES) : this.oddLine());
      case 3:
        return line(0x4c, choice.chance(0.95) ? choice.of(LONG_LINES) : this.oddLine());
      case 4:
        return counted(0x8a, 1, this.digits());
      case 5:
        return choice.chance(0.2) ? counted(0x8b, 4, this.digits()) : little(0x4b, 1, choice.below(256));
      default:
        return little(0x4b, 1, choice.of(INTS));
    }
  }

  private digits(): Uint8Array {
    const { choice } = this;
    return Uint8Array.from({ length: choice.of([0, 1, 1, 2, 4, 6, 7, 8, 9, 17]) }, () =>
      choice.of([0, 1, 0x7f, 0x80, 0xff, choice.below(256)]),
    );
  }

  private float(): Token {
    const { choice } = this;
    if (choice.chance(0.2)) return line(0x46, choice.chance(0.95) ? choice.of(FLOAT_LINES) : this.oddLine());
    const bytes = Buffer.alloc(9);
    bytes[0] = 0x47;
    bytes.writeDoubleBE(choice.chance(0.5) ? choice.of(FLOATS) : choice.below(2000) / 8 - 100, 1);
    return bytes;
  }

  private text(): Token {
    const { choice } = this;
    const content = choice.chance(0.85) ? choice.of(WORDS) : choice.of(TEXTS);
    switch (choice.below(12)) {
      case 0:
        return line(0x56, choice.of(RAW_UNICODE));
      case 1:
        return counted(0x8d, 8, Buffer.from(content));
      case 2:
        return line(0x53, choice.of(QUOTED));
      case 3:
        return counted(0x55, 1, Buffer.from(choice.of(WORDS)));
      case 4:
        return counted(0x54, 4, Buffer.from(choice.of(WORDS)));
      case 5:
      case 6:
        return counted(0x58, 4, Buffer.from(content));
      default:
        return text(content);
    }
  }

  private bytes(): Token {
    const { choice } = this;
    const payload = this.payload();
    return choice.of([
      () => counted(0x43, 1, payload),
      () => counted(0x42, 4, payload),
      () => counted(0x8e, 8, payload),
    ])();
  }

  private payload(): Uint8Array {
    const { choice } = this;
    return choice.of([
      () => Buffer.from(choice.of(WORDS)),
      () => Buffer.from(choice.of(TEXTS)).subarray(0, 255),
      () => Buffer.from([choice.below(256), choice.below(256)]),
      () => Buffer.from('eda080', 'hex'),
    ])();
  }

  private oddLine(): string {
    return this.choice.of([...ODD_LINES, ...LINES, ...LONG_LINES, ...QUOTED]);
  }

  /** One or two frames around the opcodes, now and then of the wrong length. */
  private framed(tokens: readonly Token[]): Token[] {
    const { choice } = this;
    const start = tokens[0]?.[0] === 0x80 ? 1 : 0;
    const middle = choice.chance(0.5) ? tokens.length : start + choice.below(tokens.length - start);
    const wrong = choice.chance(0.15) ? choice.below(7) - 3 : 0;
    const out = [...tokens.slice(0, start), ...withFrame(tokens.slice(start, middle), wrong)];
    return [...out, ...(middle < tokens.length ? withFrame(tokens.slice(middle), 0) : [])];
  }
}

function withFrame(tokens: readonly Token[], wrong: number): Token[] {
  const size = tokens.reduce((sum, { length }) => sum + length, 0);
  return [frame(Math.max(0, size + wrong)), ...tokens];
}

function frame(size: number): Token {
  return little(0x95, 8, size);
}
