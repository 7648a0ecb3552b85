import { parseIntLine, parseLongLine } from '../bytes/decimal.ts';
import { decodeRawUnicodeEscape, unescapeString } from '../bytes/escapes.ts';
import { parseFloatLine } from '../bytes/float.ts';
import { decodePython2, type LegacyEncoding, type TextErrors } from '../bytes/legacy-text.ts';
import { decodeLong } from '../bytes/long.ts';
import { decodeLatin1, decodeUtf8, isAscii } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';
import { readUnsigned } from '../opcodes/argument-value.ts';
import { nameLines, type Step } from '../opcodes/walk.ts';
import * as op from '../opcodes.ts';
import type { BytesNode, FloatNode, Node, StrNode } from './graph.ts';
import {
  boolNode,
  bytesNode,
  dictNode,
  floatNode,
  globalNode,
  intNode,
  noneNode,
  persistentNode,
  sequenceNode,
  strNode,
} from './nodes.ts';

/** How the arguments of opcodes become values. */
export interface PushOptions {
  readonly encoding: LegacyEncoding | 'bytes';
  readonly errors: TextErrors;
  /** Digits of an integer written as text. */
  readonly digits: number;
}

/** Makes the nodes for opcodes that push a new value; each is a new node, without its origin. */
export class PushedNodes {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly options: PushOptions;

  constructor(bytes: Uint8Array, options: PushOptions) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.options = options;
  }

  /** `undefined` if the opcode does something else. */
  read(step: Step): Node | undefined {
    return this.number(step) ?? this.text(step) ?? this.other(step);
  }

  /** An argument of one, two or four bytes. */
  unsigned({ argument, argumentEnd }: Step): number {
    return readUnsigned(this.bytes, argument, argumentEnd);
  }

  /** A line, as text with one character for each byte. Only PERSID's line may be empty. */
  line({ argument, argumentEnd }: Step): string {
    if (argument === argumentEnd) throw cut();
    return decodeLatin1(this.bytes, argument, argumentEnd);
  }

  /** The two lines of GLOBAL and INST. */
  lines(step: Step, encoding: 'utf-8' | 'ASCII'): [module: string, name: string] {
    return nameLines(this.bytes, step, encoding);
  }

  private number(step: Step): Node | undefined {
    switch (step.code) {
      case op.NONE:
        return noneNode();
      case op.NEWTRUE:
        return boolNode(true);
      case op.NEWFALSE:
        return boolNode(false);
      case op.INT: {
        const value = parseIntLine(this.line(step), this.options.digits);
        return typeof value === 'boolean' ? boolNode(value) : intNode(value);
      }
      case op.BININT:
        return intNode(this.unsigned(step) | 0);
      case op.BININT1:
      case op.BININT2:
        return intNode(this.unsigned(step));
      case op.LONG:
        return intNode(parseLongLine(this.line(step), this.options.digits));
      case op.LONG1:
      case op.LONG4:
        return intNode(decodeLong(this.bytes, step.argument, step.argumentEnd));
      case op.FLOAT:
        return floatNode(parseFloatLine(this.line(step)));
      case op.BINFLOAT:
        return this.double(step);
      default:
        return undefined;
    }
  }

  private double({ argument, argumentEnd }: Step): FloatNode {
    const value = this.view.getFloat64(argument);
    if (!Number.isNaN(value)) return floatNode(value);
    return { type: 'float', value, bits: this.bytes.slice(argument, argumentEnd) };
  }

  private text(step: Step): Node | undefined {
    const { argument, argumentEnd } = step;
    switch (step.code) {
      case op.STRING:
      case op.BINSTRING:
      case op.SHORT_BINSTRING:
        return this.legacy(step);
      case op.UNICODE:
        return this.withCuts(decodeRawUnicodeEscape(this.bytes, argument, argumentEnd), step, escapedCuts);
      case op.BINUNICODE:
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE8:
        return this.withCuts(decodeUtf8(this.bytes, argument, argumentEnd), step, utf8Cuts);
      case op.BINBYTES:
      case op.SHORT_BINBYTES:
      case op.BINBYTES8:
        return this.byteString('bytes', step);
      case op.BYTEARRAY8:
        return this.byteString('bytearray', step);
      default:
        return undefined;
    }
  }

  private other(step: Step): Node | undefined {
    switch (step.code) {
      case op.NEXT_BUFFER:
        return { type: 'buffer', readonly: false };
      case op.EMPTY_LIST:
        return sequenceNode('list', []);
      case op.EMPTY_TUPLE:
        return sequenceNode('tuple', []);
      case op.EMPTY_DICT:
        return dictNode([]);
      case op.EMPTY_SET:
        return sequenceNode('set', []);
      case op.GLOBAL: {
        const [module, name] = this.lines(step, 'utf-8');
        return globalNode(module, name);
      }
      case op.EXT1:
      case op.EXT2:
        return this.extension(this.unsigned(step));
      case op.EXT4:
        return this.extension(this.unsigned(step) | 0);
      case op.PERSID:
        return persistentNode({ type: 'str', value: this.persistentId(step) });
      default:
        return undefined;
    }
  }

  private extension(code: number): Node {
    if (code <= 0) throw new PickleError('bad-argument', 'EXT specifies code <= 0');
    return { type: 'extension', code };
  }

  private persistentId({ argument, argumentEnd }: Step): string {
    if (!isAscii(this.bytes, argument, argumentEnd)) {
      throw new PickleError('bad-text', 'persistent IDs in protocol 0 must be ASCII strings');
    }
    return decodeLatin1(this.bytes, argument, argumentEnd);
  }

  /** @param cutsOf - Asked only where there is a pair of surrogates. */
  private withCuts(value: string, { argument, argumentEnd }: Step, cutsOf: typeof utf8Cuts): StrNode {
    const node = strNode(value);
    if (!PAIR.test(value)) return node;
    const cuts = cutsOf(this.bytes, argument, argumentEnd);
    return cuts.length === 0 ? node : { ...node, cuts };
  }

  private byteString(type: BytesNode['type'], { argument, argumentEnd }: Step): BytesNode {
    return bytesNode(type, this.bytes.subarray(argument, argumentEnd));
  }

  /** A string of Python 2. */
  private legacy(step: Step): Node {
    const { encoding, errors } = this.options;
    const raw = this.legacyBytes(step);
    if (encoding === 'bytes') return bytesNode('bytes', raw);
    return strNode(decodePython2(raw, 0, raw.length, encoding, errors));
  }

  private legacyBytes({ code, argument, argumentEnd }: Step): Uint8Array {
    if (code !== op.STRING) return this.bytes.subarray(argument, argumentEnd);
    const quote = this.bytes[argument];
    const isQuote = quote === 0x27 || quote === 0x22;
    if (!isQuote || argumentEnd - argument < 2 || this.bytes[argumentEnd - 1] !== quote) {
      throw new PickleError('bad-argument', 'the STRING opcode argument must be quoted');
    }
    return unescapeString(this.bytes, argument + 1, argumentEnd - 1);
  }
}

