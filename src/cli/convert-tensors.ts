/**
 * Files of tensors as files of other formats, tensor by tensor: no more than one of them is in memory.
 *
 * @module
 */
import type { Sink } from '../dump/sink.ts';
import { writeNpz } from '../npy/npz.ts';
import type { NdArray } from '../numpy/nd-array.ts';
import { OrderedDict } from '../stdlib/collections/collections.ts';
import { toSafetensors } from '../torch/safetensors/convert.ts';
import { writeSafetensors } from '../torch/safetensors/write.ts';
import { saveTorch } from '../torch/save-torch.ts';
import { Tensor } from '../torch/tensor.ts';
import type { NamedTensor } from '../torch/tensors-in.ts';
import { CommandError, EXIT } from './command-error.ts';
import type { Opening } from './opening.ts';
import type { Output } from './output.ts';
import { writeThrough } from './result.ts';
import { type OpenedTensors, withTensors } from './tensors.ts';

/** The formats that a file of tensors is converted to. */
export type TensorFormat = 'safetensors' | 'torch' | 'npz';

/** Converts a file; `undefined` if it does not hold tensors. */
export async function convertTensors(
  name: string,
  format: TensorFormat,
  target: string | undefined,
  opening: Opening,
  output: Output,
): Promise<number | undefined> {
  return await withTensors(name, opening, async (opened) => {
    await writeThrough(target, output, async (sink) => await WRITERS[format](opened, sink, output));
    return EXIT.ok;
  });
}

const WRITERS: Readonly<Record<TensorFormat, (opened: OpenedTensors, sink: Sink, output: Output) => Promise<void>>> = {
  async safetensors({ file, source }, sink, output) {
    if (file.producer === undefined) {
      await writeSafetensors(strided(file.tensors), sink, { metadata: file.metadata });
      return;
    }
    const { shared } = await toSafetensors(source, sink);
    for (const [left, kept] of shared) output.say(`${left} shares the memory of ${kept}: only ${kept} is written`);
  },
  async torch({ file }, sink) {
    const { producer, value, tensors } = file;
    if (producer === undefined) await saveTorch(new OrderedDict(strided(tensors)), sink, { weightsOnly: true });
    else await saveTorch(value, sink);
  },
  async npz({ file }, sink) {
    await writeNpz(arraysOf(file.tensors), sink);
  },
};

async function* arraysOf(tensors: readonly NamedTensor[]): AsyncGenerator<readonly [string, NdArray]> {
  for (const [name, tensor] of strided(tensors)) {
    const array = await tensor.array();
    if (array.dtype.kind === 'V') {
      throw new CommandError(`${name} is ${tensor.dtype.name}, which numpy does not have; --to safetensors keeps it`);
    }
    yield [name === '' ? 'arr_0' : name, array];
  }
}

function strided(tensors: readonly NamedTensor[]): [string, Tensor][] {
  return tensors.map(({ name, tensor }) => {
    if (tensor instanceof Tensor) return [name, tensor];
    throw new CommandError(`${name} is ${String(tensor)}, which the format cannot store`);
  });
}
