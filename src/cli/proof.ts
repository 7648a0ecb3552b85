import { parse, write } from '../tools.ts';
import { CommandError } from './command.ts';
import type { Encoding } from './encoding.ts';
import { withEncoding } from './encoding.ts';

/**
 * Refuses a pickle that does not make the same objects as another: both are parsed, and written in one form. Which
 * places hold one object and which hold two is part of that.
 */
export function prove(made: Uint8Array, original: Uint8Array, encoding: Encoding | undefined): void {
  if (Buffer.compare(canonical(made, encoding), canonical(original, encoding)) !== 0) {
    throw new CommandError('the new pickle cannot be proved equal to the old one: nothing is written');
  }
}

function canonical(bytes: Uint8Array, encoding: Encoding | undefined): Uint8Array {
  return write(withEncoding(encoding, (used) => parse(bytes, { encoding: used })));
}
