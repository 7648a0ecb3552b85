"""Values that torch.save writes, and what their tensors have: `python cases.py` prints them as JSON.

Used by conformance.ts, which asks the real PyTorch, and for test/fixtures/torch.json.gz, which is its output.
"""
import base64, collections, io, json, pickle, struct, sys, tarfile, tempfile, warnings, zipfile
import torch

MODERN = tuple(int(part) for part in torch.__version__.split('+')[0].split('.')[:2]) >= (2, 3)
DTYPES = ('float64 float32 float16 bfloat16 int64 int32 int16 int8 uint8 bool complex128 complex64 complex32 uint16 '
          'uint32 uint64 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz float8_e8m0fnu float4_e2m1fn_x2 '
          'bits8 bits16 bits1x8 bits2x4 bits4x2').split()


class Net(torch.nn.Module):
    """A module with all that modules have."""
    def __init__(self):
        super().__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU())
        self.embedding = torch.nn.Embedding(5, 3)
        self.head = torch.nn.Linear(3, 5, bias=False)
        self.head.weight = self.embedding.weight
        self.register_buffer('scale', torch.tensor(2.0))
        self.register_buffer('scratch', torch.zeros(2), persistent=False)

    def forward(self, x):
        return self.head(self.layers(x)[..., :3]) * self.scale


def trained(kind, **options):
    torch.manual_seed(1)
    net = torch.nn.Linear(3, 2)
    optimizer = kind(net.parameters(), lr=0.1, **options)
    for _ in range(2):
        optimizer.zero_grad()
        net(torch.ones(1, 3)).sum().backward()
        optimizer.step()
    return net, optimizer


