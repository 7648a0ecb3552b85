import { parseInParts } from '../graph/parse-in-parts.ts';
import type { Encoding } from './encoding.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { written } from './written.ts';

/** A pickle in the form that all pickles of the same objects have. */
export function canonical(pickle: Uint8Array, encoding: Encoding | undefined, output: Output): Uint8Array {
  return written(parsed(pickle, encoding, output, 'proving', { read: parseInParts }), {}, output, 'proving');
}
