/**
 * In what the tensors of two files differ.
 *
 * @module
 */
import type { NdArray } from '../numpy/nd-array.ts';
import { JaggedTensor } from '../torch/layouts.ts';
import { TensorStorage } from '../torch/storage.ts';
import { Parameter, Tensor } from '../torch/tensor.ts';
import { type NamedTensor, stridedParts, type TensorLike } from '../torch/tensors-in.ts';
import { Global } from '../values/global.ts';
import { arrayDifference } from './array-difference.ts';

/** A difference, as {@link differenceText} has them: a sign and a line. */
export type TensorDifference = readonly [sign: '-' | '+' | '~', text: string];

/** How tensors are compared. */
export interface TensorComparison {
  /** By how much elements may differ; `undefined`: not at all. */
  readonly tolerance: number | undefined;
  /** Whether their classes, devices, quantizers and `requires_grad` are compared too. */
  readonly attributes: boolean;
}

/** Compares tensors by their names; elements are read in pairs. */
export async function* tensorDifferences(
  a: readonly NamedTensor[],
  b: readonly NamedTensor[],
  options: TensorComparison,
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
    const text = await difference(tensor, other, options);
    if (text !== undefined) yield ['~', `~ ${name}: ${text}`];
  }
  for (const { name, tensor } of b) if (!names.has(name)) yield ['+', `+ ${name}: ${String(tensor)}`];
}

async function difference(
  a: TensorLike,
  b: TensorLike,
  { tolerance, attributes }: TensorComparison,
): Promise<string | undefined> {
  if (a instanceof TensorStorage || b instanceof TensorStorage) {
    const same =
      a instanceof TensorStorage && b instanceof TensorStorage && haveSameContent(await a.read(), await b.read());
    return same ? undefined : `${String(a)} -> ${String(b)}`;
  }
  const [first, second] = [stridedParts(a), stridedParts(b)];
  if (a.constructor !== b.constructor && !(a instanceof Tensor && b instanceof Tensor))
    return `${String(a)} -> ${String(b)}`;
  if (first.length !== second.length) return `${String(a)} -> ${String(b)}`;
  // Sizes and layouts of sparse and jagged tensors are in none of their parts.
  if (!(a instanceof Tensor) && String(a) !== String(b)) return `${String(a)} -> ${String(b)}`;
  for (const [at, one] of first.entries()) {
    const other = second[at];
    if (other === undefined) continue;
    const text = await stridedDifference(one, other, tolerance);
    if (text !== undefined) return text;
  }
  return attributes ? attributesDifference(a, b) : undefined;
}

/** In what two tensors with the same elements differ. */
function attributesDifference(
  a: Exclude<TensorLike, TensorStorage>,
  b: Exclude<TensorLike, TensorStorage>,
): string | undefined {
  const others = attributesOf(b);
  const texts = attributesOf(a).flatMap(([name, text], at) => {
    const other = others[at]?.[1];
    return text === other ? [] : [`${name} ${text} -> ${other}`];
  });
  return texts.length === 0 ? undefined : texts.join(', ');
}

function attributesOf(tensor: Exclude<TensorLike, TensorStorage>): (readonly [name: string, text: string])[] {
  const [first] = stridedParts(tensor);
  const requiresGrad = tensor instanceof Tensor || tensor instanceof JaggedTensor ? tensor.requiresGrad : false;
  return [
    ['class', classOf(tensor)],
    ['requires_grad', requiresGrad ? 'True' : 'False'],
    ['device', String(first?.device ?? '')],
    ['quantizer', quantizerText(tensor)],
  ];
}

function classOf(tensor: TensorLike): string {
  if (tensor instanceof Tensor && tensor.type instanceof Global) return tensor.type.name;
  return tensor instanceof Parameter ? 'Parameter' : 'Tensor';
}

/** Scales of channels are parts of the tensor, which are compared as such. */
function quantizerText(tensor: TensorLike): string {
  const quantizer = tensor instanceof Tensor ? tensor.quantizer : undefined;
  if (quantizer === undefined) return 'None';
  const { scheme } = quantizer;
  return scheme === 'per_tensor_affine'
    ? `${scheme}(${quantizer.scale}, ${quantizer.zeroPoint})`
    : `${scheme}(axis ${quantizer.axis})`;
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
  // Files cut their tensors at different places: what is left of a chunk of the other one.
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of a.chunks()) {
    for (let at = 0; at < chunk.length; ) {
      if (rest.length === 0) rest = (await others.next()).value ?? rest;
      const length = Math.min(rest.length, chunk.length - at);
      if (length === 0 || !haveSameContent(chunk.subarray(at, at + length), rest.subarray(0, length))) return false;
      rest = rest.subarray(length);
      at += length;
    }
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
