"""Loads what Brine wrote of the values of cases.py: `python read_back.py FOLDER`.

Warnings are errors; what is named `safe` and `big` is loaded with weights_only=True, also mapped into memory. Prints what
differs, one line each, and last how many loads there were.
"""
import os, sys, warnings
import torch, torch._dynamo, torch.nested
import cases


def same(a, b):
    """torch.equal of all tensors, and == of everything else."""
    # PyTorch gives a bare storage as a TypedStorage of bytes, whatever it was.
    if isinstance(a, (torch.UntypedStorage, torch.TypedStorage)): return bytes(a.untyped()) == bytes(b.untyped())
    if isinstance(a, torch.Tensor) and a.layout == torch.jagged:
        if b.layout != a.layout or a._ragged_idx != b._ragged_idx or a.requires_grad != b.requires_grad: return False
    if getattr(a, 'is_nested', False): return all(map(equal, cases.strided(a), cases.strided(b)))
    if isinstance(a, torch.Tensor):
        if type(a) is not type(b) or a.dtype != b.dtype or a.shape != b.shape or a.layout != b.layout: return False
        if a.requires_grad != b.requires_grad or a.__dict__.keys() != b.__dict__.keys(): return False
        if a.device.type == 'meta': return b.device.type == 'meta' and a.stride() == b.stride()
        if a.layout == torch.strided and a.stride() != b.stride(): return False
        return all(equal(x, y) for x, y in zip(cases.strided(a), cases.strided(b)))
    if type(a) is not type(b): return False
    if isinstance(a, dict):
        if list(a) != list(b) or getattr(a, '_metadata', None) != getattr(b, '_metadata', None): return False
        return all(same(a[key], b[key]) for key in a)
    if isinstance(a, torch.Generator): return torch.equal(a.get_state(), b.get_state()) and a.initial_seed() == b.initial_seed()
    if isinstance(a, (list, tuple)): return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, torch.nn.Module): return same(a.state_dict(), b.state_dict()) and repr(a) == repr(b)
    return a == b


def equal(a, b):
    try:
        return torch.equal(a, b)
    except (RuntimeError, NotImplementedError):
        return cases.bytes_of(a) == cases.bytes_of(b)


def shares(value):
    """Which tensors have one storage."""
    found = [value] if isinstance(value, torch.Tensor) else value if isinstance(value, list) else []
    plain = [one for one in found if one.layout == torch.strided and not getattr(one, 'is_nested', False) and one.numel() > 0]
    places = [one.untyped_storage().data_ptr() for one in plain]
    return [places.index(place) for place in places]


def main(folder):
    warnings.simplefilter('ignore')
    values = [*cases.plain_values(), *cases.unsafe_values()]
    count = 0
    for at, (name, value) in enumerate(values):
        for kind in ('safe', 'big', 'unsafe'):
            path = f'{folder}/{at}.{kind}.pt'
            if not os.path.exists(path): continue
            for options in [{}, {'mmap': True}]:
                if kind == 'big' and options: continue
                count += 1
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter('error')
                        # Its own files of quantised tensors warn too.
                        warnings.filterwarnings('ignore', message='.*TypedStorage is deprecated|.*quant|.*Sparse|.*nested|.*ComplexHalf', category=UserWarning)
                        loaded = torch.load(path, weights_only=kind != 'unsafe', **options)
                    if not same(value, loaded): print(f'{name}: {kind}: other values')
                    if shares(value) != shares(loaded): print(f'{name}: {kind}: storages are shared otherwise')
                except Exception as error:
                    print(f'{name}: {kind}: {type(error).__name__}: {error}'[:300])
    try:
        import safetensors.torch as package
    except ImportError:
        print(count)
        return
    own = cases.safetensors()
    for name in ('all', 'converted'):
        count += 1
        loaded = package.load_file(f'{folder}/{name}.safetensors')
        # package.load does not know all dtypes that load_file does.
        with open(f'{folder}/expected', 'wb') as file: file.write(cases.base64.b64decode(own[name]))
        expected = package.load_file(f'{folder}/expected')
        if loaded.keys() != expected.keys() or not all(same(expected[key], loaded[key]) for key in expected):
            print(f'{name}.safetensors: other values')
    print(count)


if __name__ == '__main__':
    main(sys.argv[1])
