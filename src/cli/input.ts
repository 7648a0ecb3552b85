/**
 * The files of a command line: paths, patterns, `-`. They are opened if they are compressed or written as text.
 *
 * @module
 */
import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { joined } from '../bytes/joined.ts';
import { type Compression, compressionOf, formatOf, isZip, mistakenFor, type TextForm } from '../bytes/signature.ts';
import type { UnpackLimits } from '../ceiling.ts';
import { PickleError } from '../errors.ts';
import type { ArrayFile } from './array-file.ts';
import { CommandError, EXIT } from './command-error.ts';
import { decompress } from './compression.ts';
import { filesOf, isPattern } from './glob.ts';
import type { JoblibFile } from './joblib-file.ts';
import { messageOf } from './message.ts';
import type { Opening } from './opening.ts';
import type { Output } from './output.ts';
import { Progress } from './progress.ts';
import { isUrl, mayHaveTensors } from './tensor-head.ts';

/** A file that was read. */
export interface Input {
  /** The name as it is shown: `<stdin>` for `-`. */
  readonly name: string;
  /** The bytes to read, decompressed. */
  readonly bytes: Uint8Array;
  /** The bytes before the pickle in the file. */
  readonly header: Uint8Array;
  /** The form of the text, if the pickle was written as text. */
  readonly form: TextForm | undefined;
  /** The compressions, the outermost first. */
  readonly compressions: readonly Compression[];
  /** Which of numpy's files it is, whose arrays `bytes` holds as a pickle. */
  readonly arrays: '.npy' | '.npz' | 'joblib' | undefined;
  /** The file itself, if joblib wrote it; `bytes` may be the plain pickle of its value. */
  readonly joblib: JoblibFile | undefined;
  /** The size of the file itself, in bytes. */
  readonly size: number;
}

const CHUNK = 2 ** 22;
const PIECE = 2 ** 16;
/** How many times a file may be compressed. More than this is an attack. */
const MOST_LAYERS = 4;

/** The files that a command line names; patterns become the files that match. */
export function expand(names: readonly string[]): string[] {
  return names.flatMap((name) => {
    if (name === '-' || isUrl(name) || !isPattern(name) || existsSync(name)) return [name];
    const found = filesOf(name);
    if (found.length === 0) throw new CommandError(`${name}: no file matches`);
    return found;
  });
}

/**
 * Does something with each file. If a file cannot be read, the others still are.
 *
 * @returns The worst exit status.
 */
export async function eachInput(
  names: readonly string[],
  output: Output,
  opening: Opening,
  use: (input: Input, count: number) => Promise<number>,
): Promise<number> {
  const files = expand(names);
  let worst: number = EXIT.ok;
  for (const name of files) {
    try {
      const done = mayHaveTensors(name) ? await opening.tensors?.(name, files.length) : undefined;
      worst = Math.max(worst, done ?? (await use(await readInput(name, output, opening), files.length)));
    } catch (error) {
      await output.flush();
      output.say(namedMessage(name, error));
      worst = EXIT.failed;
    }
  }
  return worst;
}

/** The message for an error with a file. What a server does is an error that begins with the URL. */
function namedMessage(name: string, error: unknown): string {
  const message = messageOf(error);
  return message.startsWith(`${name}: `) ? message : `${shownName(name)}: ${message}`;
}

export function shownName(name: string): string {
  return name === '-' ? '<stdin>' : name;
}

/** Reads a file, and opens it if it is written as text or compressed. */
export async function readInput(name: string, output: Output, opening: Opening): Promise<Input> {
  const member = await memberAsked(name, output, opening);
  if (member !== undefined) return member;
  const raw = await readAll(name, output);
  if (raw.length === 0) throw new CommandError('the file is empty');
  const { limits, offset } = opening;
  if (offset >= raw.length)
    throw new CommandError(`there is nothing at offset ${offset}: the file has ${raw.length} bytes`);
  const header = raw.subarray(0, offset);
  let bytes = raw.subarray(offset);
  const form = opening.form === 'content' ? formatOf(bytes)?.text : opening.form;
  if (form !== undefined) bytes = (await import('../inspect/text-form.ts')).fromText(bytes, form);
  // The container of joblib before 0.10, whose content is zlib data.
  if (bytes[0] === 0x5a && bytes[1] === 0x46) bytes = (await import('../joblib/zfile.ts')).insideZFile(bytes);
  const compressions: Compression[] = [];
  for (let next = compressionOf(bytes); next !== undefined; next = compressionOf(bytes)) {
    if (compressions.length === MOST_LAYERS) throw new CommandError('the file is compressed more than four times');
    const progress = new Progress(output.stderr, 'unpacking', bytes.length);
    try {
      bytes = await decompress(bytes, next, progress, limits);
    } finally {
      progress.end();
    }
    compressions.push(next);
  }
  const read = { name: shownName(name), header, form, compressions, size: raw.length };
  // An array is in the file, or in one beside it.
  if (mentions(bytes, 'NumpyArrayWrapper') || (opening.arrays && mentions(bytes, 'NDArrayWrapper'))) {
    const { filesBeside, joblibFile, plainPickle } = await import('./joblib-file.ts');
    const joblib = joblibFile(bytes, limits);
    if (joblib !== undefined) {
      if (!opening.arrays) return { ...read, bytes, arrays: 'joblib', joblib };
      const files = await filesBeside(joblib, opening.siblings ? pathOnDisk(name) : undefined, limits);
      return { ...read, bytes: plainPickle(joblib, limits, output, files), arrays: 'joblib', joblib };
    }
  }
  const file = opening.arrays && mayHaveArrays(bytes) ? await arraysOf(bytes, limits, output) : undefined;
  return { ...read, bytes: file?.pickle ?? bytes, arrays: file?.format, joblib: undefined };
}

