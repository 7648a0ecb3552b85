import { decodeLatin1, unitsToBytes } from './text.ts';

/** How many bytes are encoded at a time: a multiple of three, so that the parts can be joined. */
const PART = 3 * 8192;

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PART) {
    text += btoa(decodeLatin1(bytes, at, Math.min(at + PART, bytes.length)));
  }
  return text;
}

/** `undefined` if the text is not base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  try {
    return unitsToBytes(atob(text));
  } catch {
    return undefined;
  }
}

export function toHex(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (const byte of bytes) parts.push(byte.toString(16).padStart(2, '0'));
  return parts.join('');
}

/** `undefined` if the text is not pairs of hexadecimal digits. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 === 1 || /[^\da-f]/i.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
