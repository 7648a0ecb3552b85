"""Loads the .npy and .npz files that Brine wrote of the arrays of cases.py: `python read_back.py FOLDER`.

Warnings are errors. Prints what differs, one line each, and last how many files were compared.
"""
import io, sys, warnings
import numpy as np
from cases import arrays, saved


def same(a, b):
    if a.dtype != b.dtype: return f'dtype {a.dtype} is {b.dtype}'
    if a.shape != b.shape: return f'shape {a.shape} is {b.shape}'
    if a.flags.f_contiguous != b.flags.f_contiguous: return 'the order is another'
    # What is between the fields is in no file.
    if a.dtype.hasobject or a.dtype.names: return None if repr(a.tolist()) == repr(b.tolist()) else 'other objects'
    if a.dtype.char in 'gG': return None if np.array_equal(a, b, equal_nan=True) else 'other values'
    return None if a.tobytes() == b.tobytes() else 'other bytes'


def main(folder):
    count = 0
    # numpy warns of names that are not latin1 when it saves, and of nothing when it loads.
    expected = [(name, np.load(io.BytesIO(saved(array)), allow_pickle=True)) for name, array in arrays()]
    warnings.simplefilter('error')
    archives = {kind: np.load(f'{folder}/{kind}.npz', allow_pickle=True) for kind in ('stored', 'deflated')}
    for at, (name, array) in enumerate(expected):
        for kind, load in [
            ('.npy', lambda: np.load(f'{folder}/{at}.npy', allow_pickle=True)),
            ('stored .npz', lambda: archives['stored'][str(at)]),
            ('deflated .npz', lambda: archives['deflated'][str(at)]),
        ]:
            count += 1
            try:
                problem = same(array, load())
            except Exception as error:
                problem = f'{type(error).__name__}: {error}'
            if problem: print(f'{name}: {kind}: {problem}')
    print(count)


if __name__ == '__main__':
    main(sys.argv[1])
