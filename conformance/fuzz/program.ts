/**
 * Opcodes with their arguments: how a pickle is taken apart and put together where it is changed.
 *
 * @module
 */
import { genops } from 'brine/tools';

/** One opcode with its argument, as bytes. */
export type Token = Uint8Array;

/** The opcodes of a pickle up to its end or to where it breaks; what follows is one token more. */
export function tokensOf(pickle: Uint8Array): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  try {
    for (const { offset, end } of genops(pickle)) {
      tokens.push(pickle.subarray(offset, end));
      at = end;
    }
  } catch {
    // The rest is no opcode; it stays as it is.
  }
  if (at < pickle.length) tokens.push(pickle.subarray(at));
  return tokens;
}

export function pickleOf(tokens: readonly Token[]): Uint8Array {
  return Buffer.concat(tokens);
}

/** Opcodes without arguments, made once. */
const CODES: readonly Token[] = Array.from({ length: 256 }, (_, opcode) => Uint8Array.of(opcode));

/** An opcode, with a byte after it or without. */
export function code(opcode: number, argument?: number): Token {
  return argument === undefined ? (CODES[opcode] ?? Uint8Array.of(opcode)) : Uint8Array.of(opcode, argument);
}

/** A str as protocols 4 and 5 have it. */
export function text(content: string): Token {
  const bytes = Buffer.from(content);
  return bytes.length < 256 ? counted(0x8c, 1, bytes) : counted(0x58, 4, bytes);
}

/** An opcode with a line after it. */
export function line(opcode: number, content: string): Token {
  return Buffer.from(`${String.fromCharCode(opcode)}${content}\n`, 'latin1');
}

/** An opcode with two lines after it. */
export function lines(opcode: number, first: string, second: string): Token {
  return Buffer.from(`${String.fromCharCode(opcode)}${first}\n${second}\n`, 'latin1');
}

/** An opcode with a number of so many bytes after it. */
export function little(opcode: number, size: number, value: number): Token {
  const bytes = new Uint8Array(1 + size);
  bytes[0] = opcode;
  for (let i = 1; i <= size; i++) bytes[i] = Math.floor(value / 256 ** (i - 1));
  return bytes;
}

/** An opcode with a count of so many bytes and what it counts after it. */
export function counted(opcode: number, size: number, content: Uint8Array): Token {
  const fitting = size === 1 ? content.subarray(0, 255) : content;
  const token = new Uint8Array(1 + size + fitting.length);
  token.set(little(opcode, size, fitting.length));
  token.set(fitting, 1 + size);
  return token;
}
