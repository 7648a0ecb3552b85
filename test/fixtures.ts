/** The measured data of real CPythons in `test/fixtures`. */
import { readFileSync } from 'node:fs';

/** A fixture file, parsed. */
export function fixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

/** Bytes from hexadecimal. */
export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.replaceAll(' ', ''), 'hex'));
}
