"""Arrays of many dtypes and shapes as numpy prints them: the fixture of test/numpy/print.

    /tmp/venvs/np2.4/bin/python conformance/npy/printed.py 400 | gzip -9n > test/fixtures/numpy-printed.json.gz
"""
import base64, io, json, random, sys, warnings
import numpy as np
from cases import arrays, saved

warnings.simplefilter('ignore')


def floats(rng, count, dtype):
    kind = rng.randrange(9)
    if kind == 0: raw = [rng.uniform(-1, 1) for _ in range(count)]
    elif kind == 1: raw = [rng.uniform(-1, 1) * 10 ** rng.uniform(-4, 6) for _ in range(count)]
    elif kind == 2: raw = [float(rng.randrange(-1000, 1000)) for _ in range(count)]
    elif kind == 3: raw = [rng.randrange(-8000, 8000) / 2 ** rng.randrange(0, 14) for _ in range(count)]
    elif kind == 4: raw = [rng.choice([0.0, -0.0, 1.5, float('nan'), float('inf'), float('-inf'), 1e-5, 1e8, 99999999.0]) for _ in range(count)]
    elif kind == 5: raw = [rng.uniform(-1, 1) * 10.0 ** rng.randrange(-320, 300) for _ in range(count)]
    elif kind == 6: raw = [2.0 ** rng.randrange(-30, 30) for _ in range(count)]
    elif kind == 7: raw = [round(rng.uniform(0, 100), rng.randrange(0, 4)) for _ in range(count)]
    else: return np.frombuffer(rng.randbytes(count * np.dtype(dtype).itemsize), dtype).copy()
    return np.array(raw).astype(dtype)


SMALL = [(), (1,), (3,), (5,), (17,), (60,), (0,), (0, 3), (3, 0), (1, 1), (2, 3), (2, 2, 3), (3, 1, 2, 2)]
LARGE = [(4, 30), (1001,), (40, 40), (2, 600), (11, 11, 11), (2, 7, 7, 7, 7)]


def random_array(rng):
    shape = rng.choice(LARGE if rng.random() < 0.05 else SMALL)
    count = int(np.prod(shape))
    kind = rng.choice(['f', 'f', 'f', 'i', 'u', 'c', 'M', 'm', '?', 'S', 'U', 'V', 'struct'])
    order = rng.choice('<<<>')
    if kind == 'f': array = floats(rng, count, f'{order}f{rng.choice([2, 4, 8])}')
    elif kind == 'c':
        size = rng.choice([8, 16])
        array = (floats(rng, count, 'f8') + 1j * floats(rng, count, 'f8')).astype(f'{order}c{size}')
    elif kind in 'iu':
        size = rng.choice([1, 2, 4, 8])
        limit = 2 ** rng.randrange(1, 8 * size)
        array = np.array([rng.randrange(-limit // 2 if kind == 'i' else 0, limit // 2 + 1) for _ in range(count)], f'{order}{kind}{size}')
    elif kind in 'Mm':
        unit = rng.choice(['Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as', '25s', '2D'])
        limit = 2 ** rng.randrange(4, 12 if unit in 'YMW' else 40)
        raw = [rng.choice([-2 ** 63] if rng.random() < 0.1 else [rng.randrange(-limit, limit)]) for _ in range(count)]
        array = np.array(raw, f'{order}i8').view(f'{order}{kind}8[{unit}]')
    elif kind == '?': array = np.array([rng.random() < 0.5 for _ in range(count)], '?')
    elif kind == 'S': array = np.array([rng.randbytes(rng.randrange(6)) for _ in range(count)], f'S{rng.randrange(1, 7)}')
    elif kind == 'U': array = np.array([''.join(rng.choice('ab\'"\n é😀') for _ in range(rng.randrange(6))) for _ in range(count)], f'{order}U{rng.randrange(1, 7)}')
    elif kind == 'V': array = np.frombuffer(rng.randbytes(3 * count), 'V3')
    else:
        array = np.zeros(count, [('x', 'f4'), ('n', 'i2', (2,)), ('s', 'S3'), ('in', [('t', 'M8[s]')])])
        array['x'] = floats(rng, count, 'f4')
        array['n'] = np.arange(2 * count).reshape(count, 2)
        array['s'] = b'ab'
        array['in']['t'] = np.arange(count) * 100000
    array = array.reshape(shape)
    return np.asfortranarray(array) if rng.random() < 0.2 else array


def main():
    rng = random.Random(1)
    cases = [(name, array) for name, array in arrays() if array.dtype.kind != 'O' and 'many fields' not in name]
    cases += [(f'random {i}', random_array(rng)) for i in range(int(sys.argv[1]))]
    out = []
    for name, array in cases:
        array = np.load(io.BytesIO(saved(array)))
        out.append({'name': name, 'npy': base64.b64encode(saved(array)).decode(), 'repr': repr(array), 'str': str(array) if array.ndim else None})
    print(json.dumps({'numpy': np.__version__, 'cases': out}, separators=(',', ':')))


if __name__ == '__main__':
    main()
