"""Writes a few of the pickles of `cases.py` as rows: test/fixtures/numpy-pickles.json.gz has those of all numpys.

    python conformance/numpy/measure_pickles.py ROWS.json ... | gzip -9n > test/fixtures/numpy-pickles.json.gz

Each ROWS.json is what `cases.py write` prints.
"""
import json
import re
import sys

#: One layout of each dtype at protocol 4 and 5, and everything else at each protocol.
KEPT = re.compile(r'( C| F| axes)$|^(scalar|dtype|masked|matrix|recarray|ufunc|function|type|class|strings|nested|metadata|aligned|random)')
TYPES = re.compile(r'^(\?|<i4|>i4|<i8|<f2|>f8|<c8|<f16|<M8\[ns\]|S3|<U4|V5|O|struct [1236]|bfloat16)( |$)')

rows = {}
for path in sys.argv[1:]:
    with open(path) as file:
        measured = json.load(file)
    for row in measured['rows']:
        is_layout = row['name'][-2:] in (' C', ' F', 'es')
        if not KEPT.search(row['name']) or (is_layout and not TYPES.search(row['name'])):
            continue
        if row['protocol'] in (1, 3) or ('buffers' in row and not is_layout):
            continue
        if row['name'].startswith('random') and row['protocol'] in (0, 5):
            continue
        key = json.dumps([row['name'], row['protocol'], row['pickle'], row.get('buffers')])
        found = rows.setdefault(key, dict(row, numpys=[]))
        found['numpys'].append(measured['numpy'])
print('[')
print(',\n'.join(json.dumps({name: part for name, part in row.items() if not (name == "again" and part == row["pickle"])}, sort_keys=True) for row in rows.values()))
print(']')
