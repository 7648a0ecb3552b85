/**
 * `npm run test:runtimes`: one suite against the built package in every runtime that can be had: this Node, the other
 * lines of Node, Bun and Deno from npm, Chromium from Debian. What could not be had is said; what ran must give the
 * results of this Node.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { finish, installed, lastLine, Missing, RUNTIMES } from './npm-runtimes.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const INSTALL_MS = 150_000;
const RUN_MS = 150_000;

const work = mkdtempSync(join(tmpdir(), 'brine-runtimes-'));
const rowsFile = join(work, 'rows.json');
const rows = readRows();
writeFileSync(rowsFile, JSON.stringify(rows));

const here = await inProcess(process.execPath, []);
const reference = new Map([...here.shared, ...here.files]);
const outcomes = [{ name: `Node ${process.versions.node}`, failures: failuresOf(here), count: reference.size }];

const jobs = [
  ...RUNTIMES.map((runtime) => ({ name: runtime.name, run: () => fromNpm(runtime) })),
  { name: 'Chromium', run: inChromium },
];
outcomes.push(...(await Promise.all(jobs.map(attempt))));
rmSync(work, { recursive: true, force: true });

for (const { name, missing, failures = [], count = 0 } of outcomes) {
  if (missing !== undefined) console.log(`${name}: not run: ${missing}`);
  else console.log(`${name}: ${count - failures.length} passed, ${failures.length} failed`);
  for (const failure of failures.slice(0, 10)) console.log(`  ${failure}`);
}
const ran = outcomes.filter(({ missing }) => missing === undefined);
const failed = ran.flatMap(({ failures }) => failures).length;
console.log(
  `${ran.length} of ${outcomes.length} runtimes ran, ${ran.map(({ count }) => count).reduce((a, b) => a + b) - failed} passed, ${failed} failed`,
);
process.exitCode = failed === 0 ? 0 : 1;

/** Pickles good and bad, in hexadecimal. */
function readRows() {
  const fixture = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/malformed.json'), 'utf8'));
  return [...new Set(fixture.map(({ hex }) => hex.replaceAll(' ', '')))];
}

/** One runtime; what goes wrong before the suite runs is no failure of Brine's, what goes wrong after is. */
async function attempt({ name, run }) {
  try {
    const { version, results } = await run();
    if (results.error !== undefined) return { name: version, failures: [results.error], count: 1 };
    return { name: version, failures: failuresOf(results), count: results.shared.length + results.files.length };
  } catch (error) {
    if (error instanceof Missing) return { name, missing: error.message };
    return { name, failures: [String(error.stack)], count: 1 };
  }
}

/** The checks that failed, or that gave something else than here. */
function failuresOf({ shared, files }) {
  return [...shared, ...files].flatMap(([name, text]) => {
    const expected = reference.get(name);
    if (text.startsWith('FAILED')) return [`${name}: ${text}`];
    return text === expected ? [] : [`${name}: ${text}, here ${expected}`];
  });
}

async function fromNpm(runtime) {
  const { command, args, version } = await installed(runtime);
  return { version, results: await inProcess(command, args) };
}

/** The suite in a process of a runtime. */
async function inProcess(command, args) {
  const main = join(ROOT, 'test/runtimes/main.js');
  const { status, output, errors } = await finish(spawn(command, [...args, main, rowsFile], { cwd: ROOT }), RUN_MS);
  if (status !== 0) throw new Error(`${command} gave up: ${status} ${errors.slice(-2000)}`);
  return JSON.parse(output);
}

async function inChromium() {
  const command = findChromium() ?? (await installChromium());
  const results = {};
  results.promise = new Promise((resolve, reject) => Object.assign(results, { resolve, reject }));
  const server = createServer((request, response) => serve(request, response, results.resolve));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { version, child } = await startChromium(command, `http://127.0.0.1:${server.address().port}/`);
  const timer = setTimeout(() => results.reject(new Error('Chromium sent no results')), RUN_MS);
  try {
    return { version, results: await results.promise };
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    server.closeAllConnections();
    server.close();
  }
}

function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
  return names.find((name) => spawnSync(name, ['--version']).status === 0);
}

async function installChromium() {
  if (process.getuid?.() !== 0 || spawnSync('sh', ['-c', 'command -v apt-get']).status !== 0)
    throw new Missing('there is none');
  const apt = 'apt-get update -q && apt-get install -y -q --no-install-recommends chromium';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, output } = await finish(spawn('sh', ['-c', apt], { env }), INSTALL_MS);
  const command = findChromium();
  if (command === undefined) throw new Missing(`apt-get install chromium: ${status} ${lastLine(output)}`);
  return command;
}

async function startChromium(command, url) {
  const { output } = await finish(spawn(command, ['--version']), 20_000);
  const profile = join(work, 'profile');
  const flags = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    `--user-data-dir=${profile}`,
  ];
  const child = spawn(command, [...flags, url], { stdio: 'ignore' });
  return { version: `Chromium ${/\d+(\.\d+)+/.exec(output)?.[0]}`, child };
}

function serve(request, response, resolve) {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path === '/results') {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      response.end();
      resolve(JSON.parse(text));
    });
  } else if (path === '/rows') {
    response.end(JSON.stringify(rows));
  } else if (path === '/') {
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><script type="module" src="/test/runtimes/page.js"></script>');
  } else if (/^\/(dist|test\/runtimes)\/[\w.-]+\.js$/.test(path) && existsSync(join(ROOT, path))) {
    response.setHeader('content-type', 'text/javascript');
    response.end(readFileSync(join(ROOT, path)));
  } else {
    response.statusCode = 404;
    response.end();
  }
}
