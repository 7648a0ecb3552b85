/**
 * What is in a pickle as a file of another format.
 *
 * @module
 */
import { csvLines } from '../inspect/csv.ts';
import { NumpyJson } from '../json/array-json.ts';
import { graphJson } from '../json/graph-json.ts';
import { StandardJson } from '../json/standard-json.ts';
import { writeNpz } from '../npy/npz.ts';
import { writeNpy } from '../npy/write-npy.ts';
import { numpy } from '../numpy/family.ts';
import { NdArray } from '../numpy/nd-array.ts';
import { NumpyScalar } from '../numpy/scalar.ts';
import { OrderedDict } from '../stdlib/collections/collections.ts';
import { writeSafetensors } from '../torch/safetensors/write.ts';
import { saveTorch } from '../torch/save-torch.ts';
import { Tensor } from '../torch/tensor.ts';
import { CommandError } from './command-error.ts';
import type { Encoding } from './encoding.ts';
import { numpyArrays } from './object-readers.ts';
import type { Output } from './output.ts';
import { parsed } from './parts.ts';
import { loadedValue } from './value.ts';

/** The formats besides pickle. */
export type OtherFormat = 'npy' | 'npz' | 'json' | 'csv' | 'safetensors' | 'torch';

/** Characters that are gathered before they are written. */
const PIECE = 2 ** 16;

/** A file of another format, of one pickle. */
export async function convertedTo(
  format: OtherFormat,
  pickle: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
): Promise<Uint8Array | Iterable<Uint8Array>> {
  if (format === 'json') return await jsonOf(pickle, encoding, output);
  const value = await loadedValue(pickle, encoding, { namesAny: true, opcodes: 0 }, output);
  switch (format) {
    case 'npy':
      return writeNpy(arrayOf(value, 'the value'), undefined, { codecs: [numpy] });
    case 'npz':
      return await writeNpz(arraysOf(value, format), undefined, { codecs: [numpy] });
    case 'safetensors':
      return await writeSafetensors(arraysOf(value, format));
    case 'torch':
      return await saveTorch(new OrderedDict(Array.from(arraysOf(value, format), asTensor)), undefined, {
        weightsOnly: true,
      });
    case 'csv':
      return encoded(csvLines(value), '\n');
  }
}

async function jsonOf(
  pickle: Uint8Array,
  encoding: Encoding | undefined,
  output: Output,
): Promise<Iterable<Uint8Array>> {
  const graph = parsed(pickle, encoding, output, 'parsing');
  const arrays = await numpyArrays(pickle, graph);
  const arrayJson = arrays && new NumpyJson(arrays, { arrays: 'list', bytes: 'base64' });
  return encoded(linesOf(graphJson(graph, {}, new StandardJson(graph), arrayJson)), '');
}

function* linesOf(texts: Iterable<string>): Generator<string, void, undefined> {
  yield* texts;
  yield '\n';
}

/** Texts, each with an end, as bytes in pieces: a table can be much longer than the longest string. */
function* encoded(texts: Iterable<string>, end: string): Generator<Uint8Array, void, undefined> {
  let piece = '';
  for (const text of texts) {
    piece += text + end;
    if (piece.length < PIECE) continue;
    yield Buffer.from(piece);
    piece = '';
  }
  yield Buffer.from(piece);
}

function asTensor([name, array]: readonly [string, NdArray]): [string, Tensor] {
  return [name, Tensor.from(array)];
}

function arraysOf(value: unknown, format: OtherFormat): Iterable<readonly [string, NdArray]> {
  if (value instanceof NdArray) return [['arr_0', value]];
  if (!(value instanceof Map)) throw new CommandError(`--to ${format} needs a numpy array or a dict of numpy arrays`);
  return Array.from(value, ([name, array]): [string, NdArray] => {
    if (typeof name !== 'string') throw new CommandError(`--to ${format} needs a dict whose keys are str`);
    return [name, arrayOf(array, `['${name}']`)];
  });
}

function arrayOf(value: unknown, what: string): NdArray {
  if (value instanceof NdArray) return value;
  if (value instanceof NumpyScalar) return NdArray.from(value.value, [], value.dtype);
  throw new CommandError(`${what} is not a numpy array; give the path of one with --path`);
}
