import { decodeError } from './decode-error.ts';
import { UnitBuffer } from './units.ts';

/** What to do with bytes that are not UTF-8: Python's error handlers of these names. */
export type Utf8Errors = 'strict' | 'surrogatepass' | 'replace' | 'ignore' | 'surrogateescape';

const REPLACEMENT = 0xfffd;

/** Decodes UTF-8 sequence by sequence, in linear time. Throws `bad-text` if `errors` says so. */
export function decodeUtf8Exactly(bytes: Uint8Array, start: number, end: number, errors: Utf8Errors): string {
  const text = new UnitBuffer(end - start);
  let at = start;
  while (at < end) {
    const size = sequenceSize(bytes, at, end);
    if (size > 0) {
      text.codePoint(codePointAt(bytes, at, size));
      at += size;
    } else if (errors === 'surrogatepass' && isSurrogate(bytes, at, end)) {
      text.unit(codePointAt(bytes, at, 3));
      at += 3;
    } else {
      refuse(bytes, start, at, at - size, end, errors, text);
      at -= size;
    }
  }
  return text.finish();
}

/** Handles the invalid bytes from `from` to `to` as `errors` says. */
function refuse(
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  end: number,
  errors: Utf8Errors,
  text: UnitBuffer,
): void {
  if (errors === 'replace') {
    text.unit(REPLACEMENT);
  } else if (errors === 'surrogateescape') {
    for (let at = from; at < to; at++) text.unit(0xdc00 + (bytes[at] as number));
  } else if (errors !== 'ignore') {
    throw decodeError('utf-8', bytes, start, from, to, reasonOf(bytes[from] as number, to === end));
  }
}

/** The length of the well-formed sequence at `at`; or, if it is not complete, minus the length of its valid beginning. */
function sequenceSize(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at] as number;
  if (lead < 0x80) return 1;
  if (!isLead(lead)) return -1;
  if (at + 1 >= end) return -1;
  const second = bytes[at + 1] as number;
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return -1;
  const size = sizeOf(lead);
  for (let i = 2; i < size; i++) {
    if (at + i >= end || !isContinuation(bytes[at + i] as number)) return -i;
  }
  return size;
}

function codePointAt(bytes: Uint8Array, at: number, size: number): number {
  const lead = bytes[at] as number;
  if (size === 1) return lead;
  let code = lead & (0x7f >> size);
  for (let i = 1; i < size; i++) code = (code << 6) | ((bytes[at + i] as number) & 0x3f);
  return code;
}

function reasonOf(lead: number, atEnd: boolean): string {
  if (!isLead(lead)) return 'invalid start byte';
  return atEnd ? 'unexpected end of data' : 'invalid continuation byte';
}

function isLead(byte: number): boolean {
  return byte >= 0xc2 && byte <= 0xf4;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function isSurrogate(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    end - at >= 3 &&
    bytes[at] === 0xed &&
    (bytes[at + 1] as number) >= 0xa0 &&
    isContinuation(bytes[at + 1] as number) &&
    isContinuation(bytes[at + 2] as number)
  );
}

function sizeOf(lead: number): number {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0;
  return lead === 0xf0 ? 0x90 : 0x80;
}

function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f;
  return lead === 0xf4 ? 0x8f : 0xbf;
}
