/**
 * The recipe of docs/numpy.md for FastAPI, as it is printed there: a service of genuine FastAPI sends arrays of numpy,
 * and the page's function reads them without a copy. Part of `npm run conformance:numpy`.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { loads } from 'brine';
import { NdArray, numpy } from 'brine/numpy';
import { recipe } from './recipe-text.ts';

const folder = `${process.env['BRINE_VENVS'] ?? '/tmp/venvs'}/numpy-fastapi`;
const python = `${folder}/bin/python`;
const PACKAGES = ['numpy==2.4.6', 'fastapi==0.165.0', 'starlette==1.10.0', 'uvicorn==0.54.0'];

/** Around the code of the recipe; the comment of the recipe says the same. */
const SERVICE = `
import sys
import numpy, uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse

app = FastAPI()

@app.get('/array')
def array():
    value = {
        'grid': numpy.arange(12.0).reshape(3, 4),
        'columns': numpy.asfortranarray(numpy.arange(6, dtype='i4').reshape(2, 3)),
        'bytes': numpy.arange(5, dtype='u1'),
        'times': numpy.arange(3, dtype='i8'),
        'large': numpy.arange(1_000_000, dtype='f4'),
    }
    return StreamingResponse(packed(value))

uvicorn.run(app, port=int(sys.argv[1]), log_level='warning')
`;

function prepare(): boolean {
  if (existsSync(python)) return true;
  const base = `${homedir()}/.pyenv/versions/3.11.7/bin/python`;
  const made = spawnSync(existsSync(base) ? base : 'python3', ['-m', 'venv', folder]);
  return made.status === 0 && spawnSync(python, ['-m', 'pip', 'install', '-q', ...PACKAGES]).status === 0;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Asks until the service has started. */
async function answer(url: string, service: ChildProcess): Promise<ArrayBuffer> {
  for (let left = 150; ; left--) {
    try {
      return await (await fetch(url)).arrayBuffer();
    } catch (error) {
      if (left === 0 || service.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function run(): Promise<string[]> {
  const { service: code, unpacked } = await recipe(
    readFileSync(fileURLToPath(new URL('../../docs/numpy.md', import.meta.url)), 'utf8'),
  );
  const port = await freePort();
  const service = spawn(python, ['-c', code + SERVICE, String(port)], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    const body = await answer(`http://127.0.0.1:${port}/array`, service);
    const [pickle = new Uint8Array(), ...buffers] = unpacked(body);
    const value = loads<Map<string, NdArray>>(pickle, { codecs: [numpy], buffers });
    const problems: string[] = [];
    for (const [name, shape, dtype] of [
      ['grid', '3,4', 'float64'],
      ['columns', '2,3', 'int32'],
      ['bytes', '5', 'uint8'],
      ['times', '3', 'int64'],
      ['large', '1000000', 'float32'],
    ] as const) {
      const array = value.get(name);
      if (!(array instanceof NdArray) || String(array.shape) !== shape || array.dtype.name !== dtype) {
        problems.push(`${name} is ${String(array)}`);
        continue;
      }
      let next = 0;
      if (![...array].every((element) => Number(element) === next++)) problems.push(`${name} has other elements`);
      if (Array.isArray(array.data) || array.data.buffer !== body) problems.push(`${name} is a copy`);
    }
    return problems;
  } finally {
    service.kill();
  }
}

if (prepare()) {
  const problems = await run();
  console.log(
    `FastAPI ${PACKAGES[1]?.slice('fastapi=='.length)}: ${5 - problems.length} of 5 arrays arrive without a copy`,
  );
  for (const problem of problems) console.log(`NEW ${problem}`);
  process.exitCode = problems.length > 0 ? 1 : 0;
} else console.log('FastAPI cannot be had here');
