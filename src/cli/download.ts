import { joined } from '../bytes/joined.ts';
import { chunksOf } from '../sources/byte-source.ts';
import { httpSource } from '../sources/http.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';

/** A whole file from a server. */
export async function download(url: string, output: Output): Promise<Uint8Array> {
  const source = await httpSource(url);
  const progress = new Progress(output.stderr, 'fetching', source.size);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunksOf(source)) {
    chunks.push(chunk);
    progress.update((length += chunk.length));
  }
  progress.end();
  await source.close?.();
  return joined(chunks);
}
