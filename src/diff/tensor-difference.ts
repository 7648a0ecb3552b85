/**
 * In what the tensors of two files differ.
 *
 * @module
 */
import type { NdArray } from '../numpy/nd-array.ts';
import { Storage } from '../torch/storage.ts';
import { Tensor } from '../torch/tensor.ts';
import { type NamedTensor, stridedParts, type TensorLike } from '../torch/tensors-in.ts';
import { arrayDifference } from './array-difference.ts';

/** A difference, as {@link differenceText} has them: a sign and a line. */
export type TensorDifference = readonly [sign: '-' | '+' | '~', text: string];

/** Compares tensors by their names; elements are read in pairs. */
export async function* tensorDifferences(
  a: readonly NamedTensor[],
  b: readonly NamedTensor[],
  tolerance: number | undefined,
): AsyncGenerator<TensorDifference, void, undefined> {
  const others = new Map(b.map(({ name, tensor }) => [name, tensor]));
  const names = new Set<string>();
  for (const { name, tensor } of a) {
    names.add(name);
    const other = others.get(name);
    if (other === undefined) {
      yield ['-', `- ${name}: ${String(tensor)}`];
      continue;
    }
    const text = await difference(tensor, other, tolerance);
    if (text !== undefined) yield ['~', `~ ${name}: ${text}`];
  }
  for (const { name, tensor } of b) if (!names.has(name)) yield ['+', `+ ${name}: ${String(tensor)}`];
}

async function difference(a: TensorLike, b: TensorLike, tolerance: number | undefined): Promise<string | undefined> {
  if (a instanceof Storage || b instanceof Storage) {
    const same = a instanceof Storage && b instanceof Storage && haveSameContent(await a.read(), await b.read());
    return same ? undefined : `${String(a)} -> ${String(b)}`;
  }
  const [first, second] = [stridedParts(a), stridedParts(b)];
  if (a.constructor !== b.constructor && !(a instanceof Tensor && b instanceof Tensor))
    return `${String(a)} -> ${String(b)}`;
  if (first.length !== second.length) return `${String(a)} -> ${String(b)}`;
  for (const [at, one] of first.entries()) {
    const other = second[at];
    if (other === undefined) continue;
    const text = await stridedDifference(one, other, tolerance);
    if (text !== undefined) return text;
  }
  return undefined;
}

async function stridedDifference(a: Tensor, b: Tensor, tolerance: number | undefined): Promise<string | undefined> {
  const isSameForm = a.dtype === b.dtype && a.shape.join() === b.shape.join();
  if (a.isMeta || b.isMeta) return isSameForm && a.isMeta === b.isMeta ? undefined : `${a} -> ${b}`;
  if (isSameForm && (await haveSameBytes(a, b))) return undefined;
  if (tolerance === undefined && !isSameForm) return `${a.summary} -> ${b.summary}`;
  return arrayDifference(viewed(await a.array()), viewed(await b.array()), tolerance);
}

async function haveSameBytes(a: Tensor, b: Tensor): Promise<boolean> {
  const others = b.chunks();
  for await (const chunk of a.chunks()) {
    const other = (await others.next()).value;
    if (!(other instanceof Uint8Array)) return false;
    if (!haveSameContent(chunk, other)) return false;
  }
  return true;
}

function haveSameContent(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function viewed(elements: NdArray): Parameters<typeof arrayDifference>[0] {
  const { shape, dtype } = elements;
  return { name: 'tensor', shape, dtype, elements, mask: undefined, objects: undefined };
}
