import { JaggedTensor, NestedTensor, SparseTensor, type Tensor, Tensor as TensorClass, tensorsIn } from 'brine/torch';
import type { TensorCase } from './cases.ts';

function parts(tensor: unknown): readonly Tensor[] {
  if (tensor instanceof SparseTensor) return [...tensor.indices, tensor.values];
  if (tensor instanceof NestedTensor) return [tensor.buffer, tensor.sizes, tensor.strides, tensor.offsets];
  if (tensor instanceof JaggedTensor) {
    const remembered = tensor.metadata instanceof Map ? [...tensor.metadata.values()] : [];
    return [tensor.values, tensor.offsets, tensor.lengths, ...remembered].filter((one) => one instanceof TensorClass);
  }
  if (!(tensor instanceof TensorClass)) return [];
  const { quantizer } = tensor;
  if (quantizer === undefined || quantizer.scheme === 'per_tensor_affine') return [tensor];
  return [tensor, quantizer.scales, quantizer.zeroPoints];
}

/** The tensors of a value as cases.py describes them. */
export async function described(value: unknown): Promise<TensorCase[]> {
  const all: TensorCase[] = [];
  for (const { tensor } of tensorsIn(value)) {
    for (const one of parts(tensor)) {
      const bytes = one.isMeta ? null : Buffer.from(await one.bytes()).toString('hex');
      all.push({ dtype: one.dtype.name, shape: [...one.shape], bytes, requiresGrad: one.requiresGrad });
    }
  }
  return all;
}
