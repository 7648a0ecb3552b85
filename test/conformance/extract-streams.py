"""Opens the containers of the corpus: one line of JSON a stream, with its bytes in base64.

Usage: extract-streams.py CORPUS. Streams with arrays inline (joblib) and lz4 are left out: they are no plain pickles.
"""
import ast, base64, bz2, gzip, io, json, lzma, struct, sys, zipfile, zlib


def npy_pickle(data):
    major = data[6]
    size = struct.unpack('<H', data[8:10])[0] + 10 if major == 1 else struct.unpack('<I', data[8:12])[0] + 12
    return data[size:]


def member(data, path):
    if not path:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(path[0])


def rpyc_slot(data, slot):
    at = 10
    while True:
        number, start, length = struct.unpack('<III', data[at:at + 12])
        if number == slot:
            return data[start:start + length]
        at += 12


def open_stream(data, tags, path):
    parts = [p for p in path.split('!') if p]
    for tag in tags:
        if tag == 'gzip':
            data = gzip.decompress(data)
        elif tag == 'bz2':
            data = bz2.decompress(data)
        elif tag in ('xz', 'lzma'):
            data = lzma.decompress(data)
        elif tag == 'zlib':
            data = zlib.decompressobj().decompress(data)
        elif tag == 'rpyc':
            data = rpyc_slot(data, int(parts[0][4:])) if data.startswith(b'RENPY RPC2') else data
        elif tag in ('zip', 'zip-torch'):
            data = member(data, parts)
        elif tag == 'npy-object':
            data = npy_pickle(data)
        elif tag == 'joblib-zfile':
            for offset in range(10, 30):
                try:
                    data = zlib.decompress(data[offset:])
                    break
                except zlib.error:
                    pass
    return data


corpus = sys.argv[1]
for entry in json.load(open(corpus + '/manifest.json')):
    whole = open(corpus + '/files/' + entry['name'], 'rb').read()
    for number, stream in enumerate(entry['streams']):
        if stream['joblib_inline'] or 'lz4' in stream['tags']:
            continue
        try:
            data = open_stream(whole, stream['tags'], stream['path'])
        except Exception as error:
            print(json.dumps({'name': entry['name'], 'number': number, 'error': repr(error)}))
            continue
        print(json.dumps({'name': entry['name'], 'number': number, 'data': base64.b64encode(data).decode()}))
