/** Generated pickles: what CPython 3.14 reaches is what the scanner reports. */
import { expect, test } from 'vitest';
import { generated } from '../../conformance/scan/generated.ts';
import { scanSync } from '../../src/scan/scan.ts';
import { oracle } from '../oracle.ts';

const python = await oracle();
python.run(`
import io
class Anything:
    def __new__(cls, *args, **kwargs): return object.__new__(cls)
    def __init__(self, *args, **kwargs): pass
    def __call__(self, *args, **kwargs): return Anything()
    def __setstate__(self, state): pass
    def append(self, item): pass
    extend = add = append
    def __setitem__(self, key, value): pass
def recorder(base):
    class Recorder(base):
        def find_class(self, module, name):
            self.log.append(f'{module}.{name}')
            return Anything
        def persistent_load(self, id): return Anything()
    return Recorder
READERS = [recorder(pickle.Unpickler), recorder(pickle._Unpickler)]
def reached(text):
    data = base64.b64decode(text)
    names = []
    for reader in READERS:
        for file in (io.BytesIO(data), io.BufferedReader(io.BytesIO(data), 7)):
            unpickler = reader(file)
            unpickler.log = names
            try:
                unpickler.load()
            except Exception:
                pass
    return sorted(set(names))
`);

test('of 2,000 generated pickles CPython reaches nothing that is not reported', () => {
  const pickles = Array.from({ length: 2000 }, (_, seed) => Buffer.from(generated(seed), 'latin1'));
  const texts = pickles.map((bytes) => bytes.toString('base64'));
  const theirs = python.evaluate(`[reached(text) for text in ${JSON.stringify(texts)}]`) as string[][];
  const missed = pickles.flatMap((bytes, seed) => {
    const ours = new Set(scanSync(bytes).findings.map(({ global }) => global));
    return (theirs[seed] ?? []).filter((name) => !ours.has(name)).map((name) => `${seed} ${name}`);
  });
  expect(theirs.filter((names) => names.length > 0).length).toBeGreaterThan(500);
  expect(missed).toEqual([]);
});
