import { type Compression, compressionOf } from '../../bytes/signature.ts';
import { Ceiling } from '../../ceiling.ts';
import type { PackedFormat } from '../../containers/broken.ts';
import { gathered } from '../../containers/gathered.ts';
import { PickleError } from '../../errors.ts';
import { type ByteSource, chunksOf, partOf } from '../../sources/byte-source.ts';
import { found } from '../finding.ts';
import type { Part, Session } from '../session.ts';
import { type Format, hasText } from './format.ts';

/** The greatest ratio of unpacked to packed size, above 16 MB. */
const RATIO = 100;
const Z_HEADER = 21;

const FORMATS: readonly Compression[] = ['gzip', 'zlib', 'zstd', 'bz2', 'xz', 'lzma', 'lz4'];

/** Files that are compressed as a whole. */
export const packed: readonly Format[] = FORMATS.map((name) => ({
  name,
  isAtStart: true,
  matches: ({ head }) => compressionOf(head) === name,
  inspect: async (source, part, session) => {
    const content = await unpack(name, source, 0, source.size, part, session);
    session.add({ path: [...part.path, name], role: 'member', content });
  },
}));

/** `joblib.dump(..., compress=True)` before joblib 0.10: `ZF`, the length of what it unpacks to in 19 characters, zlib. */
export const joblibZ: Format = {
  name: 'joblib',
  isAtStart: true,
  matches: ({ head }) => hasText(head, 0, 'ZF0x'),
  inspect: async (source, part, session) => {
    // joblib up to 0.8.4 on Python 2 has one more character there.
    const head = await source.read(0, Math.min(source.size, Z_HEADER + 1));
    const start = head[Z_HEADER] === 0x20 ? Z_HEADER + 1 : Z_HEADER;
    const content = await unpack('zlib', source, Math.min(source.size, start), source.size, part, session);
    session.add({ path: [...part.path, 'zlib'], role: 'member', content });
  },
};

/**
 * Unpacks a range of a source, as far as that works: what comes before an error is looked at too, and the error is
 * reported.
 */
export async function unpack(
  format: PackedFormat,
  source: ByteSource,
  start: number,
  end: number,
  part: Part,
  session: Session,
): Promise<Uint8Array> {
  const { unpacked } = await import('../../containers/unpacked.ts');
  const ceiling = new Ceiling({ unpacked: Math.max(0, session.left), ratio: RATIO }, `${format} data`);
  return await asFarAsItGoes(unpacked(format, ranged(source, start, end), ceiling), part, session);
}

/** The chunks that come before an error, joined. */
export async function asFarAsItGoes(
  chunks: AsyncIterable<Uint8Array>,
  part: Part,
  session: Session,
): Promise<Uint8Array> {
  return await gathered(untilError(chunks, part, session));
}

/** The chunks that come before an error, which is reported. */
async function* untilError(
  chunks: AsyncIterable<Uint8Array>,
  part: Part,
  session: Session,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    const rule = error.code === 'limit' ? 'limit' : 'unread';
    session.report(
      part,
      found(rule, 'incomplete', undefined, `It could not be unpacked to its end: ${error.message}.`),
    );
  }
}

async function* ranged(source: ByteSource, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunksOf(partOf(source, start, end))) yield chunk;
}
