import type { Tier } from '../tier.ts';

/** What the weights of a PyTorch model are made of: as its weights-only reader, and the arrays of numpy. */
export const torchWeights: Tier = {
  name: 'torch-weights',
  version: '2026.12.1',
  source: 'fixtures of 1,665 popular models; the names of the weights-only reader of PyTorch 2.x',
  entries: `
torch: float32& float& float64& double& float16& bfloat16& half& uint8& uint16& uint32& uint64& int8& int16& short&
  int32& int& int64& long& complex32& complex64& cfloat& complex128& cdouble& quint8& qint8& qint32& bool& quint4x2&
  quint2x4& float8_e4m3fn& float8_e5m2& float8_e4m3fnuz& float8_e5m2fnuz& float8_e8m0fnu& bits8& bits16& Size
  device() dtype& Tensor FloatStorage& DoubleStorage& HalfStorage& BFloat16Storage& ByteStorage& CharStorage&
  ShortStorage& IntStorage& LongStorage& BoolStorage& ComplexFloatStorage& ComplexDoubleStorage& QUInt8Storage&
  QInt8Storage& QInt32Storage& QUInt4x2Storage& QUInt2x4Storage& UntypedStorage& TypedStorage& FloatTensor&
  DoubleTensor& HalfTensor& BFloat16Tensor& ByteTensor& CharTensor& ShortTensor& IntTensor& LongTensor& BoolTensor&
  strided& sparse_coo& sparse_csr& per_tensor_affine& per_channel_affine& per_tensor_symmetric&
  per_channel_symmetric& contiguous_format& channels_last& preserve_format& _utils._rebuild_tensor_v2
torch._utils: _rebuild_tensor _rebuild_tensor_v2 _rebuild_tensor_v3 _rebuild_parameter _rebuild_parameter_with_state
  _rebuild_sparse_tensor _rebuild_sparse_csr_tensor _rebuild_qtensor _rebuild_meta_tensor_no_storage
  _rebuild_nested_tensor _rebuild_device_tensor_from_numpy _rebuild_device_tensor_from_cpu_tensor
  _rebuild_xla_tensor
torch._tensor: _rebuild_from_type_v2=callback _rebuild_from_type=callback
torch.tensor: _rebuild_from_type=callback Tensor
torch.storage: _load_from_bytes()=pickle TypedStorage& UntypedStorage& _TypedStorage& _UntypedStorage&
torch.serialization: _get_layout()
torch.nn.parameter: Parameter Buffer UninitializedParameter^ UninitializedBuffer^
torch.nn: Parameter
torch.torch_version: TorchVersion
torch.cuda: FloatStorage& DoubleStorage& HalfStorage& BFloat16Storage& ByteStorage& CharStorage& ShortStorage&
  IntStorage& LongStorage& BoolStorage& ComplexFloatStorage& ComplexDoubleStorage& QUInt8Storage& QInt8Storage&
  QInt32Storage& QUInt4x2Storage& QUInt2x4Storage& UntypedStorage& TypedStorage& FloatTensor& DoubleTensor&
  HalfTensor& BFloat16Tensor& ByteTensor& CharTensor& ShortTensor& IntTensor& LongTensor& BoolTensor&
torch.sparse: FloatTensor& DoubleTensor& HalfTensor& BFloat16Tensor& ByteTensor& CharTensor& ShortTensor& IntTensor&
  LongTensor& BoolTensor&
collections: OrderedDict Counter defaultdict
_codecs: encode()=latin1
builtins: set frozenset bytearray complex int float bool str bytes list tuple dict slice
numpy: dtype ndarray
numpy.core.multiarray: _reconstruct scalar
numpy._core.multiarray: _reconstruct scalar
`,
};