/** The path of a file that has a folder, where others may be. */
function pathOnDisk(name: string): string {
  if (name !== '-' && !isUrl(name)) return name;
  throw new CommandError('--siblings needs a file in a folder, where the files of its arrays are too');
}

/** Refuses to change a file in which elements of arrays stand between the opcodes. */
export function refuseJoblib({ name, joblib }: Input, command: string): void {
  if (joblib === undefined) return;
  throw new CommandError(
    `${command} cannot change a file of joblib, because elements of arrays stand between its opcodes; ` +
      `brine convert -o plain.pkl ${name} makes a plain pickle of it, which joblib.load also opens`,
  );
}

/** The one array of a `.npz` that the command is asked for, read by range; `undefined` if the whole file is needed. */
async function memberAsked(name: string, output: Output, opening: Opening): Promise<Input | undefined> {
  const { path, arrays, offset, limits } = opening;
  if (path === undefined || !arrays || offset > 0 || name === '-' || !name.endsWith('.npz')) return undefined;
  const found = await (await import('./array-file.ts')).memberFile(name, path, limits, output);
  if (found === undefined) return undefined;
  const { pickle, size } = found;
  const read = { name: shownName(name), header: new Uint8Array(), form: undefined, compressions: [], size };
  return { ...read, bytes: pickle, arrays: '.npz', joblib: undefined };
}

/** Whether bytes begin as a `.npy` or a zip archive does. */
function mayHaveArrays(bytes: Uint8Array): boolean {
  return bytes[0] === 0x93 || isZip(bytes);
}

async function arraysOf(bytes: Uint8Array, limits: UnpackLimits, output: Output): Promise<ArrayFile | undefined> {
  return await (await import('./array-file.ts')).arrayFile(bytes, limits, output);
}

/** Whether a pickle may have arrays of numpy. */
export function namesNumpy(pickle: Uint8Array): boolean {
  return mentions(pickle, 'numpy');
}

/** Whether a pickle may have estimators of scikit-learn, sparse matrices of scipy or the models of boosting libraries. */
export function namesEstimators(pickle: Uint8Array): boolean {
  return ['sklearn', 'scipy.sparse', 'lightgbm', 'xgboost', 'n_features_in_'].some((word) => mentions(pickle, word));
}

/** Words of which a pickle has one if it has objects of the standard library that are written in several forms. */
const LIBRARY_NAMES = [
  'builtin',
  'datetime',
  'collections',
  'fractions',
  'ipaddress',
  'pathlib',
  'exceptions',
  'rror',
  'User',
];

/** Whether a pickle may have objects of the standard library that are written in several forms. */
export function namesLibrary(pickle: Uint8Array): boolean {
  return LIBRARY_NAMES.some((name) => mentions(pickle, name));
}

/** Whether a word is somewhere in a pickle. */
export function mentions(pickle: Uint8Array, word: string): boolean {
  return Buffer.from(pickle.buffer, pickle.byteOffset, pickle.length).includes(word);
}

/** The error for a file of another well-known format. */
export function explained(error: unknown, bytes: Uint8Array): unknown {
  const reason = error instanceof CommandError ? error.cause : error;
  // What else stops a command says nothing about its input.
  if (!(reason instanceof PickleError)) return error;
  const isCut = reason.code === 'truncated';
  const format = mistakenFor(bytes, bytes.length, isCut);
  if (format === undefined || !(error instanceof Error)) return error;
  const { name, text } = format;
  const remedy = text === undefined ? format.remedy : `--from ${text} decodes it`;
  return new CommandError(`not a pickle but ${name}${remedy === '' ? '' : `; ${remedy}`}`, { cause: error });
}

async function readAll(name: string, output: Output): Promise<Uint8Array> {
  if (name === '-') return await gather(process.stdin, output);
  if (isUrl(name)) return await (await import('./download.ts')).download(name, output);
  const fd = openSync(name, 'r');
  try {
    const { size } = fstatSync(fd);
    return size === 0 ? await gather(piecesOf(fd), output) : readWhole(fd, size, output);
  } finally {
    closeSync(fd);
  }
}

/** Reads a file of known size, synchronously: `node:fs/promises` would have to be loaded first. */
function readWhole(fd: number, size: number, output: Output): Uint8Array {
  const bytes = new Uint8Array(size);
  const progress = new Progress(output.stderr, 'reading', size);
  for (let at = 0; at < size; ) {
    const length = readSync(fd, bytes, at, Math.min(CHUNK, size - at), at);
    if (length === 0) throw new CommandError('the file shrank while it was read');
    at += length;
    progress.update(at);
  }
  progress.end();
  return bytes;
}

/** Reads a file whose size is not known: a named pipe, or a file in /proc. */
function* piecesOf(fd: number): Generator<Uint8Array, void, undefined> {
  for (;;) {
    const piece = new Uint8Array(PIECE);
    const length = readSync(fd, piece);
    if (length === 0) return;
    yield piece.subarray(0, length);
  }
}

/** Reads a stream to its end. */
async function gather(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, output: Output): Promise<Uint8Array> {
  const progress = new Progress(output.stderr, 'reading', undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    progress.update(length);
  }
  progress.end();
  return joined(chunks);
}
