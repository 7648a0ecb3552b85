/** The recipes, with a real Python on the other side. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Dict, dumps, loads } from 'brine';
import { afterAll, describe, expect, test } from 'vitest';
import { localPythons } from './oracle.ts';

const page = readFileSync(new URL('../docs/recipes.md', import.meta.url), 'utf8');
const examples = new URL('./.examples-recipes/', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'brine-recipes-'));
mkdirSync(examples, { recursive: true });
afterAll(() => {
  rmSync(examples, { recursive: true });
  rmSync(folder, { recursive: true });
});

const cli = fileURLToPath(new URL('../dist/cli/brine.cjs', import.meta.url));

const python = localPythons().at(-1);
if (python === undefined) console.warn('no python3 here: the recipes run without their other side');

/** The code of a section, in one language. */
function codeOf(section: string, language: 'ts' | 'py' | 'console'): string {
  const text = page.slice(page.indexOf(`\n## ${section}`) + 4);
  const end = text.indexOf('\n## ');
  return new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(end < 0 ? text : text.slice(0, end))?.[1] ?? '';
}

/** The module of a section, by its exports. */
async function recipe(section: string): Promise<Record<string, unknown>> {
  const file = new URL(`${section.replaceAll(/\W+/g, '-')}.ts`, examples);
  writeFileSync(file, codeOf(section, 'ts'));
  return (await import(file.pathname)) as Record<string, unknown>;
}

/** Runs the Python of a section and more; what it prints. */
function runPython(section: string, more: string): { child: ChildProcess; output: Promise<string> } {
  const child = spawn(python?.command ?? 'python3', ['-c', `${codeOf(section, 'py')}\n${more}`]);
  let text = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const output = once(child, 'close').then(() => {
    expect(errors).toBe('');
    return text;
  });
  return { child, output };
}

test('Many small messages: into memory that grows when it must', async () => {
  const { message } = await recipe('Many small messages');
  if (typeof message !== 'function') throw new TypeError('the recipe exports message');
  expect(loads(message(['a', 1]))).toEqual(['a', 1]);
  expect(loads(message('x'.repeat(10_000)))).toBe('x'.repeat(10_000));
  expect(loads(message([2]))).toEqual([2]);
});

