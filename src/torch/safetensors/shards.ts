import type { WrittenTensor } from './write.ts';

/** One of several files. */
export interface Shard {
  readonly name: string;
  readonly tensors: readonly WrittenTensor[];
}

/**
 * Splits tensors into files, in their order, and makes the index of them.
 *
 * @param most - The most bytes of one file.
 * @param name - The beginning of the names.
 */
export function shardsOf(
  tensors: readonly WrittenTensor[],
  most: number,
  name: string,
): { readonly shards: readonly Shard[]; readonly index: string | undefined } {
  const groups: WrittenTensor[][] = [[]];
  let bytes = 0;
  for (const one of tensors) {
    const { nbytes } = one.tensor;
    const last = groups[groups.length - 1];
    if (last !== undefined && (last.length === 0 || bytes + nbytes <= most)) {
      last.push(one);
      bytes += nbytes;
    } else {
      groups.push([one]);
      bytes = nbytes;
    }
  }
  const [only, another] = groups;
  if (only !== undefined && another === undefined) {
    return { shards: [{ name: `${name}.safetensors`, tensors: only }], index: undefined };
  }
  const digits = (number: number): string => String(number).padStart(5, '0');
  const shards = groups.map((group, at) => ({
    name: `${name}-${digits(at + 1)}-of-${digits(groups.length)}.safetensors`,
    tensors: group,
  }));
  const total = tensors.reduce((sum, { tensor }) => sum + tensor.nbytes, 0);
  const pairs = shards.flatMap((shard) => shard.tensors.map((one): [string, string] => [one.name, shard.name]));
  const lines = pairs
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tensor, shard]) => `    ${JSON.stringify(tensor)}: ${JSON.stringify(shard)}`);
  const index = `{\n  "metadata": {\n    "total_size": ${total}\n  },\n  "weight_map": {\n${lines.join(',\n')}\n  }\n}\n`;
  return { shards, index };
}
