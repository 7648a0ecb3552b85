/** The pickles of ../shared/corpus: 600 files that other people's software wrote, read in place. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What CPython 3.13 makes of one stream, by encoding. */
export interface Stream {
  readonly tags: readonly string[];
  readonly size: number;
  readonly load: Readonly<Record<string, string>>;
  readonly digest: Readonly<Record<string, readonly (Readonly<Record<string, string | number | null>> | null)[]>>;
  readonly n_pickles: number;
  readonly ext: readonly number[];
}

export interface CorpusStream {
  readonly name: string;
  readonly stream: Stream;
  readonly bytes: Uint8Array;
}

const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));
const script = fileURLToPath(new URL('./extract-streams.py', import.meta.url));

/** Whether the corpus is here. */
export const hasCorpus: boolean = existsSync(corpus);

/** Every stream, taken out of its container by Python. */
export function corpusStreams(): CorpusStream[] {
  const manifest: { name: string; streams: Stream[] }[] = JSON.parse(readFileSync(`${corpus}/manifest.json`, 'utf8'));
  const byName = new Map(manifest.map((entry) => [entry.name, entry.streams]));
  const { status, stdout, stderr } = spawnSync('python3', [script, corpus], { maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(stderr.toString());
  const rows = stdout.toString().trim().split('\n');
  return rows.flatMap((line) => {
    const { name, number, data }: { name: string; number: number; data?: string } = JSON.parse(line);
    const stream = byName.get(name)?.[number];
    const bytes = new Uint8Array(Buffer.from(data ?? '', 'base64'));
    return stream === undefined || bytes.length !== stream.size ? [] : [{ name, stream, bytes }];
  });
}
