import type { OwnBytes } from '../bytes/bytes-like.ts';
import { Writer } from '../bytes/writer.ts';
import { PickleError, PicklingError } from '../errors.ts';
import * as op from '../opcodes.ts';
import { encodeArgument } from './encode-argument.ts';
import { parseLiteralArgument } from './literal-argument.ts';
import { codeRepr, OPCODES, type OpcodeInfo } from './opcode-info.ts';

const BY_NAME: ReadonlyMap<string, OpcodeInfo> = /* @__PURE__ */ new Map(OPCODES.map((info) => [info.name, info]));

/** The offset and the character of an opcode, as `dis` shows them before its name. */
const POSITION = /^\s*(?:\d+:)?\s*/;
const WORD = /\S+/y;
/** The notes of `dis` on marks and memo entries. */
const NOTE = /^(?:\((?:MARK at (?:\d+|unknown opcode offset)|as \d+)\)|no MARK exists on stack)\s*/;
const SUMMARY = /^highest protocol among opcodes = -?\d+$/;
/** The offsets, from a FRAME opcode, of its 8-byte length and of the frame's content. */
const FRAME_LENGTH = 1;
const FRAME_HEADER = 9;

/**
 * Assembles a pickle from text, one opcode a line: the inverse of {@link dis} and of {@link assembly}.
 *
 * A line is `NAME argument`, with what `dis` shows around it: offset and character before, notes on marks and memo
 * entries and the description after. None of that is needed, and only the character is checked. Arguments are Python
 * literals. Empty lines and everything after `#` are skipped. Three forms are not from `dis`: `NAME raw b'...'` gives
 * all bytes behind the opcode as they are, `bytes b'...'` gives bytes that are not opcode, and `FRAME auto` is as long
 * as needed to reach the next FRAME or the end.
 *
 * `dis` does not show all bytes, so that some texts stand for several pickles. The usual one is made: `INT True` is
 * `I01`; ints in text have no `+`, leading zeros, spaces or underscores, and LONG ends with `L`; LONG1 and LONG4 are as
 * short as can be; floats in text are Python's `repr`; `nan` has neither sign nor payload; STRING is Python 2's `repr`,
 * in ASCII; UNICODE escapes what CPython's pickler escapes; names are raw UTF-8 with backslash and newline escaped; a
 * GLOBAL's module ends at the first space. {@link assembly} marks every other form as `raw`.
 *
 * @returns The pickle. It is not checked, so that broken pickles can be made.
 * @throws PicklingError `bad-assembly` with the line as `path`: `line 3`.
 * @example
 * ```ts
 * import { loads } from 'brine';
 * import { assemble } from 'brine/tools';
 *
 * loads(assemble("PROTO 2\nBININT1 5\nSTOP")); // 5
 * ```
 */
export function assemble(text: string): OwnBytes {
  const assembler = new Assembler();
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    try {
      assembler.line(line);
    } catch (error) {
      if (!(error instanceof PickleError)) throw error;
      throw new PicklingError(error.code, `line ${number}`, error.message);
    }
  }
  return assembler.finish();
}

class Assembler {
  private readonly out = new Writer();
  /** Where a frame of unknown length begins. */
  private openFrame = -1;

  line(line: string): void {
    let at = POSITION.exec(line)?.[0].length ?? 0;
    const first = wordAt(line, at);
    if ((first === '' && line.trim() === '') || first.startsWith('#') || SUMMARY.test(line)) return;
    at += first.length;
    if (first === 'bytes') {
      const { end } = this.raw(line, skipBlanks(line, at));
      refuseRest(line.slice(end));
      return;
    }
    const info = BY_NAME.get(first);
    if (info !== undefined) {
      this.opcode(line, at, info);
      return;
    }
    at = skipBlanks(line, at);
    const name = wordAt(line, at);
    const behind = BY_NAME.get(name);
    if (behind === undefined) throw refuse('a line without the name of an opcode');
    if (codeRepr(behind) !== first) throw refuse(`${behind.name} behind the character of another opcode`);
    this.opcode(line, at + name.length, behind);
  }

  finish(): OwnBytes {
    this.closeFrame();
    return this.out.toBytes();
  }

  /** The rest of the line after the name. */
  private opcode(line: string, at: number, info: OpcodeInfo): void {
    const { out } = this;
    if (info.code === op.FRAME) this.closeFrame();
    out.u8(info.code);
    const end = this.argument(line, skipBlanks(line, at), info);
    const rest = line.slice(end).trimStart().replace(NOTE, '');
    const docs = info.code === op.LONG4 ? [info.doc, info.doc.replace('four', 'found')] : [info.doc];
    const doc = docs.find((text) => rest.startsWith(text));
    refuseRest(rest.slice(doc?.length ?? 0));
  }

  /** Writes the argument. Returns where it ends. */
  private argument(line: string, at: number, info: OpcodeInfo): number {
    if (wordAt(line, at) === 'raw') return this.raw(line, skipBlanks(line, at + 3)).end;
    if (info.arg === undefined) return at;
    if (info.code === op.FRAME && wordAt(line, at) === 'auto') {
      this.openFrame = this.out.length - FRAME_LENGTH;
      this.out.raw(new Uint8Array(8));
      return at + 4;
    }
    const { literal, end } = parseLiteralArgument(line, at);
    encodeArgument(info.arg.name, literal, this.out);
    return end;
  }

  private raw(line: string, at: number): { readonly end: number } {
    const { literal, end } = parseLiteralArgument(line, at);
    if (literal.type !== 'bytes') throw refuse(`a ${literal.type} where bytes are needed`);
    this.out.raw(literal.value);
    return { end };
  }

  private closeFrame(): void {
    const { out, openFrame } = this;
    if (openFrame >= 0) out.setU64(openFrame + FRAME_LENGTH, out.length - openFrame - FRAME_HEADER);
    this.openFrame = -1;
  }
}

function* linesOf(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(at, text.charAt(end - 1) === '\r' ? end - 1 : end);
    at = end + 1;
  }
}

function wordAt(line: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(line)?.[0] ?? '';
}

function skipBlanks(line: string, at: number): number {
  let to = at;
  while (line.charAt(to) === ' ' || line.charAt(to) === '\t') to++;
  return to;
}

function refuseRest(rest: string): void {
  if (!/^\s*(?:#|$)/.test(rest)) throw refuse('something behind what the opcode takes');
}

function refuse(found: string): PickleError {
  return new PickleError('bad-assembly', `found ${found}`);
}
