/**
 * How `pprint` breaks a str or bytes into literals that fit into a line (CPython 3.14, `Lib/pprint.py`).
 *
 * @module
 */
import { pythonBytesRepr, pythonTextRepr } from '../bytes/text-repr.ts';

/** Lines with their ends, as `str.splitlines(True)`. */
const LINE =
  /(?:[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]))|[^\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+$/g;
const WORDS = /\S+\s*|\s+/g;

/** @param allowance - How many characters follow the last literal on its line. */
export function textChunks(text: string, width: number, allowance: number): string[] {
  const chunks: string[] = [];
  const lines = text.match(LINE) ?? [];
  let whole = '';
  for (const [i, line] of lines.entries()) {
    const isLast = i === lines.length - 1;
    whole = pythonTextRepr(line);
    if (lengthOf(whole) <= (isLast ? width - allowance : width)) {
      chunks.push(whole);
      continue;
    }
    for (const chunk of wordChunks(line, width, isLast ? allowance : 0)) chunks.push(chunk);
  }
  return chunks.length === 1 ? [whole] : chunks;
}

function* wordChunks(line: string, width: number, allowance: number): Generator<string> {
  const words = line.match(WORDS) ?? [];
  let current = '';
  for (const [j, word] of words.entries()) {
    const candidate = current + word;
    const room = j === words.length - 1 ? width - allowance : width;
    if (candidate.length <= 2 * width && lengthOf(pythonTextRepr(candidate)) <= room) {
      current = candidate;
      continue;
    }
    if (current !== '') yield pythonTextRepr(current);
    current = word;
  }
  if (current !== '') yield pythonTextRepr(current);
}

/** Literals of four bytes or a multiple of four. */
export function bytesChunks(bytes: Uint8Array, width: number, allowance: number): string[] {
  if (bytes.length <= 4) return [pythonBytesRepr(bytes)];
  const chunks: string[] = [];
  const last = Math.floor(bytes.length / 4) * 4;
  let from = 0;
  let room = width;
  for (let at = 0; at < bytes.length; at += 4) {
    if (at === last) room -= allowance;
    if (at > from && pythonBytesRepr(bytes.subarray(from, at + 4)).length > room) {
      chunks.push(pythonBytesRepr(bytes.subarray(from, at)));
      from = at;
    }
  }
  chunks.push(pythonBytesRepr(bytes.subarray(from)));
  return chunks;
}

/** The length in code points, as Python counts it. */
export function lengthOf(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
