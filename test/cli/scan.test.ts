import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dumps } from '../../src/index.ts';
import { Built } from './built.ts';
import { ran } from './memory-output.ts';

const folder = mkdtempSync(join(tmpdir(), 'brine-scan-'));
const outside = mkdtempSync(join(tmpdir(), 'brine-outside-'));
afterAll(() => {
  for (const path of [folder, outside]) rmSync(path, { recursive: true });
});

const EVIL = Buffer.from("cos\nsystem\nS'ls'\n\x85R.", 'latin1');
const POINT = Buffer.from('capp.models\nPoint\n)R.');
const put = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
};
const good = put('good/a.pkl', dumps([1]));
const evil = put('all/deep/er/evil.pkl', EVIL);
const point = put('all/point.pkl', POINT);
const part = put('all/part.7z', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'));
put('all/.git/config', Buffer.from('cos\nsystem\n.'));
put('all/safe.pkl', dumps({ a: 1 }));
writeFileSync(join(outside, 'far.pkl'), EVIL);

const scan = (...argv: string[]): ReturnType<typeof ran> => ran('scan', argv);
const bare = (text: string): string => text.replaceAll(join(folder, 'all'), 'ALL').replaceAll(folder, 'F');

describe('exit status', () => {
  test.for([
    ['safe and complete', 0, [good]],
    ['a finding', 1, [good, evil]],
    ['nobody vouches for it', 1, [point]],
    ['that does not count', 0, ['--fail-on', 'dangerous', point]],
    ['it is allowed', 0, ['--allow', 'app.models.*', point]],
    ['it is denied', 1, ['--fail-on', 'dangerous', '--deny', 'app.models.Point', point]],
    ['incomplete', 2, [part]],
    ['a finding and incomplete', 1, [part, evil]],
    ['no such file', 2, [join(folder, 'none.pkl')]],
    ['no such file, and a finding', 1, [join(folder, 'none.pkl'), evil]],
  ] as const)('%s: %d', async ([, status, argv]) => {
    expect((await scan(...argv)).status).toBe(status);
  });

  test.for([
    [['--policy', 'lax', good], /--policy takes standard, weights, strict or a JSON file/],
    [['--allow', '*', good], /--allow needs names/],
    [['--format', 'xml', good], /--format takes/],
    [['--jobs', '0', good], /--jobs/],
    [['hf:a/b/c', good], /hf:owner\/name/],
    [[join(folder, '*.none')], /no file matches/],
  ] as const)('%j is refused', async ([argv, message]) => {
    await expect(scan(...argv)).rejects.toThrow(message);
  });
});

describe('text', () => {
  test('a line for each file, the worst first, and a summary', async () => {
    const { out } = await scan(join(folder, 'all'));
    expect(bare(out)).toBe(
      [
        'dangerous   ALL/deep/er/evil.pkl  os.system: call at byte 18',
        'unknown     ALL/point.pkl  app.models.Point: call at byte 19',
        'incomplete  ALL/part.7z  unread at byte 0',
        'safe        ALL/safe.pkl',
        '4 files: 1 dangerous, 1 unknown, 2 safe, 1 incomplete',
        '',
      ].join('\n'),
    );
  });

  test('details on demand', async () => {
    const { out } = await scan('--details', evil);
    expect(out).toContain('It is called, and it runs programs, or reads and changes files of the system.');
    expect(out).toContain('Do not load this file in Python.');
  });

  test('names and paths are escaped everywhere', async () => {
    const hostile = '\x1b]0;x\x07\u202e\u200b[a](b)<b>&';
    const path = put('hostile/\x1b[31m\u202e.pkl', Buffer.from(`capp\n${hostile}\n.`));
    for (const format of ['text', 'jsonl', 'sarif', 'junit']) {
      const { out } = await scan('--details', '--format', format, path);
      expect(out, format).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
    }
    const { out } = await scan('--format', 'sarif', path);
    const [run] = JSON.parse(out).runs;
    expect(run.results[0].message.text).toContain('\\[a\\](b)');
    expect((await scan('--format', 'junit', path)).out).not.toMatch(/<b>/);
  });
});

test('links that lead out of a folder are not followed, but told', async () => {
  const linked = join(folder, 'linked');
  mkdirSync(linked);
  writeFileSync(join(linked, 'a.pkl'), dumps(1));
  symlinkSync(join(linked, 'a.pkl'), join(linked, 'inside.pkl'));
  symlinkSync(join(outside, 'far.pkl'), join(linked, 'out.pkl'));
  symlinkSync(outside, join(linked, 'folder'));
  const { status, out } = await scan(linked);
  expect(status).toBe(2);
  expect(out).toContain('3 files: 1 safe, 2 failed');
});

test('patterns', async () => {
  expect((await scan(join(folder, 'all', '**', '*.pkl'))).out).toContain('3 files: 1 dangerous, 1 unknown, 1 safe');
});

test('a policy from a file', async () => {
  const file = put('policy.json', Buffer.from('{"base": "strict", "allow": ["app.models.Point"]}'));
  expect((await scan('--policy', file, point)).status).toBe(0);
  const wrong = put('wrong.json', Buffer.from('{"alow": []}'));
  await expect(scan('--policy', wrong, point)).rejects.toThrow(/needs \{"base"/);
});

test('--list prints the allow-list with its versions', async () => {
  const { status, out } = await scan('--list');
  expect(status).toBe(0);
  expect(out).toMatch(/^# builtin-values \d{4}\.\d+\.\d+: /);
  expect(out).toContain('\ncollections.OrderedDict  class\n');
  expect(out).toContain('\n_codecs.encode  function, called with latin1\n');
});

describe('forms for programs', () => {
  test('JSON lines', async () => {
    const { out } = await scan('--format', 'jsonl', good, evil, join(folder, 'none'));
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.map(({ verdict, incomplete, error }) => [verdict, incomplete, error])).toEqual([
      ['safe', false, undefined],
      ['dangerous', false, undefined],
      [undefined, undefined, 'no such file'],
    ]);
    expect(lines[1].findings[0]).toMatchObject({ rule: 'dangerous-global', global: 'os.system', offset: 18, path: [] });
    expect(lines[1].sha256).toMatch(/^[\da-f]{64}$/);
  });

  test('SARIF is valid by its schema', async () => {
    const path = createRequire(import.meta.url).resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
    const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(path, 'utf8'));
    const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);
    const { out } = await scan('--format', 'sarif', join(folder, 'all'), join(folder, 'none'));
    const log = JSON.parse(out);
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...log, version: '2.0' })).toBe(false);
    const [run] = log.runs;
    expect(
      run.results.map(({ ruleId, level }: { ruleId: string; level: string }) => `${level} ${ruleId}`).sort(),
    ).toEqual(['error dangerous-global', 'note failed', 'note unread', 'warning unknown-global']);
    for (const { locations } of run.results) expect(locations[0].physicalLocation.region.startLine).toBe(1);
  });

  test('JUnit', async () => {
    const { out } = await scan('--format', 'junit', good, evil, part);
    expect(out).toContain('<testsuite name="brine scan" tests="3" failures="1" errors="1">');
    expect(out).toMatch(/<failure message="dangerous">dangerous dangerous-global os\.system \(byte 18\)/);
  });

  test('into a file', async () => {
    const path = join(folder, 'report.json');
    const { status, out } = await scan('-o', path, '--format', 'jsonl', evil);
    expect([status, out]).toEqual([1, '']);
    expect(readFileSync(path, 'utf8')).toContain('os.system');
  });
});

