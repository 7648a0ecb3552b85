import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ByteSource,
  blobSource,
  bytesSource,
  chunksOf,
  httpSource,
  openZip,
  partOf,
  zip,
} from '../../src/containers.ts';
import { dumps, load, PickleError } from '../../src/index.ts';
import { fileSource } from '../../src/node.ts';

const SIZE = 300_000;
const BYTES = Uint8Array.from({ length: SIZE }, (_, i) => (i * i) >> 4);
const folder = mkdtempSync(join(tmpdir(), 'brine-sources-'));
const path = join(folder, 'bytes');
writeFileSync(path, BYTES);

/** What the server gives, and how. */
const state = { bytes: BYTES, etag: '"1"', requests: [] as string[], answer: rangeOf };
const server: Server = createServer((request, response) => {
  state.requests.push(request.headers.range ?? '');
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  state.answer(response, Number(from), Number(to));
});
let url = '';

function rangeOf(response: ServerResponse, from: number, to: number): void {
  const { bytes, etag } = state;
  const end = Math.min(bytes.length, to + 1);
  if (from >= bytes.length) response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  else
    response
      .writeHead(206, { etag, 'content-range': `bytes ${from}-${end - 1}/${bytes.length}` })
      .end(bytes.subarray(from, end));
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' ? `http://127.0.0.1:${address?.port}/file` : '';
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const MAKERS: readonly (readonly [string, (signal?: AbortSignal) => Promise<ByteSource>])[] = [
  ['bytes', async () => bytesSource(BYTES)],
  ['a part', async () => partOf(bytesSource(new Uint8Array([...new Uint8Array(7), ...BYTES, 1])), 7, 7 + SIZE)],
  ['a Blob', async (signal) => blobSource(new Blob([BYTES]), { signal })],
  ['a file', (signal) => fileSource(path, { signal })],
  ['a server', (signal) => httpSource(url, { signal })],
];

describe.for(MAKERS)('%s', ([name, make]) => {
  test('gives its ranges', async () => {
    const source = await make();
    expect(source.size).toBe(SIZE);
    for (const [start, end] of [
      [0, 0],
      [0, 1],
      [0, SIZE],
      [SIZE - 5, SIZE],
      [65_530, 65_540],
      [65_536, 131_072],
      [1000, 200_000],
      [SIZE, SIZE],
    ] as const) {
      const read = await source.read(start, end);
      expect(Buffer.from(read).equals(BYTES.subarray(start, end)), `${start} to ${end}`).toBe(true);
    }
    await source.close?.();
  });

  test('refuses what is no range of it', async () => {
    const source = await make();
    for (const [start, end] of [
      [-1, 2],
      [2, 1],
      [0, SIZE + 1],
      [0.5, 1],
      [0, Number.NaN],
    ] as const) {
      await expect(source.read(start, end)).rejects.toThrow(RangeError);
    }
    await source.close?.();
  });

  test('is a source of chunks for load', async () => {
    if (name !== 'bytes') return;
    expect(await load(chunksOf(bytesSource(dumps(['x'.repeat(600_000)]))))).toEqual(['x'.repeat(600_000)]);
  });

  test('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const source = await make(controller.signal);
    controller.abort(new RangeError('enough'));
    if (name === 'bytes' || name === 'a part') return;
    await expect(source.read(0, 1)).rejects.toThrow('enough');
    await source.close?.();
    if (name !== 'a server') await expect(source.read(0, 1)).rejects.toThrow(TypeError);
  });
});

