/**
 * A checkpoint of 200 MB that is a `Blob` of Chromium, opened and read there, beside what the browser itself takes to read
 * the Blob, and beside `torch.load` of the same file: `npm run bench:torch-chromium`. CHROMIUM names the browser, PYTHON a
 * Python with PyTorch, as for `npm run bench:torch`. Without a browser it says so, and ends with status 0.
 *
 * @module
 */
import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.js';
import { quantile } from './report.js';

const ROUNDS = 9;
const browser = [process.env.CHROMIUM ?? '', 'chromium', 'chromium-browser', 'google-chrome'].find(
  (command) => command !== '' && spawnSync(command, ['--version']).status === 0,
);
const made = join(process.env.BRINE_VENVS ?? join(tmpdir(), 'venvs'), 'torch-2.13/bin/python');
const python = process.env.PYTHON ?? (existsSync(made) ? made : 'python3');
const here = (name) => new URL(name, import.meta.url).pathname;

/** What the page does. It sends the times of each round, in ms. */
async function measure(rounds) {
  const { loadTorch, openTorch } = await import('/dist/torch.js');
  const blob = await (await fetch('/large.pt')).blob();
  const timed = async (run) => {
    const start = performance.now();
    await run();
    return performance.now() - start;
  };
  const all = [];
  for (let round = 0; round < rounds; round++) {
    all.push([
      await timed(() => openTorch(blob)),
      await timed(() => loadTorch(blob, { loadAll: true })),
      await timed(() => loadTorch(blob, { loadAll: true, check: false })),
      await timed(() => blob.arrayBuffer()),
    ]);
  }
  await fetch('/done', { method: 'POST', body: JSON.stringify(all) });
}

const PAGE = `<!doctype html><script type="module">
try { await (${measure})(${ROUNDS}); } catch (error) { await fetch('/done', { method: 'POST', body: String(error.stack) }); }
</script>`;

/** Serves the page, the package and the file, until the page has sent what it measured. */
function serve(folder) {
  let resolve;
  let reject;
  const measured = new Promise((good, bad) => {
    [resolve, reject] = [good, bad];
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/done') {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        response.end();
        if (body.startsWith('[')) resolve(JSON.parse(body));
        else reject(new Error(body));
      });
    } else if (pathname === '/large.pt') {
      response.writeHead(200, { 'content-length': statSync(join(folder, 'large.pt')).size });
      createReadStream(join(folder, 'large.pt')).pipe(response);
    } else if (/^\/dist\/[\w.-]+\.js$/.test(pathname)) {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(here(`..${pathname}`)));
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    }
  });
  return { server, measured };
}

async function pythonTimes(folder) {
  const child = new Child(python, [here('torch_child.py'), folder]);
  await child.ask('setup', { name: 'load again', isFresh: false });
  const times = [];
  for (let round = 0; round < ROUNDS; round++) times.push((await child.ask('round')).wall / 1e6);
  child.end();
  return times;
}

async function run(command) {
  const folder = mkdtempSync(join(tmpdir(), 'brine-chromium-'));
  const { server, measured } = serve(folder);
  let window;
  try {
    const { status } = spawnSync(python, [here('torch_child.py'), folder, 'make'], { stdio: 'inherit' });
    if (status !== 0) throw new Error(`${python} needs torch and safetensors; give another one as PYTHON`);
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${server.address().port}/`;
    const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(folder, 'profile')}`];
    window = spawn(command, [...flags, address], { stdio: 'ignore' });
    const rounds = await measured;
    const names = ['openTorch', 'loadTorch, loadAll', 'the same without checksums', 'blob.arrayBuffer() alone'];
    const rows = [
      ...names.map((name, at) => [name, rounds.map((times) => times[at])]),
      ['torch.load', await pythonTimes(folder)],
    ];
    const version = spawnSync(command, ['--version'], { encoding: 'utf8' }).stdout.trim();
    console.log(`${version}; a Blob of 200 MB; ms by the clock, medians of ${ROUNDS} rounds with quartiles`);
    for (const [name, times] of rows) {
      const [low, middle, high] = [0.25, 0.5, 0.75].map((at) => quantile(times, at).toFixed(1));
      console.log(`${name.padEnd(27)} ${middle.padStart(7)}  ${low}–${high}`);
    }
  } finally {
    window?.kill('SIGKILL');
    server.close();
    server.closeAllConnections();
    await new Promise((resolve) => setTimeout(resolve, 500));
    rmSync(folder, { recursive: true, force: true });
  }
}

if (browser === undefined) console.log('no Chromium here (CHROMIUM names one): nothing was measured');
else await run(browser);
