"""Small .npz files of numpy: the fixture of test/npy/npz.test.ts.

    /tmp/venvs/np2.4/bin/python conformance/npy/archives.py > test/fixtures/npz.json
"""
import base64, io, json
import numpy as np

arrays = {
    'weights': np.arange(12, dtype='<f4').reshape(3, 4),
    'f order': np.asfortranarray(np.arange(6, dtype='>i2').reshape(2, 3)),
    'dir/name.npy': np.array(['a', 'bcd']),
    'naïve': np.array(5),
}


def archive(save, *args, **kwargs):
    out = io.BytesIO()
    save(out, *args, **kwargs)
    return base64.b64encode(out.getvalue()).decode()


print(json.dumps({
    'numpy': np.__version__,
    'savez': archive(np.savez, **arrays),
    'savez_compressed': archive(np.savez_compressed, **arrays),
    'positional': archive(np.savez, np.arange(3), np.arange(2)),
}, indent=1))