describe.runIf(python !== undefined)('with Python', () => {
  test('HTTP upload: Python sends, and reads the answer; what is wrong gets its status', async () => {
    const { server } = (await recipe('HTTP upload')) as { server: ReturnType<typeof createHttpServer> };
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const { output } = runPython(
      'HTTP upload',
      `
url = 'http://127.0.0.1:${port}/'
print(upload(url, pickle.dumps({'a': [1, (2, b'3')]})))
print(len(upload(url, pickle.dumps('x' * 3_000_000))[1]))
print(upload(url, b'spam'))
print(upload(url, b''))
print(upload(url, b'}0' * 300_000 + b'N.'))
print(upload(url, b'N' + b'2' * 140_000_000 + b'.'))
print(upload(url, pickle.dumps(1)))
`,
    );
    const lines = (await output).trim().split('\n');
    server.closeAllConnections();
    server.close();
    expect(lines).toEqual([
      "['received', {'a': [1, (2, b'3')]}]",
      '3000000',
      '400',
      '400',
      '413',
      '413',
      "['received', 1]",
    ]);
  });

  test('a connection: each question of Python is answered before the next is asked', async () => {
    const section = 'Questions and answers over one connection';
    const { server } = (await recipe(section)) as { server: ReturnType<typeof createServer> };
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const questions = "({'a': 1}, 'x' * 100_000, (2, b'3'))";
    const more = `
for answer in answers(('127.0.0.1', ${port}), ${questions}):
    print(len(answer), answer[0], str(answer[1])[:8])
`;
    const lines = (await runPython(section, more).output).trim().split('\n');
    server.close();
    expect(lines).toEqual(["2 answer to {'a': 1}", '2 answer to xxxxxxxx', "2 answer to (2, b'3'"]);
  });

  test("logging: a SocketHandler of Python's sends to Node", async () => {
    const { records } = (await recipe("A socket with lengths: Python's `logging`")) as {
      records(socket: AsyncIterable<Uint8Array>): AsyncGenerator<Record<string, unknown>>;
    };
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const connection = once(server, 'connection');
    const { output } = runPython(
      'nothing',
      `
import logging, logging.handlers
logger = logging.getLogger('service.jobs')
logger.addHandler(logging.handlers.SocketHandler('127.0.0.1', ${port}))
logger.warning('job %s took %d ms', 'spam', 1500)
try:
    1 / 0
except ZeroDivisionError:
    logger.exception('broken: %s', 'é' * 1000)
logging.shutdown()
`,
    );
    const [socket] = (await connection) as [AsyncIterable<Uint8Array>];
    const received: Record<string, unknown>[] = [];
    for await (const record of records(socket)) received.push(record);
    await output;
    server.close();
    expect(received).toHaveLength(2);
    expect(received[0]).toMatchObject({
      name: 'service.jobs',
      levelname: 'WARNING',
      msg: 'job spam took 1500 ms',
      args: null,
    });
    expect(received[1]).toMatchObject({ levelname: 'ERROR', msg: `broken: ${'é'.repeat(1000)}`, exc_info: null });
    expect(received[1]?.['exc_text']).toMatch(/ZeroDivisionError: division by zero$/);
  });

  test("logging: Node sends to a socketserver of Python's", async () => {
    const section = "A socket with lengths: Python's `logging`";
    const { message } = (await recipe(section)) as { message(record: object): Uint8Array };
    const { child, output } = runPython(
      section,
      `
with socketserver.TCPServer(('127.0.0.1', 0), Receiver) as server:
    print(server.server_address[1], flush=True)
    server.handle_request()
`,
    );
    const [first] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    const socket = connect(Number(first.toString()), '127.0.0.1');
    const record = { name: 'node', levelno: 30, levelname: 'WARNING', msg: 'hello from %s', args: null };
    for (const msg of ['hello', 'wörld', 'x'.repeat(100_000)]) socket.write(message({ ...record, msg }));
    socket.end();
    const lines = (await output).trim().split('\n').slice(1);
    expect(lines).toEqual(['node WARNING hello', 'node WARNING wörld', `node WARNING ${'x'.repeat(100_000)}`]);
  });

  test.for(['withFloats', 'withBigints', 'inGraph', 'brine edit'])('change one value: %s', async (way) => {
    const path = join(folder, 'settings.pkl');
    await runPython('Change one value', `write_settings(${JSON.stringify(path)})`).output;
    if (way === 'brine edit') {
      const [, command = '', output = ''] = /\$ brine (.*)\n(.*\n)/.exec(codeOf('Change one value', 'console')) ?? [];
      const { stdout, stderr } = spawnSync(process.execPath, [cli, ...command.split(' ')], { cwd: folder });
      expect(`${stderr}${stdout}`).toBe(output);
    } else {
      const ways = (await recipe('Change one value')) as Record<string, (pickle: Uint8Array) => Uint8Array>;
      writeFileSync(path, ways[way]?.(readFileSync(path)) ?? '');
    }
    const { output } = runPython('Change one value', `print(read_settings(${JSON.stringify(path)}))`);
    expect(await output).toBe("{'lr': 0.5, 'epochs': 10, 'decay': 0.0, '10': [2.0, 2]}\n");
  });

  test("Django's file cache: a pickle and then a compressed one", async () => {
    const { readCacheFile } = (await recipe('A pickle and then something else')) as {
      readCacheFile(path: string): Promise<{ expires: number; value: unknown }>;
    };
    const path = join(folder, 'cache');
    const more = `write_cache_file(${JSON.stringify(path)}, {'a': list(range(100_000))}, 1700000000.5)`;
    await runPython('A pickle and then something else', more).output;
    const { expires, value } = await readCacheFile(path);
    expect(expires).toBe(1_700_000_000.5);
    expect(value).toEqual(new Dict([['a', Array.from({ length: 100_000 }, (_, i) => i)]]));
  });
});

test('fetch: pickles as they arrive, and one that is sent', async () => {
  const { download, upload } = (await recipe('fetch')) as {
    download(url: string): AsyncGenerator<unknown>;
    upload(url: string, value: unknown): Promise<Response>;
  };
  let next: () => void = () => {};
  const received: unknown[] = [];
  const server = createHttpServer((request, response) => {
    if (request.method === 'POST') {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push(loads(Buffer.concat(chunks)));
        response.end();
      });
      return;
    }
    response.write(dumps(['first']));
    next = () => response.end(dumps(['second']));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const values = download(url);
  expect((await values.next()).value).toEqual(['first']);
  next();
  expect((await values.next()).value).toEqual(['second']);
  expect((await values.next()).done).toBe(true);
  await upload(url, ['sent']);
  expect(received).toEqual([['sent']]);
  server.closeAllConnections();
  server.close();
});

test('a worker gets the buffers without a copy', async () => {
  expect((await recipe('A worker, without a copy'))['doubled']).toEqual([2, 4, 6]);
});

test('a value in Redis', async () => {
  await recipe('A value in Redis');
});

test('CommonJS: require gives what import gives', () => {
  const code = `
    const { dumps, loads } = require('brine');
    const { loadFile } = require('brine/node');
    if (typeof loadFile !== 'function') throw new Error('no loadFile');
    console.log(JSON.stringify(loads(dumps([1, 'a']))));`;
  const file = new URL('common.cjs', examples);
  writeFileSync(file, code);
  const { stdout, stderr } = spawnSync(process.execPath, [file.pathname], { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['[1,"a"]\n', '']);
});
