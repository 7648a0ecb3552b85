/**
 * Entry `brine/torch`: PyTorch's checkpoints and safetensors.
 *
 * @module
 */

export { Device } from './torch/device.ts';
export { TorchDType, torchDType } from './torch/dtype.ts';
export { torch } from './torch/family.ts';
export {
  type JaggedParts,
  JaggedTensor,
  NestedTensor,
  type SparseLayout,
  type SparseParts,
  SparseTensor,
} from './torch/layouts.ts';
export type { ReadingOptions } from './torch/load-storages.ts';
export {
  loadTensors,
  loadTorch,
  openTorch,
  type TorchOptions,
} from './torch/open-torch.ts';
export {
  type ConversionReport,
  type ShardOptions,
  type ToSafetensorsOptions,
  toSafetensors,
  toSafetensorsShards,
} from './torch/safetensors/convert.ts';
export { readSafetensors, SafetensorsFile, type SafetensorsOptions } from './torch/safetensors/read.ts';
export { type NamedTensors, type WriteSafetensorsOptions, writeSafetensors } from './torch/safetensors/write.ts';
export { type SaveTorchOptions, saveTorch } from './torch/save-torch.ts';
export { openTorchShards } from './torch/sharded.ts';
export { Size, torchSize } from './torch/size.ts';
export { stateDict } from './torch/state-dict.ts';
export { type StorageParts, TensorStorage } from './torch/storage.ts';
export { StorageMemory, type StoredBytes } from './torch/storage-memory.ts';
export { Parameter, type Quantizer, Tensor, type TensorParts } from './torch/tensor.ts';
export { type NamedTensor, type TensorLike, tensorsIn } from './torch/tensors-in.ts';
export { TorchFile, type TorchFileParts, type TorchFormat, type TorchMember } from './torch/torch-file.ts';
export type { TorchSource } from './torch/torch-source.ts';
