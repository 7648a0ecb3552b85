import { toHex } from '../bytes/base64.ts';
import { type Bytes, isArrayBuffer, stableBytes } from '../bytes/bytes-like.ts';
import { Sha256 } from '../containers/checksums/sha256.ts';
import { blobSource, type SlicedBlob } from '../sources/blob.ts';
import { type ByteSource, bytesSource, chunksOf } from '../sources/byte-source.ts';
import { inspectBytes } from './inspect.ts';
import { type ScanOptions, settingsOf } from './options.ts';
import type { ScanReport } from './report.ts';
import { Session } from './session.ts';

/**
 * What would happen if Python loaded these bytes as a pickle, without containers: a compressed file or an archive is
 * reported as `incomplete`, and {@link scan} opens it. Nothing is run and nothing is built.
 *
 * @param data - The bytes of a pickle, or of several one after another.
 * @throws TypeError if `data` is not bytes; RangeError or TypeError for wrong options.
 * @example
 * ```ts
 * import { scanSync } from 'brine/scan';
 *
 * const report = scanSync(new TextEncoder().encode("cos\nsystem\n(S'ls'\ntR."));
 * report.verdict; // 'dangerous'
 * report.findings[0]?.global; // 'os.system'
 * ```
 */
export function scanSync(data: Bytes, options: ScanOptions = {}): ScanReport {
  const bytes = stableBytes(data);
  const session = new Session(settingsOf(options));
  session.add({ path: [], role: 'file', content: bytes });
  for (let part = session.next(); part !== undefined; part = session.next()) {
    if (part.content instanceof Uint8Array) inspectBytes(part.content, part, session);
  }
  return session.result(digestOf(bytes));
}

/**
 * What would happen if Python loaded a file: a pickle, a model, an archive of them. Nothing is run and nothing is built.
 *
 * The verdict is only about loading. `safe` says that only names of the allow-list are reached, each used as the list
 * says; what a program does with the value afterwards is its own affair. Look at `incomplete` too: what was not looked at
 * is not in the verdict.
 *
 * @param source - Bytes, a `Blob`, or a {@link ByteSource}, of which only what is needed is read. A source stays open.
 * @throws TypeError if `source` is none of these; RangeError or TypeError for wrong options; errors of the source; the
 *   signal's `reason`.
 * @example
 * ```ts
 * import { dumps } from 'brine';
 * import { scan } from 'brine/scan';
 *
 * (await scan(dumps([1, 'spam']))).verdict; // 'safe'
 * ```
 */
export async function scan(source: Bytes | SlicedBlob | ByteSource, options: ScanOptions = {}): Promise<ScanReport> {
  const opened = sourceOf(source);
  const session = new Session(settingsOf(options));
  const { inspectSource } = await import('./inspect-source.ts');
  session.add({ path: [], role: 'file', content: opened });
  for (let part = session.next(); part !== undefined; part = session.next()) await inspectSource(part, session);
  return session.result(await digestOfSource(opened));
}

function sourceOf(given: Bytes | SlicedBlob | ByteSource): ByteSource {
  if (ArrayBuffer.isView(given) || isArrayBuffer(given)) return bytesSource(given);
  if (typeof given === 'object' && given !== null && 'read' in given && typeof given.read === 'function') return given;
  if (typeof given === 'object' && given !== null && 'slice' in given) return blobSource(given as SlicedBlob);
  throw new TypeError('scan needs bytes, a Blob or a ByteSource');
}

/** Longer files are not read only to compute their digest. */
const LONGEST_DIGESTED = 2 ** 26;

async function digestOfSource(source: ByteSource): Promise<string | undefined> {
  if (source.size > LONGEST_DIGESTED) return undefined;
  const hash = new Sha256();
  for await (const chunk of chunksOf(source)) hash.update(chunk);
  return toHex(hash.digest());
}

function digestOf(bytes: Uint8Array): string {
  const hash = new Sha256();
  hash.update(bytes);
  return toHex(hash.digest());
}
