/** The measured data of real CPythons in `test/fixtures`. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** A fixture file, parsed; one that ends in `.gz` is unpacked. */
export function fixture<T>(name: string): T {
  const bytes = readFileSync(new URL(`./fixtures/${name}`, import.meta.url));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')) as T;
}

/** Bytes from hexadecimal. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}
