/**
 * Pickles that were written as text: base64, hexadecimal digits, or a Python literal.
 *
 * @module
 */

import { fromBase64, fromHex } from '../bytes/base64.ts';
import { unescapeString } from '../bytes/escapes.ts';
import type { TextForm } from '../bytes/signature.ts';
import { decodeLatin1, unitsToBytes } from '../bytes/text.ts';
import { PickleError } from '../errors.ts';

/** The bytes that the text stands for. */
export function fromText(bytes: Uint8Array, form: TextForm): Uint8Array {
  const text = decodeLatin1(bytes, 0, bytes.length).trim();
  switch (form) {
    case 'base64':
      return decoded(text.replace(/[\s=]+/g, ''), 'base64', /[^\w+/-]/, 4);
    case 'hex':
      return decoded(text.replace(/^(?:0x|\\x)/i, '').replace(/[\s:]+/g, ''), 'hex', /[^\da-f]/i, 2);
    case 'escaped':
      return unescaped(text);
  }
}

/** @param unit - A text whose length is one more than a multiple of this was cut. */
function decoded(text: string, form: 'base64' | 'hex', invalid: RegExp, unit: number): Uint8Array {
  const wrong = invalid.exec(text);
  if (wrong !== null) throw new PickleError('bad-text', `not ${form}: there is ${JSON.stringify(wrong[0])} in it`);
  if (text.length % unit === 1)
    throw new PickleError('bad-text', `not ${form}: it is cut after ${text.length} characters`);
  const bytes = form === 'hex' ? fromHex(text) : fromBase64(text.replace(/-/g, '+').replace(/_/g, '/'));
  if (bytes === undefined) throw new PickleError('bad-text', `not ${form}: its last characters are incomplete`);
  return bytes;
}

/** `b'\x80\x04'` as Python shows it, or the same without `b` and quotes. */
function unescaped(text: string): Uint8Array {
  const body = /^b?(["'])(.*)\1$/s.exec(text)?.[2] ?? text;
  if (/[^\t\n\r\x20-\x7e]/.test(body))
    throw new PickleError('bad-text', 'not escaped text: it has characters that are not ASCII');
  const bytes = unitsToBytes(body);
  try {
    return unescapeString(bytes, 0, bytes.length);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    throw new PickleError('bad-text', `not escaped text: ${error.message}`, { cause: error });
  }
}
