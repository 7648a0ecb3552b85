"""Writes test/fixtures/containers.json.gz: compressed data and zip archives of CPython, zstandard and lz4.

    python3.13 -m venv /tmp/venv && /tmp/venv/bin/pip install zstandard lz4
    /tmp/venv/bin/python conformance/containers.py | gzip -9n > test/fixtures/containers.json.gz

What is inside is made again by test/containers/fixtures.ts.
"""

import base64
import bz2
import gzip
import io
import json
import lzma
import pickle
import sys
import zipfile
import zlib

import lz4.frame
import zstandard


def lines(count):
    return ''.join(f'line {i * i % 97} of the pickle\n' for i in range(count)).encode()


def noise(count):
    state = 1
    out = bytearray()
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        out.append(state >> 16 & 0xFF)
    return bytes(out)


CONTENTS = {
    'empty': b'',
    'one byte': b'N',
    'lines': lines(200),
    'noise': noise(1500),
    'long': lines(2500) + noise(500) + lines(2500),
    'pickle': pickle.dumps(['spam', list(range(100))], 4),
    'runs': b'a' * 300_000 + b'b' * 5 + b'c' * 4 + b'd' * 259,
}


def gzip_of(data, level=9):
    return gzip.compress(data, level, mtime=0)


def gzip_with_header(data):
    out = io.BytesIO()
    with gzip.GzipFile('a name.pkl', 'wb', 9, out, mtime=1) as file:
        file.write(data)
    return out.getvalue()


def gzip_all_flags(data):
    raw = gzip_of(data)
    extra = b'XX\x03\x00abc'
    header = bytearray(raw[:10])
    header[3] = 2 | 4 | 8 | 16
    fields = len(extra).to_bytes(2, 'little') + extra + b'name\0' + b'comment\0'
    crc = zlib.crc32(bytes(header) + fields) & 0xFFFF
    return bytes(header) + fields + crc.to_bytes(2, 'little') + raw[10:]


def deflate_with(strategy, wrapper=15):
    def compress(data):
        packer = zlib.compressobj(9, zlib.DEFLATED, wrapper, 9, strategy)
        return packer.compress(data) + packer.flush()

    return compress


def flushed(data):
    packer = zlib.compressobj(6)
    out = b''
    for at in range(0, len(data), 1000):
        out += packer.compress(data[at:at + 1000])
        out += packer.flush(zlib.Z_SYNC_FLUSH if at % 2000 else zlib.Z_FULL_FLUSH)
    return out + packer.flush()


def zstd_stream(level, **options):
    def compress(data):
        return zstandard.ZstdCompressor(level=level, **options).compress(data)

    return compress


def zstd_unsized(data):
    packer = zstandard.ZstdCompressor(level=3, write_checksum=True, write_content_size=False).compressobj()
    return packer.compress(data) + packer.flush()


