import { joined } from '../bytes/joined.ts';
import { PickleError } from '../errors.ts';
import { callbackOf } from '../option-check.ts';
import { BlockCache, type SourceOptions } from './block-cache.ts';
import type { ByteSource } from './byte-source.ts';

/** The part of the web's `ReadableStream` that is used. */
export interface BodyLike {
  /** Ends the stream. */
  cancel(): Promise<void>;
  /** The chunks. Without it, the whole body is read at once. */
  getReader?(): BodyReaderLike;
}

/** The part of the web's `ReadableStreamDefaultReader` that is used. */
export interface BodyReaderLike {
  /** The next chunk. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Ends the stream. */
  cancel(): Promise<void>;
}

/** The part of the web's `Response` that is used. */
export interface ResponseLike {
  /** 200 for the whole file, 206 for a range of it. */
  readonly status: number;
  /** The headers, found whatever their case. */
  readonly headers: { get(name: string): string | null };
  /** The stream of the body, which is cancelled if it is not wanted, or longer than the range. */
  readonly body: BodyLike | null;
  /** The whole body. */
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The part of the web's `fetch` that is used. A signal is in `init`, too. */
export type FetchLike = (
  url: string,
  init: { readonly headers: Readonly<Record<string, string>> },
) => Promise<ResponseLike>;

/** The part of the web's `URL` that is used. */
export interface UrlLike {
  /** The whole address. */
  readonly href: string;
}

/** Options of {@link httpSource}. */
export interface HttpSourceOptions extends SourceOptions {
  /** Headers that are sent with each request: `{ authorization: 'Bearer ...' }`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A function to use in place of the global `fetch`. */
  readonly fetch?: FetchLike | undefined;
}

/** How many bytes the first request asks for. */
const HEAD = 2 ** 16;

/**
 * A file on a server as a source, read in ranges (RFC 9110, section 14).
 *
 * @param url - The address of the file.
 * @returns The source, once the server has given the first bytes.
 * @throws PickleError `bad-response` if the server does not answer with the requested range (it may not support ranges,
 *   or a page on another origin may not see `Content-Range`), or does not answer: what `fetch` threw is the `cause`;
 *   `changed` if the file on the server changes, also between reads. The signal's `reason`.
 * @example
 * ```ts
 * import { httpSource } from 'brine/containers';
 *
 * const fetch = async () =>
 *   new Response('spam', { status: 206, headers: { 'content-range': 'bytes 0-3/4' } });
 * const source = await httpSource('https://example.org/data.pkl', { fetch });
 * source.size; // 4
 * ```
 */
export async function httpSource(url: string | UrlLike, options: HttpSourceOptions = {}): Promise<ByteSource> {
  callbackOf('fetch', options.fetch);
  const ranges = new HttpRanges(typeof url === 'string' ? url : url.href, options);
  await ranges.begin();
  return new BlockCache(ranges, options);
}

class HttpRanges implements ByteSource {
  size = 0;
  private readonly url: string;
  private readonly options: HttpSourceOptions;
  private head: Uint8Array = new Uint8Array(0);
  /** What identifies a state of the file. */
  private version: string | null = null;

  constructor(url: string, options: HttpSourceOptions) {
    this.url = url;
    this.options = options;
  }

  /** Requests the first bytes, and with them the size. */
  async begin(): Promise<void> {
    const response = await this.request(0, HEAD);
    if (response.status === 416 && /^bytes \*\/0$/.test(response.headers.get('content-range') ?? '')) {
      await response.body?.cancel();
      return;
    }
    const range = await this.rangeOf(response);
    if (range.start !== 0 || range.end !== Math.min(HEAD, range.size)) throw await this.wrongRange(response, 0, HEAD);
    this.size = range.size;
    this.version = versionOf(response);
    this.head = await this.bodyOf(response, 0, range.end);
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    if (end <= this.head.length) return this.head.subarray(start, end);
    const response = await this.request(start, end);
    if (response.status === 416) throw await this.refusal(response, 'changed', CHANGED);
    const range = await this.rangeOf(response);
    const version = versionOf(response);
    const isOther = this.version !== null && version !== null && version !== this.version;
    if (range.size !== this.size || isOther) throw await this.refusal(response, 'changed', CHANGED);
    if (range.start !== start || range.end !== end) throw await this.wrongRange(response, start, end);
    return await this.bodyOf(response, start, end);
  }

