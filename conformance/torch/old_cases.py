"""Values that PyTorch 1.0 to 1.12 saves, as cases.py: `python old_cases.py` prints them as JSON."""
import base64, collections, io, json, pickle, sys, warnings
import numpy as np
import torch


class Net(torch.nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.layers = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.ReLU())
        self.embedding = torch.nn.Embedding(5, 3)
        self.head = torch.nn.Linear(3, 5, bias=False)
        self.head.weight = self.embedding.weight


def values():
    torch.manual_seed(0)
    yield 'a state dict', Net().state_dict()
    for kind, options in [(torch.optim.SGD, {'momentum': 0.9}), (torch.optim.Adam, {})]:
        net = torch.nn.Linear(3, 2)
        optimizer = kind(net.parameters(), lr=0.1, **options)
        net(torch.ones(1, 3)).sum().backward()
        optimizer.step()
        # Keys that are addresses would differ from run to run.
        state = optimizer.state_dict()
        state['state'] = dict(enumerate(state['state'].values()))
        yield 'a checkpoint with ' + kind.__name__, {'model': net.state_dict(), 'optimizer': state['state']}
    base = torch.arange(24.).reshape(4, 6)
    yield 'views of one storage', [base, base[1:3, ::2], base.t(), base[2, 3], base[:, 5]]
    yield 'an expanded tensor', torch.ones(1).expand(3)
    yield 'empty tensors', [torch.zeros(0), torch.zeros(2, 0, 3)]
    yield 'parameters', [torch.nn.Parameter(torch.ones(2)), torch.nn.Parameter(torch.ones(2), requires_grad=False)]
    # 1.0 cannot save it.
    if int(torch.__version__.split('.')[1]) >= 6: yield 'sparse coo', torch.sparse_coo_tensor(torch.tensor([[0, 1], [1, 0]]), torch.tensor([1., 2.]), (2, 2))
    yield 'what is not a tensor', collections.OrderedDict([('b', b'abc'), ('size', torch.Size([2, 3])), ('dtype', torch.float16),
                                                          ('device', torch.device('cpu')), ('n', 5), ('x', 0.5)])
    for name in 'float64 float32 float16 int64 int32 int16 int8 uint8 bool'.split():
        if hasattr(torch, name):
            yield 'dtype ' + name, torch.tensor([1, 0, 1, 1], dtype=torch.int64).to(getattr(torch, name))


def parts(value):
    return [value._indices(), value._values()] if value.is_sparse else [value]


def tensors(value):
    if isinstance(value, torch.Tensor):
        for one in parts(value):
            one_array = one.to(torch.int64).numpy().astype('i1') if one.dtype == torch.int8 else one.detach().numpy()
            raw = np.ascontiguousarray(one_array).tobytes()
            yield {'dtype': str(one.dtype)[6:], 'shape': list(one.shape), 'bytes': raw.hex(), 'requiresGrad': one.requires_grad}
    elif isinstance(value, (dict, list, tuple)):
        for part in value.values() if isinstance(value, dict) else value:
            for one in tensors(part):
                yield one


def text(data):
    return base64.b64encode(data).decode()


def saved(value, **options):
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return text(buffer.getvalue())


def main():
    warnings.simplefilter('ignore')
    has_zip = int(torch.__version__.split('.')[1]) >= 6
    cases = []
    for name, value in values():
        legacy = saved(value, _use_new_zipfile_serialization=False) if has_zip else saved(value)
        cases.append({'name': name, 'weightsOnly': True, 'zip': saved(value) if has_zip else None, 'legacy': legacy,
                      'pickle': text(pickle.dumps(value, 4)), 'big': None, 'tensors': list(tensors(value))})
    json.dump({'torch': torch.__version__, 'cases': cases}, sys.stdout)


def same(a, b):
    if isinstance(a, torch.Tensor):
        if type(a) is not type(b) or a.dtype != b.dtype or a.shape != b.shape or a.requires_grad != b.requires_grad: return False
        return all(torch.equal(x, y) for x, y in zip(parts(a), parts(b)))
    if isinstance(a, dict): return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, (list, tuple)): return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


def read_back(folder):
    """Loads what Brine wrote; warnings are errors."""
    count = 0
    for at, (name, value) in enumerate(list(values())):
        count += 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter('error')
                loaded = torch.load('%s/%d.safe.pt' % (folder, at))
            if not same(value, loaded): print(name + ': other values')
        except Exception as error:
            print('%s: %s: %s' % (name, type(error).__name__, error))
    print(count)


if __name__ == '__main__':
    read_back(sys.argv[1]) if len(sys.argv) > 1 else main()