describe('servers', () => {
  let server: Server;
  let address = '';
  const asked: string[] = [];
  const files = new Map<string, Buffer>([
    ['config.json', Buffer.from('{"a": 1}')],
    ['sub/model #1.bin', EVIL],
    ['weights.pkl', Buffer.from(dumps([1]))],
  ]);

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '', 'http://localhost');
      asked.push(`${decodeURIComponent(pathname)}${search} ${request.headers.authorization ?? ''}`.trim());
      if (pathname === '/api/models/owner/name/tree/main') {
        const all = [...files.keys()];
        const isFirst = !search.includes('cursor');
        const page = isFirst ? all.slice(0, 2) : all.slice(2);
        if (isFirst) response.setHeader('link', `<${address}${pathname}?recursive=true&cursor=2>; rel="next"`);
        response.end(
          JSON.stringify([{ type: 'directory', path: 'sub' }, ...page.map((path) => ({ type: 'file', path }))]),
        );
        return;
      }
      const [, path = ''] = /^\/owner\/name\/resolve\/main\/(.*)$/.exec(decodeURIComponent(pathname)) ?? [];
      const bytes = pathname === '/plain.pkl' ? EVIL : files.get(path);
      if (bytes === undefined) {
        response.statusCode = 404;
        response.end();
        return;
      }
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
      if (from === undefined || pathname === '/plain.pkl') {
        response.end(bytes);
        return;
      }
      const end = Math.min(Number(to) + 1, bytes.length);
      response.statusCode = 206;
      response.setHeader('content-range', `bytes ${from}-${end - 1}/${bytes.length}`);
      response.end(bytes.subarray(Number(from), end));
    });
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const at = server.address();
    address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}`;
    process.env['HF_ENDPOINT'] = address;
    process.env['HF_TOKEN'] = 'secret';
  });
  afterAll(() => {
    delete process.env['HF_ENDPOINT'];
    delete process.env['HF_TOKEN'];
    server.close();
  });

  test('a model of the Hub', async () => {
    const { status, out } = await scan('hf:owner/name');
    expect(status).toBe(1);
    expect(out).toContain('dangerous   hf:owner/name/sub/model #1.bin');
    expect(out).toContain('3 files: 1 dangerous, 2 safe');
    expect(asked.every((line) => line.endsWith('Bearer secret'))).toBe(true);
    await expect(scan('hf:owner/other')).rejects.toThrow(/status 404/);
  });

  test('an address, with ranges and without; the token is for the Hub alone', async () => {
    expect((await scan(`${address}/owner/name/resolve/main/weights.pkl`)).status).toBe(0);
    process.env['HF_ENDPOINT'] = 'http://127.0.0.1:1';
    asked.length = 0;
    expect((await scan(`${address}/plain.pkl`)).status).toBe(1);
    expect(asked.every((line) => !line.includes('secret'))).toBe(true);
    process.env['HF_ENDPOINT'] = address;
    expect((await scan(`${address}/none.pkl`)).status).toBe(2);
  });
});

test('threads find what one does', () => {
  const built = new Built();
  for (let i = 0; i < 20; i++) built.write(`${i}.pkl`, i % 5 === 0 ? EVIL : dumps(i));
  const [one, two] = ['1', '2'].map((jobs) => built.run(['scan', '--jobs', jobs, '.']));
  expect(two?.out).toBe(one?.out);
  expect(two?.out).toContain('20 files: 4 dangerous, 16 safe');
  expect(two?.status).toBe(1);
  expect(built.run(['scan', '-'], EVIL).out).toContain('dangerous   <stdin>');
});

test('the steps of the GitHub Action scan, write SARIF and fail', () => {
  const root = new URL('../../', import.meta.url);
  const action = readFileSync(new URL('action.yml', root), 'utf8');
  const [, script = ''] = /run: \|\n((?: {8}.*\n)+)/.exec(action) ?? [];
  expect(script).toContain('scan');
  const work = mkdtempSync(join(tmpdir(), 'brine-action-'));
  writeFileSync(join(work, 'evil.pkl'), EVIL);
  writeFileSync(join(work, 'good.pkl'), dumps(1));
  const run = (PATHS: string): number | null =>
    spawnSync('bash', ['-e', '-c', script], {
      cwd: work,
      env: {
        ...process.env,
        PATHS,
        POLICY: 'weights',
        FAIL_ON: 'suspicious',
        SARIF: 'o.sarif',
        GITHUB_ACTION_PATH: fileURLToPath(root),
      },
    }).status;
  expect(run('good.pkl evil.pkl')).toBe(1);
  expect(readFileSync(join(work, 'o.sarif'), 'utf8')).toContain('os.system');
  expect(run('good.pkl')).toBe(0);
  rmSync(work, { recursive: true });
});

test('the hook of pre-commit names a command that is there', async () => {
  const hook = readFileSync(new URL('../../.pre-commit-hooks.yaml', import.meta.url), 'utf8');
  const [, entry = ''] = /entry: brine scan (.*)/.exec(hook) ?? [];
  expect((await scan(...entry.split(' '), good)).status).toBe(0);
  expect((await scan(...entry.split(' '), evil)).status).toBe(1);
});