def plain_values():
    torch.manual_seed(0)
    net = Net()
    yield 'a state dict', net.state_dict()
    yield 'a state dict of a single layer', torch.nn.Linear(2, 1).state_dict()
    yield 'a state dict in a checkpoint', {'epoch': 3, 'loss': 0.25, 'name': 'net', 'model': net.state_dict(), 'best': None, 'done': False}
    for kind, options in [(torch.optim.SGD, {'momentum': 0.9}), (torch.optim.Adam, {}), (torch.optim.AdamW, {'weight_decay': 0.01})]:
        model, optimizer = trained(kind, **options)
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
        yield f'a checkpoint with {kind.__name__}', {'model': model.state_dict(), 'optimizer': optimizer.state_dict()}
        yield f'a scheduler of {kind.__name__}', scheduler.state_dict()
    base = torch.arange(24.).reshape(4, 6)
    yield 'views of one storage', [base, base[1:3, ::2], base.t(), base[2, 3], base[:, 5], base.flatten()[4:9]]
    yield 'an expanded tensor', torch.ones(1).expand(3)
    yield 'empty tensors', [torch.zeros(0), torch.zeros(2, 0, 3), base[4:]]
    yield 'a number', torch.tensor(5)
    yield 'what is not a tensor', {'b': b'abc', 'ba': bytearray(b'xyz'), 'c': 1 + 2j, 's': {1, 2}, 'big': 2**40, 't': (1, 'a', None),
                                   'counter': collections.Counter('aab'), 'size': torch.Size([2, 3]), 'dtype': torch.float16,
                                   'device': torch.device('cuda', 1), 'empty': [], 'f': -0.5, 'neg': -7, 'e': '', 'nl': 'é\n'}
    yield 'a parameter', torch.nn.Parameter(torch.ones(2))
    yield 'parameters', [torch.nn.Parameter(torch.ones(2), requires_grad=False), torch.ones(2, requires_grad=True)]
    parameter = torch.nn.Parameter(torch.ones(2))
    parameter.note = 1
    yield 'a parameter with an attribute', parameter
    tensor = torch.ones(2)
    tensor.note = [1, 'a']
    yield 'a tensor with an attribute', tensor
    yield 'one tensor twice', [base, base]
    yield 'sparse coo', torch.sparse_coo_tensor([[0, 1], [1, 0]], [1., 2.], (2, 2))
    yield 'sparse coo, coalesced', torch.sparse_coo_tensor([[0, 1], [1, 0]], [1., 2.], (2, 2)).coalesce()
    yield 'sparse csr', torch.eye(3).to_sparse_csr()
    if MODERN:
        yield 'sparse csc', torch.eye(3).to_sparse_csc()
        yield 'sparse bsr', torch.eye(4).to_sparse_bsr((2, 2))
        yield 'sparse bsc', torch.eye(4).to_sparse_bsc((2, 2))
    yield 'quantised', torch.quantize_per_tensor(torch.arange(6.).reshape(2, 3), 0.5, 3, torch.quint8)
    yield 'quantised in 32 bits', torch.quantize_per_tensor(torch.arange(6.), 1.0, 0, torch.qint32)
    yield 'quantised by channel', torch.quantize_per_channel(torch.arange(6.).reshape(2, 3), torch.tensor([.5, .25]), torch.tensor([0, 1]), 0, torch.qint8)
    yield 'quantised in 4 bits', torch.quantize_per_channel(torch.arange(15.).reshape(3, 5), torch.ones(3), torch.zeros(3), 0, torch.quint4x2)
    yield 'a conjugate', torch.tensor([1 + 2j, 3 - 1j]).conj()
    yield 'a negative', torch.tensor([1 + 2j, 3 - 1j]).conj().imag
    yield 'a state of the random numbers', torch.Generator().manual_seed(1).get_state()[:64].clone()
    yield 'a buffer of a hook', torch.ones(2, requires_grad=True)
    if MODERN:
        yield 'nested', torch.nested.nested_tensor([torch.ones(2), torch.arange(3.)])
        jagged = torch.nested.nested_tensor([torch.ones(2, 3), torch.arange(9.).reshape(3, 3)], layout=torch.jagged)
        yield 'jagged', jagged
        yield 'jagged, with gradients', torch.nested.nested_tensor([torch.ones(2), torch.arange(3.)], layout=torch.jagged, requires_grad=True)
        yield 'jagged, with lengths', torch.nested.narrow(torch.arange(24.).reshape(2, 4, 3), 1, torch.tensor([0, 1]), torch.tensor([2, 3]), layout=torch.jagged)
        yield 'jagged along the last axis', jagged.transpose(1, 2)
        yield 'meta', torch.empty(2, 3, device='meta')
        yield 'a buffer', torch.nn.Buffer(torch.ones(2)) if hasattr(torch.nn, 'Buffer') else torch.ones(2)
    for name in DTYPES:
        dtype = getattr(torch, name, None)
        if dtype is None:
            continue
        raw = torch.arange(32, dtype=torch.uint8) % 2 if name == 'bool' else torch.arange(32, dtype=torch.uint8) + 50
        try:
            yield f'dtype {name}', raw.view(dtype)
        except (RuntimeError, TypeError):
            pass


def unsafe_values():
    """What weights_only=True refuses."""
    torch.manual_seed(0)
    generator = torch.Generator()
    generator.manual_seed(3)
    if MODERN: yield 'a generator', generator
    yield 'a module', torch.nn.Sequential(collections.OrderedDict(a=torch.nn.Linear(2, 3), b=torch.nn.BatchNorm1d(3)))
    yield 'a frozenset', {'labels': frozenset([1])}
    yield 'a defaultdict', collections.defaultdict(list, a=[torch.ones(1)])
    yield 'an untyped storage', torch.arange(4.).untyped_storage() if hasattr(torch.Tensor, 'untyped_storage') else torch.arange(4.).storage()
    yield 'a range', range(3)