function cut(): PickleError {
  return new PickleError('truncated', 'pickle data was truncated');
}

const PAIR = /[\ud800-\udbff][\udc00-\udfff]/;

/** Where high and low surrogates that were encoded one by one meet, in UTF-16 units. */
function utf8Cuts(bytes: Uint8Array, start: number, end: number): number[] {
  const cuts: number[] = [];
  let units = 0;
  let highEnd = -1;
  for (let at = start; at < end; ) {
    const byte = bytes[at] ?? 0;
    const size = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const second = bytes[at + 1] ?? 0;
    if (byte === 0xed && second >= 0xb0 && highEnd === at) cuts.push(units);
    if (byte === 0xed && second >= 0xa0 && second < 0xb0) highEnd = at + size;
    units += size === 4 ? 2 : 1;
    at += size;
  }
  return cuts;
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|.)|./gs;

/** The same for raw-unicode-escape, where each escape is a character. */
function escapedCuts(bytes: Uint8Array, start: number, end: number): number[] {
  const cuts: number[] = [];
  let units = 0;
  let afterHigh = false;
  for (const [token, short, long] of decodeLatin1(bytes, start, end).matchAll(ESCAPE)) {
    const code = Number.parseInt(short ?? long ?? '0', 16);
    if (afterHigh && code >= 0xdc00 && code <= 0xdfff) cuts.push(units);
    afterHigh = code >= 0xd800 && code <= 0xdbff;
    units += code > 0xffff ? 2 : short === undefined && long === undefined ? token.length : 1;
  }
  return cuts;
}
