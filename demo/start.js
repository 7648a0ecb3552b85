/**
 * The main job on real input: a Python dictionary written to a file, read back, read by a real Python; then one value
 * of every kind from that Python, and what Brine makes of it.
 */
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { loadPyodide } from 'pyodide';
import { dumps, loads } from '../dist/index.js';
import { dumpFile, loadFile } from '../dist/node.js';

await dumpFile({ Alex: 87, Lini: 92, Kiku: 90 }, 'marks');
console.log("dumpFile({ Alex: 87, Lini: 92, Kiku: 90 }, 'marks')");

const marks = await loadFile('marks');
console.log(`loadFile('marks')  ->  ${inspect(marks)}, a ${marks.constructor.name}\n`);

const python = await loadPyodide();
console.log(`CPython ${python.runPython('import sys; sys.version.split()[0]')} reads the file:`);
python.FS.writeFile('marks', readFileSync('marks'));
python.setStdout({ batched: (line) => console.log(`  ${line}`) });
python.runPython(`
import pickle
with open('marks', 'rb') as file:
    marks = pickle.load(file)
print(marks)
print(type(marks))
`);

const kinds = [
  'None',
  'True',
  '42',
  '2 ** 70',
  '2.5',
  'float("nan")',
  '-0.0',
  '3 + 4j',
  '"h\\u00e9llo \\U0001f600"',
  'b"\\x00\\xff"',
  'bytearray(b"spam")',
  '[1, [2, [3]]]',
  '(1, "two", 3.5)',
  '{1, 2, 3}',
  'frozenset("a")',
  '{"a": 1, (2, 3): "tuple key"}',
  '...',
  'NotImplemented',
  'range(0, 10, 2)',
  'slice(1, None)',
  'collections.defaultdict(list, a=[1])',
  'len',
  'collections.OrderedDict',
  'Point(3, 4)',
];

python.runPython(`
import base64, collections, json

class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
    def __repr__(self):
        return f'<{type(self).__name__} object>'

def transport(expression):
    value = eval(expression)
    return json.dumps([repr(value), base64.b64encode(pickle.dumps(value)).decode()])

def equal(expression, data):
    value, back = eval(expression), pickle.loads(base64.b64decode(data))
    if isinstance(value, Point):
        return type(back) is type(value) and vars(back) == vars(value)
    return type(back) is type(value) and (back == value or back != back and value != value)
`);

const transport = python.globals.get('transport');
const equal = python.globals.get('equal');
const rows = kinds.map((expression) => {
  const [repr, pickle] = JSON.parse(transport(expression));
  const value = loads(Buffer.from(pickle, 'base64'));
  const back = equal(expression, Buffer.from(dumps(value)).toString('base64'));
  return { repr, value: inspect(value, { breakLength: Number.POSITIVE_INFINITY }), back };
});

const width = Math.max(...rows.map(({ repr }) => repr.length));
console.log(`\n${'Python pickles'.padEnd(width)}   Brine loads (and what it dumps is the same to Python)`);
for (const { repr, value, back } of rows)
  console.log(`${repr.padEnd(width)}   ${value}${back ? '' : '   NOT THE SAME'}`);
if (!rows.every(({ back }) => back)) process.exitCode = 1;
