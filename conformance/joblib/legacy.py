"""Some of joblib's own old files, joblib/test/data: python legacy.py FOLDER OUTPUT.json.gz."""
import base64, gzip, json, os, sys

NAMES = [
    'joblib_0.8.4_compressed_pickle_py27_np17.gz',
    'joblib_0.9.2_compressed_pickle_py35_np19.gz',
    'joblib_0.9.2_pickle_py27_np17.pkl',
    'joblib_0.9.2_pickle_py35_np19.pkl',
    'joblib_0.9.4.dev0_compressed_cache_size_pickle_py35_np19.gz',
    'joblib_0.10.0_compressed_pickle_py27_np17.gz',
    'joblib_0.10.0_pickle_py35_np19.pkl',
    'joblib_0.10.0_pickle_py35_np19.pkl.bz2',
    'joblib_0.10.0_pickle_py35_np19.pkl.gzip',
    'joblib_0.11.0_pickle_py36_np111.pkl.lzma',
    'joblib_0.11.0_pickle_py36_np111.pkl.xz',
]

if __name__ == '__main__':
    folder = sys.argv[1]
    files = {}
    for name in sorted(os.listdir(folder)):
        if any(name == one or name.startswith(one + '_') for one in NAMES):
            with open(os.path.join(folder, name), 'rb') as file:
                files[name] = base64.b64encode(file.read()).decode()
    with gzip.GzipFile(sys.argv[2], 'wb', mtime=0) as file:
        file.write(json.dumps(files).encode())