def strided(value):
    """The tensors that one consists of."""
    if value.is_sparse:
        return [value._indices(), value._values()]
    if value.layout in (torch.sparse_csr, getattr(torch, 'sparse_bsr', 0)):
        return [value.crow_indices(), value.col_indices(), value.values()]
    if value.layout in (getattr(torch, 'sparse_csc', 0), getattr(torch, 'sparse_bsc', 0)):
        return [value.ccol_indices(), value.row_indices(), value.values()]
    if value.layout == getattr(torch, 'jagged', 0):
        lengths = [] if value._lengths is None else [value._lengths]
        return [value._values, value._offsets, *lengths, *value._metadata_cache.values()]
    if getattr(value, 'is_nested', False):
        return [value.values(), value._nested_tensor_size(), value._nested_tensor_strides(), value._nested_tensor_storage_offsets()]
    if value.is_quantized and value.qscheme() != torch.per_tensor_affine:
        return [value, value.q_per_channel_scales(), value.q_per_channel_zero_points()]
    return [value]


def bytes_of(tensor):
    if tensor.device.type == 'meta':
        return None
    tensor = tensor.detach()
    if tensor.dtype == torch.quint4x2:
        return bytes(tensor.untyped_storage())[:(tensor.numel() + 1) // 2]
    if tensor.is_quantized:
        tensor = tensor.int_repr()
    if tensor.is_conj():
        tensor = tensor.resolve_conj()
    if hasattr(tensor, 'is_neg') and tensor.is_neg():
        tensor = tensor.resolve_neg()
    if not tensor.is_contiguous():
        tensor = tensor.contiguous()
    if tensor.numel() == 0:
        return b''
    start = tensor.storage_offset() * tensor.element_size()
    return bytes(tensor.untyped_storage()) [start:start + tensor.numel() * tensor.element_size()]


def tensors_of(value, seen=None):
    """The tensors of a value in its order, as tensorsIn gives them."""
    seen = set() if seen is None else seen
    if isinstance(value, torch.Tensor):
        for one in strided(value):
            raw = bytes_of(one)
            yield {'dtype': str(one.dtype)[6:], 'shape': list(one.shape), 'bytes': None if raw is None else raw.hex(),
                   'requiresGrad': one.requires_grad}
        return
    if id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, (list, tuple)):
        parts = list(value)
    elif isinstance(value, torch.Generator):
        parts = [value.get_state()]
    elif isinstance(value, torch.nn.Module):
        parts = list(value.__dict__.values())
    else:
        return
    for part in parts:
        yield from tensors_of(part, seen)


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return buffer.getvalue()


def legacy(value):
    """The file of before 1.6; none where PyTorch does not write or read it."""
    try:
        data = saved(value, _use_new_zipfile_serialization=False)
        torch.load(io.BytesIO(data), weights_only=False)
        return data
    except Exception:
        return None


def pickled(value):
    """pickle.dumps of the value alone."""
    try:
        data = pickle.dumps(value, 4)
        pickle.loads(data)
        return data
    except Exception:
        return None


def big_endian(data):
    """The same file as a big-endian machine writes it; only of dtypes whose storages have a class."""
    source = zipfile.ZipFile(io.BytesIO(data))
    target = io.BytesIO()
    value = torch.load(io.BytesIO(data), weights_only=False)
    sizes = {}
    for one in [value] if isinstance(value, torch.Tensor) else value.values():
        sizes[one.data_ptr()] = one.element_size() // (2 if one.is_complex() else 1)
    if len(set(sizes.values())) != 1:
        return None
    [size] = set(sizes.values())
    with zipfile.ZipFile(target, 'w') as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith('byteorder'):
                content = b'big'
            elif '/data/' in name:
                content = b''.join(content[at:at + size][::-1] for at in range(0, len(content), size))
            archive.writestr(name, content)
    return target.getvalue()


