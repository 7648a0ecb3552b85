import { readFileSync, statSync } from 'node:fs';
import { joined } from '../../bytes/joined.ts';
import { PickleError } from '../../errors.ts';
import { fileSource } from '../../node/file-source.ts';
import type { ScanOptions } from '../../scan/options.ts';
import type { ScanReport } from '../../scan/report.ts';
import { scan } from '../../scan/scan.ts';
import { failureOf, httpSource } from '../../sources/http.ts';
import { messageOf } from '../message.ts';
import { headersFor } from './hub.ts';
import type { ScanResult, Target } from './result.ts';

/** Smaller files are read at once, which is faster than in ranges. */
const SMALL = 2 ** 26;
/** How much is fetched of a server that has no ranges, in bytes. */
const MOST_FETCHED = 2 ** 29;

/** Scans one file. What cannot be read is an error in the result. */
export async function scanTarget(target: Target, options: ScanOptions): Promise<ScanResult> {
  const { name } = target;
  try {
    return { name, report: await reportOf(target, options), error: undefined };
  } catch (error) {
    const message = messageOf(error);
    // What a server does is an error that begins with the URL.
    const prefix = `${target.place ?? name}: `;
    return { name, report: undefined, error: message.startsWith(prefix) ? message.slice(prefix.length) : message };
  }
}

async function reportOf({ name, kind, place = name }: Target, options: ScanOptions): Promise<ScanReport> {
  switch (kind) {
    case 'link':
      throw new PickleError('failed', 'a link that leads out of the folder, which is not followed');
    case 'stdin':
      return await scan(await standardInput(), options);
    case 'url':
      return await scanUrl(place, options);
    case 'file':
      return await scanFile(place, options);
  }
}

async function scanFile(path: string, options: ScanOptions): Promise<ScanReport> {
  const status = statSync(path);
  if (!status.isFile()) throw new PickleError('failed', 'neither a file nor a folder');
  if (status.size <= SMALL) return await scan(readFileSync(path), options);
  const source = await fileSource(path);
  try {
    return await scan(source, options);
  } finally {
    await source.close?.();
  }
}

async function scanUrl(url: string, options: ScanOptions): Promise<ScanReport> {
  const headers = headersFor(url);
  try {
    return await scan(await httpSource(url, { headers }), options);
  } catch (error) {
    if (!(error instanceof PickleError) || !/does not support ranges/.test(error.message)) throw error;
  }
  return await scan(await fetched(url, headers), options);
}

async function fetched(url: string, headers: Readonly<Record<string, string>>): Promise<Uint8Array> {
  try {
    const response = await fetch(url, { headers });
    if (response.ok && response.body !== null) return await gathered(response.body);
    throw new PickleError('bad-response', `the server answered with status ${response.status}`);
  } catch (error) {
    if (error instanceof PickleError) throw error;
    throw new PickleError('bad-response', `the file did not come: ${failureOf(error)}`, { cause: error });
  }
}

async function standardInput(): Promise<Uint8Array> {
  return await gathered(process.stdin);
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    length += chunk.length;
    if (length > MOST_FETCHED)
      throw new PickleError('limit', `more than ${MOST_FETCHED} bytes came: save it to a file`);
  }
  return joined(kept);
}
