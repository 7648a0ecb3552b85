import { encodeRawUnicodeEscape } from '../bytes/escapes.ts';
import { formatFloat } from '../bytes/float.ts';
import { encodeLong } from '../bytes/long.ts';
import { unitsToBytes } from '../bytes/text.ts';
import { pythonAscii, pythonTextRepr } from '../bytes/text-repr.ts';
import { Writer } from '../bytes/writer.ts';
import { PickleError } from '../errors.ts';
import type { ArgumentName, Count } from './argument-info.ts';
import type { LiteralArgument } from './literal-argument.ts';

type Encoder = (literal: LiteralArgument, out: Writer) => void;

const COUNT_BITS: { readonly [Kind in Count]: number } = { uint1: 8, int4: 31, uint4: 32, uint8: 64 };

/**
 * Writes an argument in its usual form, that of CPython's pickler: ints in text without a plus sign, binary longs as
 * short as possible, STRING as Python 2's `repr`. Throws `bad-assembly` for an unsuitable literal.
 */
export function encodeArgument(kind: ArgumentName, literal: LiteralArgument, out: Writer): void {
  ENCODERS[kind](literal, out);
}

const ENCODERS: { readonly [Kind in ArgumentName]: Encoder } = {
  uint1: fixed(8, false),
  uint2: fixed(16, false),
  int4: fixed(32, true),
  uint4: fixed(32, false),
  uint8: fixed(64, false),
  float8: (literal, out) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, numberOf(literal), false);
    out.raw(new Uint8Array(view.buffer));
  },
  decimalnl_short: (literal, out) => {
    if (literal.type === 'bool') out.latin1(literal.value ? '01\n' : '00\n');
    else out.latin1(`${intOf(literal)}\n`);
  },
  decimalnl_long: (literal, out) => out.latin1(`${intOf(literal)}L\n`),
  floatnl: (literal, out) => out.latin1(`${formatFloat(numberOf(literal))}\n`),
  stringnl: (literal, out) => out.latin1(`${pythonAscii(pythonTextRepr(latin1Of(literal)))}\n`),
  stringnl_noescape: (literal, out) => nameLine(textOf(literal), out),
  stringnl_noescape_pair: (literal, out) => {
    const text = textOf(literal);
    const blank = text.indexOf(' ');
    if (blank < 0) throw refuse('a name without a module; a blank stands between');
    nameLine(text.slice(0, blank), out);
    nameLine(text.slice(blank + 1), out);
  },
  unicodestringnl: (literal, out) => {
    for (const part of partsOf(literal)) out.latin1(encodeRawUnicodeEscape(part));
    out.latin1('\n');
  },
  long1: counted('uint1', longOf),
  long4: counted('int4', longOf),
  string1: counted('uint1', latin1Bytes),
  string4: counted('int4', latin1Bytes),
  bytes1: counted('uint1', bytesOf('bytes')),
  bytes4: counted('uint4', bytesOf('bytes')),
  bytes8: counted('uint8', bytesOf('bytes')),
  bytearray8: counted('uint8', bytesOf('bytearray')),
  unicodestring1: counted('uint1', utf8Of),
  unicodestring4: counted('uint4', utf8Of),
  unicodestring8: counted('uint8', utf8Of),
};

function fixed(bits: number, signed: boolean): Encoder {
  return (literal, out) => {
    const value = BigInt(intOf(literal));
    const lowest = signed ? -(1n << BigInt(bits - 1)) : 0n;
    if (value < lowest || value >= lowest + (1n << BigInt(bits))) throw refuse(`an int that has no ${bits} bits`);
    littleEndian(value, bits / 8, out);
  };
}

function counted(kind: Count, payloadOf: (literal: LiteralArgument) => Uint8Array): Encoder {
  const bits = COUNT_BITS[kind];
  return (literal, out) => {
    const payload = payloadOf(literal);
    if (payload.length >= 2 ** bits)
      throw refuse(`an argument of ${payload.length} bytes, which is too long for the opcode`);
    littleEndian(BigInt(payload.length), Math.ceil(bits / 8), out);
    out.raw(payload);
  };
}

function littleEndian(value: bigint, size: number, out: Writer): void {
  for (let i = 0; i < size; i++) out.u8(Number((value >> BigInt(8 * i)) & 0xffn));
}

function intOf(literal: LiteralArgument): number | bigint {
  if (literal.type === 'int') return literal.value;
  throw unsuited(literal, 'an int');
}

function numberOf(literal: LiteralArgument): number {
  if (literal.type === 'float' || literal.type === 'int') return Number(literal.value);
  throw unsuited(literal, 'a float');
}

function longOf(literal: LiteralArgument): Uint8Array {
  return encodeLong(BigInt(intOf(literal)));
}

function bytesOf(type: 'bytes' | 'bytearray'): (literal: LiteralArgument) => Uint8Array {
  return (literal) => {
    if (literal.type === type) return literal.value;
    throw unsuited(literal, `a ${type}`);
  };
}

function partsOf(literal: LiteralArgument): readonly string[] {
  if (literal.type === 'str') return literal.parts;
  throw unsuited(literal, 'a str');
}

function textOf(literal: LiteralArgument): string {
  return partsOf(literal).join('');
}

function utf8Of(literal: LiteralArgument): Uint8Array {
  const out = new Writer();
  for (const part of partsOf(literal)) out.utf8(part);
  return out.toBytes();
}

/** Text with one character for each byte. */
function latin1Of(literal: LiteralArgument): string {
  const text = textOf(literal);
  if (/[^\0-\xff]/.test(text)) throw refuse('a character that has no byte');
  return text;
}

function latin1Bytes(literal: LiteralArgument): Uint8Array {
  return unitsToBytes(latin1Of(literal));
}

/** Escapes what a line cannot contain. pickletools undoes escapes in names. */
function nameLine(name: string, out: Writer): void {
  out.utf8(name.replaceAll('\\', '\\\\').replaceAll('\n', '\\n'));
  out.u8(0x0a);
}

function unsuited({ type }: LiteralArgument, needed: string): PickleError {
  return refuse(`${type === 'int' ? 'an' : 'a'} ${type} where the opcode has ${needed}`);
}

function refuse(found: string): PickleError {
  return new PickleError('bad-assembly', `found ${found}`);
}