def in_two(compress):
    return lambda data: compress(data[: len(data) // 3]) + compress(data[len(data) // 3:])


def xz(check=-1, filters=None, format=lzma.FORMAT_XZ):
    return lambda data: lzma.compress(data, format=format, check=check, filters=filters)


def lzma_sized(data):
    raw = lzma.compress(data, format=lzma.FORMAT_ALONE)
    return raw[:5] + len(data).to_bytes(8, 'little') + raw[13:]


def lz4_with(**options):
    return lambda data: lz4.frame.compress(data, **options)


WRITERS = [
    ('gzip', 'gzip.compress', gzip_of),
    ('gzip', 'GzipFile with a name', gzip_with_header),
    ('gzip', 'every field of the header', gzip_all_flags),
    ('gzip', 'stored', lambda data: gzip_of(data, 0)),
    ('gzip', 'two members', in_two(gzip_of)),
    ('gzip', 'zeros behind it', lambda data: gzip_of(data) + bytes(512)),
    ('zlib', 'zlib.compress', zlib.compress),
    ('zlib', 'level 1', lambda data: zlib.compress(data, 1)),
    ('zlib', 'fixed codes', deflate_with(zlib.Z_FIXED)),
    ('zlib', 'codes alone', deflate_with(zlib.Z_HUFFMAN_ONLY)),
    ('zlib', 'runs', deflate_with(zlib.Z_RLE)),
    ('zlib', 'flushed', flushed),
    ('bz2', 'bz2.compress', bz2.compress),
    ('bz2', 'level 1', lambda data: bz2.compress(data, 1)),
    ('bz2', 'two streams', in_two(bz2.compress)),
    ('bz2', 'other bytes behind it', lambda data: bz2.compress(data) + b'no stream'),
    ('xz', 'lzma.compress', xz()),
    ('xz', 'CRC32', xz(lzma.CHECK_CRC32)),
    ('xz', 'SHA-256', xz(lzma.CHECK_SHA256)),
    ('xz', 'no check', xz(lzma.CHECK_NONE)),
    ('xz', 'two streams', in_two(xz())),
    ('xz', 'padding between streams', lambda data: xz()(data[:5]) + bytes(8) + xz()(data[5:])),
    ('xz', 'delta', xz(filters=[{'id': lzma.FILTER_DELTA, 'dist': 4}, {'id': lzma.FILTER_LZMA2, 'preset': 6}])),
    (
        'xz',
        'other properties',
        xz(filters=[{'id': lzma.FILTER_LZMA2, 'dict_size': 4096, 'lc': 1, 'lp': 2, 'pb': 0, 'mode': lzma.MODE_FAST}]),
    ),
    ('lzma', 'FORMAT_ALONE', xz(format=lzma.FORMAT_ALONE)),
    ('lzma', 'of a known length', lzma_sized),
    ('zstd', 'level 3', zstd_stream(3)),
    ('zstd', 'level 19 with a checksum', zstd_stream(19, write_checksum=True)),
    ('zstd', 'level -5', zstd_stream(-5)),
    ('zstd', 'without a length', zstd_unsized),
    ('zstd', 'two frames', in_two(zstd_stream(3))),
    ('lz4', 'lz4.frame.compress', lz4_with()),
    ('lz4', 'linked blocks', lz4_with(block_linked=True, block_size=lz4.frame.BLOCKSIZE_MAX64KB)),
    (
        'lz4',
        'every checksum',
        lz4_with(block_linked=False, content_checksum=True, block_checksum=True, store_size=True, compression_level=9),
    ),
    ('lz4', 'two frames', in_two(lz4_with(store_size=False))),
]


# Rows that are longer show nothing that shorter ones do not.
LARGEST = 6000


class Unseekable(io.RawIOBase):
    """zipfile writes data descriptors where it cannot go back."""

    def __init__(self):
        self.chunks = []

    def writable(self):
        return True

    def write(self, data):
        self.chunks.append(bytes(data))
        return len(data)


def archive(write, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', **options) as file:
        write(file)
    return out.getvalue()


def plain(file):
    file.writestr(zipfile.ZipInfo('a/lines.txt'), CONTENTS['lines'], zipfile.ZIP_DEFLATED)
    file.writestr(zipfile.ZipInfo('noise.bin'), CONTENTS['noise'], zipfile.ZIP_STORED)
    file.writestr(zipfile.ZipInfo('empty'), b'')
    file.writestr(zipfile.ZipInfo('folder/'), b'')
    file.comment = b'a comment'


def every_method(file):
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file.writestr(zipfile.ZipInfo(f'method {method}'), CONTENTS['lines'], method)


def forced_zip64(file):
    for name, method in (('stored', zipfile.ZIP_STORED), ('deflated', zipfile.ZIP_DEFLATED)):
        info = zipfile.ZipInfo(name)
        info.compress_type = method
        with file.open(info, 'w', force_zip64=True) as member:
            member.write(CONTENTS['lines'])


def same_names(file):
    import warnings

    warnings.simplefilter('ignore')
    file.writestr(zipfile.ZipInfo('data.pkl'), b'first')
    file.writestr(zipfile.ZipInfo('data.pkl'), b'second')
    file.writestr(zipfile.ZipInfo('Data.PKL'), b'third')
    file.writestr(zipfile.ZipInfo('other'), b'')


def unicode_names(file):
    file.writestr(zipfile.ZipInfo('größe/数.txt'), b'utf-8')


def streamed():
    out = Unseekable()
    with zipfile.ZipFile(out, 'w') as file:
        plain(file)
    return b''.join(out.chunks)


def streamed_zip64():
    out = Unseekable()
    with zipfile.ZipFile(out, 'w') as file:
        forced_zip64(file)
    return b''.join(out.chunks)


def zip64_end(raw):
    """The same with a zip64 record of the end, as archives of more than 4 GiB have it."""
    end = raw.rindex(b'PK\x05\x06')
    count, size, offset = int.from_bytes(raw[end + 10:end + 12], 'little'), raw[end + 12:end + 16], raw[end + 16:end + 20]
    widened = [count.to_bytes(8, 'little')] * 2 + [size + bytes(4), offset + bytes(4)]
    record = b'PK\x06\x06' + (44).to_bytes(8, 'little') + b'\x2d\0\x2d\0' + bytes(8) + b''.join(widened)
    locator = b'PK\x06\x07' + bytes(4) + end.to_bytes(8, 'little') + b'\1\0\0\0'
    old = raw[end:end + 4] + bytes(4) + b'\xff' * 12 + raw[end + 20:]
    return raw[:end] + record + locator + old


def archives():
    yield 'plain', archive(plain)
    yield 'every method', archive(every_method)
    yield 'zip64 members', archive(forced_zip64)
    yield 'zip64 end', zip64_end(archive(plain))
    yield 'data descriptors', streamed()
    yield 'data descriptors of zip64', streamed_zip64()
    yield 'same names', archive(same_names)
    yield 'unicode names', archive(unicode_names)
    yield 'empty', archive(lambda file: None)
    yield 'something before it', b'#!/bin/sh\nexit\n' + archive(plain)


def main():
    rows = []
    for format, writer, compress in WRITERS:
        for name, content in CONTENTS.items():
            packed = compress(content)
            if len(packed) <= LARGEST:
                rows.append([format, writer, name, base64.b64encode(packed).decode()])
    zips = [[name, base64.b64encode(raw).decode()] for name, raw in archives()]
    json.dump({'python': sys.version.split()[0], 'compressed': rows, 'zip': zips}, sys.stdout, indent=0)
    print()


main()