  private async request(start: number, end: number): Promise<ResponseLike> {
    const { headers, signal, fetch: given } = this.options;
    const init = { headers: { ...headers, range: `bytes=${start}-${end - 1}` }, ...(signal && { signal }) };
    const send: FetchLike = given ?? fetch;
    try {
      return await send(this.url, init);
    } catch (error) {
      throw this.unanswered(error, start, end);
    }
  }

  /** What is thrown when a request fails or the connection ends: the signal's reason stays as it is. */
  private unanswered(error: unknown, start: number, end: number): unknown {
    if (this.options.signal?.aborted === true) return error;
    const what = `bytes ${start} to ${end} did not come: ${failureOf(error)}. Read them again once the server answers`;
    return new PickleError('bad-response', `${this.url}: ${what}`, { cause: error });
  }

  private async rangeOf(response: ResponseLike): Promise<Range> {
    const { status, headers } = response;
    if (status === 200) {
      const what = 'the server does not support ranges. Fetch the whole file, and give its bytes';
      throw await this.refusal(response, 'bad-response', what);
    }
    if (status !== 206) throw await this.refusal(response, 'bad-response', `the server answered with status ${status}`);
    const encoding = headers.get('content-encoding');
    if (encoding !== null && encoding !== 'identity') {
      throw await this.refusal(response, 'bad-response', 'the server compressed its answer');
    }
    const field = headers.get('content-range');
    const [, first, last, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(field ?? '') ?? [];
    const range = { start: Number(first), end: Number(last) + 1, size: Number(size) };
    if (Number.isSafeInteger(range.size) && range.end <= range.size) return range;
    const what =
      field === null
        ? 'the server sent no Content-Range, or hides it from other origins (Access-Control-Expose-Headers)'
        : `the server answered with Content-Range ${JSON.stringify(field)}`;
    throw await this.refusal(response, 'bad-response', what);
  }

  private async bodyOf(response: ResponseLike, start: number, end: number): Promise<Uint8Array> {
    const length = end - start;
    let bytes: Uint8Array;
    try {
      bytes = await contentOf(response, length);
    } catch (error) {
      throw this.unanswered(error, start, end);
    }
    if (bytes.length === length) return bytes;
    const sent = bytes.length > length ? 'more' : `${bytes.length} bytes`;
    throw new PickleError('bad-response', `${this.url}: the server sent ${sent} instead of ${length} bytes`);
  }

  private async wrongRange(response: ResponseLike, start: number, end: number): Promise<PickleError> {
    const field = JSON.stringify(response.headers.get('content-range'));
    return await this.refusal(response, 'bad-response', `bytes ${start} to ${end} were requested, but ${field} came`);
  }

  private async refusal(response: ResponseLike, code: 'bad-response' | 'changed', what: string): Promise<PickleError> {
    // Its body may be long.
    await response.body?.cancel().catch(() => {});
    return new PickleError(code, `${this.url}: ${what}`);
  }
}

/** The body, up to the first chunk that is more than was asked for: a server may send without end. */
async function contentOf(response: ResponseLike, length: number): Promise<Uint8Array> {
  const reader = response.body?.getReader?.();
  if (reader === undefined) return new Uint8Array(await response.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let received = 0;
  while (received <= length) {
    const { done, value } = await reader.read();
    if (done || value === undefined) return joined(chunks);
    chunks.push(value);
    received += value.length;
  }
  await reader.cancel().catch(() => {});
  return joined(chunks);
}

/** What went wrong with a request: `fetch` itself says only that it failed, and has the reason as its cause. */
export function failureOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  // A name with several addresses gives an error without a message.
  return cause.message === '' && 'code' in cause ? String(cause.code) : cause.message;
}

const CHANGED = 'the file on the server was changed while it was read';

interface Range {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

function versionOf({ headers }: ResponseLike): string | null {
  return headers.get('etag') ?? headers.get('last-modified');
}
