import { arrayView } from '../graph/array-form.ts';
import { write } from '../graph/write.ts';
import { placeAt } from '../inspect/path.ts';
import type { Encoding } from './encoding.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';

/** What is at a place in a pickle, as a separate pickle. */
export function partAt(bytes: Uint8Array, path: string, encoding: Encoding | undefined, output: Output): Uint8Array {
  const { root, protocol } = parsed(bytes, encoding, output, 'parsing');
  return write({ root: placeAt({ root, protocol, arrays: arrayView }, path).node, protocol });
}
