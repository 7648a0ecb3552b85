/**
 * The two wrappers of deflate: gzip, of one member or several, and zlib.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc1952 | RFC 1952} and {@link https://www.rfc-editor.org/rfc/rfc1950 | 1950}
 * @module
 */
import { adler32 } from '../checksums/adler32.ts';
import { crc32 } from '../checksums/crc32.ts';
import type { History } from '../history.ts';
import type { Decoding, PackedInput } from '../packed-input.ts';
import { inflate, inflateHistory } from './inflate.ts';

const DEFLATED = 8;
const [HEADER_CRC, EXTRA, NAME, COMMENT, RESERVED] = [2, 4, 8, 16, 0xe0];

/** Decodes members that stand one after another, as Python's `gzip` does. Zeros may follow the last. */
export function* gunzip(input: PackedInput): Decoding {
  const history = inflateHistory();
  yield* member(input, history);
  for (;;) {
    while (input.left > 0 && input.bytes[input.at] === 0) input.at++;
    if (input.left > 0) yield* member(input, history);
    else if (!(yield* input.fill(1))) return;
  }
}

function* member(input: PackedInput, history: History): Decoding {
  const magic = yield* input.number(2);
  if (magic !== 0x8b1f) throw input.broken('no gzip member begins after the last');
  if ((yield* input.number(1)) !== DEFLATED) throw input.broken('unknown compression method');
  const flags = yield* input.number(1);
  if ((flags & RESERVED) !== 0) throw input.broken('unknown header flags set');
  yield* input.take(6);
  if (flags & EXTRA) yield* input.skip(yield* input.number(2));
  if (flags & NAME) yield* skipText(input);
  if (flags & COMMENT) yield* skipText(input);
  if (flags & HEADER_CRC) yield* input.take(2);
  let crc = 0;
  let length = 0;
  yield* inflate(input, history, (chunk) => {
    crc = crc32(chunk, crc);
    length += chunk.length;
  });
  if ((yield* input.number(4)) !== crc) throw input.broken('incorrect data check');
  if ((yield* input.number(4)) !== length % 2 ** 32) throw input.broken('incorrect length check');
}

function* skipText(input: PackedInput): Decoding {
  while ((yield* input.number(1)) !== 0);
}

/** Decodes one stream of zlib. Bytes after it are ignored, as in Python's `zlib`. */
export function* unzlib(input: PackedInput): Decoding {
  const method = yield* input.number(1);
  const flags = yield* input.number(1);
  if ((method & 15) !== DEFLATED || method >> 4 > 7 || (256 * method + flags) % 31 !== 0) {
    throw input.broken('incorrect header check');
  }
  if (flags & 0x20) throw input.broken('Missing dictionary');
  let adler = 1;
  yield* inflate(input, inflateHistory(), (chunk) => {
    adler = adler32(chunk, adler);
  });
  const [a = 0, b = 0, c = 0, d = 0] = yield* input.take(4);
  if (((a << 24) | (b << 16) | (c << 8) | d) >>> 0 !== adler) throw input.broken('incorrect data check');
}

/** Decodes deflated data without a wrapper, as in a zip archive. */
export function* inflateRaw(input: PackedInput): Decoding {
  yield* inflate(input, inflateHistory(), () => {});
}