def tar():
    """A file as PyTorch 0.1 wrote it, which 2.13 still reads: two tensors of one storage, one of a view of it."""
    a, b = torch.arange(6.), torch.arange(3)
    storages = io.BytesIO()
    pickle.dump(2, storages, 2)
    for key, one, kind in [(10, a, torch.FloatStorage), (11, b, torch.LongStorage)]:
        pickle.dump((key, 'cpu', kind), storages, 2)
        storages.write(struct.pack('<q', one.numel()) + bytes(one.untyped_storage()))
    pickle.dump([(12, 10, 2, 3)], storages, 2)
    tensors = io.BytesIO()
    views = [(20, 10, torch.FloatTensor, [2, 3], [3, 1], 0), (21, 12, torch.FloatTensor, [2], [1], 1), (22, 11, torch.LongTensor, [3], [1], 0)]
    pickle.dump(len(views), tensors, 2)
    for key, storage, kind, size, stride, offset in views:
        pickle.dump((key, storage, kind), tensors, 2)
        tensors.write(struct.pack(f'<i4x{len(size)}q{len(size)}qq', len(size), *size, *stride, offset))

    class Pickler(pickle.Pickler):
        def persistent_id(self, one):
            return one.key if isinstance(one, Key) else None

    class Key:
        def __init__(self, key):
            self.key = key
    main = io.BytesIO()
    Pickler(main, 2).dump({'whole': Key(20), 'part': Key(21), 'ints': Key(22), 'epoch': 3})
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode='w:', format=tarfile.PAX_FORMAT) as archive:
        for name, content in [('sys_info', pickle.dumps({'protocol_version': 1000}, 2)), ('pickle', main.getvalue()),
                              ('storages', storages.getvalue()), ('tensors', tensors.getvalue())]:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    with tempfile.NamedTemporaryFile() as file:
        file.write(data.getvalue())
        file.flush()
        value = torch.load(file.name, weights_only=False)
    return {'file': text(data.getvalue()), 'tensors': list(tensors_of(value))}


def safetensors():
    """What the Python package writes: every dtype that it has, and a module with shared weights by its converter."""
    import safetensors.torch as package
    tensors = {}
    for name in DTYPES:
        dtype = getattr(torch, name, None)
        raw = torch.arange(32, dtype=torch.uint8) % 2 if name == 'bool' else torch.arange(32, dtype=torch.uint8) + 50
        try:
            tensors[name] = raw.view(dtype)
            package.save({name: tensors[name]})
        except Exception:
            tensors.pop(name, None)
    tensors['Ünï"'] = torch.ones(2, 3)
    tensors['scalar'] = torch.tensor(1.5)
    tensors['empty'] = torch.zeros(0, 2)
    torch.manual_seed(2)
    state = Net().state_dict()
    state['transposed'] = torch.arange(6.).reshape(2, 3).t()
    state['part'] = torch.arange(10.)[2:5]
    metadata = {'format': 'pt'}
    converted = dict(state)
    for kept, names in package._remove_duplicate_names({name: one for name, one in state.items() if name != 'part'}).items():
        for name in names:
            metadata[name] = kept
            del converted[name]
    converted = {name: one.contiguous() for name, one in converted.items()}
    return {'all': text(package.save(tensors, {'b': '1', 'a': 'x"ü'})),
            'tensors': {name: next(tensors_of(one)) for name, one in tensors.items()},
            'checkpoint': text(saved({'state_dict': state})), 'converted': text(package.save(converted, metadata))}


def text(data):
    return None if data is None else base64.b64encode(data).decode()


def main():
    warnings.simplefilter('ignore')
    cases = []
    for weights_only, values in [(True, plain_values()), (False, unsafe_values())]:
        for name, value in values:
            data = saved(value)
            plain = isinstance(value, torch.Tensor) and name.startswith('dtype') and not value.dtype in (getattr(torch, 'bits16', 0),)
            big = big_endian(data) if plain and pickled(value) is not None else None
            cases.append({'name': name, 'weightsOnly': weights_only, 'zip': text(data), 'legacy': text(legacy(value)),
                          'pickle': text(pickled(value)), 'big': text(big), 'tensors': list(tensors_of(value))})
    script = torch.jit.script(Net().eval())
    buffer = io.BytesIO()
    torch.jit.save(script, buffer)
    expected = [one for value in script.state_dict().values() for one in tensors_of(value)]
    json.dump({'torch': torch.__version__, 'cases': cases, 'script': {'zip': text(buffer.getvalue()), 'tensors': expected},
               'tar': tar(), 'safetensors': safetensors()}, sys.stdout)


if __name__ == '__main__':
    main()