describe('reads from a server', () => {
  const fresh = async (): Promise<ByteSource> => {
    Object.assign(state, { bytes: BYTES, etag: '"1"', answer: rangeOf });
    state.requests.length = 0;
    return await httpSource(url);
  };

  test('that are asked for together are one request, and are kept', async () => {
    const source = await fresh();
    await Promise.all([source.read(70_000, 70_010), source.read(131_000, 140_000), source.read(70_005, 70_006)]);
    await Promise.all([source.read(70_000, 70_001), source.read(0, 10), source.read(140_000, 140_001)]);
    expect(state.requests).toEqual(['bytes=0-65535', 'bytes=65536-196607']);
    await Promise.all([source.read(299_999, 300_000), source.read(0, 1)]);
    expect(state.requests.slice(2)).toEqual(['bytes=262144-299999']);
  });

  test('open an archive in three requests', async () => {
    const bytes = await zip([
      { name: 'large', data: new Uint8Array(4e6) },
      { name: 'data.pkl', data: dumps([1]) },
    ]);
    await fresh();
    Object.assign(state, { bytes });
    state.requests.length = 0;
    const archive = await openZip(await httpSource(url));
    expect(Buffer.from((await archive.entry('data.pkl')?.bytes()) ?? [])).toEqual(Buffer.from(dumps([1])));
    expect(state.requests.length).toBeLessThanOrEqual(3);
  });

  test('see an empty file', async () => {
    await fresh();
    Object.assign(state, { bytes: new Uint8Array(0) });
    const source = await httpSource(url);
    expect(source.size).toBe(0);
    expect(await source.read(0, 0)).toEqual(new Uint8Array(0));
  });

  test.for<[string, (response: ServerResponse, from: number, to: number) => void, string, string]>([
    ['no ranges', (response) => response.writeHead(200).end(BYTES), 'bad-response', 'does not support ranges'],
    ['no such file', (response) => response.writeHead(404).end(), 'bad-response', 'answered with status 404'],
    ['no Content-Range', (response) => response.writeHead(206).end('x'), 'bad-response', 'sent no Content-Range'],
    [
      'a Content-Range of no size',
      (response) => response.writeHead(206, { 'content-range': 'bytes 0-0/*' }).end('x'),
      'bad-response',
      'answered with Content-Range "bytes 0-0/*"',
    ],
    [
      'another range',
      (response, from) =>
        response.writeHead(206, { 'content-range': `bytes ${from + 1}-${from + 1}/${SIZE}` }).end('x'),
      'bad-response',
      'were requested, but "bytes',
    ],
    [
      'a body that is too short',
      (response, from, to) =>
        response.writeHead(206, { 'content-range': `bytes ${from}-${Math.min(SIZE, to + 1) - 1}/${SIZE}` }).end('x'),
      'bad-response',
      'the server sent 1 bytes instead of',
    ],
    ['a connection that ends before the answer', (response) => response.destroy(), 'bad-response', 'did not come: '],
    [
      'a connection that ends inside of the body',
      (response, from, to) => {
        const range = { from, end: Math.min(SIZE, to + 1) };
        const headers = {
          'content-length': range.end - from,
          'content-range': `bytes ${from}-${range.end - 1}/${SIZE}`,
        };
        response.writeHead(206, headers).write('x', () => response.destroy());
      },
      'bad-response',
      'did not come: ',
    ],
    [
      'a body without end',
      (response, from, to) => {
        response.writeHead(206, { 'content-range': `bytes ${from}-${Math.min(SIZE, to + 1) - 1}/${SIZE}` });
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65_536)));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
      'bad-response',
      'the server sent more instead of',
    ],
    [
      'a body that is compressed',
      (response) => response.writeHead(206, { 'content-encoding': 'gzip', 'content-range': 'bytes 0-0/1' }).end(),
      'bad-response',
      'the server compressed its answer',
    ],
  ])('%s is an error, at the first request and later', async ([, answer, code, message]) => {
    const expected = { code, message: expect.stringContaining(message) };
    const source = await fresh();
    state.answer = answer;
    await expect(source.read(100_000, 100_001)).rejects.toMatchObject(expected);
    await expect(httpSource(url)).rejects.toMatchObject(expected);
    // A block that failed is asked for again.
    state.answer = rangeOf;
    expect(await source.read(100_000, 100_001)).toEqual(BYTES.slice(100_000, 100_001));
  });

  test.for<[string, object]>([
    ['another ETag', { etag: '"2"' }],
    ['another size', { bytes: BYTES.subarray(1) }],
    ['a size that is less', { bytes: BYTES.subarray(0, 10) }],
  ])('%s is a file that was changed', async ([, change]) => {
    const source = await fresh();
    Object.assign(state, change);
    await expect(source.read(100_000, 100_001)).rejects.toMatchObject({ code: 'changed' });
  });

  test('a server that is not there is an error that says so', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const place = closed.address();
    const port = typeof place === 'object' ? place?.port : undefined;
    await new Promise((resolve) => closed.close(resolve));
    await expect(httpSource(`http://127.0.0.1:${port}/x.pkl`)).rejects.toMatchObject({
      code: 'bad-response',
      message: expect.stringMatching(/x\.pkl: bytes 0 to 65536 did not come: .*ECONNREFUSED/),
      cause: expect.any(TypeError),
    });
  });

  test('send headers, and use the fetch that is given', async () => {
    const seen: unknown[] = [];
    const source = await httpSource('https://example.org/x', {
      headers: { authorization: 'Bearer x' },
      fetch: async (address, { headers }) => {
        seen.push(address, headers);
        return new Response('spam', { status: 206, headers: { 'content-range': 'bytes 0-3/4' } });
      },
    });
    expect(Buffer.from(await source.read(0, 4)).toString()).toBe('spam');
    expect(seen).toEqual(['https://example.org/x', { authorization: 'Bearer x', range: 'bytes=0-65535' }]);
    // @ts-expect-error It is no function.
    await expect(httpSource('https://example.org/x', { fetch: 'x' })).rejects.toThrow(TypeError);
  });

  test('what fetch throws is the cause, but a signal stops with its own reason', async () => {
    const error = new TypeError('no network');
    const fetch = (): Promise<never> => Promise.reject(error);
    await expect(httpSource('https://example.org/x', { fetch })).rejects.toMatchObject({
      code: 'bad-response',
      message: expect.stringContaining('bytes 0 to 65536 did not come: no network'),
      cause: error,
    });
    await expect(httpSource('https://example.org/x', { fetch, signal: AbortSignal.abort(error) })).rejects.toBe(error);
  });
});

describe('a file', () => {
  test('that is changed while it is read is an error', async () => {
    const changing = join(folder, 'changing');
    writeFileSync(changing, BYTES);
    const source = await fileSource(changing);
    await source.read(0, 1);
    appendFileSync(changing, 'x');
    await expect(source.read(100_000, 100_001)).rejects.toMatchObject({ code: 'changed' });
    await source.close?.();
  });

  test('that is no regular file is refused', async () => {
    await expect(fileSource(folder)).rejects.toThrow('not a regular file');
    await expect(fileSource(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('that the caller opened stays open', async () => {
    const handle = await open(path);
    const source = await fileSource(handle);
    expect(await source.read(1, 2)).toEqual(BYTES.slice(1, 2));
    await source.close?.();
    expect((await handle.stat()).size).toBe(SIZE);
    await handle.close();
  });
});

test('a Blob whose file was changed is an error', async () => {
  const blob = { size: 10, slice: () => new Blob(['x']) };
  await expect(blobSource(blob).read(0, 10)).rejects.toThrow(PickleError);
  // @ts-expect-error It is no Blob.
  expect(() => blobSource('text')).toThrow(TypeError);
});
